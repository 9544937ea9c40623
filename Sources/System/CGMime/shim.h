#pragma once
#include <gmime/gmime.h>
#include <stdbool.h>
#include <stdint.h>

// GMime's types are GObjects: what a pointer may be taken for, and what it is, is told by macros, which Swift cannot import.

static inline bool cgmime_is_multipart(GMimeObject *object) { return object != NULL && GMIME_IS_MULTIPART(object); }
static inline bool cgmime_is_part(GMimeObject *object) { return object != NULL && GMIME_IS_PART(object); }
static inline bool cgmime_is_message_part(GMimeObject *object) { return object != NULL && GMIME_IS_MESSAGE_PART(object); }

static inline GMimeMultipart *cgmime_as_multipart(GMimeObject *object) { return (GMimeMultipart *) object; }
static inline GMimePart *cgmime_as_part(GMimeObject *object) { return (GMimePart *) object; }
static inline GMimeMessagePart *cgmime_as_message_part(GMimeObject *object) { return (GMimeMessagePart *) object; }
static inline GMimeObject *cgmime_message_as_object(GMimeMessage *message) { return (GMimeObject *) message; }

/// A stream over bytes that are copied into it.
static inline GMimeStream *cgmime_memory_stream(const void *bytes, size_t length) {
    return g_mime_stream_mem_new_with_buffer((const char *) bytes, length);
}

/// An empty stream to write to.
static inline GMimeStream *cgmime_empty_stream(void) { return g_mime_stream_mem_new(); }

/// The bytes written to a stream made by ``cgmime_empty_stream``; they belong to it.
static inline const uint8_t *cgmime_stream_bytes(GMimeStream *stream, size_t *length) {
    GByteArray *array = g_mime_stream_mem_get_byte_array((GMimeStreamMem *) stream);
    *length = array == NULL ? 0 : array->len;
    return array == NULL ? NULL : array->data;
}

static inline void cgmime_unref(void *object) {
    if (object != NULL) g_object_unref(object);
}
