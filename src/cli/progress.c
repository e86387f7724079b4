#include "cli/progress.h"

#include "base/mem.h"
#include "cli/out.h"
#include "cli/verb.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

struct progress {
	const char *what;
	uint64_t n_files, n_octets;
	bool bar, lines;
	double begun, drawn;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool on_screen; /* a bar stands on the terminal's last line */

/* The only clock here that is not the wall's: rates must not jump with it. */
static double monotonic(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

struct progress *progress_begin(const struct cli *c, const char *what, uint64_t files, uint64_t octets)
{
	struct progress *p = mem_new(1, sizeof *p);
	bool terminal = isatty(STDERR_FILENO) && !out_terminal_is_dumb();
	*p = (struct progress){.what = what, .n_files = files, .n_octets = octets};
	p->bar = terminal && !c->quiet;
	p->lines = !terminal && c->verbose && !c->quiet;
	p->begun = monotonic();
	p->drawn = p->begun;
	return p;
}

static void add_octets(struct buf *b, double v)
{
	static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
	size_t u = 0;
	while (v >= 1000 && u < 4) {
		v /= 1000;
		u++;
	}
	buf_printf(b, u && v < 10 ? "%.1f %s" : "%.0f %s", v, units[u]);
}

static void add_bar(struct buf *b, double share, unsigned width)
{
	unsigned full = (unsigned)(share * width + 0.5);
	buf_char(b, '[');
	for (unsigned i = 0; i < width; i++)
		buf_char(b, i < full ? '=' : i == full ? '>' : ' ');
	buf_str(b, "] ");
}

void progress_line(struct buf *out, const char *what, uint64_t files, uint64_t n_files, uint64_t octets,
                   uint64_t n_octets, double seconds, unsigned width)
{
	double share = n_octets  ? (double)octets / (double)n_octets
	               : n_files ? (double)files / (double)n_files
	                         : 0;
	double rate = seconds > 0 ? (double)octets / seconds : 0;
	share = share > 1 ? 1 : share;
	buf_printf(out, "%s ", what);
	if (width >= 70)
		add_bar(out, share, width / 5);
	if (n_files)
		buf_printf(out, "%llu/%llu files  ", (unsigned long long)files, (unsigned long long)n_files);
	add_octets(out, (double)octets);
	if (n_octets) {
		buf_str(out, " of ");
		add_octets(out, (double)n_octets);
	}
	buf_str(out, "  ");
	add_octets(out, rate);
	buf_str(out, "/s");
	if (share > 0.01 && share < 1) {
		uint64_t left = (uint64_t)(seconds * (1 - share) / share + 0.5);
		buf_printf(out, "  %llu:%02u left", (unsigned long long)(left / 60), (unsigned)(left % 60));
	}
}

static unsigned terminal_width(void)
{
	struct winsize w;
	return ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col ? w.ws_col : 80;
}

static void draw(struct progress *p, uint64_t files, uint64_t octets, double now)
{
	struct buf b = {0};
	unsigned width = p->bar ? terminal_width() : 0;
	if (p->bar)
		buf_char(&b, '\r');
	else
		buf_str(&b, "norma: ");
	progress_line(&b, p->what, files, p->n_files, octets, p->n_octets, now - p->begun, width);
	if (p->bar && b.len > width)
		b.len = width; /* the carriage return is one octet more than is seen */
	buf_str(&b, p->bar ? "\033[K" : "\n");
	fwrite(b.at, 1, b.len, stderr);
	fflush(stderr);
	on_screen = p->bar;
	p->drawn = now;
	buf_fini(&b);
}

void progress_at(struct progress *p, uint64_t files, uint64_t octets)
{
	if (!p->bar && !p->lines)
		return;
	pthread_mutex_lock(&lock);
	double now = monotonic();
	bool due = p->bar ? now - p->begun >= 1 && now - p->drawn >= 0.1 : now - p->drawn >= 10;
	if (due)
		draw(p, files, octets, now);
	pthread_mutex_unlock(&lock);
}

void progress_hide(void)
{
	pthread_mutex_lock(&lock);
	if (on_screen)
		fputs("\r\033[K", stderr);
	on_screen = false;
	pthread_mutex_unlock(&lock);
}

void progress_end(struct progress *p)
{
	if (p)
		progress_hide();
	free(p);
}
