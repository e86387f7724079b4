#include "fuzz_reader.h"
#include "text/peeringdb.h"

static void object(void *ctx, const struct peeringdb_object *x)
{
	struct fuzz_out *o = ctx;
	const char *const words[] = {x->status, x->name,       x->aka,       x->website,        x->country,
	                             x->city,   x->irr_as_set, x->info_type, x->policy_general, x->policy_url,
	                             x->role,   x->visible,    x->email,     x->phone};
	REQUIRE(x->kind != PEERINGDB_OTHER);
	REQUIRE(x->kind != PEERINGDB_IXPFX || x->prefix.family != FAMILY_NONE);
	REQUIRE(x->kind == PEERINGDB_NET || !x->is_route_server);
	o->n++;
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		fuzz_words(o, words[i]);
	fuzz_number(o, (uint64_t)x->kind << 32 | x->id);
	fuzz_number(o, (uint64_t)x->org_id << 32 | x->net_id);
	fuzz_number(o, (uint64_t)x->ix_id << 32 | x->ixlan_id);
	fuzz_number(o, (uint64_t)x->asn << 32 | x->rs_asn);
	fuzz_number(o, prefix_hash(&x->prefix));
	fuzz_number(o, x->ip4.hi ^ x->ip6.hi ^ x->ip6.lo);
	fuzz_number(o, (uint64_t)x->updated);
	fuzz_number(o, x->is_route_server);
}

static struct text_reader *make(struct fuzz_out *o, struct diag *d)
{
	return peeringdb_reader_new(object, o, d);
}

FUZZ_TARGET(data, len)
{
	return fuzz_reader(make, data, len);
}
