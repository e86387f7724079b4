#include "fuzz_reader.h"
#include "text/rpsl.h"

static void list(struct fuzz_out *o, const struct rpsl_words *w)
{
	fuzz_number(o, w->n);
	for (size_t i = 0; i < w->n; i++) {
		REQUIRE(*w->at[i]);
		fuzz_words(o, w->at[i]);
	}
}

static void common(struct fuzz_out *o, const struct rpsl_object *v)
{
	o->n++;
	fuzz_words(o, v->source);
	fuzz_number(o, (uint64_t)v->created);
	fuzz_number(o, (uint64_t)v->last_modified);
	list(o, &v->mnt_by);
	list(o, &v->admin_c);
	list(o, &v->tech_c);
	fuzz_words(o, v->org);
	fuzz_words(o, v->descr);
}

static void route(void *ctx, const struct route_object *v)
{
	struct fuzz_out *o = ctx;
	REQUIRE(v->prefix.family != FAMILY_NONE && !prefix_has_host_bits(&v->prefix));
	o->n++;
	fuzz_number(o, prefix_hash(&v->prefix));
	fuzz_number(o, v->origin);
	fuzz_number(o, (uint64_t)v->last_modified);
	fuzz_words(o, v->source);
	fuzz_words(o, v->mnt_by);
}

static void aut_num(void *ctx, const struct rpsl_aut_num *v)
{
	common(ctx, &v->object);
	fuzz_number(ctx, v->asn);
	fuzz_words(ctx, v->as_name);
	fuzz_words(ctx, v->country);
	list(ctx, &v->member_of);
	fuzz_number(ctx, (uint64_t)v->has_import << 3 | (uint64_t)v->has_export << 2 |
	                     (uint64_t)v->has_mp_import << 1 | v->has_mp_export);
}

static void as_set(void *ctx, const struct rpsl_as_set *v)
{
	common(ctx, &v->object);
	REQUIRE(*v->name);
	fuzz_words(ctx, v->name);
	list(ctx, &v->members);
	list(ctx, &v->mbrs_by_ref);
}

static void mntner(void *ctx, const struct rpsl_mntner *v)
{
	common(ctx, &v->object);
	fuzz_words(ctx, v->name);
	fuzz_words(ctx, v->upd_to);
}

static void contact(void *ctx, const struct rpsl_contact *v)
{
	common(ctx, &v->object);
	fuzz_number(ctx, v->is_role);
	fuzz_words(ctx, v->name);
	fuzz_words(ctx, v->nic_hdl);
	fuzz_words(ctx, v->e_mail);
	fuzz_words(ctx, v->phone);
	fuzz_words(ctx, v->abuse_mailbox);
}

static void organisation(void *ctx, const struct rpsl_organisation *v)
{
	common(ctx, &v->object);
	fuzz_words(ctx, v->handle);
	fuzz_words(ctx, v->name);
	fuzz_words(ctx, v->type);
	fuzz_words(ctx, v->country);
	fuzz_words(ctx, v->e_mail);
	fuzz_words(ctx, v->phone);
}

static void as_block(void *ctx, const struct rpsl_as_block *v)
{
	common(ctx, &v->object);
	REQUIRE(v->first <= v->last);
	fuzz_number(ctx, (uint64_t)v->first << 32 | v->last);
}

/* A small limit, so that objects pass it. */
static struct text_reader *make(struct fuzz_out *o, struct diag *d)
{
	const struct rpsl_callbacks callbacks = {.ctx = o,
	                                         .route = route,
	                                         .aut_num = aut_num,
	                                         .as_set = as_set,
	                                         .mntner = mntner,
	                                         .contact = contact,
	                                         .organisation = organisation,
	                                         .as_block = as_block};
	const struct rpsl_options options = {.source = "file", .max_object = 512};
	return rpsl_reader_new(&callbacks, &options, d);
}

FUZZ_TARGET(data, len)
{
	return fuzz_reader(make, data, len);
}
