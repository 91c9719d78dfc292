/* What the bench wants: one order a line on standard input, one line of JSON for each on standard output. */
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "load.h"

static char *script;

/* Line i of the script is "TICKET STREAM" for socket i. */
void read_script(const char *name)
{
    FILE *file = fopen(name, "r");
    if (!file)
        fail(name);
    fseek(file, 0, SEEK_END);
    size_t bytes = (size_t)ftell(file);
    rewind(file);
    free(script);
    script = calloc(1, bytes + 1);
    if (!script || fread(script, 1, bytes, file) != bytes)
        fail(name);
    fclose(file);
    char *line = script;
    for (int i = 0; i < options.sockets; i++) {
        peers[i].ticket = strsep(&line, " ");
        peers[i].stream = strsep(&line, "\n");
        if (!peers[i].stream || !*peers[i].stream) {
            fprintf(stderr, "load: %s has fewer lines than there are sockets\n", name);
            exit(1);
        }
    }
}

static double cpu_seconds(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
           (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static void put(const char *name, int64_t value)
{
    printf("\"%s\":%" PRId64 ",", name, value);
}

void report(void)
{
    int64_t least = INT64_MAX, most = -1;
    for (int i = 0; i < options.sockets; i++) {
        least = peers[i].last < least ? peers[i].last : least;
        most = peers[i].last > most ? peers[i].last : most;
    }
    putchar('{');
    put("open", ready);
    put("closed", (int64_t)seen.closed);
    put("refused", (int64_t)seen.refused);
    put("resets", (int64_t)seen.resets);
    put("errors", (int64_t)seen.errors);
    put("events", (int64_t)seen.events);
    put("late", (int64_t)seen.late);
    put("lost", (int64_t)seen.lost);
    put("twice", (int64_t)seen.twice);
    put("disordered", (int64_t)seen.disordered);
    put("least", least); /* the sequence held by the socket that has least */
    put("most", most);
    put("bytes", (int64_t)seen.bytes);
    put("reads", (int64_t)seen.reads);
    put("p50_us", (int64_t)histogram_at(&seen.latency, 0.5));
    put("p90_us", (int64_t)histogram_at(&seen.latency, 0.9));
    put("p99_us", (int64_t)histogram_at(&seen.latency, 0.99));
    put("max_us", (int64_t)seen.latency.largest);
    put("first_ns", seen.first_ns);
    put("last_ns", seen.last_ns);
    put("now_ns", now_ns());
    printf("\"cpu_s\":%.3f,\"codes\":{", cpu_seconds());
    for (int i = 0; i < MOST_CODES && seen.codes[i].times; i++)
        printf("%s\"%d\":%" PRIu64, i ? "," : "", seen.codes[i].code, seen.codes[i].times);
    puts("}}");
    fflush(stdout);
    if (trace)
        fflush(trace);
}

static void reset(int64_t from)
{
    memset(&seen, 0, sizeof seen);
    floor_q = from;
}

static void stall(int how_many)
{
    int tiny = 4096;
    for (int i = 0; i < how_many && i < options.sockets; i++) {
        if (peers[i].state != READY)
            continue;
        setsockopt(peers[i].fd, SOL_SOCKET, SO_RCVBUF, &tiny, sizeof tiny);
        watch(&peers[i], EPOLL_CTL_MOD, 0);
        peers[i].stalled = true;
    }
}

static void wake(void)
{
    for (int i = 0; i < options.sockets; i++) {
        if (peers[i].stalled)
            watch(&peers[i], EPOLL_CTL_MOD, EPOLLIN);
        peers[i].stalled = false;
    }
}

static void cut(void)
{
    for (int i = 0; i < options.sockets; i++)
        if (peers[i].fd >= 0)
            close_peer(&peers[i], true);
}

static void reopen(char *file)
{
    char *spread_ms = file ? strchr(file, ' ') : NULL;
    if (spread_ms)
        *spread_ms++ = 0;
    if (file)
        read_script(file);
    double spread_ns = spread_ms ? atof(spread_ms) * 1e6 : 0;
    int64_t now = now_ns();
    for (int i = 0; i < options.sockets; i++)
        if (peers[i].state == CLOSED)
            peers[i].open_at = now + 1 + (int64_t)(drand48() * spread_ns);
    options.at_once = options.sockets; /* the spread is all that holds them back */
    waiting_for_all = true;
}

static void obey(char *order)
{
    char *value = strchr(order, ' ');
    if (value)
        *value++ = 0;
    if (!strcmp(order, "quit"))
        exit(0);
    else if (!strcmp(order, "reset"))
        reset(value ? atoll(value) : 0);
    else if (!strcmp(order, "stall"))
        stall(value ? atoi(value) : 1);
    else if (!strcmp(order, "wake"))
        wake();
    else if (!strcmp(order, "cut"))
        cut();
    else if (!strcmp(order, "open")) {
        reopen(value);
        return; /* answers when all are ready */
    }
    report();
}

/* Standard input ends when the bench does; then so do we. */
void read_orders(void)
{
    static char line[512];
    static size_t length;
    char bytes[512];
    ssize_t got = read(0, bytes, sizeof bytes);
    if (got == 0)
        exit(0);
    for (ssize_t i = 0; i < got; i++) {
        if (bytes[i] != '\n') {
            if (length < sizeof line - 1)
                line[length++] = bytes[i];
            continue;
        }
        line[length] = 0;
        length = 0;
        obey(line);
    }
}
