// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

#include "cmicrohttpd.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "slice.h"

struct cmhd_server {
    cmhd_settings settings;
    struct MHD_Daemon *daemon;
};

static void *socket_of(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void on_connection(void *context, struct MHD_Connection *connection, void **socket,
                          enum MHD_ConnectionNotificationCode code) {
    cmhd_server *server = context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        *socket = server->settings.opened(server->settings.context, info ? info->connect_fd : -1);
    } else if (*socket) {
        server->settings.closed(*socket);
        *socket = NULL;
    }
}

// What this returns becomes the request's own context, so a request needs no lookup and no allocation.
static void *on_uri(void *context, const char *uri, struct MHD_Connection *connection) {
    cmhd_server *server = context;
    void *socket = socket_of(connection);
    if (socket) server->settings.began(socket, strlen(uri));
    return socket;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *path,
                                  const char *method, const char *version, const char *piece, size_t *piece_length,
                                  void **socket) {
    cmhd_server *server = context;
    if (!*socket) return MHD_NO;
    return server->settings.received(*socket, connection, method, path, version, piece, piece_length) ? MHD_YES
                                                                                                       : MHD_NO;
}

static void on_completed(void *context, struct MHD_Connection *connection, void **socket,
                         enum MHD_RequestTerminationCode code) {
    (void)connection;
    (void)code;
    cmhd_server *server = context;
    if (*socket) server->settings.completed(*socket);
    *socket = NULL;
}

// The library's own decoding would cut a path at %00 and hide %2F: leave the text as it came.
static size_t leave_encoded(void *context, struct MHD_Connection *connection, char *text) {
    (void)context;
    (void)connection;
    return strlen(text);
}

static void on_log(void *context, const char *format, va_list arguments) {
    cmhd_server *server = context;
    char message[512];
    vsnprintf(message, sizeof message, format, arguments);
    size_t length = strlen(message);
    while (length && message[length - 1] == '\n') message[--length] = 0;
    server->settings.logged(server->settings.context, message);
}

static void on_panic(void *context, const char *file, unsigned line, const char *reason) {
    (void)context;
    fprintf(stderr, "libmicrohttpd gave up at %s:%u: %s\n", file, line, reason ? reason : "no reason given");
    abort();
}

cmhd_server *cmhd_start(const cmhd_settings *settings) {
    cmhd_server *server = calloc(1, sizeof *server);
    if (!server) return NULL;
    server->settings = *settings;
    MHD_set_panic_func(on_panic, NULL);
    // With one thread the pool must not be named; the last entry then ends the list early.
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_EXTERNAL_LOGGER, (intptr_t)on_log, server},
        {MHD_OPTION_LISTEN_SOCKET, settings->listener, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, settings->connections, NULL},
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, settings->connections_per_address, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, (intptr_t)settings->connection_memory, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL},
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, server},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, server},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_uri, server},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)leave_encoded, server},
        {settings->threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, settings->threads, NULL},
        {MHD_OPTION_END, 0, NULL},
    };
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    // The library's threads have what the one has that starts them.
    uint64_t slice = cmhd_set_slice(CMHD_SLICE_NS);
    server->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, server, MHD_OPTION_ARRAY, options,
                                      MHD_OPTION_END);
    cmhd_set_slice(slice);
    if (server->daemon) return server;
    free(server);
    return NULL;
}

void cmhd_stop(cmhd_server *server) {
    MHD_stop_daemon(server->daemon);
    free(server);
}

typedef struct {
    cmhd_field *fields;
    size_t capacity;
    size_t count;
} collected;

static enum MHD_Result collect(void *context, enum MHD_ValueKind kind, const char *name, size_t name_length,
                               const char *value, size_t value_length) {
    (void)kind;
    collected *all = context;
    if (all->count < all->capacity) {
        all->fields[all->count] = (cmhd_field){name, name_length, value, value ? value_length : 0};
    }
    all->count++;
    return MHD_YES;
}

size_t cmhd_header_fields(struct MHD_Connection *connection, cmhd_field *fields, size_t capacity) {
    collected all = {fields, capacity, 0};
    MHD_get_connection_values_n(connection, MHD_HEADER_KIND, collect, &all);
    return all.count;
}

size_t cmhd_parameters(struct MHD_Connection *connection, cmhd_field *fields, size_t capacity) {
    collected all = {fields, capacity, 0};
    MHD_get_connection_values_n(connection, MHD_GET_ARGUMENT_KIND, collect, &all);
    return all.count;
}

const char *cmhd_header(struct MHD_Connection *connection, const char *name, size_t name_length,
                        size_t *value_length) {
    const char *value = NULL;
    MHD_lookup_connection_value_n(connection, MHD_HEADER_KIND, name, name_length, &value, value_length);
    return value;
}

size_t cmhd_head_length(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info ? info->header_size : 0;
}

int32_t cmhd_respond(struct MHD_Connection *connection, uint32_t status, const uint8_t *fields, size_t fields_length,
                     const uint8_t *body, size_t body_length, int32_t close) {
    struct MHD_Response *response =
        body_length ? MHD_create_response_from_buffer(body_length, (void *)body, MHD_RESPMEM_MUST_COPY)
                    : MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT);
    if (!response) return 0;
    const char *next = (const char *)fields, *end = next + fields_length;
    while (next < end) {
        const char *value = next + strlen(next) + 1;
        // Refused only when the value is empty or memory is out: the answer then goes without that field.
        MHD_add_response_header(response, next, value);
        next = value + strlen(value) + 1;
    }
    if (close) MHD_add_response_header(response, "Connection", "close");
    enum MHD_Result queued = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return queued == MHD_YES;
}

void cmhd_suspend(struct MHD_Connection *connection) {
    MHD_suspend_connection(connection);
}

void cmhd_resume(struct MHD_Connection *connection) {
    MHD_resume_connection(connection);
}
