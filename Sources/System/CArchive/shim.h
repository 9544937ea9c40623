#pragma once
#include <archive.h>
#include <archive_entry.h>

/// The type of an entry that is a regular file (a macro with a cast in archive_entry.h).
static inline int keshik_archive_is_file(struct archive_entry *entry) {
    return archive_entry_filetype(entry) == AE_IFREG;
}
