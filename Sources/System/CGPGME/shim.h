#pragma once
#include <errno.h>
#include <gpgme.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// What GPGME tells by single bits and by macros, which Swift cannot import.

static inline unsigned cgpgme_code(gpgme_error_t error) { return gpgme_err_code(error); }

static inline bool cgpgme_key_is_revoked(gpgme_key_t key) { return key->revoked; }
static inline bool cgpgme_key_is_expired(gpgme_key_t key) { return key->expired; }
static inline bool cgpgme_key_is_disabled(gpgme_key_t key) { return key->disabled || key->invalid; }
static inline bool cgpgme_key_is_secret(gpgme_key_t key) { return key->secret; }
static inline bool cgpgme_key_encrypts(gpgme_key_t key) { return key->can_encrypt; }
static inline bool cgpgme_key_signs(gpgme_key_t key) { return key->can_sign; }

/// Answers a question for a passphrase with the text behind `context`; NULL refuses.
static inline gpgme_error_t cgpgme_passphrase(void *context, const char *hint, const char *info, int again, int descriptor) {
    if (context == NULL || again) return gpgme_error(GPG_ERR_CANCELED);
    const char *text = (const char *) context;
    if (gpgme_io_writen(descriptor, text, strlen(text)) != 0 || gpgme_io_writen(descriptor, "\n", 1) != 0) {
        return gpgme_error_from_errno(errno);
    }
    return 0;
}

/// Has the passphrase asked of us and not of a person at the machine. The text must outlive the context.
static inline void cgpgme_set_passphrase(gpgme_ctx_t context, const char *text) {
    gpgme_set_pinentry_mode(context, GPGME_PINENTRY_MODE_LOOPBACK);
    gpgme_set_passphrase_cb(context, cgpgme_passphrase, (void *) text);
}

/// Bytes that GPGME writes; it stops where there are more than the limit.
typedef struct {
    char *bytes;
    size_t count;
    size_t capacity;
    size_t limit;
    bool is_over;
} cgpgme_sink;

static inline ssize_t cgpgme_sink_write(void *handle, const void *bytes, size_t size) {
    cgpgme_sink *sink = (cgpgme_sink *) handle;
    if (size > sink->limit - sink->count) {
        sink->is_over = true;
        errno = EFBIG;
        return -1;
    }
    if (sink->count + size > sink->capacity) {
        size_t capacity = (sink->count + size) * 2;
        char *grown = (char *) realloc(sink->bytes, capacity);
        if (grown == NULL) return -1;
        sink->bytes = grown;
        sink->capacity = capacity;
    }
    memcpy(sink->bytes + sink->count, bytes, size);
    sink->count += size;
    return (ssize_t) size;
}

static inline gpgme_error_t cgpgme_data_into(gpgme_data_t *data, cgpgme_sink *sink) {
    // GPGME keeps the address of the table.
    static struct gpgme_data_cbs callbacks = {NULL, cgpgme_sink_write, NULL, NULL};
    return gpgme_data_new_from_cbs(data, &callbacks, sink);
}
