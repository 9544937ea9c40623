#pragma once
#include <stdint.h>
#include <idn2.h>

/// Unicode host name (UTF-8) to its ASCII form by UTS #46, non-transitional. The text must be released with idn2_free.
static inline int keshik_idn2_to_ascii(const char *name, char **ascii) {
    return idn2_lookup_u8((const uint8_t *)name, (uint8_t **)ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
}

/// ASCII host name with A-labels to UTF-8. The text must be released with idn2_free.
static inline int keshik_idn2_to_unicode(const char *name, char **unicode) {
    return idn2_to_unicode_8z8z(name, unicode, 0);
}

static const int keshik_idn2_ok = IDN2_OK;
