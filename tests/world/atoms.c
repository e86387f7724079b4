#include "world.h"

#include <stdlib.h>
#include <string.h>

uint32_t atom_new(struct world *w, uint32_t n_prefixes, const struct prefix *p)
{
	uint32_t id = (uint32_t)w->atom.n;
	struct atom *a = LIST_ADD(w->atom);
	a->first_prefix = (uint32_t)w->atom_prefix.n;
	a->n_prefixes = n_prefixes;
	a->salt = (uint32_t)hash_of(w->seed, id, 11);
	for (uint32_t i = 0; i < n_prefixes; i++) {
		*LIST_ADD(w->atom_prefix) = p[i];
		*(p[i].v6 ? &a->v6 : &a->v4) = true;
	}
	return id;
}

static bool is_guarded(const struct world *w, const struct prefix *p)
{
	return plan_validity(&w->plan, p, 0, w->start) == ROV_INVALID;
}

struct seed *atom_seed(struct world *w, uint32_t atom, uint32_t node, bool active)
{
	struct atom *a = &w->atom.v[atom];
	const struct prefix *p = &w->atom_prefix.v[a->first_prefix];
	if (!a->seed)
		a->seed = fresh(1, sizeof *a->seed);
	else if (!(a->n_seeds & (a->n_seeds - 1))) {
		struct seed *more = fresh(2 * (size_t)a->n_seeds, sizeof *more);
		memcpy(more, a->seed, a->n_seeds * sizeof *more);
		free(a->seed);
		a->seed = more;
	}
	if (a->n_seeds == MAX_ATOM_SEEDS)
		die("atom %u: too many origins", atom);
	struct seed *s = &a->seed[a->n_seeds++];
	*s = (struct seed){.node = node, .only = NONE, .active = active};
	for (uint32_t i = 0; i < MAX_TAIL; i++)
		s->tail_node[i] = NONE;
	s->invalid = plan_validity(&w->plan, p, w->topo.net[node].asn, w->start) == ROV_INVALID;
	a->guarded = is_guarded(w, p);
	return s;
}

static void add_origins(struct world *w, uint32_t atom, const struct announced *x)
{
	for (uint32_t k = 0; k < x->n_origins; k++) {
		struct seed *s = atom_seed(w, atom, x->origin[k], true);
		s->group = x->group;
		s->prepend = hash_of(w->seed, x->origin[k], 31) % 100 < 4 ? 1 : 0;
	}
}

uint32_t atom_of_prefix(struct world *w, uint32_t prefix)
{
	struct announced *x = &w->plan.pfx.v[prefix];
	if (w->atom_of[prefix])
		return w->atom_of[prefix] - 1;
	uint32_t id = atom_new(w, 1, &x->p);
	x->alone = true;
	add_origins(w, id, x);
	w->atom_of[prefix] = id + 1;
	return id;
}

/* Prefixes of the same origin, way of announcing and validity share an atom. */
static uint64_t fate(const struct world *w, uint32_t prefix)
{
	const struct announced *x = &w->plan.pfx.v[prefix];
	bool guarded = is_guarded(w, &x->p);
	return (uint64_t)x->origin[0] << 8 | (uint64_t)x->group << 2 | (uint64_t)x->invalid << 1 | guarded;
}

struct fated {
	uint64_t fate;
	uint32_t prefix;
};

static int by_fate(const void *x, const void *y)
{
	const struct fated *a = x, *b = y;
	if (a->fate != b->fate)
		return a->fate < b->fate ? -1 : 1;
	return a->prefix < b->prefix ? -1 : a->prefix > b->prefix;
}

void atoms_build(struct world *w)
{
	LIST(struct fated) rest = {0};
	for (uint32_t i = 0; i < w->plan.pfx.n; i++) {
		if (w->plan.pfx.v[i].alone)
			atom_of_prefix(w, i);
		else
			*LIST_ADD(rest) = (struct fated){fate(w, i), i};
	}
	if (!rest.n)
		die("no prefix is left");
	qsort(rest.v, rest.n, sizeof *rest.v, by_fate);
	struct prefix *p = fresh(rest.n, sizeof *p);
	for (size_t i = 0, j; i < rest.n; i = j) {
		for (j = i; j < rest.n && rest.v[j].fate == rest.v[i].fate; j++)
			p[j - i] = w->plan.pfx.v[rest.v[j].prefix].p;
		uint32_t id = atom_new(w, (uint32_t)(j - i), p);
		add_origins(w, id, &w->plan.pfx.v[rest.v[i].prefix]);
		for (size_t k = i; k < j; k++)
			w->atom_of[rest.v[k].prefix] = id + 1;
	}
	free(p);
	free(rest.v);
}

const struct path *path_get(const struct world *w, uint32_t id)
{
	return (const struct path *)(const void *)(w->path + id);
}

static size_t path_length(const struct path *p)
{
	return sizeof *p / sizeof(uint32_t) + p->n;
}

static uint64_t path_hash(const struct path *head, const uint32_t *asn)
{
	uint64_t h = hash_of(head->event, head->otc, head->n << 8 | head->n_set);
	for (uint32_t i = 0; i < head->n; i++)
		h = (h ^ asn[i]) * 0x9e3779b97f4a7c15u + (h >> 29);
	return hash64(h);
}

static bool path_is(const struct path *p, const struct path *head, const uint32_t *asn)
{
	return p->event == head->event && p->otc == head->otc && p->n == head->n && p->n_set == head->n_set &&
	       memcmp(p->asn, asn, head->n * sizeof *asn) == 0;
}

static void more_slots(struct world *w)
{
	size_t n = w->n_slots ? w->n_slots * 2 : 1 << 16;
	free(w->path_slot);
	w->path_slot = fresh(n, sizeof *w->path_slot);
	w->n_slots = n;
	for (size_t at = 1; at < w->n_path;) {
		const struct path *p = path_get(w, (uint32_t)at);
		size_t i = path_hash(p, p->asn) & (n - 1);
		while (w->path_slot[i])
			i = (i + 1) & (n - 1);
		w->path_slot[i] = (uint32_t)at;
		at += path_length(p);
	}
}

uint32_t path_add(struct world *w, const struct path *head, const uint32_t *asn)
{
	if (w->n_path == 0)
		w->n_path = 1; // 0 stands for no path
	if (2 * (w->n_paths + 1) > w->n_slots)
		more_slots(w);
	size_t i = path_hash(head, asn) & (w->n_slots - 1);
	for (; w->path_slot[i]; i = (i + 1) & (w->n_slots - 1))
		if (path_is(path_get(w, w->path_slot[i]), head, asn))
			return w->path_slot[i];
	size_t need = path_length(head);
	if (w->n_path + need > w->cap_path) {
		w->cap_path = w->cap_path ? w->cap_path * 2 : 1 << 20;
		w->path = realloc(w->path, w->cap_path * sizeof *w->path);
		if (!w->path || w->n_path + need >= PATH_KEEPALIVE)
			die("no memory for paths");
	}
	uint32_t id = (uint32_t)w->n_path;
	memcpy(w->path + id, head, sizeof *head);
	memcpy(w->path + id + sizeof *head / sizeof(uint32_t), asn, head->n * sizeof *asn);
	w->n_path += need;
	w->n_paths++;
	w->path_slot[i] = id;
	return id;
}
