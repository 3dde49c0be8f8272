// Below SQLite: a commit's frames of the write-ahead log in few large writes. docs/decisions/0027 tells why, and why it is safe.
#pragma once
#include <sqlite3.h>

/// Puts a VFS over the default one, for every connection that this process opens from now on. It does nothing for one that has not asked for it.
/// Once in a process; an SQLite result code.
int CSQLiteLog_register(void);

/// From now on, what this connection writes to its log is gathered in memory, 64 KiB at most, and is in the file before the log is flushed, read or measured.
/// Only for a connection with `synchronous = FULL`, which flushes the log in each commit before others can see it. `SQLITE_NOTFOUND`: it was
/// opened before `CSQLiteLog_register`, or is no file.
int CSQLiteLog_gather(sqlite3 *connection);
