#pragma once
#include <zlib.h>

/// Prepares to unpack gzip members (inflateInit2 is a macro).
static inline int keshik_inflate_gzip_init(z_stream *stream) {
    return inflateInit2(stream, 15 + 16);
}
