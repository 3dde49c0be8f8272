// The limit of an import: the very rows that the daemon wrote, inserted into an empty file with the same tables, indexes and pragmas, by nothing
// but prepared statements; table by table, each in the order of its key, which is kinder to SQLite than any feed.
// usage: raw_roster DAEMONS_FILE NEW_FILE ROWS_A_COMMIT      Prints: rows seconds cpu_seconds. Reading the rows is measured alone first, and not counted.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

static sqlite3 *from, *to;

static void must(sqlite3 *db, int result) {
  if (result == SQLITE_OK || result == SQLITE_DONE || result == SQLITE_ROW) return;
  fprintf(stderr, "raw_roster: %s\n", sqlite3_errmsg(db));
  exit(1);
}
static void run(const char *sql) { must(to, sqlite3_exec(to, sql, NULL, NULL, NULL)); }
static sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
  sqlite3_stmt *s;
  must(db, sqlite3_prepare_v2(db, sql, -1, &s, NULL));
  return s;
}

// Every row of a table; with `insert`, into the new file too. Answers how many.
static long copy(const char *table, int insert, long rows_a_commit) {
  char sql[4096];
  snprintf(sql, sizeof sql, "SELECT * FROM %s", table);
  sqlite3_stmt *rows = prepare(from, sql), *put = NULL;
  int columns = sqlite3_column_count(rows);
  if (insert) {
    int n = snprintf(sql, sizeof sql, "INSERT INTO %s VALUES(?", table);
    for (int i = 1; i < columns; i++) n += snprintf(sql + n, sizeof sql - (size_t)n, ",?");
    strcpy(sql + n, ")");
    put = prepare(to, sql);
    run("BEGIN IMMEDIATE");
  }
  long count = 0;
  for (int r; (r = sqlite3_step(rows)) != SQLITE_DONE; count++) {
    must(from, r);
    for (int i = 0; i < columns; i++) {
      sqlite3_value *value = sqlite3_column_value(rows, i);
      if (insert) sqlite3_bind_value(put, i + 1, value);
      else sqlite3_value_bytes(value);
    }
    if (!insert) continue;
    must(to, sqlite3_step(put)), must(to, sqlite3_reset(put));
    if (count % rows_a_commit == rows_a_commit - 1) run("COMMIT; BEGIN IMMEDIATE");
  }
  if (insert) run("COMMIT"), sqlite3_finalize(put);
  sqlite3_finalize(rows);
  return count;
}

static long copy_all(int insert, long rows_a_commit) {
  long count = 0;
  sqlite3_stmt *tables = prepare(from, "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite_%'");
  while (sqlite3_step(tables) == SQLITE_ROW) count += copy((const char *)sqlite3_column_text(tables, 0), insert, rows_a_commit);
  sqlite3_finalize(tables);
  return count;
}

static double clock_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}
static double cpu_seconds(void) {
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char **argv) {
  if (argc != 4) { fprintf(stderr, "usage: raw_roster DAEMONS_FILE NEW_FILE ROWS_A_COMMIT\n"); return 2; }
  must(from, sqlite3_open_v2(argv[1], &from, SQLITE_OPEN_READONLY, NULL));
  must(to, sqlite3_open(argv[2], &to));
  run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-8192");
  sqlite3_stmt *schema = prepare(from, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type='index'");
  while (sqlite3_step(schema) == SQLITE_ROW) run((const char *)sqlite3_column_text(schema, 0));
  sqlite3_finalize(schema);
  long rows_a_commit = atol(argv[3]);
  double begun = clock_seconds(), cpu_begun = cpu_seconds();
  copy_all(0, rows_a_commit);
  double read = clock_seconds(), cpu_read = cpu_seconds();
  long count = copy_all(1, rows_a_commit);
  double written = clock_seconds(), cpu_written = cpu_seconds();
  printf("%ld %.6f %.6f\n", count, written - read - (read - begun), cpu_written - cpu_read - (cpu_read - cpu_begun));
}
