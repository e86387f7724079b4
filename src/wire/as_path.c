#include "wire/as_path.h"

static void facts_add(struct as_path_facts *f, asn_t asn)
{
	f->has_zero |= asn == 0;
	f->has_as_trans |= asn == ASN_TRANS;
}

static uint32_t seg_hops(const struct as_seg *seg)
{
	return seg->type == AS_SEQUENCE ? seg->n : seg->type == AS_SET ? 1 : 0;
}

enum err as_path_check(const struct as_path *path, struct as_path_facts *out)
{
	struct as_path_facts f = {0};
	struct as_path_iter it = as_path_begin(path);
	struct as_seg seg;
	while (as_path_next(&it, &seg)) {
		if (seg.type < AS_SET || seg.type > AS_CONFED_SET)
			return ERR_VALUE;
		if (seg.n == 0)
			return ERR_LENGTH;
		f.n_asns += seg.n;
		f.n_hops += seg_hops(&seg);
		f.has_set |= seg.type == AS_SET || seg.type == AS_CONFED_SET;
		f.has_confed |= seg.type >= AS_CONFED_SEQUENCE;
		if (seg.width == 4)
			for (unsigned i = 0; i < seg.n; i++)
				facts_add(&f, be32(seg.asns + 4 * (size_t)i));
		else
			for (unsigned i = 0; i < seg.n; i++)
				facts_add(&f, be16(seg.asns + 2 * (size_t)i));
	}
	if (it.p != it.end)
		return ERR_SHORT;
	if (out)
		*out = f;
	return ERR_OK;
}

/* The merged path as it grows. */
struct merge {
	uint8_t *at;   /* start of the room */
	uint8_t *end;  /* behind what is written */
	uint8_t *last; /* head of the last segment; NULL: none */
};

/* n ASNs from the first of seg on. Sequences that touch grow together. */
static void merge_add(struct merge *m, const struct as_seg *seg, unsigned n)
{
	bool joins =
	    m->last && m->last[0] == AS_SEQUENCE && seg->type == AS_SEQUENCE && m->last[1] + n <= 255;
	if (!joins) {
		m->last = m->end;
		m->last[0] = seg->type;
		m->last[1] = 0;
		m->end += 2;
	}
	for (unsigned i = 0; i < n; i++) {
		asn_t asn = as_seg_at(seg, i);
		m->end[0] = (uint8_t)(asn >> 24);
		m->end[1] = (uint8_t)(asn >> 16);
		m->end[2] = (uint8_t)(asn >> 8);
		m->end[3] = (uint8_t)asn;
		m->end += 4;
	}
	m->last[1] = (uint8_t)(m->last[1] + n);
}

static uint32_t path_hops(const struct as_path *path)
{
	struct as_path_facts f;
	return as_path_check(path, &f) == ERR_OK ? f.n_hops : 0;
}

/*
 * The leading `want` hops of AS_PATH. A confederation segment comes along when it leads the path or touches a
 * segment that is taken whole.
 */
static void merge_lead(struct merge *m, const struct as_path *two, uint32_t want)
{
	struct as_path_iter it = as_path_begin(two);
	struct as_seg seg;
	while (as_path_next(&it, &seg)) {
		uint32_t hops = seg_hops(&seg);
		if (hops > 0 && want == 0)
			return;
		if (hops > want) { /* only a sequence has more than one */
			merge_add(m, &seg, want);
			return;
		}
		merge_add(m, &seg, seg.n);
		want -= hops;
	}
}

void as_path_merge(const struct as_path *two, const struct as_path *four, uint8_t *room, struct as_path *out)
{
	uint32_t n_two = path_hops(two), n_four = path_hops(four);
	if (n_two < n_four || four->len == 0) {
		*out = *two;
		return;
	}
	struct merge m = {.at = room, .end = room};
	struct as_path_iter it = as_path_begin(four);
	struct as_seg seg;
	merge_lead(&m, two, n_two - n_four);
	while (as_path_next(&it, &seg))
		merge_add(&m, &seg, seg.n);
	*out = (struct as_path){.p = room, .len = (uint32_t)(m.end - m.at), .width = 4};
}
