// Connections rather than calls. Each makes one call, the first of REQUESTS (as for load.c), so that the server has been through with it.
// usage: connections handshakes PORT CA CERT KEY COUNT REQUESTS    full handshakes, one after another; prints: count seconds
//        connections idle PORT CA CERT KEY COUNT REQUESTS          opens COUNT, prints "open", holds them until stdin ends
#include "client.h"

int main(int argc, char **argv) {
  if (argc != 8) { fprintf(stderr, "usage: connections handshakes|idle PORT CA CERT KEY COUNT REQUESTS\n"); return 2; }
  signal(SIGPIPE, SIG_IGN);
  int is_idle = !strcmp(argv[1], "idle"), port = atoi(argv[2]);
  long count = atol(argv[6]);
  size_t length;
  unsigned char *requests = slurp(argv[7], &length);
  SSL_CTX *ctx = client_context(argv[3], argv[4], argv[5]);
  SSL **held = calloc((size_t)count, sizeof *held);
  double started = seconds_now();
  for (long i = 0; i < count; i++) {
    SSL *ssl = dial(ctx, port);
    call_once(ssl, requests);
    if (is_idle) { held[i] = ssl; continue; }
    SSL_shutdown(ssl);
    close(SSL_get_fd(ssl));
    SSL_free(ssl);
  }
  if (!is_idle) return printf("%ld %.6f\n", count, seconds_now() - started), 0;
  printf("open\n");
  fflush(stdout);
  while (getchar() != EOF) {}
  for (long i = 0; i < count; i++) {  // none of them may have been closed meanwhile
    char byte;
    if (recv(SSL_get_fd(held[i]), &byte, 1, MSG_DONTWAIT | MSG_PEEK) != -1 || errno != EAGAIN) { errno = 0; die("the server did not keep a connection"); }
  }
}
