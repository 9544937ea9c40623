#pragma once
#include <gmime/gmime.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Reading messages beyond what the other kits do. Included by shim.h.

/// When a message says it was written, in seconds since 1970; false where it does not say so.
static inline bool cgmime_date(GMimeMessage *message, int64_t *seconds) {
    GDateTime *date = g_mime_message_get_date(message);
    if (date == NULL) return false;
    *seconds = g_date_time_to_unix(date);
    return true;
}

static inline int cgmime_header_count(GMimeObject *object) { return g_mime_header_list_get_count(g_mime_object_get_header_list(object)); }

/// Name and value of a field as they were sent; both belong to the object.
static inline const char *cgmime_header_name_at(GMimeObject *object, int index) {
    return g_mime_header_get_name(g_mime_header_list_get_header_at(g_mime_object_get_header_list(object), index));
}

static inline const char *cgmime_header_raw_value_at(GMimeObject *object, int index) {
    return g_mime_header_get_raw_value(g_mime_header_list_get_header_at(g_mime_object_get_header_list(object), index));
}

static inline int cgmime_address_count(InternetAddressList *list) { return list == NULL ? 0 : internet_address_list_length(list); }

/// The address of a mailbox of the list, NULL where it is a group; `name` may become NULL.
static inline const char *cgmime_address_at(InternetAddressList *list, int index, const char **name) {
    InternetAddress *address = internet_address_list_get_address(list, index);
    if (address == NULL || !INTERNET_ADDRESS_IS_MAILBOX(address)) return NULL;
    *name = internet_address_get_name(address);
    return internet_address_mailbox_get_addr((InternetAddressMailbox *) address);
}

static inline const char *cgmime_media_type(GMimeObject *object) {
    return g_mime_content_type_get_media_type(g_mime_object_get_content_type(object));
}

static inline const char *cgmime_media_subtype(GMimeObject *object) {
    return g_mime_content_type_get_media_subtype(g_mime_object_get_content_type(object));
}

/// `attachment`, `inline` or what else a part says, or NULL.
static inline const char *cgmime_disposition(GMimeObject *object) { return g_mime_object_get_disposition(object); }

/// Identifier by which other parts refer to this one, or NULL.
static inline const char *cgmime_content_id(GMimeObject *object) { return g_mime_object_get_content_id(object); }

static inline GMimeContentEncoding cgmime_encoding(GMimeObject *part) { return g_mime_part_get_content_encoding((GMimePart *) part); }

/// What a part holds as it was sent, its transfer encoding not undone. The caller owns it.
static inline GMimeStream *cgmime_raw_content(GMimeObject *part) {
    GMimeDataWrapper *content = g_mime_part_get_content((GMimePart *) part);
    if (content == NULL) return NULL;
    GMimeStream *stream = g_mime_data_wrapper_get_stream(content);
    if (stream == NULL) return NULL;
    GMimeStream *memory = g_mime_stream_mem_new();
    g_mime_stream_reset(stream);
    g_mime_stream_write_to_stream(stream, memory);
    return memory;
}

/// An object written out again, with its header. The caller owns it.
static inline GMimeStream *cgmime_written(GMimeObject *object) {
    GMimeStream *memory = g_mime_stream_mem_new();
    g_mime_object_write_to_stream(object, NULL, memory);
    return memory;
}

/// The addresses in the value of a field. The caller owns the list.
static inline InternetAddressList *cgmime_parse_addresses(const char *value) { return internet_address_list_parse(NULL, value); }

static inline void cgmime_free_addresses(InternetAddressList *list) { g_object_unref(list); }

/// The value of a field as it was sent, or NULL.
static inline const char *cgmime_raw_header(GMimeObject *object, const char *name) {
    GMimeHeader *header = g_mime_header_list_get_header(g_mime_object_get_header_list(object), name);
    return header == NULL ? NULL : g_mime_header_get_raw_value(header);
}

/// A parameter in the value of a Content-Disposition, or NULL. The caller frees it with ``cgmime_free_text``.
static inline char *cgmime_disposition_parameter_in(const char *value, const char *name) {
    GMimeContentDisposition *disposition = g_mime_content_disposition_parse(NULL, value);
    if (disposition == NULL) return NULL;
    char *copy = g_strdup(g_mime_content_disposition_get_parameter(disposition, name));
    g_object_unref(disposition);
    return copy;
}

/// A parameter in the value of a Content-Type, or NULL. The caller frees it with ``cgmime_free_text``.
static inline char *cgmime_type_parameter_in(const char *value, const char *name) {
    GMimeContentType *type = g_mime_content_type_parse(NULL, value);
    if (type == NULL) return NULL;
    char *copy = g_strdup(g_mime_content_type_get_parameter(type, name));
    g_object_unref(type);
    return copy;
}
