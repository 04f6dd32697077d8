// The door to SQLite: its own header, and the variadic calls that Swift cannot make.
#pragma once
#include <sqlite3.h>
#include <stdint.h>

/// Sets the process-wide options that projectord relies on; call once, before any connection is opened.
int csqlite_configure(void);

/// sqlite3_db_config with an on/off argument.
int csqlite_db_config(sqlite3 *db, int option, int on);

/// Lets the kernel begin to write a file's changed pages to the disk, without waiting for it (Linux).
int csqlite_start_writeback(int fd);

/// One value of a row in memory.
typedef struct {
    /// The integer, or the bits of the real.
    int64_t number;
    /// The bytes of the text or blob; never null for one.
    const void *bytes;
    uint32_t length;
    /// SQLITE_INTEGER and its like.
    int32_t kind;
} csqlite_value;

/// Rows in memory, one after the other.
typedef struct {
    csqlite_value *values;
    int32_t columns;
    int32_t count;
} csqlite_rows;

/// Makes rows a table of the connection, to be read as `name` with the columns c0, c1 and on; null takes it away. What
/// `rows` points to must stay until then.
int csqlite_add_rows(sqlite3 *db, const char *name, csqlite_rows *rows);

/// Gives the connection two functions of any number of values: `_hash`, of a row 16 bytes that tell it from others by
/// kind and value, and `_digest`, the sum of those over all rows, whatever their order.
int csqlite_add_digest(sqlite3 *db);
