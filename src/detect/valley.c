#include "detect/valley.h"

#include "base/mem.h"

#include <stdlib.h>

/* From whom a network has the route. */
enum state {
	STATE_UP,     /* from nobody, or from a customer: may be handed to everybody */
	STATE_PEERED, /* from a peer: to customers only */
	STATE_DOWN,   /* from a provider: likewise */
};

/* Where a place stands towards the last transit-free network before it. */
enum free_state {
	FREE_NONE, /* none, or nobody knows who stands between */
	FREE_HERE, /* it is one, or a sibling beside it */
	FREE_PAST, /* others have come since */
};

/* What is found of a node. */
struct valley_node {
	uint16_t done : 1;
	uint16_t has : 1;      /* something here or before */
	uint16_t vague : 1;    /* not up, and a link of unknown relation since */
	uint16_t between : 1;  /* transit-free again: somebody before it has leaked */
	uint16_t unknown : 1;  /* VALLEY_UNKNOWN_LINK of the network before it */
	uint16_t relation : 3; /* what this network is to the one before it: enum
	                          relation */
	uint16_t state : 2;    /* enum state */
	uint16_t free : 2;     /* enum free_state */
	uint16_t type : 3;     /* of the leak by the network before it; 0: none */
};

struct valley {
	struct trail *trail;
	struct valley_judge judge;
	VEC(struct valley_node) node; /* by node of the path store */
	VEC(path_id) pending;
};

struct valley *valley_new(struct trail *trail, struct valley_judge judge)
{
	struct valley *v = mem_new(1, sizeof *v);
	v->trail = trail;
	v->judge = judge;
	return v;
}

void valley_free(struct valley *v)
{
	if (!v)
		return;
	vec_free(&v->node);
	vec_free(&v->pending);
	free(v);
}

void valley_forget(struct valley *v)
{
	v->node.n = 0;
}

static struct valley_node *node_of(struct valley *v, path_id id)
{
	while (v->node.n <= id)
		*vec_push(&v->node) = (struct valley_node){0};
	return &v->node.at[id];
}

static enum state state_after(enum relation r, enum state before)
{
	return r == RELATION_PROVIDER   ? STATE_UP
	       : r == RELATION_PEER     ? STATE_PEERED
	       : r == RELATION_CUSTOMER ? STATE_DOWN
	                                : before;
}

/* The kind of RFC 7908 of what came in one state and is handed to a neighbour;
 * 0: it is in order. */
static uint8_t type_of(enum state had, enum relation to)
{
	if (had == STATE_UP || (to != RELATION_PROVIDER && to != RELATION_PEER))
		return 0;
	if (had == STATE_DOWN)
		return to == RELATION_PROVIDER ? 1 : 3;
	return to == RELATION_PEER ? 2 : 4;
}

/* The place is a network, and what comes before it is judged. */
static void judge_free(struct valley *v, struct valley_node *n, const struct valley_node *before, asn_t asn)
{
	bool sibling = n->relation == RELATION_SIBLING;
	if (v->judge.transit_free && v->judge.transit_free(v->judge.ctx, asn)) {
		n->between = before->free == FREE_PAST && !sibling;
		n->free = FREE_HERE;
	} else if (before->free == FREE_HERE) {
		n->free = sibling ? FREE_HERE : FREE_PAST;
	} else {
		n->free = before->free;
	}
}

static void judge_link(struct valley *v, path_id id, const struct trail_place *p, struct valley_node *n)
{
	const struct valley_node before = *node_of(v, p->up);
	const struct trail_place *giver = trail_at(v->trail, p->up);
	if (p->edge != RIB_NONE)
		n->relation = 7U & (unsigned)v->judge.relation(v->judge.ctx, trail_asn(v->trail, p->up),
		                                               trail_asn(v->trail, id));
	enum relation r = (enum relation)n->relation;
	n->state = 3U & (unsigned)state_after(r, (enum state)before.state);
	n->vague = (r == RELATION_UNKNOWN || r == RELATION_SIBLING) && n->state != STATE_UP &&
	           (before.vague || r == RELATION_UNKNOWN);
	n->type = 7U & type_of((enum state)before.state, r);
	n->unknown = r == RELATION_PROVIDER && giver->edge != RIB_NONE && before.relation == RELATION_UNKNOWN;
	if (p->kind == TRAIL_NETWORK)
		judge_free(v, n, &before, trail_asn(v->trail, id));
	n->has = before.has || n->type || n->between || n->unknown;
}

static void judge_place(struct valley *v, path_id id)
{
	const struct trail_place p = *trail_at(v->trail, id);
	struct valley_node n = {.done = 1};
	if (p.up != PATH_NONE)
		judge_link(v, id, &p, &n);
	else if (p.kind == TRAIL_NETWORK && v->judge.transit_free)
		n.free = v->judge.transit_free(v->judge.ctx, trail_asn(v->trail, id)) ? FREE_HERE : FREE_NONE;
	*node_of(v, id) = n;
}

/* The last place of a path, judged together with all before it; PATH_NONE: the
 * path shows nothing. */
static path_id judge_path(struct valley *v, path_id path)
{
	path_id last = trail_top(v->trail, path);
	v->pending.n = 0;
	for (path_id id = last; id != PATH_NONE && !node_of(v, id)->done; id = trail_at(v->trail, id)->up)
		*vec_push(&v->pending) = id;
	while (v->pending.n > 0)
		judge_place(v, v->pending.at[--v->pending.n]);
	return last;
}

bool valley_has(struct valley *v, path_id path)
{
	path_id last = judge_path(v, path);
	return last != PATH_NONE && node_of(v, last)->has;
}

static path_id up_of(struct valley *v, path_id id)
{
	return trail_at(v->trail, id)->up;
}

/* Room for one more suspect: false when there are too many to say anything. */
static bool suspect(struct valley_find *f, path_id next)
{
	if (f->n == VALLEY_SUSPECTS)
		return false;
	f->next[f->n++] = next;
	return true;
}

/* Whoever has the route since it came down or over a peering may have turned it
 * up again. */
static bool find_turn(struct valley *v, path_id id, struct valley_find *f)
{
	*f = (struct valley_find){.rule = VALLEY_TURN, .type = node_of(v, id)->type};
	bool fits = suspect(f, id);
	path_id had = up_of(v, id);
	while (fits && node_of(v, had)->vague) {
		fits = suspect(f, had);
		had = up_of(v, had);
	}
	return fits;
}

static bool find_between(struct valley *v, path_id id, struct valley_find *f)
{
	*f = (struct valley_find){.rule = VALLEY_BETWEEN};
	bool fits = true;
	for (; fits && node_of(v, up_of(v, id))->free == FREE_PAST; id = up_of(v, id))
		fits = suspect(f, id);
	if (f->n == 1)
		f->rule = VALLEY_TRANSIT_FREE;
	return fits;
}

size_t valley_find(struct valley *v, path_id path, struct valley_find *out, size_t max)
{
	size_t n = 0;
	for (path_id id = judge_path(v, path); id != PATH_NONE && node_of(v, id)->has; id = up_of(v, id)) {
		struct valley_node x = *node_of(v, id);
		if (x.type && n < max)
			n += find_turn(v, id, &out[n]);
		if (x.between && n < max)
			n += find_between(v, id, &out[n]);
		if (x.unknown && n < max)
			out[n++] = (struct valley_find){
			    .next = {id}, .n = 1, .rule = VALLEY_UNKNOWN_LINK, .type = 4};
	}
	return n;
}
