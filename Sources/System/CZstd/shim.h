#ifndef KESHIK_CZSTD_SHIM_H
#define KESHIK_CZSTD_SHIM_H

#include <zstd.h>

#endif
