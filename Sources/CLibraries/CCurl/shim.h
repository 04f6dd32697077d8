// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// The door to libcurl's easy interface: its own header, and the variadic calls that Swift cannot make, one a type.
#pragma once
#include <curl/curl.h>

static inline CURLcode ccurl_start(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT);
}

static inline CURLcode ccurl_set_number(CURL *handle, CURLoption option, long number) {
    return curl_easy_setopt(handle, option, number);
}

static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *text) {
    return curl_easy_setopt(handle, option, text);
}

/// The list must stay until the handle is freed.
static inline CURLcode ccurl_set_fields(CURL *handle, struct curl_slist *fields) {
    return curl_easy_setopt(handle, CURLOPT_HTTPHEADER, fields);
}

/// Makes it a request with this body, which is copied.
static inline CURLcode ccurl_set_body(CURL *handle, const void *bytes, size_t count) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)count);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, bytes) : code;
}

/// CURL_ERROR_SIZE bytes for libcurl's words; they must stay until the handle is freed.
static inline CURLcode ccurl_set_words(CURL *handle, char *words) {
    return curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, words);
}

/// What takes the answer, line by line of its head and piece by piece of its body; both get the context.
static inline CURLcode ccurl_set_takers(
    CURL *handle, curl_write_callback took_line, curl_write_callback took_piece, void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, took_line);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, took_piece);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_WRITEDATA, context) : code;
}

static inline long ccurl_status(CURL *handle) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}
