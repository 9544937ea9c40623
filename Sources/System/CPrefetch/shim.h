#ifndef KESHIK_CPREFETCH_SHIM_H
#define KESHIK_CPREFETCH_SHIM_H

/// Asks for the cache line at an address, and does not wait for it. Any address will do.
static inline void prefetch(const void *_Nonnull address) { __builtin_prefetch(address); }

#endif
