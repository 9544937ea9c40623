#ifndef KESHIK_CMAXMINDDB_SHIM_H
#define KESHIK_CMAXMINDDB_SHIM_H

#include <maxminddb.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// A database's handle has a self-referential address (entries point at it), so it lives on the C heap.
static inline MMDB_s *keshik_mmdb_open(const char *path, int *status) {
    MMDB_s *database = calloc(1, sizeof(MMDB_s));
    if (database == NULL) {
        *status = MMDB_OUT_OF_MEMORY_ERROR;
        return NULL;
    }
    *status = MMDB_open(path, MMDB_MODE_MMAP, database);
    if (*status != MMDB_SUCCESS) {
        free(database);
        return NULL;
    }
    return database;
}

static inline void keshik_mmdb_close(MMDB_s *database) {
    MMDB_close(database);
    free(database);
}

// The place in the data section of the record of an address given as 16 bytes, IPv4 as its mapped address; -1 where there is none.
static inline int64_t keshik_mmdb_find(const MMDB_s *database, const uint8_t *address, bool is_ipv4) {
    int error = MMDB_SUCCESS;
    MMDB_lookup_result_s result;
    if (is_ipv4) {
        struct sockaddr_in ipv4 = {.sin_family = AF_INET};
        memcpy(&ipv4.sin_addr, address + 12, 4);
        result = MMDB_lookup_sockaddr(database, (const struct sockaddr *)&ipv4, &error);
    } else {
        struct sockaddr_in6 ipv6 = {.sin6_family = AF_INET6};
        memcpy(&ipv6.sin6_addr, address, 16);
        result = MMDB_lookup_sockaddr(database, (const struct sockaddr *)&ipv6, &error);
    }
    return error == MMDB_SUCCESS && result.found_entry ? (int64_t)result.entry.offset : -1;
}

// The two records of a node of the search tree; the number must be smaller than the node count. MMDB_read_node takes three times as long.
static inline void keshik_mmdb_node(const MMDB_s *database, uint32_t number, uint32_t *left, uint32_t *right) {
    const uint8_t *node = database->file_content + (size_t)number * database->full_record_byte_size;
    switch (database->full_record_byte_size) {
    case 6:
        *left = (uint32_t)node[0] << 16 | (uint32_t)node[1] << 8 | node[2];
        *right = (uint32_t)node[3] << 16 | (uint32_t)node[4] << 8 | node[5];
        break;
    case 7:
        *left = (uint32_t)(node[3] & 0xf0) << 20 | (uint32_t)node[0] << 16 | (uint32_t)node[1] << 8 | node[2];
        *right = (uint32_t)(node[3] & 0x0f) << 24 | (uint32_t)node[4] << 16 | (uint32_t)node[5] << 8 | node[6];
        break;
    default:
        *left = (uint32_t)node[0] << 24 | (uint32_t)node[1] << 16 | (uint32_t)node[2] << 8 | node[3];
        *right = (uint32_t)node[4] << 24 | (uint32_t)node[5] << 16 | (uint32_t)node[6] << 8 | node[7];
    }
}

// The value at one or two keys of the record at a place; has_data is false where there is none or the file is damaged there.
static inline MMDB_entry_data_s keshik_mmdb_value(const MMDB_s *database, uint32_t place, const char *outer, const char *inner) {
    MMDB_entry_s entry = {.mmdb = database, .offset = place};
    const char *path[3] = {outer, inner, NULL};
    MMDB_entry_data_s value = {.has_data = false};
    if (MMDB_aget_value(&entry, &value, path) != MMDB_SUCCESS) {
        value.has_data = false;
    }
    return value;
}

#endif
