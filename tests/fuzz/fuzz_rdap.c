#include "fuzz_reader.h"
#include "text/rdap.h"

static void autnum(void *ctx, const struct rdap_autnum *a)
{
	struct fuzz_out *o = ctx;
	const char *const words[] = {a->handle, a->name, a->country, a->status, a->holder};
	REQUIRE(a->first <= a->last && a->n_contacts <= RDAP_MAX_CONTACTS);
	REQUIRE((a->email & ~a->roles) == 0 && (a->phone & ~a->roles) == 0);
	o->n++;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		fuzz_words(o, words[i]);
	for (size_t i = 0; i < a->n_contacts; i++) {
		const struct rdap_contact *c = &a->contacts[i];
		REQUIRE((c->roles & ~a->roles) == 0);
		fuzz_words(o, c->handle);
		fuzz_words(o, c->name);
		fuzz_words(o, c->organisation);
		fuzz_number(o, c->roles * 16U + c->is_organisation * 8U + c->is_individual * 4U +
		                   c->has_email * 2U + c->has_phone);
	}
	fuzz_number(o, (uint64_t)a->first << 32 | a->last);
	fuzz_number(o, (uint64_t)a->rir);
}

static struct text_reader *make(struct fuzz_out *o, struct diag *d)
{
	return rdap_reader_new(autnum, o, d);
}

FUZZ_TARGET(data, len)
{
	return fuzz_reader(make, data, len);
}
