#include "fuzz_reader.h"
#include "text/as_rel.h"

static void got(void *ctx, const struct as_rel_link *l)
{
	struct fuzz_out *o = ctx;
	REQUIRE(l->a != 0 && l->b != 0 && l->a != l->b);
	o->n++;
	fuzz_number(o, (uint64_t)l->a << 32 | l->b);
	fuzz_number(o, l->is_transit);
	fuzz_words(o, l->source);
}

static struct text_reader *make(struct fuzz_out *o, struct diag *d)
{
	return as_rel_reader_new(got, o, d);
}

FUZZ_TARGET(data, len)
{
	return fuzz_reader(make, data, len);
}
