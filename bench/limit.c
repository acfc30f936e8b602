// The limit a chat server is held against: one thread and epoll, no names, no rooms, no rules. Every line goes to every
// connection; all lines that one wake-up brings are sent to each connection in one send().
//
//   cc -O2 -o limit limit.c && ./limit PORT        listens on 127.0.0.1
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINE = 4096, BATCH = 1 << 20, MOST = 100000, EVENTS = 512 };

struct client {
    int fd, index;
    size_t line_length;          // the beginning of a line that has not come whole
    size_t waiting_length;       // what the socket did not take yet
    char *waiting;
    char line[LINE];
};

static struct client *clients[MOST];
static int count, poll_fd;
static char batch[BATCH];
static size_t batch_length;

static void watch(struct client *client, int operation, unsigned events) {
    struct epoll_event event = {.events = events, .data.ptr = client};
    epoll_ctl(poll_fd, operation, client->fd, &event);
}

static void send_or_keep(struct client *client, const char *bytes, size_t length) {
    if (client->waiting_length == 0) {
        ssize_t sent = send(client->fd, bytes, length, MSG_NOSIGNAL);
        size_t done = sent < 0 ? 0 : (size_t) sent;
        if (done == length) return;
        bytes += done;
        length -= done;
        watch(client, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
    }
    client->waiting = realloc(client->waiting, client->waiting_length + length);
    memcpy(client->waiting + client->waiting_length, bytes, length);
    client->waiting_length += length;
}

static void send_batch(void) {
    for (int i = 0; batch_length > 0 && i < count; i++) send_or_keep(clients[i], batch, batch_length);
    batch_length = 0;
}

static void send_waiting(struct client *client) {
    ssize_t sent = send(client->fd, client->waiting, client->waiting_length, MSG_NOSIGNAL);
    if (sent <= 0) return;
    client->waiting_length -= sent;
    memmove(client->waiting, client->waiting + sent, client->waiting_length);
    if (client->waiting_length == 0) watch(client, EPOLL_CTL_MOD, EPOLLIN);
}

static void accept_clients(int listener) {
    int fd, on = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        if (count == MOST) { close(fd); continue; }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct client *client = calloc(1, sizeof *client);
        client->fd = fd;
        client->index = count;
        clients[count++] = client;
        watch(client, EPOLL_CTL_ADD, EPOLLIN);
    }
}

static void drop(struct client *client) {
    clients[client->index] = clients[--count];
    clients[client->index]->index = client->index;
    close(client->fd);
    free(client->waiting);
    free(client);
}

static void receive(struct client *client) {
    ssize_t received = recv(client->fd, client->line + client->line_length, LINE - client->line_length, 0);
    if (received < 0 && errno == EAGAIN) return;
    if (received <= 0) { drop(client); return; }
    char *from = client->line, *end = client->line + client->line_length + received, *newline;
    while ((newline = memchr(from, '\n', end - from)) != NULL) {
        size_t length = newline + 1 - from;
        if (batch_length + length > BATCH) send_batch();
        memcpy(batch + batch_length, from, length);
        batch_length += length;
        from = newline + 1;
    }
    client->line_length = end - from == LINE ? 0 : end - from;
    memmove(client->line, from, client->line_length);
}

int main(int argc, char **argv) {
    if (argc != 2) return 2;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    struct client listener = {.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)};
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1]))};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener.fd, (struct sockaddr *) &address, sizeof address) || listen(listener.fd, 4096)) return 1;
    poll_fd = epoll_create1(0);
    watch(&listener, EPOLL_CTL_ADD, EPOLLIN);
    for (;;) {
        struct epoll_event events[EVENTS];
        int ready = epoll_wait(poll_fd, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            struct client *client = events[i].data.ptr;
            if (client == &listener) { accept_clients(listener.fd); continue; }
            if (events[i].events & EPOLLOUT) send_waiting(client);
            if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(client);
        }
        send_batch();
    }
}
