// A redeem over the schema that one writes first: UUIDs as text for keys, the token's SHA-256 looked up, what belongs together joined. One invitation a
// contact, two contacts a pupil. Redeems leave what ours must leave: the invitation marked, the contact bound to an account, an event. No index but those
// that this call looks something up by; none of the list's words, none of the history.
#pragma once
#include "sqlite.h"
#include <openssl/sha.h>

enum { uuid_bytes = 36, token_bytes = 43 };
enum what { a_school, a_pupil, a_contact, a_token };

static inline uint64_t mixed(uint64_t x) {  // no order left
  x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u, x = (x ^ x >> 27) * 0x94D049BB133111EBu;
  return x ^ x >> 31;
}
static inline uint64_t drawn(enum what what, int64_t number, int part) { return mixed((uint64_t)number * 16 + (uint64_t)what * 4 + (uint64_t)part + 1); }

static inline void uuid_of(enum what what, int64_t number, char *text) {
  uint64_t a = drawn(what, number, 0), b = drawn(what, number, 1);
  snprintf(text, uuid_bytes + 1, "%08x-%04x-4%03x-%04x-%012llx", (unsigned)(a >> 32), (unsigned)(a >> 16 & 0xffff), (unsigned)(a & 0xfff),
           (unsigned)(0x8000 | b >> 50), (unsigned long long)(b & 0xffffffffffffu));
}
static inline void token_hash_of(int64_t number, unsigned char *hash) {
  char token[token_bytes + 1];
  snprintf(token, sizeof token, "%016llx%016llx%011llx", (unsigned long long)drawn(a_token, number, 0), (unsigned long long)drawn(a_token, number, 1),
           (unsigned long long)(drawn(a_token, number, 2) >> 20));
  SHA256((const unsigned char *)token, token_bytes, hash);
}

static inline void uuid_in_sql(sqlite3_context *context, int count, sqlite3_value **values) {
  char text[uuid_bytes + 1];
  (void)count, uuid_of((enum what)sqlite3_value_int(values[0]), sqlite3_value_int64(values[1]), text);
  sqlite3_result_text(context, text, uuid_bytes, SQLITE_TRANSIENT);
}
static inline void token_hash_in_sql(sqlite3_context *context, int count, sqlite3_value **values) {
  unsigned char hash[SHA256_DIGEST_LENGTH];
  (void)count, token_hash_of(sqlite3_value_int64(values[0]), hash);
  sqlite3_result_blob(context, hash, sizeof hash, SQLITE_TRANSIENT);
}

// Each table in the order of its key, the index at the end: a million pupils within half a minute.
static inline void make_plain(int64_t pupils) {
  must(sqlite3_create_function(db, "uuid", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, uuid_in_sql, NULL, NULL));
  must(sqlite3_create_function(db, "token_hash", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, token_hash_in_sql, NULL, NULL));
  run("CREATE TABLE school(id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;"
      "CREATE TABLE pupil(id TEXT PRIMARY KEY, school TEXT NOT NULL REFERENCES school, forename TEXT NOT NULL, surname TEXT NOT NULL,"
      " year_group TEXT NOT NULL, registration_group TEXT NOT NULL) WITHOUT ROWID;"
      "CREATE TABLE contact(id TEXT PRIMARY KEY, school TEXT NOT NULL REFERENCES school, title TEXT NOT NULL, forename TEXT NOT NULL,"
      " surname TEXT NOT NULL, email TEXT NOT NULL, account TEXT, registered_at INTEGER) WITHOUT ROWID;"
      "CREATE TABLE contact_of(contact TEXT NOT NULL REFERENCES contact, pupil TEXT NOT NULL REFERENCES pupil, relationship TEXT NOT NULL,"
      " PRIMARY KEY(contact, pupil)) WITHOUT ROWID;"
      "CREATE TABLE invitation(contact TEXT PRIMARY KEY REFERENCES contact, token_hash BLOB NOT NULL, invited_at INTEGER NOT NULL,"
      " expires_at INTEGER NOT NULL, redeemed_at INTEGER) WITHOUT ROWID;"
      "CREATE TABLE event(sequence INTEGER PRIMARY KEY, school TEXT NOT NULL REFERENCES school, contact TEXT NOT NULL REFERENCES contact,"
      " account TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL);"
      "INSERT INTO school VALUES(uuid(0, 0), 'Harrow Lane Academy')");
#define NUMBERED "WITH numbered(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbered WHERE n + 1 < ?1) "
  const char *rows[] = {
      NUMBERED "INSERT INTO pupil SELECT uuid(1, n), uuid(0, 0), printf('Forename%d', n % 97), printf('Surname%d', n % 9973), printf('Year %d', 7 + n % 5),"
               " printf('%d%c', 7 + n % 5, 65 + n % 4) FROM numbered ORDER BY 1",
      NUMBERED "INSERT INTO contact SELECT uuid(2, n), uuid(0, 0), 'Ms', printf('Forename%d', n % 89), printf('Surname%d', n / 2 % 9973),"
               " printf('forename%d.surname%d@example.org', n % 89, n), NULL, NULL FROM numbered ORDER BY 1",
      NUMBERED "INSERT INTO contact_of SELECT uuid(2, n), uuid(1, n / 2), iif(n % 2, 'Mother', 'Father') FROM numbered ORDER BY 1",
      NUMBERED "INSERT INTO invitation SELECT uuid(2, n), token_hash(n), 1700000000, 4000000000, NULL FROM numbered ORDER BY 1"};
  for (int i = 0; i < 4; i++) {
    sqlite3_stmt *s = prepare(rows[i]);
    must(sqlite3_bind_int64(s, 1, i ? pupils * 2 : pupils)), step_reset(s), sqlite3_finalize(s);
  }
  run("CREATE UNIQUE INDEX invitation_by_token ON invitation(token_hash)");
}

// Goes on with contacts whose rows nobody has touched, as long as there are enough: a row that grows for the first time may have to split its page.
// Answers how many were redeemed before.
static inline int64_t begin_plain(long calls, int64_t pupils) {
  sqlite3_stmt *s = prepare("SELECT max(sequence) FROM event");
  must(sqlite3_step(s));
  int64_t redeemed = sqlite3_column_int64(s, 0);
  sqlite3_finalize(s);
  if (redeemed + calls <= pupils * 2) return redeemed;
  run("UPDATE invitation SET redeemed_at=NULL; UPDATE contact SET account=NULL, registered_at=NULL; DELETE FROM event;"
      "PRAGMA wal_checkpoint(TRUNCATE)");
  return 0;
}

static inline void bind_text(sqlite3_stmt *s, int at, const char *text) { must(sqlite3_bind_text(s, at, text, -1, SQLITE_STATIC)); }

static inline void redeem_plain(long calls, long batch, int64_t pupils, int64_t begun) {
  sqlite3_stmt *begin = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT");
  sqlite3_stmt *find = prepare("SELECT i.contact,i.expires_at,i.redeemed_at,c.account,s.id,s.name,c.title,c.forename,c.surname FROM invitation i"
                               " JOIN contact c ON c.id=i.contact JOIN school s ON s.id=c.school WHERE i.token_hash=?1");
  sqlite3_stmt *mark = prepare("UPDATE invitation SET redeemed_at=?1 WHERE contact=?2"), *bind = prepare("UPDATE contact SET account=?1, registered_at=?2 WHERE id=?3");
  sqlite3_stmt *note = prepare("INSERT INTO event(school,contact,account,kind,at) VALUES(?1,?2,?3,'REDEEMED',?4)");
  sqlite3_stmt *children = prepare("SELECT p.id,p.forename,p.surname,p.year_group,p.registration_group FROM contact_of o JOIN pupil p ON p.id=o.pupil WHERE o.contact=?1");
  const int64_t now = 1800000000;
  for (long i = 0; i < calls; i++) {
    if (i % batch == 0) step_reset(begin);
    unsigned char hash[SHA256_DIGEST_LENGTH];
    char account[32], contact[uuid_bytes + 1], school[uuid_bytes + 1];
    token_hash_of((begun + i) * 7919 % (pupils * 2), hash), snprintf(account, sizeof account, "account-%lld", (long long)begun + i);
    must(sqlite3_bind_blob(find, 1, hash, sizeof hash, SQLITE_STATIC));
    if (sqlite3_step(find) != SQLITE_ROW || sqlite3_column_int64(find, 1) < now) exit(1);
    if (sqlite3_column_type(find, 2) != SQLITE_NULL || sqlite3_column_type(find, 3) != SQLITE_NULL) exit(1);
    snprintf(contact, sizeof contact, "%s", sqlite3_column_text(find, 0)), snprintf(school, sizeof school, "%s", sqlite3_column_text(find, 4));
    must(sqlite3_reset(find));
    must(sqlite3_bind_int64(mark, 1, now)), bind_text(mark, 2, contact), step_reset(mark);
    bind_text(bind, 1, account), must(sqlite3_bind_int64(bind, 2, now)), bind_text(bind, 3, contact), step_reset(bind);
    bind_text(note, 1, school), bind_text(note, 2, contact), bind_text(note, 3, account), must(sqlite3_bind_int64(note, 4, now)), step_reset(note);
    bind_text(children, 1, contact);
    if (sqlite3_step(children) != SQLITE_ROW || sqlite3_column_bytes(children, 0) != uuid_bytes || sqlite3_step(children) != SQLITE_DONE) exit(1);
    must(sqlite3_reset(children));
    if (i % batch == batch - 1 || i == calls - 1) step_reset(commit);
  }
}
