// The limits of the store on this machine and disk, nothing around SQLite: same pragmas as the daemon.
//   raw_sqlite page FILE ROUNDS      50 pre-encoded rows of 300 bytes by one range scan, copied out
//   raw_sqlite search FILE ROUNDS    one of those rows by an index on a name
//   raw_sqlite redeem FILE CALLS N   CALLS redeems, N to a transaction, synchronous=FULL: find by nonce, mark, bind, note. Tables laid out
//                                    for this call alone. With ROWS behind it: in a file of so many, spread over all of them
//   raw_sqlite redeem-plain FILE CALLS N PUPILS   the same in a schema as one writes it first (plain_redeem.h), of so many pupils
//   raw_sqlite sync FILE ROUNDS      append 4 KiB and fdatasync
// Makes FILE if it is missing (100,000 rows, or ROWS), another for each schema. Prints: calls seconds cpu_seconds
#include "plain_redeem.h"
#include <fcntl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { page_rows = 50 };
static long rows_max = 100000, stride = 1;

static void key_of(long i, unsigned char *key) {  // spread, so that look-ups are not in insertion order
  uint64_t x = (uint64_t)i * 0x9E3779B97F4A7C15u;
  for (int j = 0; j < 16; j++) key[j] = (unsigned char)(x >> (8 * (j & 7))) ^ (unsigned char)(j * 37);
}

static void make(void) {
  run("CREATE TABLE list_row(school INTEGER, sort TEXT, pupil INTEGER, encoded BLOB, PRIMARY KEY(school, sort, pupil)) WITHOUT ROWID;"
      "CREATE TABLE word(school INTEGER, word TEXT, sort TEXT, pupil INTEGER, PRIMARY KEY(school, word, sort, pupil)) WITHOUT ROWID;"
      "CREATE TABLE invitation(id INTEGER PRIMARY KEY, nonce BLOB UNIQUE, contact INTEGER, expires_at INTEGER, redeemed_at INTEGER);"
      "CREATE TABLE contact(id INTEGER PRIMARY KEY, account TEXT, registered_at INTEGER);"
      "CREATE TABLE event(school INTEGER, sequence INTEGER, contact INTEGER, kind TEXT, at INTEGER, PRIMARY KEY(school, sequence)) WITHOUT ROWID;"
      "BEGIN");
  sqlite3_stmt *row = prepare("INSERT INTO list_row VALUES(1,?1,?2,?3)"), *word = prepare("INSERT INTO word VALUES(1,?1,?1,?2)");
  sqlite3_stmt *invitation = prepare("INSERT INTO invitation VALUES(?1,?2,?1,4000000000000,NULL)"), *contact = prepare("INSERT INTO contact VALUES(?1,NULL,NULL)");
  unsigned char encoded[300], nonce[16];
  memset(encoded, 'x', sizeof encoded);
  for (long i = 0; i < rows_max; i++) {
    char name[32];
    snprintf(name, sizeof name, "surname%06ld", i);
    key_of(i, nonce);
    sqlite3_bind_text(row, 1, name, -1, SQLITE_TRANSIENT), sqlite3_bind_int64(row, 2, i), sqlite3_bind_blob(row, 3, encoded, sizeof encoded, SQLITE_STATIC);
    sqlite3_bind_text(word, 1, name, -1, SQLITE_TRANSIENT), sqlite3_bind_int64(word, 2, i);
    sqlite3_bind_int64(invitation, 1, i), sqlite3_bind_blob(invitation, 2, nonce, 16, SQLITE_TRANSIENT), sqlite3_bind_int64(contact, 1, i);
    step_reset(row), step_reset(word), step_reset(invitation), step_reset(contact);
  }
  run("COMMIT");
}

static void page(long rounds) {
  sqlite3_stmt *s = prepare("SELECT encoded FROM list_row WHERE school=1 AND (sort,pupil)>(?1,?2) ORDER BY sort,pupil LIMIT 50");
  static unsigned char out[page_rows * 400];
  for (long i = 0; i < rounds; i++) {
    size_t at = 0;
    sqlite3_bind_text(s, 1, "", -1, SQLITE_STATIC), sqlite3_bind_int64(s, 2, 0);
    while (sqlite3_step(s) == SQLITE_ROW) {
      int n = sqlite3_column_bytes(s, 0);
      memcpy(out + at, sqlite3_column_blob(s, 0), (size_t)n);
      at += (size_t)n;
    }
    must(sqlite3_reset(s));
    if (at != page_rows * 300) exit(1);
  }
}

static void search(long rounds) {
  sqlite3_stmt *s = prepare("SELECT r.encoded FROM word w JOIN list_row r ON r.school=1 AND r.sort=w.sort AND r.pupil=w.pupil WHERE w.school=1 AND w.word>=?1 AND w.word<?2 LIMIT 2");
  for (long i = 0; i < rounds; i++) {
    char low[32], high[64];
    snprintf(low, sizeof low, "surname%06ld", i % rows_max), snprintf(high, sizeof high, "%s~", low);
    sqlite3_bind_text(s, 1, low, -1, SQLITE_STATIC), sqlite3_bind_text(s, 2, high, -1, SQLITE_STATIC);
    if (sqlite3_step(s) != SQLITE_ROW || sqlite3_column_bytes(s, 0) != 300) exit(1);
    must(sqlite3_reset(s));
  }
}

static void forget_redeems(void) {
  run("UPDATE invitation SET redeemed_at=NULL; UPDATE contact SET account=NULL, registered_at=NULL; DELETE FROM event");
  run("PRAGMA wal_checkpoint(TRUNCATE)");
}

static void redeem(long calls, long batch) {
  sqlite3_stmt *find = prepare("SELECT i.id,i.contact,i.expires_at,i.redeemed_at,c.account FROM invitation i JOIN contact c ON c.id=i.contact WHERE nonce=?1");
  sqlite3_stmt *mark = prepare("UPDATE invitation SET redeemed_at=?1 WHERE id=?2 AND redeemed_at IS NULL");
  sqlite3_stmt *bind = prepare("UPDATE contact SET account=?1, registered_at=?2 WHERE id=?3"), *note = prepare("INSERT INTO event VALUES(1,?1,?2,'REDEEMED',?3)");
  for (long i = 0; i < calls; i++) {
    if (i % batch == 0) run("BEGIN IMMEDIATE");
    unsigned char nonce[16];
    char account[32];
    key_of(i * stride % rows_max, nonce), snprintf(account, sizeof account, "account-%ld", i);
    sqlite3_bind_blob(find, 1, nonce, 16, SQLITE_STATIC);
    if (sqlite3_step(find) != SQLITE_ROW) exit(1);
    long id = sqlite3_column_int64(find, 0), contact = sqlite3_column_int64(find, 1);
    must(sqlite3_reset(find));
    sqlite3_bind_int64(mark, 1, 1), sqlite3_bind_int64(mark, 2, id), step_reset(mark);
    sqlite3_bind_text(bind, 1, account, -1, SQLITE_STATIC), sqlite3_bind_int64(bind, 2, 1), sqlite3_bind_int64(bind, 3, contact), step_reset(bind);
    sqlite3_bind_int64(note, 1, i + 1), sqlite3_bind_int64(note, 2, contact), sqlite3_bind_int64(note, 3, 1), step_reset(note);
    if (i % batch == batch - 1 || i == calls - 1) run("COMMIT");
  }
}

static void sync_only(const char *file, long rounds) {
  char path[4096], block[4096];
  memset(block, 'x', sizeof block);
  snprintf(path, sizeof path, "%s.sync", file);
  int fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0600);
  for (long i = 0; i < rounds; i++)
    if (write(fd, block, sizeof block) != sizeof block || fdatasync(fd)) exit(1);
  close(fd), unlink(path);
}

static void open_file(const char *file, const char *pragmas) {
  must(sqlite3_open_v2(file, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL));
  run(pragmas);
}

int main(int argc, char **argv) {
  if (argc < 4) { fprintf(stderr, "usage: raw_sqlite page|search|redeem|redeem-plain|sync FILE COUNT [BATCH [ROWS]]\n"); return 2; }
  if (argc > 5) rows_max = atol(argv[5]), stride = 7919;
  const char *kind = argv[1], *file = argv[2];
  long count = atol(argv[3]), batch = argc > 4 ? atol(argv[4]) : 64;
  int is_plain = !strcmp(kind, "redeem-plain"), is_new = access(file, F_OK) != 0;
  if (is_new && is_plain) {
    open_file(file, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536");
    make_plain(rows_max), must(sqlite3_close(db)), sync();
  }
  open_file(file, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON");
  if (is_new && !is_plain) make();
  struct rusage before, after;
  struct timespec t0, t1;
  int64_t begun = 0;
  // Before the clock: going through a million rows twice costs more than the redeems.
  if (!strcmp(kind, "page")) page(100);
  else if (!strcmp(kind, "redeem")) forget_redeems();
  else if (is_plain) begun = begin_plain(count, rows_max);
  getrusage(RUSAGE_SELF, &before), clock_gettime(CLOCK_MONOTONIC, &t0);
  if (!strcmp(kind, "page")) page(count);
  else if (!strcmp(kind, "search")) search(count);
  else if (!strcmp(kind, "redeem")) redeem(count, batch);
  else if (is_plain) redeem_plain(count, batch, rows_max, begun);
  else if (!strcmp(kind, "sync")) sync_only(file, count);
  else return 2;
  clock_gettime(CLOCK_MONOTONIC, &t1), getrusage(RUSAGE_SELF, &after);
#define SPENT(field) (double)(after.field.tv_sec - before.field.tv_sec) + (double)(after.field.tv_usec - before.field.tv_usec) / 1e6
  printf("%ld %.6f %.6f\n", count, (double)(t1.tv_sec - t0.tv_sec) + (double)(t1.tv_nsec - t0.tv_nsec) / 1e9, SPENT(ru_utime) + SPENT(ru_stime));
  must(sqlite3_close_v2(db));
}
