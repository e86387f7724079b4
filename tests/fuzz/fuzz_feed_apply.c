/* MRT records of several files of two collectors, applied in the order of the octets. Eight octets in front
 * say for every eighth record which file it is of and what happens before it. Whatever comes: the RIB tells
 * every change, and what it counts is what a recount finds. */
#include "feed/apply.h"
#include "fuzz_rib.h"

enum { FILES = 4, ORDERS = 8, CHECK_ALL = 24, CHECK_STEP = 16 };
#define TIME_MAX (UINT32_MAX - 1) /* behind it stands "not seen" */

enum action { NEXT_FILE = 3, CUT, GAP, PERIOD, SILENCE }; /* less: none */

struct world {
	struct fuzz_rib watched;
	struct apply apply;
	struct apply_file *file[FILES];
	uint32_t last[2]; /* by collector: its newest record; 0: none */
	uint64_t n_dumped;
	bool in_period;
};

static uint16_t collector_of(unsigned file)
{
	return file == FILES - 1;
}

static void staged(void *ctx, const struct apply_staged *e)
{
	const struct rib *rib = ((struct world *)ctx)->apply.rib;
	REQUIRE(e->peer < rib_peer_count(rib) && e->family < RIB_FAMILIES);
	REQUIRE(e->prefix < rib_prefix_count(rib, e->family) && e->path != PATH_NONE);
}

static void dumped(void *ctx, uint32_t file)
{
	REQUIRE(file < FILES);
	((struct world *)ctx)->n_dumped++;
}

static void file_end(struct world *w, unsigned i)
{
	if (w->file[i])
		apply_file_end(w->file[i]);
	w->file[i] = NULL;
}

static struct apply_file *file_at(struct world *w, unsigned i)
{
	if (!w->file[i])
		w->file[i] = apply_file_new(&w->apply, i, collector_of(i), NULL);
	return w->file[i];
}

/* A gap lies between files, in front of the record that comes next: those of the collector have ended. */
static void gap(struct world *w, uint16_t collector, uint32_t time)
{
	uint32_t to = time > w->watched.now ? time : w->watched.now;
	for (unsigned i = 0; i < FILES; i++)
		if (collector_of(i) == collector)
			file_end(w, i);
	if (w->last[collector] && to > w->last[collector])
		rib_gap(w->apply.rib, collector, w->last[collector], to);
}

static void advance(struct world *w, uint32_t t)
{
	t = t < TIME_MAX ? t : TIME_MAX;
	if (t <= w->watched.now)
		return;
	w->watched.now = t;
	rib_advance(w->apply.rib, t);
	for (peer_id i = 0; i < rib_peer_count(w->apply.rib); i++)
		REQUIRE(rib_peer_get(w->apply.rib, i)->deadline >= t);
}

static void before(struct world *w, unsigned action, unsigned file, uint32_t time)
{
	uint32_t now = w->watched.now;
	switch (action) {
	case NEXT_FILE:
		file_end(w, file);
		break;
	case CUT:
		apply_file_cut(file_at(w, file));
		break;
	case GAP:
		gap(w, collector_of(file), time < TIME_MAX ? time : TIME_MAX);
		break;
	case PERIOD:
		if (!w->in_period)
			rib_period_begin(w->apply.rib, now);
		w->in_period = true;
		break;
	case SILENCE:
		advance(w, now < TIME_MAX - FUZZ_HOLD ? now + FUZZ_HOLD + 1 : TIME_MAX);
		break;
	default:
		break;
	}
}

static void one(struct world *w, uint8_t order, const struct mrt_record *r)
{
	unsigned file = order % FILES;
	before(w, order / FILES % 8, file, r->time);
	advance(w, r->time);
	w->last[collector_of(file)] = w->watched.now;
	apply_record(file_at(w, file), w->watched.now, r);
}

static void all(struct world *w, const uint8_t *orders, const uint8_t *p, size_t len)
{
	struct mrt_framer framer;
	struct mrt_record r;
	enum err e;
	mrt_framer_init(&framer, NULL);
	for (size_t used;
	     (e = mrt_frame_next(&framer, p, len, true, &r, &used)) == ERR_OK || e == ERR_LENGTH;) {
		uint8_t order = orders[framer.number % ORDERS];
		if (e == ERR_LENGTH)
			apply_file_cut(file_at(w, order % FILES));
		else
			one(w, order, &r);
		if (framer.number < CHECK_ALL || framer.number % CHECK_STEP == 0)
			fuzz_rib_check(&w->watched);
		p += used;
		len -= used;
	}
	REQUIRE(w->apply.counts.records == framer.number);
}

static void counts_check(const struct world *w)
{
	const struct apply_counts *c = &w->apply.counts;
	uint64_t announced = 0, withdrawn = 0;
	for (peer_id i = 0; i < rib_peer_count(w->apply.rib); i++) {
		announced += rib_peer_get(w->apply.rib, i)->n_announced;
		withdrawn += rib_peer_get(w->apply.rib, i)->n_withdrawn;
	}
	REQUIRE(announced == c->announcements);
	REQUIRE(withdrawn >= c->withdrawals && withdrawn <= c->withdrawals + c->malformed);
	REQUIRE(c->states + c->messages <= c->records && w->n_dumped <= c->records);
}

FUZZ_TARGET(data, len)
{
	struct world w = {0};
	if (len < ORDERS)
		return 0;
	fuzz_rib_init(&w.watched);
	w.apply.rib = w.watched.rib;
	w.apply.paths = path_memo_new(rib_paths(w.watched.rib));
	w.apply.hooks = (struct apply_hooks){.staged = staged, .dumped = dumped, .ctx = &w};
	all(&w, data, data + ORDERS, len - ORDERS);
	for (unsigned i = 0; i < FILES; i++)
		file_end(&w, i);
	rib_period_end(w.apply.rib, w.watched.now);
	fuzz_rib_check(&w.watched);
	counts_check(&w);
	fuzz_rib_end(&w.watched);
	path_memo_free(w.apply.paths);
	fuzz_rib_fini(&w.watched);
	return 0;
}
