// What the loops of SQLite alone share: one connection, dying with a sentence, and prepared statements.
#pragma once
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sqlite3 *db;

static inline void must(int result) {
  if (result != SQLITE_OK && result != SQLITE_DONE && result != SQLITE_ROW) {
    fprintf(stderr, "raw_sqlite: %s\n", sqlite3_errmsg(db));
    exit(1);
  }
}
static inline void run(const char *sql) { must(sqlite3_exec(db, sql, NULL, NULL, NULL)); }
static inline sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *s;
  must(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL));
  return s;
}
static inline void step_reset(sqlite3_stmt *s) { must(sqlite3_step(s)); must(sqlite3_reset(s)); }
