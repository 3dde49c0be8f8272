// What the programs that call a server share: connections of their own, and files of requests.
#pragma once
#include "tls.h"

static inline unsigned char *slurp(const char *path, size_t *length) {
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

static inline SSL_CTX *client_context(const char *ca, const char *cert, const char *key) {
  SSL_CTX *ctx = context(TLS_client_method(), ca, cert, key);
  static const unsigned char alpn[] = "\x05ttrpc";
  SSL_CTX_set_alpn_protos(ctx, alpn, sizeof alpn - 1);
  return ctx;
}

// Connected and past its handshake, still blocking.
static inline SSL *dial(SSL_CTX *ctx, int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  if (fd < 0 || connect(fd, (void *)&address, sizeof address)) die("connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  SSL *ssl = SSL_new(ctx);
  SSL_set_fd(ssl, fd);
  SSL_set1_host(ssl, "localhost");
  if (SSL_connect(ssl) != 1) die("handshake");
  return ssl;
}

// The code of a Response's status (field 1), 0 without one.
static inline int status_code(const unsigned char *p, size_t length) {
  if (!length || p[0] != 0x0a) return 0;
  size_t at = 1;
  while (at < length && p[at] & 0x80) at++;
  return at + 2 < length && p[at + 1] == 0x08 ? p[at + 2] : 0;
}

static inline void put_header(unsigned char *p, uint32_t length, uint32_t stream, unsigned char kind, unsigned char flags) {
  store_u32(p, length);
  store_u32(p + 4, stream);
  p[8] = kind, p[9] = flags;
}

static inline void read_exactly(SSL *ssl, unsigned char *p, size_t count) {
  for (size_t at = 0, n; at < count; at += n)
    if (!SSL_read_ex(ssl, p + at, count - at, &n)) die("the server closed the connection");
}

// The first request of a file as a call on a blocking connection; its answer must be OK.
static inline void call_once(SSL *ssl, const unsigned char *requests) {
  static unsigned char frame[1 << 16], answer[1 << 22];
  uint32_t length = load_u32(requests);
  put_header(frame, length, 1, 1, 0);
  memcpy(frame + header_bytes, requests + 4, length);
  size_t n;
  if (!SSL_write_ex(ssl, frame, header_bytes + length, &n)) die("write");
  read_exactly(ssl, answer, header_bytes);
  length = load_u32(answer);
  if (answer[8] != 2 || length > sizeof answer) { errno = 0; die("not a response frame"); }
  read_exactly(ssl, answer, length);
  if (status_code(answer, length)) { errno = 0; die("the call failed"); }
}
