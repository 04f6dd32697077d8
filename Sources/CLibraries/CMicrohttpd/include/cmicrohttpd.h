// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// The door to libmicrohttpd: what Swift cannot call itself (variadic calls, closed enums, function-pointer options).
#pragma once

#include <stddef.h>
#include <stdint.h>
// Not in Swift's module of the C library.
#include <sys/epoll.h>
#include <sys/eventfd.h>

struct MHD_Connection;

typedef struct cmhd_server cmhd_server;

/// A header field or a query parameter as it stands in the request's memory; value is NULL for a bare `?name`.
typedef struct {
    const char *name;
    size_t name_length;
    const char *value;
    size_t value_length;
} cmhd_field;

/// What the server is made of. All callbacks run on the library's threads; `socket` is what `opened` returned.
typedef struct {
    void *context;
    void *(*opened)(void *context, int32_t descriptor);
    void (*closed)(void *socket);
    /// The request line has been read; the URI is still whole.
    void (*began)(void *socket, size_t uri_length);
    /// Head, then body pieces, then the end of the request, and once more after each resume. 0 cuts the connection.
    int32_t (*received)(void *socket, struct MHD_Connection *connection, const char *method, const char *path,
                        const char *version, const char *piece, size_t *piece_length);
    void (*completed)(void *socket);
    void (*logged)(void *context, const char *message);
    int32_t listener;
    uint32_t threads;
    uint32_t connections;
    uint32_t connections_per_address;
    size_t connection_memory;
} cmhd_settings;

/// Starts the library's threads; NULL when it refuses. The listener stays the caller's on failure.
cmhd_server *cmhd_start(const cmhd_settings *settings);
/// Ends the threads, closes the listening socket and frees the server. No connection may be suspended.
///
/// There is no way here to stop listening before that: MHD_quiesce_daemon of 0.9.75 races with its own epoll threads
/// and ends the process ("Failed to remove listen FD from epoll set").
void cmhd_stop(cmhd_server *server);

/// Writes up to `capacity` header fields and returns how many there are.
size_t cmhd_header_fields(struct MHD_Connection *connection, cmhd_field *fields, size_t capacity);
/// Writes up to `capacity` query parameters and returns how many there are.
size_t cmhd_parameters(struct MHD_Connection *connection, cmhd_field *fields, size_t capacity);
/// The value of the first header of that name (case does not matter), or NULL.
const char *cmhd_header(struct MHD_Connection *connection, const char *name, size_t name_length, size_t *value_length);
/// Bytes of the request's line and header fields.
size_t cmhd_head_length(struct MHD_Connection *connection);

/// Queues an answer, copying all of it. `fields` is name NUL value NUL, repeated. 0 when the library refuses.
int32_t cmhd_respond(struct MHD_Connection *connection, uint32_t status, const uint8_t *fields, size_t fields_length,
                     const uint8_t *body, size_t body_length, int32_t close);
/// Only on the connection's own thread, inside `received`.
void cmhd_suspend(struct MHD_Connection *connection);
/// From any thread.
void cmhd_resume(struct MHD_Connection *connection);
