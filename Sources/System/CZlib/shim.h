#ifndef KESHIK_CZLIB_H
#define KESHIK_CZLIB_H

#include <zlib.h>

// `deflateInit2` is a macro; 31 asks for the gzip wrapping (zlib manual).
static inline int keshik_gzip_begin(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
}

#endif
