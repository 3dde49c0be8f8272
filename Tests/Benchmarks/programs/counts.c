// Counts what a process asks of the heap and of the disk, in a file that others read while it runs. For LD_PRELOAD; BENCH_COUNTS names the file:
// u64s, in this machine's order: allocations, bytes of them, syncs of a write-ahead log, syncs of other files.
// A realloc counts as an allocation; what is freed is not counted.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { allocations, allocated_bytes, log_syncs, other_syncs, counters };
static _Atomic uint64_t early[counters], *counts = early;

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("BENCH_COUNTS");
  int fd = path ? open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
  if (fd < 0 || ftruncate(fd, sizeof early)) return;
  void *shared = mmap(NULL, sizeof early, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  if (shared != MAP_FAILED) counts = shared;
}

static void count(int which, uint64_t by) { atomic_fetch_add_explicit(&counts[which], by, memory_order_relaxed); }
static void note(size_t size) { count(allocations, 1), count(allocated_bytes, size); }

void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t), *__libc_memalign(size_t, size_t);

void *malloc(size_t size) { return note(size), __libc_malloc(size); }
void *calloc(size_t n, size_t size) { return note(n * size), __libc_calloc(n, size); }
void *realloc(void *p, size_t size) { return note(size), __libc_realloc(p, size); }
void *memalign(size_t alignment, size_t size) { return note(size), __libc_memalign(alignment, size); }
void *aligned_alloc(size_t alignment, size_t size) { return note(size), __libc_memalign(alignment, size); }
int posix_memalign(void **out, size_t alignment, size_t size) {
  note(size);
  void *p = __libc_memalign(alignment, size);
  if (!p) return ENOMEM;
  *out = p;
  return 0;
}

static void note_sync(int fd) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, path, sizeof path - 1);
  path[n < 0 ? 0 : n] = 0;
  count(n > 4 && !strcmp(path + n - 4, "-wal") ? log_syncs : other_syncs, 1);
}

int fsync(int fd) { return note_sync(fd), (int)syscall(SYS_fsync, fd); }
int fdatasync(int fd) { return note_sync(fd), (int)syscall(SYS_fdatasync, fd); }
