#include "feed/irr_reader.h"
#include "feed/registries_impl.h"
#include "text/vrp_csv.h"
#include "text/vrp_json.h"

#include <string.h>

struct registries *registries_open(struct sources *s)
{
	struct registries *r = mem_new(1, sizeof *r);
	r->sources = s;
	r->bogons = bogon_state_new(s);
	return r;
}

void registries_free(struct registries *r)
{
	if (!r)
		return;
	rov_table_free(r->rov);
	irr_table_free(r->irr);
	aspa_table_free(r->aspa);
	aspa_table_free(r->aspa_spare);
	era_fini(&r->rov_era);
	era_fini(&r->irr_era);
	era_fini(&r->aspa_era);
	bogon_state_free(r->bogons);
	free(r);
}

/* ---- eras */

static bool is_same(const struct era *e, struct source *const *files, size_t n, enum sources_state state)
{
	return e->known && e->state == state && e->files.n == n &&
	       (n == 0 || memcmp(e->files.at, files, n * sizeof *files) == 0);
}

bool era_find(struct era *e, struct sources *s, enum source_kind kind, instant_t t)
{
	if (e->known && t >= e->from && t < e->until)
		return false;
	struct source **files;
	size_t n = sources_in_force(s, kind, t, &files);
	enum sources_state state = sources_state(s, kind, t);
	bool same = is_same(e, files, n, state);
	e->known = true;
	e->from = t;
	e->until = sources_next_change(s, kind, t);
	e->state = state;
	vec_free(&e->files);
	e->files.at = files;
	e->files.n = e->files.cap = n;
	return !same;
}

void era_fini(struct era *e)
{
	vec_free(&e->files);
}

/* ---- VRPs and ASPAs: they come in the same files */

struct vrp_load {
	struct rov_builder *rov;
	struct aspa_builder *aspa; /* may be NULL */
	uint32_t file;
};

static void on_vrp(void *ctx, const struct vrp *v)
{
	struct vrp_load *l = ctx;
	rov_builder_add(l->rov, l->file, v);
}

static void on_aspa(void *ctx, const struct aspa *a)
{
	struct vrp_load *l = ctx;
	if (l->aspa)
		aspa_builder_add(l->aspa, a);
}

void registries_read_vrps(struct source *const *files, size_t n, struct rov_builder *rov,
                          struct aspa_builder *aspa)
{
	struct vrp_load l = {.rov = rov, .aspa = aspa};
	for (size_t i = 0; i < n; i++) {
		struct source *s = files[i];
		l.file = rov_builder_file(rov, s->file, s->as_of);
		source_read(s, s->text == TEXT_VRP_CSV ? vrp_csv_reader_new(on_vrp, &l, &s->diag)
		                                       : vrp_json_reader_new(on_vrp, on_aspa, &l, &s->diag));
	}
}

static void vrps_load(const struct era *e, struct rov_table **rov, struct aspa_table **aspa)
{
	struct rov_builder *r = rov_builder_new();
	struct aspa_builder *a = aspa_builder_new();
	registries_read_vrps(e->files.at, e->files.n, r, a);
	*rov = rov_builder_build(r);
	*aspa = aspa_builder_build(a);
}

const struct rov_table *registries_rov(struct registries *r, instant_t t, enum sources_state *state)
{
	if (era_find(&r->rov_era, r->sources, SOURCE_VRPS, t)) {
		rov_table_free(r->rov);
		aspa_table_free(r->aspa_spare);
		r->rov = NULL;
		r->aspa_spare = NULL;
		if (r->rov_era.state == SOURCES_FRESH)
			vrps_load(&r->rov_era, &r->rov, &r->aspa_spare);
	}
	if (state)
		*state = r->rov_era.state;
	return r->rov;
}

static bool has_spare(struct registries *r)
{
	const struct era *a = &r->aspa_era, *v = &r->rov_era;
	return r->aspa_spare && is_same(v, a->files.at, a->files.n, a->state);
}

const struct aspa_table *registries_aspa(struct registries *r, instant_t t, enum sources_state *state)
{
	if (era_find(&r->aspa_era, r->sources, SOURCE_VRPS, t)) {
		struct rov_table *rov = NULL;
		aspa_table_free(r->aspa);
		r->aspa = NULL;
		if (has_spare(r)) {
			r->aspa = r->aspa_spare;
			r->aspa_spare = NULL;
		} else if (r->aspa_era.state == SOURCES_FRESH) {
			vrps_load(&r->aspa_era, &rov, &r->aspa);
		}
		rov_table_free(rov);
	}
	if (state)
		*state = r->aspa_era.state;
	return r->aspa;
}

/* ---- route objects */

struct irr_load {
	struct irr_builder *irr;
	uint32_t file;
};

static void on_route(void *ctx, const struct route_object *o)
{
	struct irr_load *l = ctx;
	irr_builder_add(l->irr, l->file, o);
}

static struct irr_table *irr_load(const struct era *e)
{
	struct irr_load l = {.irr = irr_builder_new()};
	struct rpsl_callbacks callbacks = {.ctx = &l, .route = on_route};
	for (size_t i = 0; i < e->files.n; i++) {
		struct source *s = e->files.at[i];
		const char *slash = strrchr(s->path, '/');
		struct rpsl_options options = {.source = slash ? slash + 1 : s->path};
		l.file = irr_builder_file(l.irr, s->file, s->as_of);
		source_read(s, irr_reader_new(s, &callbacks, &options));
	}
	return irr_builder_build(l.irr);
}

const struct irr_table *registries_irr(struct registries *r, instant_t t, enum sources_state *state)
{
	if (era_find(&r->irr_era, r->sources, SOURCE_IRR, t)) {
		irr_table_free(r->irr);
		r->irr = r->irr_era.state == SOURCES_FRESH ? irr_load(&r->irr_era) : NULL;
	}
	if (state)
		*state = r->irr_era.state;
	return r->irr;
}
