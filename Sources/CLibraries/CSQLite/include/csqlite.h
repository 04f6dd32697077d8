// The door to SQLite: its own header, and the variadic calls that Swift cannot make.
#pragma once
#include <sqlite3.h>

/// Sets the process-wide options that projectord relies on; call once, before any connection is opened.
int csqlite_configure(void);

/// sqlite3_db_config with an on/off argument.
int csqlite_db_config(sqlite3 *db, int option, int on);

/// Lets the kernel begin to write a file's changed pages to the disk, without waiting for it (Linux).
int csqlite_start_writeback(int fd);
