/* What we send: frames of WebSocket, the words of our protocol. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>

#include "load.h"

void send_frame(struct peer *peer, enum opcode opcode, const void *text, size_t bytes)
{
    unsigned char frame[1500];
    size_t head = 0;
    if (bytes > sizeof frame - 8)
        return;
    frame[head++] = 0x80 | opcode;
    if (bytes < 126) {
        frame[head++] = 0x80 | (unsigned char)bytes;
    } else {
        frame[head++] = 0x80 | 126;
        frame[head++] = bytes >> 8;
        frame[head++] = bytes & 255;
    }
    memset(frame + head, 0, 4); /* a mask of zeros leaves the text as it is */
    memcpy(frame + head + 4, text, bytes);
    if (send(peer->fd, frame, head + 4 + bytes, MSG_NOSIGNAL) < 0 && errno != EAGAIN)
        seen.errors++;
}

void say(struct peer *peer, const char *format, ...)
{
    char text[1024];
    va_list values;
    va_start(values, format);
    int bytes = vsnprintf(text, sizeof text, format, values);
    va_end(values);
    send_frame(peer, TEXT, text, (size_t)bytes);
}

void say_hello(struct peer *peer)
{
    say(peer, "{\"op\":\"hello\",\"v\":1,\"ticket\":\"%s\"}", peer->ticket);
}

void say_subscribe(struct peer *peer)
{
    if (peer->last < 0)
        say(peer, "{\"op\":\"subscribe\",\"stream\":\"%s\",\"after\":null}", peer->stream);
    else
        say(peer, "{\"op\":\"subscribe\",\"stream\":\"%s\",\"after\":%lld}", peer->stream,
            (long long)peer->last);
}

bool ask_upgrade(struct peer *peer)
{
    char request[1024];
    int bytes = snprintf(request, sizeof request,
                         "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: %s\r\n"
                         "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                         "Sec-WebSocket-Version: 13\r\n\r\n",
                         options.path, options.port, options.origin);
    return send(peer->fd, request, (size_t)bytes, MSG_NOSIGNAL) == bytes;
}
