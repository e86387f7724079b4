/* Who belongs together, by as-org files, delegated files and routing registries. */
#include "feed/irr_reader.h"
#include "feed/topology_impl.h"
#include "text/as_org.h"
#include "text/as_org_json.h"
#include "text/delegated.h"

#include <string.h>

/* ASNs of one line: more is no network's. */
enum { MAX_RANGE = 1 << 16 };

struct load {
	struct org_builder *builder;
	const struct topology_rules *rules;
	struct topology_limit limit;
};

static void add(struct load *l, enum org_source source, asn_t asn, const char *registry, const char *id)
{
	topology_limit_check(&l->limit, org_builder_add(l->builder, source, asn, registry, id));
}

/* ---- as-org */

static void on_network(void *ctx, const struct as_org_network *n)
{
	add(ctx, ORG_BY_AS_ORG, n->asn, "", n->org_id);
}

/* Their names are of no use here. */
static void on_organisation(void *ctx, const struct as_org_organisation *o)
{
	(void)ctx;
	(void)o;
}

static struct text_reader *as_org_reader(struct load *l)
{
	struct source *f = l->limit.source;
	return f->text == TEXT_AS_ORG ? as_org_reader_new(on_organisation, on_network, l, &f->diag)
	                              : as_org_json_reader_new(on_organisation, on_network, l, &f->diag);
}

/* ---- delegated: an opaque id is one holder within one registry */

static void on_delegation(void *ctx, const struct delegation *d)
{
	if (d->type != DELEGATION_ASN || d->status != DELEGATION_ALLOCATED ||
	    d->asn_last - d->asn_first >= MAX_RANGE)
		return;
	for (uint32_t i = 0; *d->opaque_id && i <= d->asn_last - d->asn_first; i++)
		add(ctx, ORG_BY_DELEGATED, d->asn_first + i, rir_name(d->rir), d->opaque_id);
}

static struct text_reader *delegated_reader(struct load *l)
{
	return delegated_reader_new(on_delegation, l, &l->limit.source->diag);
}

/* ---- routing registries: only those that check who writes */

static bool is_heard(const struct load *l, const char *database)
{
	for (size_t i = 0; i < l->rules->n_databases; i++)
		if (strcmp(l->rules->databases[i], database) == 0)
			return true;
	return l->rules->n_databases == 0;
}

static void add_all(struct load *l, enum org_source source, const struct rpsl_aut_num *o,
                    const struct rpsl_words *ids)
{
	for (size_t i = 0; i < ids->n; i++)
		add(l, source, o->asn, o->object.source, ids->at[i]);
}

static void on_aut_num(void *ctx, const struct rpsl_aut_num *o)
{
	struct load *l = ctx;
	if (!is_heard(l, o->object.source))
		return;
	add(l, ORG_BY_RPSL_ORG, o->asn, o->object.source, o->object.org);
	add_all(l, ORG_BY_MAINTAINER, o, &o->object.mnt_by);
	add_all(l, ORG_BY_CONTACT, o, &o->object.admin_c);
	add_all(l, ORG_BY_CONTACT, o, &o->object.tech_c);
}

static void on_route(void *ctx, const struct route_object *o)
{
	if (is_heard(ctx, o->source))
		add(ctx, ORG_BY_ROUTES, o->origin, o->source, o->mnt_by);
}

static struct text_reader *irr_reader(struct load *l)
{
	const struct rpsl_callbacks callbacks = {.ctx = l, .aut_num = on_aut_num, .route = on_route};
	return irr_reader_new(l->limit.source, &callbacks, NULL);
}

/* ---- all of them */

static void read_kind(struct sources *s, enum source_kind kind, instant_t t,
                      const struct topology_rules *rules, struct text_reader *(*reader)(struct load *l),
                      struct topology_tables *out)
{
	struct source **files;
	size_t n = topology_files(s, kind, t, &files);
	struct load l = {.builder = org_builder_new(&rules->org), .rules = rules};
	for (size_t i = 0; i < n; i++) {
		l.limit = (struct topology_limit){.source = files[i]};
		source_read(files[i], reader(&l));
	}
	free(files);
	out->orgs = org_builder_build(l.builder);
}

void topology_read_as_org(struct sources *s, instant_t t, const struct topology_rules *rules,
                          struct topology_tables *out)
{
	read_kind(s, SOURCE_ORGS, t, rules, as_org_reader, out);
}

void topology_read_delegated(struct sources *s, instant_t t, const struct topology_rules *rules,
                             struct topology_tables *out)
{
	read_kind(s, SOURCE_DELEGATED, t, rules, delegated_reader, out);
}

void topology_read_irr(struct sources *s, instant_t t, const struct topology_rules *rules,
                       struct topology_tables *out)
{
	read_kind(s, SOURCE_IRR, t, rules, irr_reader, out);
}
