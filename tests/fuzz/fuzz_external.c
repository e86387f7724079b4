#include "fuzz_reader.h"
#include "text/external.h"

static void asns(struct fuzz_out *o, const asn_t *at, size_t n)
{
	REQUIRE(n <= EXTERNAL_MAX_ASNS);
	fuzz_number(o, n);
	for (size_t i = 0; i < n; i++)
		fuzz_number(o, at[i]);
}

static void event(void *ctx, const struct external_event *e)
{
	struct fuzz_out *o = ctx;
	REQUIRE(e->start != INSTANT_NONE && (e->end == INSTANT_NONE || e->end >= e->start));
	REQUIRE(e->n_culprits > 0 && e->n_prefixes <= EXTERNAL_MAX_PREFIXES);
	o->n++;
	fuzz_number(o, (uint64_t)e->source << 8 | (uint64_t)e->kind << 1 | e->graded);
	fuzz_words(o, e->id);
	fuzz_words(o, e->words);
	fuzz_number(o, (uint64_t)e->start);
	fuzz_number(o, (uint64_t)e->end);
	fuzz_number(o, e->grade);
	asns(o, e->segment, 2);
	asns(o, e->culprits, e->n_culprits);
	asns(o, e->victims, e->n_victims);
	for (size_t i = 0; i < e->n_prefixes; i++)
		fuzz_number(o, prefix_hash(&e->prefixes[i]));
}

static struct text_reader *make(struct fuzz_out *o, struct diag *d)
{
	return external_reader_new(event, o, d);
}

FUZZ_TARGET(data, len)
{
	return fuzz_reader(make, data, len);
}
