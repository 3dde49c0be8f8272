// Closed-loop load: CONNECTIONS TLS connections with INFLIGHT ttrpc calls each, one thread, until CALLS are answered.
// Every answer must be a whole response frame on the stream it belongs to, with status OK; with an expectation, its data must
// begin with those bytes and be as long as the first (a page ends with a token that is new every time).
// usage: load PORT CA CERT KEY CONNECTIONS INFLIGHT CALLS REQUESTS [EXPECTED]
// REQUESTS holds the request frames' data, each behind its length (u32, big-endian); used in turn, again from the start when over.
// Prints "connected" when both ends of every connection are past the handshake, and starts when stdin has a byte or ends. Then prints
// one line: calls seconds p50_us p99_us p99.9_us max_us answer_bytes. Its connections stay until stdin ends: who watches the server in
// between sees the calls alone. A closed loop waits with a server that stalls, and so lets it off: for what callers feel see openloop.c.
#include "client.h"
#include "histogram.h"

typedef struct {
  SSL *ssl;
  uint32_t next_stream;
  size_t in_len, out_len, out_off;
  unsigned char *in, *out;
  double *sent_at;  // by (stream / 2) % ring
} Connection;

enum { in_cap = 1 << 22, out_cap = 1 << 20, ring = 1024 };

static unsigned char *requests, *expected;
static size_t requests_len, request_at, expected_len;
static long calls_max, calls_sent, calls_done;
static unsigned long answer_bytes;
static Histogram latency;

// A call that nobody offers. TLS 1.3 lets a client write before the server has looked at its certificate; an answer, whatever it says, comes
// after that.
static void await_handshake(SSL *ssl) {
  static const unsigned char nobodys[] = "\x0a\x01-\x12\x01-";
  static unsigned char frame[1 << 16];
  size_t length = sizeof nobodys - 1, n;
  put_header(frame, (uint32_t)length, 1, 1, 0);
  memcpy(frame + header_bytes, nobodys, length);
  if (!SSL_write_ex(ssl, frame, header_bytes + length, &n)) die("write");
  read_exactly(ssl, frame, header_bytes);
  for (length = load_u32(frame); length; length -= n) {
    n = length < sizeof frame ? length : sizeof frame;
    read_exactly(ssl, frame, n);
  }
}

static void enqueue(Connection *c) {
  if (calls_sent == calls_max) return;
  calls_sent++;
  if (request_at == requests_len) request_at = 0;
  uint32_t length = load_u32(requests + request_at);
  if (c->out_len + header_bytes + length > out_cap) { errno = 0; die("requests are too large for the outgoing buffer"); }
  unsigned char *p = c->out + c->out_len;
  put_header(p, length, c->next_stream, 1, 0);
  memcpy(p + header_bytes, requests + request_at + 4, length);
  c->out_len += header_bytes + length;
  c->sent_at[(c->next_stream / 2) % ring] = seconds_now();
  c->next_stream += 2;
  request_at += 4 + length;
}

static void push(Connection *c) {
  while (c->out_off < c->out_len) {
    size_t n;
    if (!SSL_write_ex(c->ssl, c->out + c->out_off, c->out_len - c->out_off, &n)) {
      int e = SSL_get_error(c->ssl, 0);
      if (e == SSL_ERROR_WANT_WRITE || e == SSL_ERROR_WANT_READ) return;
      die("write");
    }
    c->out_off += n;
  }
  c->out_off = c->out_len = 0;
}

static void check(const unsigned char *data, size_t length) {
  if (status_code(data, length)) {
    fprintf(stderr, "load: a call failed with code %d: %.*s\n", status_code(data, length), (int)(length > 200 ? 200 : length), data);
    exit(1);
  }
  static size_t first_length;
  if (expected && !first_length) first_length = length;
  if (expected && (length != first_length || length < expected_len || memcmp(data, expected, expected_len))) {
    fprintf(stderr, "load: an answer of %zu bytes is not the expected one of %zu\n", length, first_length);
    exit(1);
  }
}

static void pull(Connection *c) {
  for (;;) {
    size_t n;
    if (!SSL_read_ex(c->ssl, c->in + c->in_len, in_cap - c->in_len, &n)) {
      int e = SSL_get_error(c->ssl, 0);
      if (e == SSL_ERROR_WANT_READ) break;
      die("the server closed the connection");
    }
    c->in_len += n;
    size_t at = 0;
    while (c->in_len - at >= header_bytes) {
      unsigned char *header = c->in + at;
      uint32_t length = load_u32(header), stream = load_u32(header + 4);
      if (c->in_len - at < header_bytes + length) break;
      if (header[8] != 2) { errno = 0; die("not a response frame"); }
      check(header + header_bytes, length);
      answer_bytes += header_bytes + length;
      histogram_record(&latency, seconds_now() - c->sent_at[(stream / 2) % ring]);
      calls_done++;
      at += header_bytes + length;
      enqueue(c);
    }
    memmove(c->in, c->in + at, c->in_len -= at);
  }
}

int main(int argc, char **argv) {
  if (argc != 9 && argc != 10) {
    fprintf(stderr, "usage: load PORT CA CERT KEY CONNECTIONS INFLIGHT CALLS REQUESTS [EXPECTED]\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  int connections = atoi(argv[5]), inflight = atoi(argv[6]);
  if (inflight > ring) return 2;
  calls_max = atol(argv[7]);
  requests = slurp(argv[8], &requests_len);
  if (argc == 10) expected = slurp(argv[9], &expected_len);

  SSL_CTX *ctx = client_context(argv[2], argv[3], argv[4]);
  int poll = epoll_create1(0);
  Connection *all = calloc((size_t)connections, sizeof *all);
  for (int i = 0; i < connections; i++) {
    Connection *c = &all[i];
    c->ssl = dial(ctx, atoi(argv[1]));
    await_handshake(c->ssl);
    int fd = SSL_get_fd(c->ssl);
    BIO_socket_nbio(fd, 1);
    c->next_stream = 3;
    c->in = malloc(in_cap), c->out = malloc(out_cap), c->sent_at = calloc(ring, sizeof(double));
    epoll_ctl(poll, EPOLL_CTL_ADD, fd, &(struct epoll_event){.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c});
  }

  puts("connected");
  fflush(stdout);
  getchar();
  double started = seconds_now();
  for (int i = 0; i < connections; i++) {
    for (int j = 0; j < inflight; j++) enqueue(&all[i]);
    push(&all[i]);
  }
  struct epoll_event events[256];
  while (calls_done < calls_max) {
    int n = epoll_wait(poll, events, 256, 10000);
    if (n == 0) { errno = 0; die("no answer for 10 s"); }
    for (int i = 0; i < n; i++) {
      Connection *c = events[i].data.ptr;
      ERR_clear_error();
      pull(c);
      push(c);
    }
  }
  double seconds = seconds_now() - started;
  printf("%ld %.6f %.1f %.1f %.1f %.1f %lu\n", calls_done, seconds, histogram_at(&latency, 0.5), histogram_at(&latency, 0.99),
         histogram_at(&latency, 0.999), (double)latency.greatest / 1e3, answer_bytes);
  fflush(stdout);
  while (getchar() != EOF) {}
}
