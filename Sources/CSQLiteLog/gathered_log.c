// SQLite writes each frame of its write-ahead log in two calls, 24 bytes and a page. Here they wait for each other, and for their
// neighbours, until something asks for the file.
//
// Why nothing can be lost or seen too early: SQLite publishes frames to other connections by the log's index in shared memory, and with
// `synchronous = FULL` it flushes the log before that, by xSync: an error of the write that was put off is xSync's, and fails the commit. Frames that
// are not published are read back by the connection that wrote them, and by no other. They are nobody's once the lock of writers is given up (a
// rollback): another process may write there next, so what is held then is dropped.

#include "CSQLiteLog.h"
#include <stdlib.h>
#include <string.h>

enum {
  room = 64 << 10,
  // SQLite keeps the operations below 100 for itself.
  begin_gathering = 4120,
  // The lock of writers among those of the log's index: WAL_WRITE_LOCK in SQLite's wal.c, and in the file format's description (walformat.html §2.3.1).
  writers_lock = 0,
};

/// A database or its log. The file of the VFS below stands behind it in memory.
typedef struct File {
  sqlite3_file base;
  sqlite3_file *below;
  /// Of a database: its log while that is open; of a log: its database.
  struct File *other;
  /// Of a database: whether its log gathers.
  int gathers;
  /// Of a log: what is not in the file yet, and where it goes.
  unsigned char *held;
  int held_count;
  sqlite3_int64 held_at;
} File;

static const char name[] = "gathered-log";
static sqlite3_vfs *vfs_below;
static sqlite3_vfs vfs;

#define BELOW(file) (((File *)(file))->below)

// What both kinds hand on as it is.

static int lock(sqlite3_file *file, int level) { return BELOW(file)->pMethods->xLock(BELOW(file), level); }
static int unlock(sqlite3_file *file, int level) { return BELOW(file)->pMethods->xUnlock(BELOW(file), level); }
static int is_reserved(sqlite3_file *file, int *out) { return BELOW(file)->pMethods->xCheckReservedLock(BELOW(file), out); }
static int sector_size(sqlite3_file *file) { return BELOW(file)->pMethods->xSectorSize(BELOW(file)); }
static int traits(sqlite3_file *file) { return BELOW(file)->pMethods->xDeviceCharacteristics(BELOW(file)); }
static int control(sqlite3_file *file, int operation, void *out) {
  return BELOW(file)->pMethods->xFileControl(BELOW(file), operation, out);
}
static int shm_map(sqlite3_file *file, int region, int size, int extends, void volatile **out) {
  return BELOW(file)->pMethods->xShmMap(BELOW(file), region, size, extends, out);
}
static void shm_barrier(sqlite3_file *file) { BELOW(file)->pMethods->xShmBarrier(BELOW(file)); }
static int shm_unmap(sqlite3_file *file, int deletes) { return BELOW(file)->pMethods->xShmUnmap(BELOW(file), deletes); }
static int fetch(sqlite3_file *file, sqlite3_int64 at, int count, void **out) {
  return BELOW(file)->pMethods->xFetch(BELOW(file), at, count, out);
}
static int unfetch(sqlite3_file *file, sqlite3_int64 at, void *page) { return BELOW(file)->pMethods->xUnfetch(BELOW(file), at, page); }

// A database

static int database_close(sqlite3_file *file) {
  File *database = (File *)file;
  if (database->other) database->other->other = NULL;
  return database->below->pMethods->xClose(database->below);
}
static int database_read(sqlite3_file *file, void *out, int count, sqlite3_int64 at) {
  return BELOW(file)->pMethods->xRead(BELOW(file), out, count, at);
}
static int database_write(sqlite3_file *file, const void *data, int count, sqlite3_int64 at) {
  return BELOW(file)->pMethods->xWrite(BELOW(file), data, count, at);
}
static int database_truncate(sqlite3_file *file, sqlite3_int64 size) { return BELOW(file)->pMethods->xTruncate(BELOW(file), size); }
static int database_sync(sqlite3_file *file, int flags) { return BELOW(file)->pMethods->xSync(BELOW(file), flags); }
static int database_size(sqlite3_file *file, sqlite3_int64 *out) { return BELOW(file)->pMethods->xFileSize(BELOW(file), out); }

static int database_control(sqlite3_file *file, int operation, void *out) {
  if (operation != begin_gathering) return control(file, operation, out);
  ((File *)file)->gathers = 1;
  return SQLITE_OK;
}

static int database_shm_lock(sqlite3_file *file, int first, int count, int flags) {
  File *database = (File *)file;
  if (flags & SQLITE_SHM_UNLOCK && flags & SQLITE_SHM_EXCLUSIVE && first == writers_lock && database->other)
    database->other->held_count = 0;
  return database->below->pMethods->xShmLock(database->below, first, count, flags);
}

static const sqlite3_io_methods database_methods = {
    .iVersion = 3,
    .xClose = database_close,
    .xRead = database_read,
    .xWrite = database_write,
    .xTruncate = database_truncate,
    .xSync = database_sync,
    .xFileSize = database_size,
    .xLock = lock,
    .xUnlock = unlock,
    .xCheckReservedLock = is_reserved,
    .xFileControl = database_control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = traits,
    .xShmMap = shm_map,
    .xShmLock = database_shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
    .xFetch = fetch,
    .xUnfetch = unfetch,
};

// Its log

/// What is held goes to the file. If it cannot, it is held still: whoever asks for the file next hears of it as well.
static int write_held(File *log) {
  if (log->held_count == 0) return SQLITE_OK;
  int code = log->below->pMethods->xWrite(log->below, log->held, log->held_count, log->held_at);
  if (code == SQLITE_OK) log->held_count = 0;
  return code;
}

static int log_write(sqlite3_file *file, const void *data, int count, sqlite3_int64 at) {
  File *log = (File *)file;
  if (log->held_count && (at != log->held_at + log->held_count || count > room - log->held_count)) {
    int code = write_held(log);
    if (code != SQLITE_OK) return code;
  }
  int gathers = log->other && log->other->gathers && count <= room;
  if (gathers && !log->held) log->held = malloc(room);
  if (!gathers || !log->held) return log->below->pMethods->xWrite(log->below, data, count, at);
  if (log->held_count == 0) log->held_at = at;
  memcpy(log->held + log->held_count, data, (size_t)count);
  log->held_count += count;
  return SQLITE_OK;
}

static int log_read(sqlite3_file *file, void *out, int count, sqlite3_int64 at) {
  File *log = (File *)file;
  // Other places can be read while the disk has no room for what is held.
  if (at < log->held_at + log->held_count && at + count > log->held_at) {
    int code = write_held(log);
    if (code != SQLITE_OK) return code;
  }
  return log->below->pMethods->xRead(log->below, out, count, at);
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size) {
  int code = write_held((File *)file);
  return code == SQLITE_OK ? BELOW(file)->pMethods->xTruncate(BELOW(file), size) : code;
}

static int log_sync(sqlite3_file *file, int flags) {
  int code = write_held((File *)file);
  return code == SQLITE_OK ? BELOW(file)->pMethods->xSync(BELOW(file), flags) : code;
}

static int log_size(sqlite3_file *file, sqlite3_int64 *out) {
  int code = write_held((File *)file);
  return code == SQLITE_OK ? BELOW(file)->pMethods->xFileSize(BELOW(file), out) : code;
}

/// What is held is nobody's: no commit of this connection waits.
static int log_close(sqlite3_file *file) {
  File *log = (File *)file;
  if (log->other) log->other->other = NULL;
  free(log->held);
  log->held = NULL;
  return log->below->pMethods->xClose(log->below);
}

/// Nobody maps a log or takes its locks.
static const sqlite3_io_methods log_methods = {
    .iVersion = 1,
    .xClose = log_close,
    .xRead = log_read,
    .xWrite = log_write,
    .xTruncate = log_truncate,
    .xSync = log_sync,
    .xFileSize = log_size,
    .xLock = lock,
    .xUnlock = unlock,
    .xCheckReservedLock = is_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = traits,
};

// The VFS

static int open_file(sqlite3_vfs *self, const char *path, sqlite3_file *out, int flags, int *out_flags) {
  (void)self;
  // All others are the VFS below's alone.
  if (!path || !(flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL))) return vfs_below->xOpen(vfs_below, path, out, flags, out_flags);
  File *file = (File *)out;
  memset(file, 0, sizeof *file);
  file->below = (sqlite3_file *)(file + 1);
  file->below->pMethods = NULL;
  int code = vfs_below->xOpen(vfs_below, path, file->below, flags, out_flags);
  if (code != SQLITE_OK) return code;
  if (flags & SQLITE_OPEN_MAIN_DB && file->below->pMethods->iVersion < 3) {
    file->below->pMethods->xClose(file->below);
    return SQLITE_CANTOPEN;
  }
  if (flags & SQLITE_OPEN_WAL) {
    file->other = (File *)sqlite3_database_file_object(path);
    file->other->other = file;
  }
  file->base.pMethods = flags & SQLITE_OPEN_WAL ? &log_methods : &database_methods;
  return SQLITE_OK;
}

int CSQLiteLog_register(void) {
  if (vfs_below) return SQLITE_OK;
  sqlite3_vfs *below = sqlite3_vfs_find(NULL);
  if (!below) return SQLITE_ERROR;
  // All it can do besides opening files it does with no look at which VFS it is called for.
  vfs = *below;
  vfs.zName = name;
  vfs.szOsFile = (int)sizeof(File) + below->szOsFile;
  vfs.pNext = NULL;
  vfs.xOpen = open_file;
  vfs_below = below;
  return sqlite3_vfs_register(&vfs, 1);
}

int CSQLiteLog_gather(sqlite3 *connection) { return sqlite3_file_control(connection, "main", begin_gathering, NULL); }
