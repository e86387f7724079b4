/* RPSL of the five registries and of RADB: route and route6, aut-num, mntner. */
#include "file.h"
#include "world.h"

#include <stdio.h>

static const char *const source[N_RIRS + 1] = {"AFRINIC", "APNIC", "ARIN", "LACNIC", "RIPE", "RADB"};
static const char *const lower[N_RIRS + 1] = {"afrinic", "apnic", "arin", "lacnic", "ripe", "radb"};

static void dates(struct file *f, uint64_t h, bool stale)
{
	uint32_t year = stale ? 2008 + (uint32_t)(h % 6) : 2014 + (uint32_t)(h % 11),
	         month = 1 + (uint32_t)(h >> 8) % 12;
	file_text(f, "created:        %u-%02u-%02uT08:%02u:00Z\nlast-modified:  %u-%02u-%02uT09:00:00Z\n",
	          year, month, 1 + (uint32_t)(h >> 16) % 28, (uint32_t)(h >> 24) % 60, year + 1, month,
	          1 + (uint32_t)(h >> 16) % 28);
}

static void routes(const struct world *w, struct file *f, uint32_t db)
{
	static const char *const words[] = {"as announced", "former holder",
	                                    "proxy-registered for a customer"};
	char text[PREFIX_TEXT];
	for (size_t i = 0; i < w->plan.object.n; i++) {
		const struct route_object *o = &w->plan.object.v[i];
		if ((o->radb ? (uint32_t)N_RIRS : o->rir) != db)
			continue;
		file_text(f, "%s%s\ndescr:          %s\norigin:         AS%u\nmnt-by:         MAINT-AS%u\n",
		          o->p.v6 ? "route6:         " : "route:          ", prefix_text(&o->p, text),
		          words[o->kind], o->asn, o->asn);
		dates(f, prefix_hash(&o->p) ^ o->asn, o->kind == OBJECT_STALE);
		file_text(f, "source:         %s\n\n", source[db]);
	}
}

static void policy(const struct world *w, struct file *f, uint32_t v)
{
	const struct topology *t = &w->topo;
	for (uint32_t side = 0; side < N_SIDES; side++)
		for (uint32_t i = 0; i < degree(t, v, side) && i < 20; i++) {
			struct edge e = neighbour(t, v, side, i);
			uint32_t asn = t->net[e.node].asn;
			if (t->link.v[e.link].flags & LINK_FUTURE)
				continue;
			if (side == TO_PROVIDERS)
				file_text(f,
				          "import:         from AS%u accept ANY\nexport:         to AS%u "
				          "announce AS%u\n",
				          asn, asn, t->net[v].asn);
			else if (side == TO_CUSTOMERS)
				file_text(f,
				          "import:         from AS%u accept AS%u\nexport:         to AS%u "
				          "announce ANY\n",
				          asn, asn, asn);
			else
				file_text(f,
				          "import:         from AS%u accept AS%u\nexport:         to AS%u "
				          "announce AS%u\n",
				          asn, asn, asn, t->net[v].asn);
		}
}

static void networks(const struct world *w, struct file *f, uint32_t db)
{
	const struct topology *t = &w->topo;
	for (uint32_t v = 0; v < t->n; v++) {
		if (t->net[v].rir != db)
			continue;
		file_text(f, "aut-num:        AS%u\nas-name:        WORLD-%u\norg:            ORG-W%u-%s\n",
		          t->net[v].asn, t->net[v].asn, t->net[v].org, source[db]);
		if (hash_of(w->seed, v, 8) % 10 < 6)
			policy(w, f, v);
		file_text(f,
		          "admin-c:        WA%u-%s\ntech-c:         WA%u-%s\nmnt-by:         MAINT-ORG%u\n",
		          t->net[v].org, source[db], t->net[v].org, source[db], t->net[v].org);
		dates(f, hash64(t->net[v].asn), false);
		file_text(f, "source:         %s\n\n", source[db]);
	}
}

void write_irr(const struct world *w, const char *dir)
{
	struct calendar c = calendar_of(w->start - 86400);
	for (uint32_t db = 0; db <= N_RIRS; db++) {
		char name[64];
		snprintf(name, sizeof name, "irr/%s.%04u%02u%02u.db.gz", lower[db], c.year % 10000,
		         c.month % 100, c.day % 100);
		struct file *f = file_open(dir, name);
		file_text(f, "%% %s of a made world; its numbers belong to others in the real Internet\n\n",
		          source[db]);
		routes(w, f, db);
		networks(w, f, db);
		file_close(f);
	}
}
