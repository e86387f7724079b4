#include "fuzz_reader.h"
#include "text/as_org.h"

static void organisation(void *ctx, const struct as_org_organisation *v)
{
	struct fuzz_out *o = ctx;
	REQUIRE(*v->id);
	o->n++;
	fuzz_words(o, v->id);
	fuzz_words(o, v->name);
	fuzz_words(o, v->country);
	fuzz_words(o, v->source);
	fuzz_number(o, (uint64_t)v->changed);
}

static void network(void *ctx, const struct as_org_network *v)
{
	struct fuzz_out *o = ctx;
	REQUIRE(*v->org_id);
	o->n++;
	fuzz_number(o, v->asn);
	fuzz_words(o, v->name);
	fuzz_words(o, v->org_id);
	fuzz_words(o, v->opaque_id);
	fuzz_words(o, v->source);
	fuzz_number(o, (uint64_t)v->changed);
}

static struct text_reader *make(struct fuzz_out *o, struct diag *d)
{
	return as_org_reader_new(organisation, network, o, d);
}

FUZZ_TARGET(data, len)
{
	return fuzz_reader(make, data, len);
}
