// The limit of the wire: one thread, epoll, OpenSSL with client certificates; every request frame is answered with the
// same response frame, nothing parsed but the header, nothing looked up.
// usage: canned CA CERT KEY ANSWER_FILE      (the response frame's data, as the daemon sent it). Prints "ready PORT".
#include "tls.h"

typedef struct {
  SSL *ssl;
  int fd, open;
  size_t kept_len, out_len, out_off, out_cap;
  unsigned char *kept, *out;  // the beginning of a frame, and answers: nothing while idle
} Connection;

static unsigned char in[65536];

static unsigned char *answer;
static uint32_t answer_len;

static int flush_out(Connection *c) {  // 0 done or later, -1 broken
  while (c->out_off < c->out_len) {
    size_t n;
    if (!SSL_write_ex(c->ssl, c->out + c->out_off, c->out_len - c->out_off, &n))
      return SSL_get_error(c->ssl, 0) == SSL_ERROR_WANT_WRITE ? 0 : -1;
    c->out_off += n;
  }
  free(c->out);
  c->out = NULL;
  c->out_off = c->out_len = c->out_cap = 0;
  return 0;
}

static void reply(Connection *c, const unsigned char *header) {
  size_t need = c->out_len + header_bytes + answer_len;
  if (need > c->out_cap) c->out = realloc(c->out, c->out_cap = need * 2);
  unsigned char *p = c->out + c->out_len;
  store_u32(p, answer_len);
  memcpy(p + 4, header + 4, 4);  // the stream it came on
  p[8] = 2, p[9] = 0;
  memcpy(p + header_bytes, answer, answer_len);
  c->out_len = need;
}

static int serve(Connection *c) {  // 0 keep, -1 close
  if (!c->open) {
    int r = SSL_accept(c->ssl);
    if (r != 1) return SSL_get_error(c->ssl, r) == SSL_ERROR_WANT_READ ? 0 : -1;
    c->open = 1;
  }
  size_t in_len = c->kept_len;
  if (c->kept) memcpy(in, c->kept, in_len), free(c->kept), c->kept = NULL, c->kept_len = 0;
  for (;;) {
    size_t n;
    if (!SSL_read_ex(c->ssl, in + in_len, sizeof in - in_len, &n)) {
      if (SSL_get_error(c->ssl, 0) != SSL_ERROR_WANT_READ) return -1;
      if (in_len) c->kept = memcpy(malloc(in_len), in, c->kept_len = in_len);
      return c->out_len ? flush_out(c) : 0;
    }
    in_len += n;
    size_t at = 0;
    while (in_len - at >= header_bytes) {
      uint32_t length = load_u32(in + at);
      if (length > sizeof in - header_bytes) return -1;
      if (in_len - at < header_bytes + length) break;
      reply(c, in + at);
      at += header_bytes + length;
    }
    memmove(in, in + at, in_len -= at);
  }
}

int main(int argc, char **argv) {
  if (argc != 5) { fprintf(stderr, "usage: canned CA CERT KEY ANSWER_FILE\n"); return 2; }
  signal(SIGPIPE, SIG_IGN);
  FILE *f = fopen(argv[4], "rb");
  if (!f) die(argv[4]);
  answer = malloc(1 << 22);
  answer_len = (uint32_t)fread(answer, 1, 1 << 22, f);
  fclose(f);

  SSL_CTX *ctx = context(TLS_server_method(), argv[1], argv[2], argv[3]);
  int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (void *)&address, sizeof address) || listen(listener, 512)) die("listen");
  socklen_t address_len = sizeof address;
  getsockname(listener, (void *)&address, &address_len);
  int poll = epoll_create1(0);
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &(struct epoll_event){.events = EPOLLIN});
  printf("ready %d\n", ntohs(address.sin_port));
  fflush(stdout);

  struct epoll_event events[256];
  for (;;) {
    int n = epoll_wait(poll, events, 256, -1);
    for (int i = 0; i < n; i++) {
      Connection *c = events[i].data.ptr;
      if (!c) {
        int fd;
        while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
          setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          c = calloc(1, sizeof *c);
          c->fd = fd;
          SSL_set_fd(c->ssl = SSL_new(ctx), fd);
          epoll_ctl(poll, EPOLL_CTL_ADD, fd, &(struct epoll_event){.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c});
        }
        continue;
      }
      ERR_clear_error();
      if ((c->out_len && flush_out(c) < 0) || serve(c) < 0) {
        SSL_free(c->ssl);
        close(c->fd);
        free(c->out);
        free(c->kept);
        free(c);
      }
    }
  }
}
