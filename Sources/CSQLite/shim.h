// Only what Swift cannot call: sqlite3_config is variadic. All else of SQLite comes with GRDB's module.
#pragma once
#include <sqlite3.h>

// SQLite's count of its own memory takes a lock of the whole process at every allocation. Before anything else of SQLite, or it refuses.
static inline int CSQLite_turn_off_memory_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }
