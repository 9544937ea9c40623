#ifndef KESHIK_CYARA_H
#define KESHIK_CYARA_H

#include <stdint.h>
#include <yara.h>

/// The name of a rule (a macro-made union member in yara/types.h).
static inline const char *keshik_yara_name(const YR_RULE *rule) { return rule->identifier; }

/// Compiles rules without their `include`: a rule file cannot have others read.
static inline void keshik_yara_forbid_includes(YR_COMPILER *compiler) {
    yr_compiler_set_include_callback(compiler, NULL, NULL, NULL);
}

#endif
