#include "fuzz_reader.h"
#include "text/bogon_list.h"

static void got(void *ctx, const struct prefix *p)
{
	struct fuzz_out *o = ctx;
	REQUIRE(p->len > 0 && !prefix_has_host_bits(p));
	o->n++;
	fuzz_number(o, prefix_hash(p));
}

static struct text_reader *make(struct fuzz_out *o, struct diag *d)
{
	return bogon_list_reader_new(got, o, d);
}

FUZZ_TARGET(data, len)
{
	return fuzz_reader(make, data, len);
}
