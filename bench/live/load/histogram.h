/* A histogram of latencies in microseconds: exact below 64, then 64 steps to
 * each doubling, so a reading is never more than 1.6 % low. */
#ifndef HISTOGRAM_H
#define HISTOGRAM_H

#include <stdint.h>

enum { STEPS = 64, DOUBLINGS = 40, BUCKETS = STEPS * DOUBLINGS };

struct histogram {
    uint64_t bucket[BUCKETS];
    uint64_t count;
    uint64_t largest;
};

static inline int bucket_of(uint64_t us)
{
    if (us < STEPS)
        return (int)us;
    int top = 63 - __builtin_clzll(us);
    int index = (top - 5) * STEPS + (int)((us >> (top - 6)) & (STEPS - 1));
    return index < BUCKETS ? index : BUCKETS - 1;
}

static inline uint64_t floor_of(int index)
{
    if (index < STEPS)
        return (uint64_t)index;
    return (uint64_t)(STEPS + index % STEPS) << (index / STEPS - 1);
}

static inline void histogram_add(struct histogram *h, int64_t ns)
{
    uint64_t us = ns < 0 ? 0 : (uint64_t)ns / 1000;
    h->bucket[bucket_of(us)]++;
    h->count++;
    if (us > h->largest)
        h->largest = us;
}

/* The latency, in microseconds, that `share` (0…1) of all readings keep to. */
static inline uint64_t histogram_at(const struct histogram *h, double share)
{
    uint64_t wanted = (uint64_t)(share * (double)h->count), seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
        seen += h->bucket[i];
        if (seen > wanted)
            return floor_of(i);
    }
    return h->largest;
}

#endif
