#define _GNU_SOURCE
#include "csqlite.h"
#include <fcntl.h>

int csqlite_configure(void) {
    // Every connection is confined to one thread at a time, so SQLite's own mutexes guard nothing; and its
    // memory statistics take a global lock at every allocation.
    int rc = sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    if (rc == SQLITE_OK) rc = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (rc == SQLITE_OK) rc = sqlite3_initialize();
    return rc;
}

int csqlite_db_config(sqlite3 *db, int option, int on) {
    int now = 0;
    return sqlite3_db_config(db, option, on, &now);
}

int csqlite_start_writeback(int fd) {
    return sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
}
