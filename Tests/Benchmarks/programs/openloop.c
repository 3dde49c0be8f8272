// Open-loop load: calls leave at a fixed rate whether or not earlier ones were answered, spread over CONNECTIONS connections, one thread.
// A call's time counts from when it was due, so a server that stalls is not let off. Only answers with status OK within DEADLINE_MS are good.
// usage: openloop PORT CA CERT KEY CONNECTIONS RATE SECONDS DEADLINE_MS REQUESTS     (REQUESTS as for load.c)
// Prints one line: offered good late shed failed unsent unanswered p50_us p99_us p99.9_us max_us (of answers OK, late ones too) seconds
#include "client.h"
#include "histogram.h"

typedef struct {
  SSL *ssl;
  uint32_t next_stream;
  size_t in_len, out_len, out_off;
  unsigned char *in, *out;
  double *due_at;  // by (stream / 2) % ring
  int is_waiting;  // for the socket
} Connection;

enum { in_cap = 1 << 21, out_cap = 1 << 20, ring = 1 << 18, drain_seconds = 2 };

static unsigned char *requests;
static size_t requests_len, request_at;
static long good, late, shed, failed, unsent, answered, sent;
static double deadline;
static Histogram latency;  // of every answer OK, late ones too

static void enqueue(Connection *c, double due) {
  if (request_at == requests_len) request_at = 0;
  uint32_t length = load_u32(requests + request_at);
  unsigned char *data = requests + request_at + 4;
  request_at += 4 + length;
  if (c->out_off) {
    memmove(c->out, c->out + c->out_off, c->out_len -= c->out_off);
    c->out_off = 0;
  }
  // The server does not read and the socket is full: the caller would still wait, and be too late.
  if (c->out_len + header_bytes + length > out_cap) { unsent++; return; }
  unsigned char *p = c->out + c->out_len;
  put_header(p, length, c->next_stream, 1, 0);
  memcpy(p + header_bytes, data, length);
  c->out_len += header_bytes + length;
  c->due_at[(c->next_stream / 2) % ring] = due;
  c->next_stream += 2;
  sent++;
}

static void push(Connection *c) {
  while (c->out_off < c->out_len && !c->is_waiting) {
    size_t n;
    if (!SSL_write_ex(c->ssl, c->out + c->out_off, c->out_len - c->out_off, &n)) {
      int e = SSL_get_error(c->ssl, 0);
      if (e != SSL_ERROR_WANT_WRITE && e != SSL_ERROR_WANT_READ) die("write");
      c->is_waiting = 1;
      return;
    }
    c->out_off += n;
  }
  if (c->out_off == c->out_len) c->out_off = c->out_len = 0;
}

static void pull(Connection *c) {
  for (;;) {
    size_t n;
    if (!SSL_read_ex(c->ssl, c->in + c->in_len, in_cap - c->in_len, &n)) {
      if (SSL_get_error(c->ssl, 0) == SSL_ERROR_WANT_READ) return;
      die("the server closed the connection");
    }
    c->in_len += n;
    double now = seconds_now();
    size_t at = 0;
    while (c->in_len - at >= header_bytes) {
      unsigned char *header = c->in + at;
      uint32_t length = load_u32(header), stream = load_u32(header + 4);
      if (c->in_len - at < header_bytes + length) break;
      if (header[8] != 2) { errno = 0; die("not a response frame"); }
      double took = now - c->due_at[(stream / 2) % ring];
      int status = status_code(header + header_bytes, length);
      answered++;
      if (status == 8) shed++;
      else if (status) failed++;
      else {
        histogram_record(&latency, took);
        if (took > deadline) late++;
        else good++;
      }
      at += header_bytes + length;
    }
    memmove(c->in, c->in + at, c->in_len -= at);
  }
}

int main(int argc, char **argv) {
  if (argc != 10) {
    fprintf(stderr, "usage: openloop PORT CA CERT KEY CONNECTIONS RATE SECONDS DEADLINE_MS REQUESTS\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  int connections = atoi(argv[5]);
  double rate = atof(argv[6]), seconds = atof(argv[7]);
  deadline = atof(argv[8]) / 1e3;
  requests = slurp(argv[9], &requests_len);
  long offered = (long)(rate * seconds);

  SSL_CTX *ctx = client_context(argv[2], argv[3], argv[4]);
  int poll = epoll_create1(0);
  Connection *all = calloc((size_t)connections, sizeof *all);
  for (int i = 0; i < connections; i++) {
    Connection *c = &all[i];
    c->ssl = dial(ctx, atoi(argv[1]));
    int fd = SSL_get_fd(c->ssl);
    BIO_socket_nbio(fd, 1);
    c->next_stream = 1;
    c->in = malloc(in_cap), c->out = malloc(out_cap), c->due_at = calloc(ring, sizeof(double));
    epoll_ctl(poll, EPOLL_CTL_ADD, fd, &(struct epoll_event){.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c});
  }

  double started = seconds_now(), ended = started + seconds;
  long made = 0;
  struct epoll_event events[256];
  for (;;) {
    double now = seconds_now();
    if (now > ended + drain_seconds || (made == offered && answered == sent)) break;
    for (; made < offered && started + made / rate <= now; made++) enqueue(&all[made % connections], started + made / rate);
    for (int i = 0; i < connections; i++) {
      ERR_clear_error();
      push(&all[i]);
    }
    int n = epoll_wait(poll, events, 256, 1);
    for (int i = 0; i < n; i++) {
      Connection *c = events[i].data.ptr;
      c->is_waiting = 0;
      ERR_clear_error();
      pull(c);
    }
  }
  printf("%ld %ld %ld %ld %ld %ld %ld %.1f %.1f %.1f %.1f %.3f\n", offered, good, late, shed, failed, unsent, sent - answered,
         histogram_at(&latency, 0.5), histogram_at(&latency, 0.99), histogram_at(&latency, 0.999), (double)latency.greatest / 1e3, seconds);
}
