// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// A virtual table of rows in memory, so that one run of a statement writes many of them.
#include "csqlite.h"
#include <stdlib.h>
#include <string.h>

typedef struct {
    sqlite3_vtab base;
    csqlite_rows *rows;
} table;

typedef struct {
    sqlite3_vtab_cursor base;
    csqlite_rows *rows;
    int row;
} cursor;

static int connect_rows(
    sqlite3 *db, void *context, int argc, const char *const *argv, sqlite3_vtab **out, char **error) {
    csqlite_rows *rows = context;
    (void)argc, (void)argv, (void)error;
    sqlite3_str *text = sqlite3_str_new(db);
    for (int i = 0; i < rows->columns; i++) sqlite3_str_appendf(text, i ? ", c%d" : "CREATE TABLE rows (c%d", i);
    sqlite3_str_appendall(text, ")");
    char *sql = sqlite3_str_finish(text);
    if (!sql) return SQLITE_NOMEM;
    int rc = sqlite3_declare_vtab(db, sql);
    sqlite3_free(sql);
    table *made = rc == SQLITE_OK ? calloc(1, sizeof *made) : NULL;
    if (!made) return rc == SQLITE_OK ? SQLITE_NOMEM : rc;
    made->rows = rows;
    *out = &made->base;
    return SQLITE_OK;
}

static int disconnect_rows(sqlite3_vtab *base) {
    free(base);
    return SQLITE_OK;
}

static int best_index(sqlite3_vtab *base, sqlite3_index_info *info) {
    (void)base;
    info->estimatedCost = 1;
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *base, sqlite3_vtab_cursor **out) {
    cursor *made = calloc(1, sizeof *made);
    if (!made) return SQLITE_NOMEM;
    made->rows = ((table *)base)->rows;
    *out = &made->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *base) {
    free(base);
    return SQLITE_OK;
}

static int first_row(sqlite3_vtab_cursor *base, int number, const char *name, int argc, sqlite3_value **argv) {
    (void)number, (void)name, (void)argc, (void)argv;
    ((cursor *)base)->row = 0;
    return SQLITE_OK;
}

static int next_row(sqlite3_vtab_cursor *base) {
    ((cursor *)base)->row++;
    return SQLITE_OK;
}

static int is_at_end(sqlite3_vtab_cursor *base) {
    cursor *at = (cursor *)base;
    return at->row >= at->rows->count;
}

static int column(sqlite3_vtab_cursor *base, sqlite3_context *context, int index) {
    cursor *at = (cursor *)base;
    const csqlite_value *value = at->rows->values + (size_t)at->row * at->rows->columns + index;
    switch (value->kind) {
    case SQLITE_INTEGER: sqlite3_result_int64(context, value->number); break;
    case SQLITE_FLOAT: {
        double real;
        memcpy(&real, &value->number, sizeof real);
        sqlite3_result_double(context, real);
        break;
    }
    case SQLITE_TEXT: sqlite3_result_text64(context, value->bytes, value->length, SQLITE_STATIC, SQLITE_UTF8); break;
    case SQLITE_BLOB: sqlite3_result_blob64(context, value->bytes, value->length, SQLITE_STATIC); break;
    default: sqlite3_result_null(context);
    }
    return SQLITE_OK;
}

static int row_number(sqlite3_vtab_cursor *base, sqlite3_int64 *number) {
    *number = ((cursor *)base)->row;
    return SQLITE_OK;
}

int csqlite_add_rows(sqlite3 *db, const char *name, csqlite_rows *rows) {
    // Without xCreate it is a table as soon as it has a name; its rows can only be read.
    static const sqlite3_module module = {
        .xConnect = connect_rows, .xBestIndex = best_index, .xDisconnect = disconnect_rows, .xOpen = open_cursor,
        .xClose = close_cursor, .xFilter = first_row, .xNext = next_row, .xEof = is_at_end, .xColumn = column,
        .xRowid = row_number,
    };
    return sqlite3_create_module_v2(db, name, rows ? &module : NULL, rows, NULL);
}
