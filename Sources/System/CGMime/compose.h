#pragma once
#include <gmime/gmime.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Writing messages. Included by shim.h.

static inline GMimeMessage *cgmime_new_message(void) { return g_mime_message_new(FALSE); }

/// Adds a mailbox to one of the address fields; what is not ASCII in the name is written as UTF-8.
static inline void cgmime_add_mailbox(GMimeMessage *message, GMimeAddressType type, const char *name, const char *address) {
    InternetAddress *mailbox = internet_address_mailbox_new(name, address);
    internet_address_set_charset(mailbox, "utf-8");
    internet_address_list_add(g_mime_message_get_addresses(message, type), mailbox);
    g_object_unref(mailbox);
}

static inline void cgmime_set_subject(GMimeMessage *message, const char *subject) {
    g_mime_message_set_subject(message, subject, "utf-8");
}

static inline void cgmime_set_date(GMimeMessage *message, int64_t seconds) {
    GDateTime *date = g_date_time_new_from_unix_utc(seconds);
    if (date == NULL) return;
    g_mime_message_set_date(message, date);
    g_date_time_unref(date);
}

static inline void cgmime_set_message_id(GMimeMessage *message, const char *id) { g_mime_message_set_message_id(message, id); }

/// Adds a field whose value is text: it is folded, and encoded where it is not ASCII.
static inline void cgmime_append_header(GMimeMessage *message, const char *name, const char *value) {
    g_mime_object_append_header((GMimeObject *) message, name, value, "utf-8");
}

/// Adds a field whose value is written as it is, folded by the caller.
static inline void cgmime_append_raw_header(GMimeMessage *message, const char *name, const char *value) {
    g_mime_object_append_header((GMimeObject *) message, name, "", "utf-8");
    GMimeHeaderList *headers = g_mime_object_get_header_list((GMimeObject *) message);
    int count = g_mime_header_list_get_count(headers);
    if (count > 0) g_mime_header_set_raw_value(g_mime_header_list_get_header_at(headers, count - 1), value);
}

/// The header of a message with line feeds. The caller frees it with ``cgmime_free_text``.
static inline char *cgmime_header_text(GMimeMessage *message) { return g_mime_object_get_headers((GMimeObject *) message, NULL); }

static inline GMimeObject *cgmime_new_multipart(const char *subtype, const char *boundary) {
    GMimeMultipart *multipart = g_mime_multipart_new_with_subtype(subtype);
    g_mime_multipart_set_boundary(multipart, boundary);
    return (GMimeObject *) multipart;
}

/// Adds a part to a multipart; the part belongs to it from then on.
static inline void cgmime_add_child(GMimeObject *multipart, GMimeObject *child) {
    g_mime_multipart_add((GMimeMultipart *) multipart, child);
    g_object_unref(child);
}

static inline void cgmime_set_type_parameter(GMimeObject *object, const char *name, const char *value) {
    g_mime_object_set_content_type_parameter(object, name, value);
}

/// A part with the bytes, which are copied, in a transfer encoding. Quoted-printable lines end in line feeds, and none begins with `From `.
static inline GMimeObject *cgmime_new_part(const char *type, const char *subtype, const void *bytes, size_t length,
                                           GMimeContentEncoding encoding) {
    GMimePart *part = g_mime_part_new_with_type(type, subtype);
    GMimeStream *memory = g_mime_stream_mem_new();
    GMimeStream *filtered = g_mime_stream_filter_new(memory);
    if (encoding == GMIME_CONTENT_ENCODING_BASE64 || encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE) {
        GMimeFilter *basic = g_mime_filter_basic_new(encoding, TRUE);
        g_mime_stream_filter_add((GMimeStreamFilter *) filtered, basic);
        g_object_unref(basic);
    }
    if (encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE) {
        GMimeFilter *from = g_mime_filter_from_new(GMIME_FILTER_FROM_MODE_ARMOR);
        g_mime_stream_filter_add((GMimeStreamFilter *) filtered, from);
        g_object_unref(from);
    }
    if (length > 0) g_mime_stream_write(filtered, (const char *) bytes, length);
    g_mime_stream_flush(filtered);
    g_object_unref(filtered);
    g_mime_stream_reset(memory);
    // The content is encoded already, as the part says: GMime writes it as it is.
    GMimeDataWrapper *content = g_mime_data_wrapper_new_with_stream(memory, encoding);
    g_mime_part_set_content(part, content);
    g_mime_part_set_content_encoding(part, encoding);
    g_object_unref(content);
    g_object_unref(memory);
    return (GMimeObject *) part;
}

/// Says how a part is shown, and under which name it is kept (RFC 2183; RFC 2231 where the name is not ASCII).
static inline void cgmime_set_disposition(GMimeObject *part, const char *disposition, const char *file_name) {
    g_mime_object_set_disposition(part, disposition);
    if (file_name != NULL) g_mime_object_set_content_disposition_parameter(part, "filename", file_name);
}

static inline void cgmime_set_header(GMimeObject *object, const char *name, const char *value) {
    g_mime_object_set_header(object, name, value, "utf-8");
}

/// A part with its own header, with line feeds. The caller frees it with ``cgmime_free_text``.
static inline char *cgmime_entity_text(GMimeObject *object) { return g_mime_object_to_string(object, NULL); }

static inline void cgmime_free_object(GMimeObject *object) { g_object_unref(object); }
