#include "fuzz_reader.h"
#include "text/vrp_csv.h"

static void vrp(void *ctx, const struct vrp *v)
{
	struct fuzz_out *o = ctx;
	REQUIRE(!prefix_has_host_bits(&v->prefix) && v->prefix.len <= v->max_len);
	REQUIRE(v->max_len <= family_bits(v->prefix.family));
	o->n++;
	fuzz_number(o, prefix_hash(&v->prefix) ^ v->max_len);
	fuzz_number(o, v->asn);
	fuzz_number(o, (uint64_t)v->expires);
	fuzz_words(o, v->ta);
}

static struct text_reader *make(struct fuzz_out *o, struct diag *d)
{
	return vrp_csv_reader_new(vrp, o, d);
}

FUZZ_TARGET(data, len)
{
	return fuzz_reader(make, data, len);
}
