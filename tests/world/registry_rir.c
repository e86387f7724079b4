/* Delegated-extended statistics of the five registries, one file each a day: every number of theirs is in it.
 */
#include "file.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DAY = 86400 };
enum holding { HELD, RESERVED };

struct row {
	struct prefix p;
	uint32_t date, org, economy;
	enum holding kind;
};

struct sheet {
	LIST(struct row) row;
	struct octets text[3]; // asn, ipv4, ipv6
	uint32_t n[3];
	struct rng rng; // which lines are missing
	bool torn;
};

static int by_place(const void *x, const void *y)
{
	const struct row *a = x, *b = y;
	return prefix_compare(&a->p, &b->p);
}

static void collect(const struct world *w, uint32_t rir, uint32_t day, struct sheet *s)
{
	const struct network *net = w->topo.net;
	for (size_t i = 0; i < w->plan.block.n; i++) {
		const struct block *b = &w->plan.block.v[i];
		const struct network *holder = &net[b->moved && b->moved < day ? b->moved_to : b->holder];
		if (net[b->holder].rir == rir)
			*LIST_ADD(s->row) = (struct row){b->p, b->date, holder->org, holder->economy, HELD};
	}
	for (size_t i = 0; i < w->topo.ixp.n; i++) {
		const struct exchange *x = &w->topo.ixp.v[i];
		if (x->rir != rir)
			continue;
		*LIST_ADD(s->row) = (struct row){w->plan.lan4.v[i], time_of(2009, 3, 2),
		                                 1000000 + (uint32_t)i, x->economy, HELD};
		*LIST_ADD(s->row) = (struct row){prefix_cut(&w->plan.lan6.v[i], 32), time_of(2009, 3, 2),
		                                 1000000 + (uint32_t)i, x->economy, HELD};
	}
	for (size_t i = 0; i < w->plan.reserved.n; i++)
		for (size_t k = 0; k < w->plan.pool[rir].n; k++)
			if (prefix_holds(&w->plan.pool[rir].v[k], &w->plan.reserved.v[i]))
				*LIST_ADD(s->row) = (struct row){w->plan.reserved.v[i], 0, 0, 0, RESERVED};
	qsort(s->row.v, s->row.n, sizeof *s->row.v, by_place);
}

/* Begins a line that may be missing; false: it is. */
static bool line(struct sheet *s, uint32_t kind)
{
	if (s->torn && rng_chance(&s->rng, 0.02))
		return false;
	s->n[kind]++;
	return true;
}

static void date_and_id(const struct world *w, struct octets *o, uint32_t date, uint32_t org)
{
	struct calendar c = calendar_of(date);
	octets_text(o, "|%04u%02u%02u|allocated|%08x\n", c.year, c.month, c.day,
	            (uint32_t)hash_of(w->seed, org, 3));
}

static void available4(struct sheet *s, uint32_t rir, uint64_t from, uint64_t until)
{
	char text[PREFIX_TEXT];
	if (from == until || !line(s, 1))
		return;
	struct prefix p = prefix4((uint32_t)from, 32);
	octets_text(&s->text[1], "%s||ipv4|%s|%llu||available\n", rir_name[rir], prefix_address(&p, text),
	            (unsigned long long)(until - from));
}

/* In units of /32 of the /12. */
static void available6(struct sheet *s, uint32_t rir, uint64_t from, uint64_t until, uint64_t base)
{
	char text[PREFIX_TEXT];
	while (from < until) {
		uint32_t bits = 0;
		while (bits < 20 && !(from >> bits & 1) && from + (2ull << bits) <= until)
			bits++;
		struct prefix p = prefix6(base | from << 32, 0, 32);
		if (line(s, 2))
			octets_text(&s->text[2], "%s||ipv6|%s|%u||available\n", rir_name[rir],
			            prefix_address(&p, text), 32 - bits);
		from += 1ull << bits;
	}
}

static void one_row(const struct world *w, struct sheet *s, uint32_t rir, const struct row *r)
{
	char text[PREFIX_TEXT];
	uint32_t kind = r->p.v6 ? 2 : 1;
	uint64_t value = r->p.v6 ? r->p.len : 1ull << (32 - r->p.len);
	if (!line(s, kind))
		return;
	struct octets *o = &s->text[kind];
	octets_text(o, "%s|%s|%s|%s|%llu", rir_name[rir],
	            r->kind == HELD ? economy_name(rir, r->economy) : "", r->p.v6 ? "ipv6" : "ipv4",
	            prefix_address(&r->p, text), (unsigned long long)value);
	if (r->kind == HELD)
		date_and_id(w, o, r->date, r->org);
	else
		octets_text(o, "||reserved\n");
}

static void pools(const struct world *w, struct sheet *s, uint32_t rir)
{
	size_t at = 0;
	for (size_t k = 0; k < w->plan.pool[rir].n; k++) {
		const struct prefix *pool = &w->plan.pool[rir].v[k];
		uint64_t next = pool->v6 ? 0 : pool->hi >> 32, end = pool->v6 ? 1u << 20 : next + (1u << 24);
		while (at < s->row.n && prefix_compare(&s->row.v[at].p, pool) < 0)
			at++;
		size_t i = at;
		for (; i < s->row.n && prefix_holds(pool, &s->row.v[i].p); i++) {
			const struct prefix *p = &s->row.v[i].p;
			uint64_t from = p->v6 ? p->hi >> 32 & 0xfffff : p->hi >> 32;
			if (from < next)
				die("two delegations overlap");
			if (p->v6)
				available6(s, rir, next, from, pool->hi);
			else
				available4(s, rir, next, from);
			one_row(w, s, rir, &s->row.v[i]);
			next = from + (p->v6 ? 1u : 1ull << (32 - p->len));
		}
		if (pool->v6)
			available6(s, rir, next, end, pool->hi);
		else
			available4(s, rir, next, end);
	}
}

static int by_asn(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
	return a < b ? -1 : a > b;
}

static uint32_t registry_of_free(uint32_t asn)
{
	return asn < 65536    ? asn / 1024 % N_RIRS
	       : asn < 196608 ? RIR_APNIC
	       : asn < 262144 ? RIR_RIPE
	       : asn < 327680 ? RIR_LACNIC
	       : asn < 393216 ? RIR_AFRINIC
	                      : RIR_ARIN;
}

/* ASNs that nobody has, up to this one, as ranges. */
static void free_asns(struct sheet *s, uint32_t rir, uint32_t from, uint32_t until)
{
	while (from < until) {
		uint32_t end = from < 64496 ? (from / 1024 + 1) * 1024 : until;
		if (end > until)
			end = until;
		if (from < 64496 && end > 64496)
			end = 64496;
		if (!asn_is_special(from) && registry_of_free(from) == rir && from != 0 && line(s, 0))
			octets_text(&s->text[0], "%s||asn|%u|%u||available\n", rir_name[rir], from,
			            end - from);
		from = from < 64496 || from > 131071 ? end : 131072 < until ? 131072 : until;
	}
}

static void asns(const struct world *w, struct sheet *s, uint32_t rir)
{
	const struct topology *t = &w->topo;
	size_t n = 0;
	uint64_t *all = fresh(t->n + t->rs_asn.n + 12, sizeof *all); // asn << 32 | network
	for (uint32_t i = 0; i < t->n; i++)
		all[n++] = (uint64_t)t->net[i].asn << 32 | i;
	for (uint32_t i = 0; i < t->rs_asn.n; i++)
		if (i < t->ixp.n || (i >= 300 && i < 310))
			all[n++] = (uint64_t)t->rs_asn.v[i] << 32 | 0xfffffff0u;
	for (uint32_t asn = 1; asn < 10; asn++) // the first numbers were given out first
		all[n++] = (uint64_t)asn << 32 | 0xfffffff0u;
	all[n++] = 23456ull << 32 | 0xfffffffeu;
	qsort(all, n, sizeof *all, by_asn);
	uint32_t next = 1;
	for (size_t i = 0; i < n; i++) {
		uint32_t asn = (uint32_t)(all[i] >> 32), v = (uint32_t)all[i];
		const struct network *a = v < t->n ? &t->net[v] : NULL;
		free_asns(s, rir, next, asn);
		next = asn + 1;
		if (v == 0xfffffffeu || (a ? a->rir : (uint32_t)RIR_RIPE) != rir || !line(s, 0))
			continue;
		octets_text(&s->text[0], "%s|%s|asn|%u|1", rir_name[rir],
		            a ? economy_name(rir, a->economy) : "NL", asn);
		date_and_id(w, &s->text[0], time_of(2000 + asn % 22, 1 + asn % 12, 1 + asn % 28),
		            a ? a->org : 2000000 + asn);
	}
	if (next < 402333)
		free_asns(s, rir, next, 402333);
	free(all);
}

static void write_day(const struct world *w, const char *dir, uint32_t rir, uint32_t day)
{
	struct sheet s = {.torn = w->nro_rir == rir && day == w->nro_day};
	struct calendar c = calendar_of(day);
	char name[96];
	static const char *const kinds[] = {"asn", "ipv4", "ipv6"};
	rng_init(&s.rng, hash_of(w->seed, rir, day));
	collect(w, rir, day, &s);
	pools(w, &s, rir);
	asns(w, &s, rir);
	snprintf(name, sizeof name, "rir/delegated-%s-extended-%04u%02u%02u.gz", rir_name[rir],
	         c.year % 10000, c.month % 100, c.day % 100);
	struct file *f = file_open(dir, name);
	file_text(f, "2|%s|%04u%02u%02u|%u|19830101|%04u%02u%02u|+0000\n", rir_name[rir], c.year, c.month,
	          c.day, s.n[0] + s.n[1] + s.n[2], c.year, c.month, c.day);
	for (int i = 0; i < 3; i++)
		file_text(f, "%s|*|%s|*|%u|summary\n", rir_name[rir], kinds[i], s.n[i]);
	for (int i = 0; i < 3; i++) {
		file_add(f, s.text[i].p, s.text[i].n);
		free(s.text[i].p);
	}
	file_close(f);
	free(s.row.v);
}

void write_delegated(const struct world *w, const char *dir)
{
	for (uint32_t day = w->start - DAY; day < w->end; day += DAY)
		for (uint32_t rir = 0; rir < N_RIRS; rir++)
			write_day(w, dir, rir, day);
}
