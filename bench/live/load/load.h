/* What the parts of the load client share: the sockets, what was seen, the options. */
#ifndef LOAD_H
#define LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "histogram.h"

enum {
    MOST_SOCKETS = 20000,
    READ_BYTES = 1 << 20,
    MOST_FRAME = 1 << 20, /* what may wait for its end between two reads */
    MOST_CODES = 16,
};

enum state { IDLE, CONNECTING, UPGRADING, GREETING, READY, CLOSED };

enum opcode { TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10 };

enum protocol { PLAIN, SOCKETIO, LIVE };

struct peer {
    int fd;
    enum state state;
    bool stalled;
    char *ticket, *stream;    /* live: point into the script */
    unsigned char *rest;      /* bytes of a frame that is not whole yet */
    size_t rest_bytes;
    int64_t last;             /* sequence held, -1 before the first */
    uint64_t holes;           /* sequences jumped over and not yet seen */
    int attempts;
    int64_t open_at;          /* when to connect (again), ns; 0: not at all */
};

struct options {
    int port, sockets, at_once;
    const char *path, *origin;
    enum protocol speaks;
};

/* What was seen since the last reset. `closed` counts ends by the other side,
 * `codes` their close codes (0 without one). */
struct seen {
    uint64_t events, late, lost, twice, disordered, bytes, reads;
    uint64_t refused, resets, errors, closed;
    int64_t first_ns, last_ns;
    struct { int code; uint64_t times; } codes[MOST_CODES];
    struct histogram latency;
};

extern struct options options;
extern struct seen seen;
extern struct peer peers[MOST_SOCKETS];
extern int greeting, ready; /* sockets in their handshake, sockets in use */
extern int64_t floor_q;     /* events below it are late */
extern bool waiting_for_all;
extern FILE *trace;

/* main.c */
int64_t now_ns(void);
void fail(const char *what);

/* sockets.c: their life */
void sockets_begin(void);
void watch(struct peer *peer, int operation, uint32_t wanted);
void open_due(void);
bool any_due(void);
void close_peer(struct peer *peer, bool abort);
void lost_peer(struct peer *peer, int code);
void refused_peer(struct peer *peer);
void read_peer(struct peer *peer);
void connected_peer(struct peer *peer);
int wait_for_events(int timeout_ms, void (*on_input)(void));

/* say.c: what we send */
void send_frame(struct peer *peer, enum opcode opcode, const void *text, size_t bytes);
void say(struct peer *peer, const char *format, ...);
void say_hello(struct peer *peer);
void say_subscribe(struct peer *peer);
bool ask_upgrade(struct peer *peer);

/* hear.c: what we are sent. Both return the bytes they took. */
size_t hear_upgrade(struct peer *peer, const unsigned char *data, size_t bytes);
size_t hear_frames(struct peer *peer, const unsigned char *data, size_t bytes, int64_t now);

/* orders.c: what the bench wants */
void read_script(const char *name);
void read_orders(void);
void report(void);

#endif
