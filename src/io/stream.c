#include "io/stream.h"

#include "base/hash.h"
#include "base/mem.h"
#include "io/bz2_ahead.h"
#include "io/codec.h"
#include "io/source.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

#define RATIO_FLOOR ((uint64_t)64 << 20)

struct slot {
	uint8_t *data;
	size_t len;
};

/*
 * Two halves that share only the ring: the producer (fill and what it calls) and the consumer (read, peek).
 * n_made and n_done count chunks since the beginning; slot i is at i % n_slots; the consumer holds one while
 * `lent`. With `sync` the consumer calls fill itself and the ring has one slot.
 */
struct io_stream {
	struct io_stream_opts opts; /* defaults filled in */
	struct io_source src;
	struct codec codec;
	enum io_kind kind;

	/* producer */
	uint8_t *in;
	size_t in_at, in_len, in_cap;
	bool in_end;
	uint64_t used, made;     /* octets decoded from, octets decoded */
	struct bz2_ahead *ahead; /* decodes instead of codec, as long as all is well; else NULL */
	uint64_t skip;           /* what codec makes next has been delivered by ahead */

	/* ring */
	struct slot *slots;
	unsigned n_slots;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_t thread;
	bool threaded;
	atomic_bool stop;
	uint64_t n_made, n_done;
	bool ended;         /* under the lock; from then on `end` is the consumer's */
	struct io_fail end; /* the producer's until then */

	/* consumer */
	bool lent;           /* slot n_done is in the consumer's hands */
	bool reading;        /* the first io_stream_read has been */
	bool peeked;         /* and what peek showed has not been delivered yet */
	struct buf head;     /* what peek had to join from several chunks */
	struct io_fail seen; /* end, once the consumer has come to it */
	uint64_t out;
	struct hash_stream *digest;
};

const char *io_kind_name(enum io_kind kind)
{
	static const char *const names[] = {"plain", "gz", "bz2", "xz", "zst"};
	return (unsigned)kind < sizeof names / sizeof *names ? names[kind] : "unknown";
}

/* ---------------------------------------------------------------- producer */

/* More input behind what is left of it, which moves to the front. */
static enum err refill(struct io_stream *s, struct io_fail *fail)
{
	size_t left = s->in_len - s->in_at, n = 0;
	if (left && s->in_at)
		memmove(s->in, s->in + s->in_at, left);
	s->in_at = 0;
	s->in_len = left;
	size_t room = s->in_cap - left;
	if (room > s->opts.in_chunk)
		room = s->opts.in_chunk;
	enum err e = io_source_read(&s->src, s->in + left, room, &n, fail);
	if (e == ERR_OK) {
		s->in_len += n;
		s->in_end = n == 0;
	}
	return e;
}

static size_t in_left(const struct io_stream *s)
{
	return s->in_len - s->in_at;
}

static enum err sniff(struct io_stream *s, struct io_fail *fail)
{
	const struct codec_ops *ops = NULL;
	const char *what = NULL;
	for (;;) {
		enum err e = codec_sniff(s->in, s->in_len, s->in_end, &ops, &what);
		if (e == ERR_UNSUPPORTED)
			return io_fail_set(fail, e, 0, "%s", what);
		/* One read first, so that strangers, which never ask for more, are seen. */
		if (e == ERR_OK && (s->in_end || s->in_len >= 8 || (s->in_len && !s->src.regular)))
			break;
		e = refill(s, fail);
		if (e != ERR_OK)
			return e;
	}
	s->kind = ops ? ops->kind : IO_PLAIN;
	codec_open(&s->codec, ops, s->opts.max_memory);
	return ERR_OK;
}

/* Plain octets: first what sniffing read, then straight from the file into the chunk. */
static enum err plain_step(struct io_stream *s, uint8_t *to, size_t cap, size_t *made)
{
	size_t n = in_left(s);
	if (n) {
		n = n < cap ? n : cap;
		memcpy(to, s->in + s->in_at, n);
		s->in_at += n;
	} else if (!s->in_end) {
		enum err e = io_source_read(&s->src, to, cap, &n, &s->end);
		if (e != ERR_OK)
			return e;
		s->in_end = n == 0;
	}
	s->used += n;
	*made = n;
	return n == 0 && s->in_end ? ERR_EOF : ERR_OK;
}

static enum err packed_step(struct io_stream *s, uint8_t *to, size_t cap, size_t *made)
{
	const char *what = NULL;
	while (!s->in_end && (in_left(s) == 0 || (s->codec.between && in_left(s) < CODEC_LOOK))) {
		enum err e = refill(s, &s->end);
		if (e != ERR_OK)
			return e;
	}
	struct codec_step st = {
	    .in = s->in + s->in_at, .in_len = in_left(s), .last = s->in_end, .out = to, .out_len = cap};
	bool was_between = s->codec.between;
	enum err e = codec_step(&s->codec, &st, &what);
	s->in_at += st.used;
	s->used += st.used;
	*made = st.made;
	if (e == ERR_OK && !st.used && !st.made && st.in_len && was_between == s->codec.between) {
		e = ERR_VALUE;
		what = "the decompressor cannot go on";
	}
	if (e == ERR_OK || e == ERR_EOF)
		return e;
	return io_fail_set(&s->end, e, s->used + (e == ERR_SHORT ? in_left(s) : 0), "%s", what);
}

/* From where `ahead` stopped, codec goes on: at the beginning of a member, of which some has been delivered.
 * Pieces are read as they would have been from the beginning. */
static enum err resume(struct io_stream *s)
{
	struct bz2_rest rest = bz2_ahead_rest(s->ahead);
	uint64_t drop = rest.at % s->opts.in_chunk;
	bz2_ahead_free(s->ahead);
	s->ahead = NULL;
	s->in_at = s->in_len = 0;
	s->in_end = false;
	enum err e = io_source_seek(&s->src, rest.at - drop, &s->end);
	while (e == ERR_OK && drop > 0 && !s->in_end) {
		e = refill(s, &s->end);
		s->in_at = in_left(s) < drop ? in_left(s) : (size_t)drop;
		drop -= s->in_at;
	}
	s->used = rest.at;
	s->skip = rest.skip;
	s->codec.members = rest.members;
	return e;
}

static enum err skip_step(struct io_stream *s)
{
	uint8_t waste[16384];
	size_t made = 0;
	enum err e = packed_step(s, waste, s->skip < sizeof waste ? (size_t)s->skip : sizeof waste, &made);
	s->skip -= made;
	return e;
}

/* A block during which a limit might be passed is left to codec, which looks more often. */
static bool is_within(const struct io_stream *s, uint64_t more)
{
	uint64_t made = s->made + more;
	return made <= s->opts.max_output &&
	       (made <= RATIO_FLOOR || made / (s->used + 1) < s->opts.max_ratio);
}

static enum err ahead_step(struct io_stream *s, uint8_t *to, size_t cap, size_t *made)
{
	struct bz2_given given;
	if (!bz2_ahead_look(s->ahead, &given) || (given.fresh && !is_within(s, given.left)))
		return resume(s);
	*made = bz2_ahead_take(s->ahead, to, cap);
	s->used = given.used;
	return ERR_OK;
}

static enum err step(struct io_stream *s, uint8_t *to, size_t cap, size_t *made)
{
	if (s->ahead)
		return ahead_step(s, to, cap, made);
	if (s->skip)
		return skip_step(s);
	return s->codec.ops ? packed_step(s, to, cap, made) : plain_step(s, to, cap, made);
}

/* Looked at after every step; trims what is over, so that exactly max_output octets come out. */
static enum err bounded(struct io_stream *s, size_t *made)
{
	uint64_t max = s->opts.max_output;
	s->made += *made;
	if (s->made > max) {
		*made -= (size_t)(s->made - max);
		s->made = max;
		return io_fail_set(&s->end, ERR_LIMIT, s->used,
		                   "more than %llu octets come out of it (limit max-output)",
		                   (unsigned long long)max);
	}
	if (s->codec.ops && s->made > RATIO_FLOOR && s->made / (s->used + 1) >= s->opts.max_ratio)
		return io_fail_set(&s->end, ERR_LIMIT, s->used,
		                   "each octet gives more than %llu when decompressed (limit max-ratio)",
		                   (unsigned long long)s->opts.max_ratio);
	return ERR_OK;
}

/*
 * Fill one chunk. OK: it has octets and more may come; else the end of the stream (s->end is set), behind the
 * octets in the chunk that came before it. From a pipe a chunk is handed over as soon as it would have to
 * wait.
 */
static enum err fill(struct io_stream *s, struct slot *to)
{
	size_t n = 0;
	enum err e = ERR_OK;
	if (!to->data)
		to->data = mem_resize(NULL, s->opts.chunk, 1);
	while (e == ERR_OK && n < s->opts.chunk && !atomic_load_explicit(&s->stop, memory_order_relaxed)) {
		size_t made = 0;
		uint64_t over = s->opts.max_output - s->made; /* one more, to see that there is more */
		size_t cap = s->opts.chunk - n;
		if (over < cap)
			cap = (size_t)over + 1;
		e = step(s, to->data + n, cap, &made);
		enum err b = bounded(s, &made);
		if (b != ERR_OK)
			e = b;
		n += made;
		if (!s->src.regular && n && in_left(s) == 0)
			break;
	}
	to->len = n;
	if (e == ERR_EOF)
		s->end = (struct io_fail){.err = ERR_EOF, .offset = s->used};
	return e;
}

static void *producer(void *arg)
{
	struct io_stream *s = arg;
	enum err e = ERR_OK;
	while (e == ERR_OK) {
		pthread_mutex_lock(&s->lock);
		while (s->n_made - s->n_done == s->n_slots && !atomic_load(&s->stop))
			pthread_cond_wait(&s->changed, &s->lock);
		struct slot *to = &s->slots[s->n_made % s->n_slots];
		pthread_mutex_unlock(&s->lock);
		if (atomic_load(&s->stop))
			return NULL;
		e = fill(s, to);
		pthread_mutex_lock(&s->lock);
		s->n_made += to->len != 0;
		s->ended = e != ERR_OK;
		pthread_cond_signal(&s->changed);
		pthread_mutex_unlock(&s->lock);
	}
	return NULL;
}

/* ---------------------------------------------------------------- opening and closing */

static struct io_stream_opts defaults(const struct io_stream_opts *given)
{
	struct io_stream_opts o = given ? *given : (struct io_stream_opts){0};
	o.chunk = o.chunk ? o.chunk : (size_t)1 << 20;
	o.slots = o.slots ? o.slots : 4;
	o.slots = o.slots < 2 ? 2 : o.slots;
	o.in_chunk = o.in_chunk ? o.in_chunk : (size_t)256 << 10;
	o.small = o.small ? o.small : (size_t)128 << 10;
	o.max_output = o.max_output ? o.max_output : (uint64_t)64 << 30;
	o.max_ratio = o.max_ratio ? o.max_ratio : 1000;
	o.max_memory = o.max_memory ? o.max_memory : (uint64_t)256 << 20;
	return o;
}

/* Signals are for the thread that opened it. Without a thread the stream goes on, only slower. */
static void thread_start(struct io_stream *s)
{
	sigset_t all, old;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	s->threaded = pthread_create(&s->thread, NULL, producer, s) == 0;
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

/* What is sniffed has been read from the file: it goes along. Pipes are not cut, for they may pause. */
static void ahead_start(struct io_stream *s)
{
	if (s->opts.threads < 2 || s->kind != IO_BZIP2 || !s->src.regular)
		return;
	s->ahead = bz2_ahead_new(&s->src, s->in, s->in_len, s->opts.in_chunk, s->opts.threads);
}

/* Takes over s->src, which is open. */
static enum err start(struct io_stream *s, struct io_stream **out, struct io_fail *fail)
{
	s->in_cap = s->opts.in_chunk + CODEC_SNIFF;
	s->in = mem_resize(NULL, s->in_cap, 1);
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->changed, NULL);
	s->digest = hash_stream_new();
	s->n_slots = s->opts.slots;
	s->slots = mem_new(s->n_slots, sizeof *s->slots);
	enum err e = sniff(s, fail);
	if (e != ERR_OK) {
		io_stream_close(s);
		return e;
	}
	if (!s->opts.sync && !(s->src.regular && s->src.size <= s->opts.small)) {
		ahead_start(s);
		thread_start(s);
	}
	*out = s;
	return ERR_OK;
}

enum err io_stream_open(const char *path, const struct io_stream_opts *opts, struct io_stream **out,
                        struct io_fail *fail)
{
	struct io_stream *s = mem_new(1, sizeof *s);
	s->opts = defaults(opts);
	enum err e = io_source_open(&s->src, path, fail);
	if (e != ERR_OK) {
		free(s);
		return e;
	}
	return start(s, out, fail);
}

enum err io_stream_open_memory(const void *data, size_t len, const struct io_stream_opts *opts,
                               struct io_stream **out, struct io_fail *fail)
{
	struct io_stream *s = mem_new(1, sizeof *s);
	s->opts = defaults(opts);
	io_source_open_memory(&s->src, data, len);
	return start(s, out, fail);
}

void io_stream_close(struct io_stream *s)
{
	if (!s)
		return;
	if (s->threaded) {
		pthread_mutex_lock(&s->lock);
		atomic_store(&s->stop, true);
		pthread_cond_signal(&s->changed);
		pthread_mutex_unlock(&s->lock);
		io_source_wake(&s->src);
		REQUIRE(pthread_join(s->thread, NULL) == 0);
	}
	for (unsigned i = 0; i < s->n_slots; i++)
		free(s->slots[i].data);
	free(s->slots);
	free(s->in);
	buf_fini(&s->head);
	hash_stream_free(s->digest);
	bz2_ahead_free(s->ahead);
	codec_close(&s->codec);
	io_source_close(&s->src);
	pthread_cond_destroy(&s->changed);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

/* ---------------------------------------------------------------- consumer */

/* Wait until a chunk is there or the end is announced. false: the end. */
static bool await_chunk(struct io_stream *s)
{
	pthread_mutex_lock(&s->lock);
	while (s->n_made == s->n_done && !s->ended)
		pthread_cond_wait(&s->changed, &s->lock);
	bool there = s->n_made != s->n_done;
	pthread_mutex_unlock(&s->lock);
	return there;
}

static bool make_chunk(struct io_stream *s)
{
	if (s->n_made == s->n_done && !s->ended) {
		struct slot *to = &s->slots[s->n_made % s->n_slots];
		s->ended = fill(s, to) != ERR_OK;
		s->n_made += to->len != 0;
	}
	return s->n_made != s->n_done;
}

static void give_back(struct io_stream *s)
{
	pthread_mutex_lock(&s->lock);
	s->n_done++;
	pthread_cond_signal(&s->changed);
	pthread_mutex_unlock(&s->lock);
	s->lent = false;
}

/* The next chunk, lent; NULL at the end, which is in s->seen then. The chunk before it goes back to the ring.
 */
static const struct slot *next_chunk(struct io_stream *s)
{
	if (s->lent)
		give_back(s);
	if (!(s->threaded ? await_chunk(s) : make_chunk(s))) {
		s->seen = s->end;
		return NULL;
	}
	s->lent = true;
	return &s->slots[s->n_done % s->n_slots];
}

static enum err deliver(struct io_stream *s, const uint8_t *p, size_t n, const uint8_t **data, size_t *len)
{
	if (s->out < IO_HEAD)
		hash_stream_add(s->digest, p, n < IO_HEAD - s->out ? n : IO_HEAD - (size_t)s->out);
	s->out += n;
	*data = p;
	*len = n;
	return ERR_OK;
}

enum err io_stream_read(struct io_stream *s, const uint8_t **data, size_t *len)
{
	s->reading = true;
	if (s->peeked) { /* what was shown comes first: the joined octets, or the chunk that is still lent */
		s->peeked = false;
		if (s->head.len)
			return deliver(s, (const uint8_t *)s->head.at, s->head.len, data, len);
		const struct slot *c = &s->slots[s->n_done % s->n_slots];
		return deliver(s, c->data, c->len, data, len);
	}
	buf_fini(&s->head);
	if (s->seen.err != ERR_OK)
		return s->seen.err;
	const struct slot *c = next_chunk(s);
	return c ? deliver(s, c->data, c->len, data, len) : s->seen.err;
}

/* Usually the first chunk has enough and is lent twice; small chunks (pipes, tests) are joined. */
enum err io_stream_peek(struct io_stream *s, size_t want, const uint8_t **data, size_t *len)
{
	if (s->reading || want > IO_HEAD)
		return ERR_STATE;
	if (!s->peeked && !next_chunk(s))
		return s->seen.err;
	s->peeked = true;
	const struct slot *c = &s->slots[s->n_done % s->n_slots]; /* lent, as long as head is empty */
	if (s->head.len == 0 && c->len >= want) {
		*data = c->data;
		*len = c->len;
		return ERR_OK;
	}
	if (s->head.len == 0)
		buf_add(&s->head, c->data, c->len);
	while (s->head.len < want && s->seen.err == ERR_OK && (c = next_chunk(s)) != NULL)
		buf_add(&s->head, c->data, c->len);
	*data = (const uint8_t *)s->head.at;
	*len = s->head.len;
	return ERR_OK;
}

const struct io_fail *io_stream_fail(const struct io_stream *s)
{
	return &s->seen;
}

struct io_facts io_stream_facts(const struct io_stream *s)
{
	return (struct io_facts){
	    .kind = s->kind,
	    .regular = s->src.regular,
	    .size = s->src.size,
	    .in = io_stream_in(s),
	    .out = s->out,
	    .digest = hash_stream_value(s->digest),
	};
}

uint64_t io_stream_in(const struct io_stream *s)
{
	return atomic_load_explicit(&s->src.in, memory_order_relaxed);
}
