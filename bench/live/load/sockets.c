/* The sockets' life: opened when they are due, read, closed by us or by the other side. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "load.h"

enum { EVENTS_AT_ONCE = 512 };

static unsigned char buffer[MOST_FRAME + READ_BYTES];
static int poll_fd;

void sockets_begin(void)
{
    poll_fd = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event orders = {.events = EPOLLIN, .data.ptr = NULL};
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, 0, &orders);
}

void watch(struct peer *peer, int operation, uint32_t wanted)
{
    struct epoll_event event = {.events = wanted, .data.ptr = peer};
    if (epoll_ctl(poll_fd, operation, peer->fd, &event) < 0)
        fail("epoll_ctl");
}

void close_peer(struct peer *peer, bool abort)
{
    if (peer->state == READY)
        ready--;
    else if (peer->state != CLOSED && peer->state != IDLE)
        greeting--;
    if (abort) {
        struct linger now = {.l_onoff = 1, .l_linger = 0};
        setsockopt(peer->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    close(peer->fd); /* leaves the epoll set by itself */
    peer->fd = -1;
    peer->state = CLOSED;
    peer->stalled = false;
    peer->rest_bytes = 0;
}

static void count_code(int code)
{
    for (int i = 0; i < MOST_CODES; i++) {
        if (seen.codes[i].times == 0)
            seen.codes[i].code = code;
        if (seen.codes[i].code == code) {
            seen.codes[i].times++;
            return;
        }
    }
}

/* The other side ended it: with a close frame's code, or 0 without one. */
void lost_peer(struct peer *peer, int code)
{
    seen.closed++;
    count_code(code);
    close_peer(peer, false);
}

/* Refused before it was a WebSocket: come again, as a browser does, after a
 * random part of 1, 2, 4 … 16 s. */
void refused_peer(struct peer *peer)
{
    seen.refused++;
    close_peer(peer, false);
    int most = peer->attempts < 4 ? 1 << peer->attempts : 16;
    peer->attempts++;
    peer->open_at = now_ns() + (int64_t)(drand48() * most * 1e9);
}

static void keep_rest(struct peer *peer, const unsigned char *data, size_t bytes)
{
    peer->rest_bytes = bytes;
    if (!bytes)
        return;
    unsigned char *room = realloc(peer->rest, bytes);
    if (!room)
        fail("memory");
    peer->rest = memcpy(room, data, bytes);
}

void read_peer(struct peer *peer)
{
    size_t held = peer->rest_bytes;
    if (held)
        memcpy(buffer, peer->rest, held);
    ssize_t got = recv(peer->fd, buffer + held, READ_BYTES, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        if (peer->state == UPGRADING)
            refused_peer(peer);
        else
            lost_peer(peer, 0);
        return;
    }
    seen.bytes += (uint64_t)got;
    seen.reads++;
    int64_t now = now_ns();
    size_t bytes = held + (size_t)got, taken = 0;
    if (peer->state == UPGRADING)
        taken = hear_upgrade(peer, buffer, bytes);
    if (peer->state == GREETING || peer->state == READY)
        taken += hear_frames(peer, buffer + taken, bytes - taken, now);
    if (peer->state != CLOSED)
        keep_rest(peer, buffer + taken, bytes - taken);
}

static void open_peer(struct peer *peer)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)options.port)};
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    int one = 1;
    peer->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (peer->fd < 0)
        fail("socket");
    setsockopt(peer->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    peer->state = CONNECTING;
    peer->open_at = 0;
    peer->rest_bytes = 0;
    greeting++;
    if (connect(peer->fd, (void *)&address, sizeof address) < 0 && errno != EINPROGRESS) {
        refused_peer(peer);
        return;
    }
    watch(peer, EPOLL_CTL_ADD, EPOLLOUT);
}

void connected_peer(struct peer *peer)
{
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(peer->fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error || !ask_upgrade(peer)) {
        refused_peer(peer);
        return;
    }
    peer->state = UPGRADING;
    watch(peer, EPOLL_CTL_MOD, EPOLLIN);
}

void open_due(void)
{
    if (!waiting_for_all)
        return;
    int64_t now = now_ns();
    for (int i = 0; i < options.sockets && greeting < options.at_once; i++)
        if (peers[i].open_at && peers[i].open_at <= now)
            open_peer(&peers[i]);
}

bool any_due(void)
{
    for (int i = 0; i < options.sockets; i++)
        if (peers[i].open_at)
            return true;
    return false;
}

static void handle(struct peer *peer, uint32_t events)
{
    if (peer->fd < 0)
        return; /* closed by an earlier event of this round */
    if (peer->state == CONNECTING)
        connected_peer(peer);
    else if (!peer->stalled)
        read_peer(peer);
    else if (events & (EPOLLERR | EPOLLHUP))
        lost_peer(peer, 0); /* cut while asleep: a stalled socket hears nothing else */
}

int wait_for_events(int timeout_ms, void (*on_input)(void))
{
    struct epoll_event events[EVENTS_AT_ONCE];
    int count = epoll_wait(poll_fd, events, EVENTS_AT_ONCE, timeout_ms);
    for (int i = 0; i < count; i++) {
        if (events[i].data.ptr)
            handle(events[i].data.ptr, events[i].events);
        else
            on_input();
    }
    return count;
}
