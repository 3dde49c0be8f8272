// Streams a roster as fast as the server takes it, and waits for what became of it.
// usage: feed PORT CA CERT KEY REQUEST MESSAGES      (REQUEST: the request frame's data; MESSAGES: each behind its length, u32 big-endian)
// Prints seconds and bytes sent, then writes the response frame's data to standard output.
#include "client.h"

enum { batch = 1 << 16 };

int main(int argc, char **argv) {
  if (argc != 7) { fprintf(stderr, "usage: feed PORT CA CERT KEY REQUEST MESSAGES\n"); return 2; }
  signal(SIGPIPE, SIG_IGN);
  size_t request_len, messages_len, written, total = 0, at = 0;
  unsigned char *request = slurp(argv[5], &request_len), *messages = slurp(argv[6], &messages_len);
  SSL_CTX *ctx = client_context(argv[2], argv[3], argv[4]);
  SSL_CTX_clear_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE);
  SSL *ssl = dial(ctx, atoi(argv[1]));
  unsigned char *out = malloc(batch + (1 << 20)), header[header_bytes];
  double started = seconds_now();
  size_t out_len = header_bytes + request_len;
  put_header(out, (uint32_t)request_len, 1, 1, 2);  // more follow
  memcpy(out + header_bytes, request, request_len);
  while (at < messages_len || out_len) {
    while (at < messages_len && out_len < batch) {
      uint32_t length = load_u32(messages + at);
      put_header(out + out_len, length, 1, 3, 0);
      memcpy(out + out_len + header_bytes, messages + at + 4, length);
      out_len += header_bytes + length, at += 4 + length;
    }
    if (!SSL_write_ex(ssl, out, out_len, &written)) die("write");
    total += out_len, out_len = 0;
  }
  put_header(header, 0, 1, 3, 1 | 4);  // the end, without data
  if (!SSL_write_ex(ssl, header, header_bytes, &written)) die("write");
  read_exactly(ssl, header, header_bytes);
  uint32_t length = load_u32(header);
  unsigned char *answer = malloc(length + 1);
  read_exactly(ssl, answer, length);
  printf("%.6f %zu\n", seconds_now() - started, total);
  fwrite(answer, 1, length, stdout);
  if (header[8] == 2 && !status_code(answer, length)) return 0;
  fprintf(stderr, "feed: refused: %.*s\n", (int)(length > 300 ? 300 : length), answer);
  return 1;
}
