/* VRPs are possible ones; providers are ascending and unique, AS 0 only alone, the customer never among them.
 */
#include "fuzz_reader.h"
#include "text/aspa_set.h"
#include "text/vrp_json.h"

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

static void aspa(void *ctx, const struct aspa *a)
{
	struct fuzz_out *o = ctx;
	REQUIRE(a->customer != 0 && a->n_providers > 0 && a->n_providers <= ASPA_MAX_PROVIDERS);
	for (size_t i = 0; i < a->n_providers; i++) {
		REQUIRE(i == 0 || a->providers[i - 1] < a->providers[i]);
		REQUIRE(a->providers[i] != a->customer && (a->providers[i] != 0 || a->n_providers == 1));
		fuzz_number(o, a->providers[i]);
	}
	o->n++;
	fuzz_number(o, a->customer);
}

static struct text_reader *make(struct fuzz_out *o, struct diag *d)
{
	return vrp_json_reader_new(vrp, aspa, o, d);
}

FUZZ_TARGET(data, len)
{
	return fuzz_reader(make, data, len);
}
