/* What we are sent: the answer to the upgrade, frames, events and their order. */
#define _GNU_SOURCE
#include <string.h>

#include "load.h"

static void is_ready(struct peer *peer)
{
    if (peer->state == GREETING) {
        greeting--;
        ready++;
        peer->attempts = 0;
        peer->state = READY;
    }
}

/* The whole number after `name`, a JSON key with its colon; -1 without one. */
static int64_t number_after(const unsigned char *text, size_t bytes, const char *name)
{
    size_t length = strlen(name);
    const unsigned char *at = memmem(text, bytes, name, length), *end = text + bytes;
    if (!at)
        return -1;
    int64_t number = 0;
    for (at += length; at < end && *at == ' '; at++)
        ;
    if (at == end || *at < '0' || *at > '9')
        return -1;
    for (; at < end && *at >= '0' && *at <= '9'; at++)
        number = number * 10 + (*at - '0');
    return number;
}

static bool begins(const unsigned char *text, size_t bytes, const char *with)
{
    size_t length = strlen(with);
    return bytes >= length && memcmp(text, with, length) == 0;
}

/* Order, loss and doubles. A sequence below the last one fills a hole if the
 * socket has one (it came out of order), else it came twice. */
static void check_sequence(struct peer *peer, int64_t q)
{
    if (peer->last < 0 || q == peer->last + 1) {
        peer->last = q;
    } else if (q > peer->last) {
        uint64_t jumped = (uint64_t)(q - peer->last - 1);
        peer->holes += jumped;
        seen.lost += jumped;
        peer->last = q;
    } else if (q < peer->last && peer->holes) {
        peer->holes--;
        seen.lost--;
        seen.disordered++;
    } else {
        seen.twice++;
    }
}

static void hear_event(struct peer *peer, const unsigned char *text, size_t bytes, int64_t now)
{
    int64_t q = number_after(text, bytes, "\"q\":");
    if (q < 0)
        return;
    check_sequence(peer, q);
    if (trace) {
        int64_t mark = number_after(text, bytes, "bench-");
        if (mark >= 0)
            fprintf(trace, "%d %lld %lld\n", (int)(peer - peers), (long long)mark, (long long)now);
    }
    if (q < floor_q) {
        seen.late++;
        return;
    }
    int64_t sent = number_after(text, bytes, "\"ns\":");
    if (sent > 0)
        histogram_add(&seen.latency, now - sent);
    seen.events++;
    seen.last_ns = now;
    if (!seen.first_ns)
        seen.first_ns = now;
}

static void hear_socketio(struct peer *peer, const unsigned char *text, size_t bytes, int64_t now)
{
    if (begins(text, bytes, "42"))
        hear_event(peer, text, bytes, now);
    else if (begins(text, bytes, "40"))
        is_ready(peer);
    else if (begins(text, bytes, "0"))
        send_frame(peer, TEXT, "40", 2);
    else if (begins(text, bytes, "2"))
        send_frame(peer, TEXT, "3", 1);
}

static void hear_live(struct peer *peer, const unsigned char *text, size_t bytes, int64_t now)
{
    if (begins(text, bytes, "{\"q\":")) {
        hear_event(peer, text, bytes, now);
    } else if (begins(text, bytes, "{\"op\":\"welcome\"")) {
        say_subscribe(peer);
    } else if (begins(text, bytes, "{\"op\":\"subscribed\"")) {
        if (peer->last < 0)
            peer->last = number_after(text, bytes, "\"seq\":");
        is_ready(peer);
    } else if (begins(text, bytes, "{\"op\":\"ping\"")) {
        say(peer, "{\"op\":\"pong\"}");
    } else if (begins(text, bytes, "{\"op\":\"reset\"")) {
        seen.resets++;
        peer->last = number_after(text, bytes, "\"seq\":");
    } else if (begins(text, bytes, "{\"op\":\"denied\"") || begins(text, bytes, "{\"op\":\"error\"")) {
        if (!seen.errors++)
            fprintf(stderr, "load: %.*s\n", (int)bytes, text);
    }
}

static void hear_frame(struct peer *peer, int opcode, const unsigned char *text, size_t bytes,
                       int64_t now)
{
    if (opcode == CLOSE)
        lost_peer(peer, bytes >= 2 ? text[0] << 8 | text[1] : 1005);
    else if (opcode == PING)
        send_frame(peer, PONG, text, bytes);
    else if (opcode != TEXT && opcode != BINARY)
        return;
    else if (options.speaks == LIVE)
        hear_live(peer, text, bytes, now);
    else if (options.speaks == SOCKETIO)
        hear_socketio(peer, text, bytes, now);
    else
        hear_event(peer, text, bytes, now);
}

/* Bytes taken by the whole frames at the start of `data`. */
size_t hear_frames(struct peer *peer, const unsigned char *data, size_t bytes, int64_t now)
{
    size_t taken = 0;
    while (peer->state != CLOSED && bytes - taken >= 2) {
        const unsigned char *frame = data + taken;
        size_t head = 2, length = frame[1] & 127;
        if (length == 126)
            head = 4;
        else if (length == 127)
            head = 10;
        if (bytes - taken < head)
            break;
        if (head > 2) {
            length = 0;
            for (size_t i = 2; i < head; i++)
                length = length << 8 | frame[i];
        }
        if (length > MOST_FRAME - 16) {
            lost_peer(peer, 1009);
            break;
        }
        if (bytes - taken < head + length)
            break;
        hear_frame(peer, frame[0] & 15, frame + head, length, now);
        taken += head + length;
    }
    return taken;
}

/* Bytes of the answer to our upgrade, 0 while it is not whole. */
size_t hear_upgrade(struct peer *peer, const unsigned char *data, size_t bytes)
{
    const unsigned char *end = memmem(data, bytes, "\r\n\r\n", 4);
    if (!end)
        return 0;
    if (!begins(data, bytes, "HTTP/1.1 101")) {
        if (!seen.refused)
            fprintf(stderr, "load: refused: %.70s\n", data);
        refused_peer(peer);
        return 0;
    }
    peer->state = GREETING;
    if (options.speaks == LIVE)
        say_hello(peer);
    else if (options.speaks == PLAIN)
        is_ready(peer);
    return (size_t)(end - data) + 4;
}
