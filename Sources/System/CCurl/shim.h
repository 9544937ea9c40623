#pragma once
#include <curl/curl.h>
#include <stddef.h>

// curl_easy_setopt and curl_easy_getinfo take their last argument by type, which Swift cannot call.

static inline CURLcode ccurl_set_number(CURL *handle, CURLoption option, long value) { return curl_easy_setopt(handle, option, value); }

static inline CURLcode ccurl_set_size(CURL *handle, CURLoption option, curl_off_t value) { return curl_easy_setopt(handle, option, value); }

/// curl copies the text; NULL undoes the option.
static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

/// curl does not copy the list: it must live as long as it is set.
static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *list) {
    return curl_easy_setopt(handle, option, list);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *pointer) {
    return curl_easy_setopt(handle, option, pointer);
}

/// Gives (for reading) or takes (for writing) bytes: how many it gave or took.
typedef size_t (*ccurl_bytes)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode ccurl_set_reader(CURL *handle, ccurl_bytes reader, void *context) {
    curl_easy_setopt(handle, CURLOPT_READDATA, context);
    return curl_easy_setopt(handle, CURLOPT_READFUNCTION, reader);
}

static inline CURLcode ccurl_set_writer(CURL *handle, ccurl_bytes writer, void *context) {
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
    return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, writer);
}

/// Is told what goes over the wire: lines of commands and of replies are whole.
typedef int (*ccurl_witness)(CURL *handle, curl_infotype kind, char *bytes, size_t length, void *context);

static inline CURLcode ccurl_set_witness(CURL *handle, ccurl_witness witness, void *context) {
    curl_easy_setopt(handle, CURLOPT_DEBUGDATA, context);
    curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, witness);
    return curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
}
