#include "fuzz_reader.h"
#include "text/as_org_json.h"

static void organisation(void *ctx, const struct as_org_organisation *x)
{
	struct fuzz_out *o = ctx;
	REQUIRE(*x->id);
	o->n++;
	fuzz_words(o, x->id);
	fuzz_words(o, x->name);
	fuzz_words(o, x->country);
	fuzz_words(o, x->source);
	fuzz_number(o, (uint64_t)x->changed);
}

static void network(void *ctx, const struct as_org_network *x)
{
	struct fuzz_out *o = ctx;
	REQUIRE(*x->org_id);
	o->n++;
	fuzz_number(o, x->asn);
	fuzz_words(o, x->name);
	fuzz_words(o, x->org_id);
	fuzz_words(o, x->opaque_id);
	fuzz_words(o, x->source);
	fuzz_number(o, (uint64_t)x->changed);
}

static struct text_reader *make(struct fuzz_out *o, struct diag *d)
{
	return as_org_json_reader_new(organisation, network, o, d);
}

FUZZ_TARGET(data, len)
{
	return fuzz_reader(make, data, len);
}
