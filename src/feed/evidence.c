#include "feed/evidence.h"

#include "base/hash.h"

#include <stdlib.h>

struct kept {
	uint32_t file;
	uint64_t record, offset;
	size_t at, len; /* in octets */
};

struct staged {
	uint64_t key; /* peer and family, prefix; + 1, 0: empty */
	uint32_t message;
};

struct evidence_store {
	const struct apply *apply;
	struct bogon_detector *detector;
	VEC(struct kept) messages;
	struct buf octets;
	struct staged *staged; /* open addressing */
	size_t n_staged, mask;
};

struct evidence_store *evidence_store_new(const struct apply *apply)
{
	struct evidence_store *s = mem_new(1, sizeof *s);
	s->apply = apply;
	s->mask = 255;
	s->staged = mem_new(s->mask + 1, sizeof *s->staged);
	return s;
}

void evidence_store_free(struct evidence_store *s)
{
	if (!s)
		return;
	vec_free(&s->messages);
	buf_fini(&s->octets);
	free(s->staged);
	free(s);
}

void evidence_watch(struct evidence_store *s, struct bogon_detector *detector)
{
	s->detector = detector;
}

/* The record that is being applied. Several changes of one record come in a row, so a look at the last one
 * kept is enough to keep each once. */
static uint32_t keep_now(struct evidence_store *s)
{
	const struct apply_now *now = &s->apply->now;
	if (!now->record)
		return RIB_NONE;
	if (s->messages.n > 0) {
		const struct kept *last = &s->messages.at[s->messages.n - 1];
		if (last->file == now->file && last->record == now->record->number)
			return (uint32_t)s->messages.n - 1;
	}
	struct kept k = {.file = now->file,
	                 .record = now->record->number,
	                 .offset = now->record->offset,
	                 .at = s->octets.len};
	if (s->octets.len + now->record->len <= EVIDENCE_OCTETS) {
		k.len = now->record->len;
		buf_add(&s->octets, now->record->octets, now->record->len);
	}
	*vec_push(&s->messages) = k;
	return (uint32_t)s->messages.n - 1;
}

static uint64_t key_of(peer_id peer, unsigned family, prefix_id prefix)
{
	return ((uint64_t)peer << 33 | (uint64_t)family << 32 | prefix) + 1;
}

static struct staged *staged_find(const struct evidence_store *s, uint64_t key)
{
	size_t h = hash_u64(key) & s->mask;
	while (s->staged[h].key && s->staged[h].key != key)
		h = (h + 1) & s->mask;
	return &s->staged[h];
}

static void staged_grow(struct evidence_store *s)
{
	struct staged *old = s->staged;
	size_t n = s->mask + 1;
	s->mask = 2 * n - 1;
	s->staged = mem_new(2 * n, sizeof *s->staged);
	for (size_t i = 0; i < n; i++)
		if (old[i].key)
			*staged_find(s, old[i].key) = old[i];
	free(old);
}

void evidence_staged(void *ctx, peer_id peer, unsigned family, prefix_id prefix, path_id path)
{
	struct evidence_store *s = ctx;
	if (!s->detector || !bogon_is_watched(s->detector, family, prefix, path))
		return;
	struct staged *e = staged_find(s, key_of(peer, family, prefix));
	bool is_new = e->key == 0;
	*e = (struct staged){.key = key_of(peer, family, prefix), .message = keep_now(s)};
	if (is_new && ++s->n_staged * 10 > s->mask * 7)
		staged_grow(s);
}

uint32_t evidence_message(void *ctx, const struct rib_change *c)
{
	struct evidence_store *s = ctx;
	if (c->cause == RIB_ANNOUNCED)
		return keep_now(s);
	const struct staged *e = staged_find(s, key_of(c->peer, c->family, c->prefix));
	return e->key ? e->message : RIB_NONE;
}

uint32_t evidence_count(const struct evidence_store *s)
{
	return (uint32_t)s->messages.n;
}

struct evidence_message evidence_get(const struct evidence_store *s, uint32_t number)
{
	REQUIRE(number < s->messages.n);
	const struct kept *k = &s->messages.at[number];
	return (struct evidence_message){.file = k->file,
	                                 .record = k->record,
	                                 .offset = k->offset,
	                                 .octets = k->len ? (const uint8_t *)s->octets.at + k->at : NULL,
	                                 .len = k->len};
}
