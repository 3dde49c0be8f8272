// Closed-loop load: CONNECTIONS TLS connections with INFLIGHT ttrpc calls each, one thread, until CALLS are answered.
// Every answer must be a whole response frame on the stream it belongs to, with status OK; with an expectation, its data must
// begin with those bytes and be as long as the first (a page ends with a token that is new every time). usage: load PORT CA CERT KEY CONNECTIONS INFLIGHT CALLS REQUESTS [EXPECTED]
// REQUESTS holds the request frames' data, each behind its length (u32, big-endian); used in turn, again from the start when over.
// Prints one line: calls seconds p50_us p99_us max_us answer_bytes
#include "tls.h"

typedef struct {
  SSL *ssl;
  int fd;
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
static double *latency;

static unsigned char *slurp(const char *path, size_t *length) {
  FILE *f = fopen(path, "rb");
  if (!f) die(path);
  fseek(f, 0, SEEK_END);
  *length = (size_t)ftell(f);
  rewind(f);
  unsigned char *p = malloc(*length + 1);
  if (fread(p, 1, *length, f) != *length) die(path);
  fclose(f);
  return p;
}

static void enqueue(Connection *c) {
  if (calls_sent == calls_max) return;
  calls_sent++;
  if (request_at == requests_len) request_at = 0;
  uint32_t length = load_u32(requests + request_at);
  if (c->out_len + header_bytes + length > out_cap) { errno = 0; die("requests are too large for the outgoing buffer"); }
  unsigned char *p = c->out + c->out_len;
  store_u32(p, length);
  store_u32(p + 4, c->next_stream);
  p[8] = 1, p[9] = 0;
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

// A Response with a status field (tag 1, length-delimited) whose code is not 0 is a failure.
static void check(const unsigned char *data, size_t length) {
  size_t code = data[0] == 0x0a && length > 2 ? 2 + (data[1] >> 7) : length; // a status has one or two bytes of length
  if (code + 1 < length && data[1] && data[code] == 0x08 && data[code + 1] != 0) {
    fprintf(stderr, "load: a call failed with code %d: %.*s\n", data[3], (int)(length > 200 ? 200 : length), data);
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
      latency[calls_done++] = seconds_now() - c->sent_at[(stream / 2) % ring];
      at += header_bytes + length;
      enqueue(c);
    }
    memmove(c->in, c->in + at, c->in_len -= at);
  }
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
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
  latency = calloc((size_t)calls_max, sizeof *latency);

  SSL_CTX *ctx = context(TLS_client_method(), argv[2], argv[3], argv[4]);
  static const unsigned char alpn[] = "\x05ttrpc";
  SSL_CTX_set_alpn_protos(ctx, alpn, sizeof alpn - 1);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int poll = epoll_create1(0), one = 1;
  Connection *all = calloc((size_t)connections, sizeof *all);
  for (int i = 0; i < connections; i++) {
    Connection *c = &all[i];
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(c->fd, (void *)&address, sizeof address)) die("connect");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    c->ssl = SSL_new(ctx);
    SSL_set_fd(c->ssl, c->fd);
    SSL_set1_host(c->ssl, "localhost");
    if (SSL_connect(c->ssl) != 1) die("handshake");
    BIO_socket_nbio(c->fd, 1);
    c->next_stream = 1;
    c->in = malloc(in_cap), c->out = malloc(out_cap), c->sent_at = calloc(ring, sizeof(double));
    epoll_ctl(poll, EPOLL_CTL_ADD, c->fd, &(struct epoll_event){.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c});
  }

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
  qsort(latency, (size_t)calls_done, sizeof *latency, ascending);
  printf("%ld %.6f %.1f %.1f %.1f %lu\n", calls_done, seconds, latency[calls_done / 2] * 1e6, latency[calls_done * 99 / 100] * 1e6,
         latency[calls_done - 1] * 1e6, answer_bytes);
}
