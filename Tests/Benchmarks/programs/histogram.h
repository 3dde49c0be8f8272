// Latencies in nanoseconds, to three significant digits, in constant room whatever their number: buckets that double, each cut into 1024
// (the layout of HdrHistogram).
#pragma once
#include <stdint.h>
#include <stddef.h>

enum { histogram_cut = 1024, histogram_slots = 55 * histogram_cut };

typedef struct {
  uint64_t count, greatest, slots[histogram_slots];
} Histogram;

static inline size_t histogram_slot(uint64_t value) {
  int shift = value < 2 * histogram_cut ? 0 : 53 - __builtin_clzll(value);
  return (size_t)shift * histogram_cut + (value >> shift);
}

static inline void histogram_record(Histogram *h, double seconds) {
  uint64_t value = seconds > 0 ? (uint64_t)(seconds * 1e9) : 0;
  h->count++;
  h->slots[histogram_slot(value)]++;
  if (value > h->greatest) h->greatest = value;
}

// In microseconds; the middle of the slot that the share (0 ... 1) of all lies in.
static inline double histogram_at(const Histogram *h, double share) {
  uint64_t wanted = (uint64_t)(share * (double)h->count), seen = 0;
  for (size_t i = 0; i < histogram_slots; i++) {
    seen += h->slots[i];
    if (seen <= wanted) continue;
    size_t shift = i < 2 * histogram_cut ? 0 : i / histogram_cut - 1;
    return ((double)((i - shift * histogram_cut) << shift) + (double)((1ull << shift) - 1) / 2) / 1e3;
  }
  return (double)h->greatest / 1e3;
}
