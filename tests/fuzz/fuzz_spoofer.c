#include "fuzz_reader.h"
#include "text/spoofer.h"

static void side(struct fuzz_out *o, const struct spoofer_side *s)
{
	fuzz_number(o, s->asn);
	fuzz_number(o, prefix_hash(&s->client));
	fuzz_number(o, (uint64_t)s->private_source << 8 | (uint64_t)s->routed_source << 4 |
	                   (uint64_t)s->nat << 1 | s->nat_said);
}

static void session(void *ctx, const struct spoofer_session *s)
{
	struct fuzz_out *o = ctx;
	REQUIRE((s->v4.asn != 0 || s->v6.asn != 0) && s->time != INSTANT_NONE);
	o->n++;
	fuzz_number(o, s->session);
	fuzz_number(o, (uint64_t)s->time);
	fuzz_words(o, s->country);
	side(o, &s->v4);
	side(o, &s->v6);
}

static struct text_reader *make(struct fuzz_out *o, struct diag *d)
{
	return spoofer_reader_new(session, o, d);
}

FUZZ_TARGET(data, len)
{
	return fuzz_reader(make, data, len);
}
