#pragma once
#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

/// The type of an entry that is a regular file (a macro with a cast in archive_entry.h).
static inline int keshik_archive_is_file(struct archive_entry *entry) {
    return archive_entry_filetype(entry) == AE_IFREG;
}

/// Prepares to unpack gzip members (inflateInit2 is a macro). zlib stands beside libarchive, which is built on it, because libarchive keeps back what it had
/// unpacked when the data ends too early.
static inline int keshik_inflate_gzip_init(z_stream *stream) {
    return inflateInit2(stream, 15 + 16);
}
