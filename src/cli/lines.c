#include "cli/lines.h"

#include "base/pool.h"
#include "cli/message.h"
#include "cli/out.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	ROOM = 4 << 20,    /* octets of input at a time, and of the longest line that is looked at */
	PIECE = 128 << 10, /* octets that one task answers */
	MAX_PIECES = ROOM / PIECE + 1,
};

bool lines_next(struct lines *l, const char **line, size_t *len)
{
	while (l->at < l->end) {
		const char *p = l->at, *eol = memchr(p, '\n', (size_t)(l->end - p)), *q = eol ? eol : l->end;
		l->at = eol ? eol + 1 : l->end;
		l->number++;
		l->raw = p;
		l->raw_len = (size_t)(q - p) - (q > p && q[-1] == '\r');
		while (p < q && (*p == ' ' || *p == '\t' || *p == '\r'))
			p++;
		while (q > p && (q[-1] == ' ' || q[-1] == '\t' || q[-1] == '\r'))
			q--;
		if (p == q || *p == '#')
			continue;
		*line = p;
		*len = (size_t)(q - p);
		return true;
	}
	return false;
}

void lines_fault(struct lines *l, const char *at, const char *reason, const char *what)
{
	uint64_t column = (uint64_t)(at - l->raw) + 1;
	*vec_push(&l->faults) = (struct lines_fault){l->number, column, reason, what};
}

/* ---- one batch: cut into pieces, answered by threads, written in order */

struct run {
	const struct lines_job *job;
	char *room;
	size_t fill;
	bool eof, skipping; /* skipping: inside a line that is too long */
	bool comment;       /* that line is a comment: no answer */
	uint64_t n_lines;
	struct lines pieces[MAX_PIECES];
	struct buf outs[MAX_PIECES];
	size_t n_pieces;
	struct cli_messages messages;
	bool failed; /* the input could not be read */
};

static void piece_answer(void *ctx, size_t i, unsigned worker)
{
	(void)worker;
	struct run *r = ctx;
	r->job->answer(r->job->ctx, &r->pieces[i]);
}

static void pieces_cut(struct run *r, const char *at, const char *end)
{
	r->n_pieces = 0;
	while (at < end) {
		const char *q = end;
		if ((size_t)(end - at) > PIECE && r->n_pieces + 1 < MAX_PIECES) {
			const char *eol = memchr(at + PIECE, '\n', (size_t)(end - at) - PIECE);
			q = eol ? eol + 1 : end;
		}
		struct lines *l = &r->pieces[r->n_pieces];
		l->at = at;
		l->end = q;
		l->number = 0;
		l->faults.n = 0;
		l->out = &r->outs[r->n_pieces++];
		at = q;
	}
}

static void piece_end(struct run *r, struct lines *l)
{
	for (size_t i = 0; i < l->faults.n; i++) {
		const struct lines_fault *f = &l->faults.at[i];
		cli_messages_report(&r->messages, diag_at_line(r->n_lines + f->line, f->column), f->reason,
		                    f->what);
	}
	r->n_lines += l->number;
	out_flush(l->out);
}

static void batch(struct run *r, const char *at, const char *end)
{
	pieces_cut(r, at, end);
	pool_run(r->n_pieces > 1 ? r->job->threads : 1, r->n_pieces, piece_answer, r);
	for (size_t i = 0; i < r->n_pieces; i++)
		piece_end(r, &r->pieces[i]);
}

/* ---- input */

static bool is_more_waiting(int fd)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	return poll(&p, 1, 0) > 0 && (p.revents & (POLLIN | POLLHUP));
}

/* Read until the room is full, the input ends, or something is there and nothing more is waiting (true). */
static bool fill(struct run *r)
{
	while (r->fill < ROOM && !r->eof) {
		ssize_t n = read(r->job->fd, r->room + r->fill, ROOM - r->fill);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			char text[120];
			cli_fault(r->job->name, "cannot be read: %s", strerror_r(errno, text, sizeof text));
			r->failed = true;
		}
		r->eof = n <= 0;
		r->fill += n > 0 ? (size_t)n : 0;
		if (n > 0 && !is_more_waiting(r->job->fd))
			return true;
	}
	return false;
}

/* Of a line that does not fit, what is here goes straight through. Returns how many octets that was. */
static size_t long_line(struct run *r)
{
	const char *at = r->room, *eol = memchr(at, '\n', r->fill);
	size_t len = eol ? (size_t)(eol - at) : r->fill;
	bool first = !r->skipping, last = eol || r->eof;
	if (first) {
		size_t blanks = 0;
		while (blanks < len && (at[blanks] == ' ' || at[blanks] == '\t'))
			blanks++;
		r->comment = blanks < len && at[blanks] == '#';
	}
	r->skipping = !last;
	if (!r->comment) {
		r->job->answer_long(r->job->ctx, &r->outs[0], at, len, first, last);
		out_flush(&r->outs[0]);
	}
	if (!last)
		return len;
	r->n_lines++;
	if (!r->comment)
		cli_messages_report(&r->messages, diag_at_line(r->n_lines, 1), "too-long",
		                    "line too long: over 4 MiB");
	return len + (eol ? 1 : 0);
}

/* Answer what is whole; returns how many octets that was. */
static size_t step(struct run *r)
{
	if (r->skipping)
		return long_line(r);
	const char *at = r->room, *eol = r->eof ? NULL : memrchr(at, '\n', r->fill);
	size_t len = r->eof ? r->fill : eol ? (size_t)(eol - at) + 1 : 0;
	if (len == 0 && r->fill == ROOM)
		return long_line(r);
	batch(r, at, at + len);
	return len;
}

static double seconds_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void rate_say(const struct run *r, double seconds)
{
	struct buf b = {0};
	buf_printf(&b, "%llu lines in %.2f s", (unsigned long long)r->n_lines, seconds);
	if (seconds > 0.0005)
		buf_printf(&b, ": %.0f a second", (double)r->n_lines / seconds);
	cli_error("%s", b.at);
	buf_fini(&b);
}

enum cli_exit lines_run(const struct lines_job *job)
{
	struct run *r = mem_new(1, sizeof *r);
	double from = seconds_now();
	r->job = job;
	r->room = mem_new(ROOM, 1);
	cli_messages_init(&r->messages, job->name);
	while (!r->eof || r->fill > 0 || r->skipping) {
		bool waiting = fill(r);
		size_t used = step(r);
		if (waiting) /* somebody may want the answers before he goes on asking */
			fflush(stdout);
		r->fill -= used;
		memmove(r->room, r->room + used, r->fill);
	}
	bool bad = tally_total(&r->messages.seen) > 0 || r->failed;
	cli_messages_fini(&r->messages);
	if (job->rate)
		rate_say(r, seconds_now() - from);
	for (size_t i = 0; i < MAX_PIECES; i++) {
		buf_fini(&r->outs[i]);
		vec_free(&r->pieces[i].faults);
	}
	free(r->room);
	free(r);
	return bad ? CLI_INPUT : CLI_DONE;
}
