#pragma once
#include <gmime/gmime.h>
#include <stdbool.h>
#include <stdint.h>

// GMime's types are GObjects: what a pointer may be taken for, and what it is, is told by macros, which Swift cannot import.

static inline bool cgmime_is_multipart(GMimeObject *object) { return object != NULL && GMIME_IS_MULTIPART(object); }
static inline bool cgmime_is_part(GMimeObject *object) { return object != NULL && GMIME_IS_PART(object); }
static inline bool cgmime_is_message_part(GMimeObject *object) { return object != NULL && GMIME_IS_MESSAGE_PART(object); }

/// The message in some bytes, which are copied; NULL where GMime makes nothing of them. The caller owns it.
static inline GMimeMessage *cgmime_parse(const void *bytes, size_t length) {
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer((const char *) bytes, length);
    if (stream == NULL) return NULL;
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
    g_mime_parser_set_respect_content_length(parser, FALSE);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

static inline void cgmime_free_message(GMimeMessage *message) { g_object_unref(message); }

static inline GMimeObject *cgmime_message_as_object(GMimeMessage *message) { return (GMimeObject *) message; }

static inline int cgmime_child_count(GMimeObject *multipart) { return g_mime_multipart_get_count((GMimeMultipart *) multipart); }

/// A part of a multipart, which keeps it.
static inline GMimeObject *cgmime_child(GMimeObject *multipart, int index) {
    return g_mime_multipart_get_part((GMimeMultipart *) multipart, index);
}

/// The message a message part holds and keeps, or NULL.
static inline GMimeMessage *cgmime_enclosed(GMimeObject *part) {
    return g_mime_message_part_get_message((GMimeMessagePart *) part);
}

/// The value of a header field, decoded and unfolded; NULL where there is none.
static inline const char *cgmime_header(GMimeObject *object, const char *name) { return g_mime_object_get_header(object, name); }

static inline bool cgmime_is_type(GMimeObject *object, const char *type, const char *subtype) {
    GMimeContentType *content_type = g_mime_object_get_content_type(object);
    return content_type != NULL && g_mime_content_type_is_type(content_type, type, subtype);
}

/// A parameter of Content-Type, or NULL.
static inline const char *cgmime_type_parameter(GMimeObject *object, const char *name) {
    return g_mime_object_get_content_type_parameter(object, name);
}

/// The file name a part gives itself, or NULL.
static inline const char *cgmime_file_name(GMimeObject *part) { return g_mime_part_get_filename((GMimePart *) part); }

/// What a part holds, its transfer encoding undone and, where `charset` is neither NULL nor unknown, turned into UTF-8. The caller owns it.
static inline GMimeStream *cgmime_content(GMimeObject *part, const char *charset) {
    GMimeDataWrapper *content = g_mime_part_get_content((GMimePart *) part);
    if (content == NULL) return NULL;
    GMimeStream *memory = g_mime_stream_mem_new();
    GMimeFilter *filter = charset == NULL ? NULL : g_mime_filter_charset_new(charset, "utf-8");
    if (filter == NULL) {
        g_mime_data_wrapper_write_to_stream(content, memory);
        return memory;
    }
    GMimeStream *filtered = g_mime_stream_filter_new(memory);
    g_mime_stream_filter_add((GMimeStreamFilter *) filtered, filter);
    g_object_unref(filter);
    g_mime_data_wrapper_write_to_stream(content, filtered);
    g_mime_stream_flush(filtered);
    g_object_unref(filtered);
    return memory;
}

/// The bytes of what ``cgmime_content`` gave; they belong to it.
static inline const uint8_t *cgmime_content_bytes(GMimeStream *content, size_t *length) {
    GByteArray *array = g_mime_stream_mem_get_byte_array((GMimeStreamMem *) content);
    *length = array == NULL ? 0 : array->len;
    return array == NULL ? NULL : array->data;
}

static inline void cgmime_free_content(GMimeStream *content) { g_object_unref(content); }

/// A header value with its encoded words undone. The caller frees it with ``cgmime_free_text``.
static inline char *cgmime_decoded_text(const char *text) { return g_mime_utils_header_decode_text(NULL, text); }

static inline void cgmime_free_text(char *text) { g_free(text); }

#include "compose.h"
#include "reading.h"
