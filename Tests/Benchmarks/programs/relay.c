/* An SMTP relay on loopback that gives every reply a round trip late, and measures how fast messages come.

   relay RTT_US WARM MESSAGES [hang | refuse EVERY | pipelining]

   Prints "ready PORT". The clock starts when WARM messages were answered, so that the sender's slow start is over. With "hang" the next
   message after that is never answered; with "refuse" one recipient in EVERY is refused; with "pipelining" that is offered. When MESSAGES more were answered or refused, prints
   "messages seconds bytes cpu_seconds" and ends: bytes per message as they came, its own CPU time while the clock ran. One thread, epoll;
   the replies wait in one queue, since all wait equally long. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 1024, WAITING = 4096, LINE = 1024 };

static struct connection {
    int open, in_message, matched;
    size_t length;
    char line[LINE];
    unsigned generation;
} connections[CONNECTIONS];

static struct reply {
    long long due;
    int descriptor, is_final;
    unsigned generation;
    const char *text;
} waiting[WAITING];
static unsigned first_waiting, end_waiting;

static long long rtt, started;
static long warm, wanted, answered, bytes, recipients, refused_every;
static int hangs, pipelines, poll_descriptor;
static double cpu_before;

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static double cpu(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void answer(int descriptor, const char *text, int is_final) {
    if (end_waiting - first_waiting == WAITING) { fprintf(stderr, "too many replies wait\n"); exit(1); }
    waiting[end_waiting++ % WAITING] = (struct reply){now() + rtt, descriptor, is_final, connections[descriptor].generation, text};
}

static void count(void) {
    answered++;
    if (answered == warm) {
        started = now();
        cpu_before = cpu();
        bytes = 0;
    }
    if (answered < warm + wanted) return;
    printf("%ld %.6f %ld %.6f\n", wanted, (now() - started) / 1e9, bytes / wanted, cpu() - cpu_before);
    exit(0);
}

static void send_due(void) {
    while (first_waiting != end_waiting && waiting[first_waiting % WAITING].due <= now()) {
        struct reply reply = waiting[first_waiting++ % WAITING];
        struct connection *connection = &connections[reply.descriptor];
        if (!connection->open || connection->generation != reply.generation) continue;
        if (reply.is_final && hangs && answered == warm) {
            hangs = 0;
            continue;
        }
        if (write(reply.descriptor, reply.text, strlen(reply.text)) < 0 && errno != EPIPE && errno != ECONNRESET) fail("write");
        if (reply.is_final) count();
    }
}

static void command(int descriptor) {
    struct connection *connection = &connections[descriptor];
    if (!strncasecmp(connection->line, "DATA", 4)) {
        connection->in_message = 1;
        connection->matched = 2; /* the line end before the message counts for a first dot */
        answer(descriptor, "354 go on\r\n", 0);
    } else if (refused_every && !strncasecmp(connection->line, "RCPT", 4) && ++recipients % refused_every == 0) {
        answer(descriptor, "550 5.7.1 no\r\n", 1);
    } else if (pipelines && !strncasecmp(connection->line, "EHLO", 4)) {
        answer(descriptor, "250-relay.test\r\n250 PIPELINING\r\n", 0);
    } else if (!strncasecmp(connection->line, "QUIT", 4)) {
        answer(descriptor, "221 2.0.0 bye\r\n", 0);
    } else {
        answer(descriptor, "250 2.0.0 ok\r\n", 0);
    }
}

static void received(int descriptor, const char *data, size_t size) {
    static const char end[] = "\r\n.\r\n";
    struct connection *connection = &connections[descriptor];
    for (size_t i = 0; i < size; i++) {
        if (connection->in_message) {
            bytes++;
            if (data[i] == end[connection->matched]) connection->matched++;
            else connection->matched = data[i] == '\r';
            if (connection->matched < 5) continue;
            connection->in_message = 0;
            answer(descriptor, "250 2.0.0 queued\r\n", 1);
        } else if (data[i] == '\n') {
            command(descriptor);
            connection->length = 0;
        } else if (connection->length < LINE - 1) {
            connection->line[connection->length++] = data[i];
            connection->line[connection->length] = 0;
        }
    }
}

static void take(int listener) {
    int descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK), on = 1;
    if (descriptor < 0) return;
    if (descriptor >= CONNECTIONS) { fprintf(stderr, "too many connections\n"); exit(1); }
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    unsigned generation = connections[descriptor].generation + 1;
    connections[descriptor] = (struct connection){.open = 1, .generation = generation};
    struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
    if (epoll_ctl(poll_descriptor, EPOLL_CTL_ADD, descriptor, &event)) fail("epoll_ctl");
    answer(descriptor, "220 relay.test ESMTP\r\n", 0);
}

int main(int argc, char **argv) {
    if (argc < 4) { fprintf(stderr, "usage: relay RTT_US WARM MESSAGES [hang | refuse EVERY | pipelining]\n"); return 2; }
    rtt = atoll(argv[1]) * 1000;
    warm = atol(argv[2]) > 0 ? atol(argv[2]) : 1;
    wanted = atol(argv[3]);
    hangs = argc > 4 && !strcmp(argv[4], "hang");
    pipelines = argc > 4 && !strcmp(argv[4], "pipelining");
    refused_every = argc > 5 && !strcmp(argv[4], "refuse") ? atol(argv[5]) : 0;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 1024)) fail("listen");
    getsockname(listener, (struct sockaddr *)&address, &size);
    poll_descriptor = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener};
    if (epoll_ctl(poll_descriptor, EPOLL_CTL_ADD, listener, &event)) fail("epoll_ctl");
    printf("ready %d\n", ntohs(address.sin_port));
    fflush(stdout);
    static char data[65536];
    for (;;) {
        struct epoll_event events[64];
        struct timespec wait = {1, 0};
        if (first_waiting != end_waiting) {
            long long left = waiting[first_waiting % WAITING].due - now();
            if (left < 0) left = 0;
            wait = (struct timespec){left / 1000000000, left % 1000000000};
        }
        int many = epoll_pwait2(poll_descriptor, events, 64, &wait, NULL);
        if (many < 0 && errno != EINTR) fail("epoll_pwait2");
        for (int i = 0; i < many; i++) {
            int descriptor = events[i].data.fd;
            if (descriptor == listener) {
                take(listener);
                continue;
            }
            ssize_t size = read(descriptor, data, sizeof data);
            if (size > 0) {
                received(descriptor, data, size);
            } else if (size == 0 || errno != EAGAIN) {
                connections[descriptor].open = 0;
                close(descriptor);
            }
        }
        send_due();
    }
}
