/* A WebSocket load client: one thread, one epoll, many sockets.
 *
 *   load --port P --path /live --sockets N
 *        [--speaks plain|socketio|live]   the protocol above WebSocket
 *        [--script FILE]                  live: line i is "TICKET STREAM" for socket i
 *        [--origin URL] [--at-once 64]    handshakes under way at a time
 *        [--trace FILE]                   one line "SOCKET MARK NS" per frame with "bench-MARK"
 *
 * Every event carries `"q":SEQ`, which must rise by one on each socket, and
 * `"ns":SENT`, from which the latency is taken at the moment its bytes are
 * read. Nothing else of the payload is looked at.
 *
 * Orders come on standard input, one a line; each answers with one line of
 * JSON on standard output (see `report`):
 *
 *   stat         the figures since the last reset
 *   reset Q      clear them; events below sequence Q then count as "late" only
 *   stall K      stop reading the first K sockets, as a sleeping phone does
 *   wake         read them again
 *   cut          abort every socket at once
 *   open FILE MS connect every closed socket again with the script in FILE,
 *                each from the last sequence it held, spread over MS milliseconds
 *   quit
 *
 * The client says when it is the bottleneck: `cpu_s` is its own processor time.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "load.h"

struct options options = {.at_once = 64, .path = "/", .origin = "http://127.0.0.1"};
struct seen seen;
struct peer peers[MOST_SOCKETS];
int greeting, ready;
int64_t floor_q;
bool waiting_for_all = true;
FILE *trace;

int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

void fail(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void read_options(int count, char **values)
{
    const char *script_name = NULL;
    for (int i = 1; i + 1 < count; i += 2) {
        const char *name = values[i], *value = values[i + 1];
        if (!strcmp(name, "--port"))
            options.port = atoi(value);
        else if (!strcmp(name, "--path"))
            options.path = value;
        else if (!strcmp(name, "--sockets"))
            options.sockets = atoi(value);
        else if (!strcmp(name, "--at-once"))
            options.at_once = atoi(value);
        else if (!strcmp(name, "--origin"))
            options.origin = value;
        else if (!strcmp(name, "--script"))
            script_name = value;
        else if (!strcmp(name, "--speaks"))
            options.speaks = !strcmp(value, "live") ? LIVE : !strcmp(value, "socketio") ? SOCKETIO : PLAIN;
        else if (!strcmp(name, "--trace") && !(trace = fopen(value, "w")))
            fail(value);
    }
    if (options.port < 1 || options.sockets < 1 || options.sockets > MOST_SOCKETS) {
        fprintf(stderr, "load: --port and --sockets (1 to %d) are needed\n", MOST_SOCKETS);
        exit(2);
    }
    for (int i = 0; i < options.sockets; i++)
        peers[i] = (struct peer){.fd = -1, .last = -1, .open_at = 1};
    if (script_name)
        read_script(script_name);
}

int main(int count, char **values)
{
    read_options(count, values);
    srand48(now_ns());
    sockets_begin();
    for (;;) {
        open_due();
        wait_for_events(waiting_for_all ? 5 : 50, read_orders);
        if (waiting_for_all && greeting == 0 && !any_due()) {
            waiting_for_all = false;
            report();
        }
    }
}
