#include "fuzz_reader.h"
#include "text/delegated.h"

static void got(void *ctx, const struct delegation *d)
{
	struct fuzz_out *o = ctx;
	REQUIRE(d->rir != RIR_NONE && (d->cc[0] == 0 || (d->cc[1] && !d->cc[2])));
	if (d->type == DELEGATION_ASN)
		REQUIRE(d->asn_first <= d->asn_last);
	else
		REQUIRE(
		    d->first.family == d->last.family &&
		    (d->first.hi < d->last.hi || (d->first.hi == d->last.hi && d->first.lo <= d->last.lo)));
	o->n++;
	fuzz_number(o, (uint64_t)d->type << 16 | (uint64_t)d->status << 8 | (uint64_t)d->rir);
	fuzz_number(o, (uint64_t)d->asn_first << 32 | d->asn_last);
	fuzz_number(o, d->first.hi);
	fuzz_number(o, d->first.lo);
	fuzz_number(o, d->last.hi);
	fuzz_number(o, d->last.lo);
	fuzz_number(o, (uint64_t)d->date);
	fuzz_words(o, d->cc);
	fuzz_words(o, d->opaque_id);
}

static struct text_reader *make(struct fuzz_out *o, struct diag *d)
{
	return delegated_reader_new(got, o, d);
}

FUZZ_TARGET(data, len)
{
	return fuzz_reader(make, data, len);
}
