/* The bound: a C program that does only what every server here must do.
 *
 *   bound PORT REDIS_PORT CHANNEL each|joined
 *
 * It subscribes to one Redis channel and writes each message, as a WebSocket
 * text frame, to every socket. `each` is one send() for each message and
 * socket, the bound that the target names. `joined` puts the messages of one
 * read from Redis into one send() for each socket: what the machine can do.
 *
 * It serves only the load client beside it, so it knows one handshake key (the
 * example of RFC 6455, section 1.3) and takes whatever a client says as read.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    MOST_FILES = 32768,
    REDIS_BYTES = 4 << 20,
    FRAMES_BYTES = 8 << 20,
    EVENTS_AT_ONCE = 512,
};

static const char KEY[] = "dGhlIHNhbXBsZSBub25jZQ==";
static const char ANSWER[] = "HTTP/1.1 101 Switching Protocols\r\n"
                             "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                             "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

/* A socket, by its file number. `waiting` is what the kernel would not take. */
struct listener {
    bool upgraded;
    int place; /* in `listening` */
    unsigned char *waiting;
    size_t waiting_bytes, waiting_room;
};

static struct listener listeners[MOST_FILES];
static int listening[MOST_FILES], listening_count;
static int poll_fd, accept_fd, redis_fd;
static bool joined;

static unsigned char from_redis[REDIS_BYTES], frames[FRAMES_BYTES];
static size_t from_redis_bytes, frames_bytes;

static void fail(const char *what)
{
    perror(what);
    exit(1);
}

static void watch(int fd, int operation, uint32_t wanted)
{
    struct epoll_event event = {.events = wanted, .data.fd = fd};
    if (epoll_ctl(poll_fd, operation, fd, &event) < 0)
        fail("epoll_ctl");
}

/* ---- sockets ------------------------------------------------------------- */

static void forget(int fd)
{
    struct listener *listener = &listeners[fd];
    if (listener->upgraded) {
        int moved = listening[--listening_count];
        listening[listener->place] = moved;
        listeners[moved].place = listener->place;
    }
    listener->upgraded = false;
    listener->waiting_bytes = 0;
    close(fd);
}

static void keep_waiting(int fd, const unsigned char *bytes, size_t count)
{
    struct listener *listener = &listeners[fd];
    if (listener->waiting_bytes + count > listener->waiting_room) {
        listener->waiting_room = (listener->waiting_bytes + count) * 2;
        listener->waiting = realloc(listener->waiting, listener->waiting_room);
        if (!listener->waiting)
            fail("memory");
    }
    memcpy(listener->waiting + listener->waiting_bytes, bytes, count);
    listener->waiting_bytes += count;
}

static void write_to(int fd, const unsigned char *bytes, size_t count)
{
    if (!listeners[fd].waiting_bytes) {
        ssize_t taken = send(fd, bytes, count, MSG_NOSIGNAL);
        if (taken == (ssize_t)count)
            return;
        if (taken < 0 && errno != EAGAIN)
            return; /* its hang-up comes as an event of its own */
        if (taken > 0) {
            bytes += taken;
            count -= (size_t)taken;
        }
        watch(fd, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
    }
    keep_waiting(fd, bytes, count);
}

static void write_waiting(int fd)
{
    struct listener *listener = &listeners[fd];
    ssize_t taken = send(fd, listener->waiting, listener->waiting_bytes, MSG_NOSIGNAL);
    if (taken > 0) {
        listener->waiting_bytes -= (size_t)taken;
        memmove(listener->waiting, listener->waiting + taken, listener->waiting_bytes);
    }
    if (!listener->waiting_bytes)
        watch(fd, EPOLL_CTL_MOD, EPOLLIN);
}

static void write_frames_to_all(void)
{
    for (int i = 0; i < listening_count; i++)
        write_to(listening[i], frames, frames_bytes);
    frames_bytes = 0;
}

static void accept_all(void)
{
    int fd, one = 1;
    while ((fd = accept4(accept_fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        if (fd >= MOST_FILES) {
            close(fd);
            continue;
        }
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        watch(fd, EPOLL_CTL_ADD, EPOLLIN);
    }
}

static void hear(int fd)
{
    char bytes[4096];
    ssize_t got = recv(fd, bytes, sizeof bytes - 1, 0);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0) {
        forget(fd);
        return;
    }
    if (listeners[fd].upgraded)
        return;
    bytes[got] = 0;
    if (!strstr(bytes, KEY) || send(fd, ANSWER, sizeof ANSWER - 1, MSG_NOSIGNAL) < 0) {
        forget(fd);
        return;
    }
    listeners[fd].upgraded = true;
    listeners[fd].place = listening_count;
    listening[listening_count++] = fd;
}

/* ---- Redis --------------------------------------------------------------- */

static void add_frame(const unsigned char *text, size_t bytes)
{
    if (bytes > 65535 || frames_bytes + bytes + 4 > FRAMES_BYTES)
        return;
    frames[frames_bytes++] = 0x81;
    if (bytes < 126) {
        frames[frames_bytes++] = (unsigned char)bytes;
    } else {
        frames[frames_bytes++] = 126;
        frames[frames_bytes++] = bytes >> 8;
        frames[frames_bytes++] = bytes & 255;
    }
    memcpy(frames + frames_bytes, text, bytes);
    frames_bytes += bytes;
}

/* The end of a line that begins at `at`, past its newline; NULL if not whole. */
static unsigned char *line_end(unsigned char *at, const unsigned char *end)
{
    unsigned char *newline = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
    return newline ? newline + 1 : NULL;
}

/* Reads one array of RESP: the last string goes out if it is a message (three
 * strings; the answer to SUBSCRIBE ends in a number). Returns what follows it,
 * or NULL while it is not whole. */
static unsigned char *take_message(unsigned char *at, const unsigned char *end)
{
    unsigned char *next = line_end(at, end), *text = NULL;
    long length = 0;
    if (!next)
        return NULL;
    for (long parts = atol((char *)at + 1); parts > 0; parts--) {
        unsigned char *head = next;
        if (!(next = line_end(head, end)))
            return NULL;
        text = NULL;
        if (*head == ':')
            continue;
        length = atol((char *)head + 1);
        if (end - next < length + 2)
            return NULL;
        text = next;
        next += length + 2;
    }
    if (text)
        add_frame(text, (size_t)length);
    return next;
}

static void read_redis(void)
{
    ssize_t got = read(redis_fd, from_redis + from_redis_bytes, REDIS_BYTES - from_redis_bytes);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0)
        exit(0); /* Redis is gone, so is the bench */
    from_redis_bytes += (size_t)got;
    unsigned char *at = from_redis, *end = from_redis + from_redis_bytes, *next;
    while ((next = take_message(at, end))) {
        at = next;
        if (!joined)
            write_frames_to_all();
    }
    if (frames_bytes)
        write_frames_to_all();
    from_redis_bytes = (size_t)(end - at);
    memmove(from_redis, at, from_redis_bytes);
}

static struct sockaddr_in local(const char *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    return address;
}

static void subscribe(const char *port, const char *channel)
{
    struct sockaddr_in address = local(port);
    char order[512];
    int bytes = snprintf(order, sizeof order, "*2\r\n$9\r\nSUBSCRIBE\r\n$%zu\r\n%s\r\n",
                         strlen(channel), channel);
    redis_fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(redis_fd, (void *)&address, sizeof address) < 0)
        fail("redis");
    if (write(redis_fd, order, (size_t)bytes) != bytes)
        fail("redis");
    fcntl(redis_fd, F_SETFL, O_NONBLOCK);
    watch(redis_fd, EPOLL_CTL_ADD, EPOLLIN);
}

static void listen_on(const char *port)
{
    struct sockaddr_in address = local(port);
    int one = 1;
    accept_fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(accept_fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(accept_fd, (void *)&address, sizeof address) < 0 || listen(accept_fd, 4096) < 0)
        fail("listen");
    watch(accept_fd, EPOLL_CTL_ADD, EPOLLIN);
}

int main(int count, char **values)
{
    struct epoll_event events[EVENTS_AT_ONCE];
    if (count != 5) {
        fprintf(stderr, "usage: bound PORT REDIS_PORT CHANNEL each|joined\n");
        return 2;
    }
    joined = !strcmp(values[4], "joined");
    poll_fd = epoll_create1(EPOLL_CLOEXEC);
    subscribe(values[2], values[3]);
    listen_on(values[1]);
    for (;;) {
        int ready = epoll_wait(poll_fd, events, EVENTS_AT_ONCE, -1);
        for (int i = 0; i < ready; i++) {
            int fd = events[i].data.fd;
            if (fd == accept_fd) {
                accept_all();
            } else if (fd == redis_fd) {
                read_redis();
            } else {
                if (events[i].events & EPOLLOUT)
                    write_waiting(fd);
                if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
                    hear(fd);
            }
        }
    }
}
