/* What happened, one JSON object a line: first the world, then each event with what the files show of it. */
#include "file.h"
#include "world.h"

#include <stdlib.h>
#include <string.h>

static int by_event(const void *x, const void *y)
{
	const struct sighting *a = x, *b = y;
	if (a->event != b->event)
		return a->event < b->event ? -1 : 1;
	if (a->time != b->time)
		return a->time < b->time ? -1 : 1;
	// a peer that goes over from one route to another of the same event does not lose sight of it
	if (a->step != b->step)
		return a->step > b->step ? -1 : 1;
	return a->vantage < b->vantage ? -1 : a->vantage > b->vantage;
}

struct seen {
	uint32_t from, until, three, end90; // 0: never
	uint32_t peak;
	uint64_t with_three; // seconds during which three or more saw it
	int32_t *count;      // by vantage point: atoms
	uint8_t *ever;
	LIST(struct sighting) by; // one a (neighbour, vantage)
};

static bool is_known(const struct seen *s, const struct sighting *x)
{
	for (size_t i = 0; i < s->by.n; i++)
		if (s->by.v[i].neighbour == x->neighbour && s->by.v[i].vantage == x->vantage)
			return true;
	return false;
}

static void look(const struct world *w, const struct sighting *x, size_t n, struct seen *s)
{
	uint32_t now = 0, before = 0;
	for (size_t i = 0; i < n; i++) {
		if (now >= 3)
			s->with_three += x[i].time - before;
		before = x[i].time;
		bool was = s->count[x[i].vantage] > 0;
		s->count[x[i].vantage] += x[i].step;
		bool is = s->count[x[i].vantage] > 0;
		now += is && !was;
		now -= was && !is;
		s->ever[x[i].vantage] |= is;
		if (is && !s->from)
			s->from = x[i].time;
		if (now >= 3 && !s->three)
			s->three = x[i].time;
		if (now > s->peak)
			s->peak = now;
		if (now * 10 <= s->peak && was && !is && !s->end90)
			s->end90 = x[i].time;
		if (now * 10 > s->peak)
			s->end90 = 0;
		s->until = now ? 0 : x[i].time;
		if (x[i].step > 0 && x[i].neighbour && !is_known(s, &x[i]))
			*LIST_ADD(s->by) = x[i];
	}
	if (now >= 3)
		s->with_three += w->end - before;
}

static int by_neighbour(const void *x, const void *y)
{
	const struct sighting *a = x, *b = y;
	return a->neighbour < b->neighbour ? -1 : a->neighbour > b->neighbour;
}

static const char *relation_name(const struct world *w, uint32_t culprit, uint32_t asn)
{
	static const char *const names[] = {"customer", "peer", "provider", "none"};
	uint32_t a = NONE, b = NONE;
	for (uint32_t v = 0; v < w->topo.n; v++) {
		if (w->topo.net[v].asn == culprit)
			a = v;
		if (w->topo.net[v].asn == asn)
			b = v;
	}
	return a == NONE || b == NONE ? "none" : names[relation_of(&w->topo, a, b)];
}

static void write_neighbours(const struct world *w, struct file *f, const struct event *e, struct seen *s)
{
	file_text(f, ",\"neighbours\":[");
	if (s->by.n)
		qsort(s->by.v, s->by.n, sizeof *s->by.v, by_neighbour);
	for (size_t i = 0, j; i < s->by.n; i = j) {
		for (j = i; j < s->by.n && s->by.v[j].neighbour == s->by.v[i].neighbour;)
			j++;
		file_text(f, "%s{\"asn\":%u,\"peers\":%zu,\"relation\":\"%s\"}", i ? "," : "",
		          s->by.v[i].neighbour, j - i, relation_name(w, e->culprit, s->by.v[i].neighbour));
	}
	file_text(f, "]");
}

static void write_time(struct file *f, const char *name, uint32_t t)
{
	char text[TIME_TEXT];
	if (t)
		file_text(f, ",\"%s\":\"%s\"", name, time_text(t, text));
	else
		file_text(f, ",\"%s\":null", name);
}

static void write_event(const struct world *w, struct file *f, uint32_t id, struct seen *s)
{
	enum { MOST_PREFIXES = 2000 };
	const struct event *e = &w->event.v[id];
	char text[PREFIX_TEXT];
	file_text(f, "{\"id\":%u,\"kind\":\"%s\",\"metric\":%s%s%s,\"expect\":\"%s\",\"culprit\":%u", id,
	          e->kind, *e->metric ? "\"" : "", *e->metric ? e->metric : "null", *e->metric ? "\"" : "",
	          e->expect, e->culprit);
	if (e->to)
		file_text(f, ",\"segment\":[%u,%u,%u]", e->from, e->culprit, e->to);
	write_time(f, "at", e->at);
	write_time(f, "until", e->until);
	write_time(f, "start", s->from);
	write_time(f, "visibleFrom", s->three);
	write_time(f, "end90", s->peak ? s->end90 : 0);
	write_time(f, "end", s->peak ? s->until : 0);
	file_text(f, ",\"peersMax\":%u,\"secondsVisible\":%llu,\"peers\":[", s->peak,
	          (unsigned long long)s->with_three);
	for (uint32_t i = 0, n = 0; i < w->vantage.n; i++)
		if (s->ever[i])
			file_text(f, "%s%u", n++ ? "," : "", w->topo.net[w->vantage.v[i].node].asn);
	file_text(f, "]");
	write_neighbours(w, f, e, s);
	file_text(f, ",\"victims\":[");
	for (size_t i = 0; i < e->victims.n; i++)
		file_text(f, "%s%u", i ? "," : "", e->victims.v[i]);
	file_text(f, "],\"nPrefixes\":%zu,\"prefixes\":[", e->prefixes.n);
	for (size_t i = 0; i < e->prefixes.n && i < MOST_PREFIXES; i++)
		file_text(f, "%s\"%s\"", i ? "," : "", prefix_text(&e->prefixes.v[i], text));
	file_text(f, "]");
	if (e->more.n)
		file_add(f, e->more.p, e->more.n);
	file_text(f, "}\n");
}

static void write_world(const struct world *w, struct file *f)
{
	char a[TIME_TEXT], b[TIME_TEXT], q[TIME_TEXT];
	uint32_t n_aspas = 0;
	for (uint32_t v = 0; v < w->topo.n; v++)
		n_aspas += w->topo.net[v].aspa;
	file_text(f,
	          "{\"world\":{\"seed\":%llu,\"start\":\"%s\",\"end\":\"%s\",\"injectionsFrom\":\"%s\","
	          "\"networks\":%u,\"links\":%zu,\"exchanges\":%zu,"
	          "\"prefixes\":%zu,\"vrps\":%zu,\"aspas\":%u,\"routeObjects\":%zu,\"atoms\":%zu,\"paths\":%"
	          "zu,\"tableEntries\":%zu,\"messages\":%zu,\"peers\":[",
	          (unsigned long long)w->seed, time_text(w->start, a), time_text(w->end, b),
	          time_text(w->quiet, q), w->topo.n, w->topo.link.n, w->topo.ixp.n, w->plan.pfx.n,
	          w->plan.vrp.n, n_aspas, w->plan.object.n, w->atom.n, w->n_paths, w->n_entries,
	          w->n_messages);
	for (size_t i = 0; i < w->session.n; i++) {
		const struct session *s = &w->session.v[i];
		const struct vantage *v = &w->vantage.v[s->vantage];
		char ip[PREFIX_TEXT];
		file_text(f,
		          "%s{\"asn\":%u,\"collector\":\"%s\",\"ip\":\"%s\",\"full\":%s,\"noisy\":%s,"
		          "\"stale\":%s,\"privateAsn\":%u,\"octetsPerAsn\":%u}",
		          i ? "," : "", w->topo.net[v->node].asn, w->collector.v[s->collector].name,
		          prefix_address(&s->ip4, ip), v->full ? "true" : "false",
		          v->noisy ? "true" : "false", v->stale ? "true" : "false", v->private_asn,
		          s->two_byte ? 2 : 4);
	}
	file_text(f, "]}}\n");
}

void write_truth(struct world *w, const char *dir)
{
	struct file *f = file_open(dir, "truth.jsonl");
	size_t n = 0;
	for (size_t i = 0; i < w->sighting.n; i++)
		if (w->sighting.v[i].time < w->end)
			w->sighting.v[n++] = w->sighting.v[i];
	w->sighting.n = n;
	if (n)
		qsort(w->sighting.v, n, sizeof *w->sighting.v, by_event);
	write_world(w, f);
	for (uint32_t id = 1, i = 0; id < w->event.n; id++) {
		struct seen s = {.count = fresh(w->vantage.n, sizeof *s.count),
		                 .ever = fresh(w->vantage.n, 1)};
		while (i < n && w->sighting.v[i].event < id)
			i++;
		size_t end = i;
		while (end < n && w->sighting.v[end].event == id)
			end++;
		if (end > i)
			look(w, w->sighting.v + i, end - i, &s);
		write_event(w, f, id, &s);
		free(s.count);
		free(s.ever);
		free(s.by.v);
	}
	file_close(f);
}
