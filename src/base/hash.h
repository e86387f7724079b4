/* Hashes: one wrapper around xxHash, and an integer mixer for tables keyed by numbers. */
#ifndef NORMA_BASE_HASH_H
#define NORMA_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/** hash_octets - 64-bit XXH3 of len octets. */
uint64_t hash_octets(const void *p, size_t len);

/* A running digest over octets that come in pieces. */
struct hash_stream;
struct hash_stream *hash_stream_new(void);
void hash_stream_add(struct hash_stream *h, const void *p, size_t len);
uint64_t hash_stream_value(const struct hash_stream *h);
void hash_stream_free(struct hash_stream *h);

/* Finalizer with full avalanche: every input bit moves every output bit. */
static inline uint64_t hash_u64(uint64_t x)
{
	x ^= x >> 32;
	x *= 0xd6e8feb86659fd93U;
	x ^= x >> 32;
	x *= 0xd6e8feb86659fd93U;
	x ^= x >> 32;
	return x;
}

#endif
