#include "../test.h"
#include "store/store.h"

#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[] = "/tmp/norma-store-XXXXXX";
static char path[64];

static int make_dir(void **s)
{
	(void)s;
	strcpy(dir + strlen(dir) - 6, "XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof path, "%s/x.db", dir);
	return 0;
}

static int remove_dir(void **s)
{
	(void)s;
	static const char *const names[] = {"", "-wal", "-shm", "-journal", ".v1"};
	(void)chmod(dir, 0700);
	for (size_t i = 0; i < 5; i++) {
		char file[80];
		snprintf(file, sizeof file, "%s%s", path, names[i]);
		(void)unlink(file);
	}
	return rmdir(dir);
}

static struct store *opened(enum store_mode mode)
{
	struct store *s = NULL;
	struct buf why = {0};
	enum err e = store_open(path, mode, &s, &why);
	if (e != ERR_OK)
		print_message("# %s\n", why.at);
	assert_int_equal(e, ERR_OK);
	buf_fini(&why);
	return s;
}

static struct store_route route_nth(uint32_t i)
{
	struct store_route r = {
	    .origin = i + 1, .first_seen = i, .last_seen = 2 * i, .peers_max = (uint16_t)(i % 999)};
	bool v6 = i >= 9000;
	r.prefix = (struct prefix){.hi = (uint64_t)(i / 2) << (v6 ? 24 : 40),
	                           .len = v6 ? 40 : 24,
	                           .family = v6 ? FAMILY_V6 : FAMILY_V4};
	r.why_not = (uint8_t)(i % WHY_N);
	r.rov = (uint8_t)(i % 5);
	r.irr = (uint8_t)(i % 4);
	r.bogon = (uint8_t)(i % 3);
	return r;
}

static void fill(struct store *s, const char *framework, uint32_t n_routes)
{
	struct store_period p = {.start = 100,
	                         .end = 200,
	                         .observed_from = 110,
	                         .observed_to = INSTANT_NONE,
	                         .framework = framework,
	                         .framework_text = "t",
	                         .summary = "{}",
	                         .min_peers_v4 = 5,
	                         .data_end = 187,
	                         .leaks = true,
	                         .bogons_partial = true,
	                         .vrps = 2,
	                         .invalid_routes = 77};
	assert_int_equal(store_begin(s, &p), ERR_OK);
	struct store_source src = {
	    .file = "a", .kind = "vrps", .reasons = "{}", .as_of = 5, .age = 7, .fresh = true};
	assert_int_equal(store_put_source(s, &src), ERR_OK);
	uint32_t numbers[] = {0, 5, 4096, 8191, 12000};
	struct store_network net = {.asn = 7,
	                            .holder = "Seven",
	                            .economy = "ZA",
	                            .facts = "\1\2",
	                            .facts_len = 2,
	                            .routes = numbers,
	                            .n_routes = 5,
	                            .passed = numbers,
	                            .n_passed = 1};
	assert_int_equal(store_put_network(s, &net), ERR_OK);
	struct store_score score = {.asn = 7, .has = {true}, .value = {0.87}, .readiness = {1, 2, 3, 0, 1}};
	assert_int_equal(store_put_score(s, &score), ERR_OK);
	uint32_t visible[] = {110, 111, 0};
	struct prefix prefixes[2] = {route_nth(3).prefix, route_nth(9001).prefix};
	struct store_accomplice acc[] = {{9, 3, 1}};
	asn_t victims[] = {UINT32_MAX, 9}; /* an accomplice may be a victim too */
	struct store_event e = {.id = UINT64_MAX - 5,
	                        .metric = 1,
	                        .class = 2,
	                        .kind = EVENT_FORGED_ORIGIN,
	                        .leak_type = 6,
	                        .confidence = 3,
	                        .score = 100,
	                        .culprit = 7,
	                        .bogon = UINT32_MAX,
	                        .segment = {21, 22},
	                        .origin = 23,
	                        .rule = "u",
	                        .reason = "r",
	                        .tags = "[{\"name\":\"t\",\"points\":5}]",
	                        .peers_max = 6,
	                        .peers_total = 8,
	                        .announcements = UINT32_MAX + 1ULL,
	                        .endings = 4000000000U,
	                        .state = "{\"rov\":\"valid\"}",
	                        .start = 110,
	                        .end = 190,
	                        .visible = visible,
	                        .n_visible = 3,
	                        .prefixes = prefixes,
	                        .n_prefixes = 2,
	                        .accomplices = acc,
	                        .n_accomplices = 1,
	                        .victims = victims,
	                        .n_victims = 2};
	assert_int_equal(store_put_event(s, &e), ERR_OK);
	struct store_evidence ev = {.event = e.id,
	                            .collector = "c",
	                            .peer_ip = addr_from_v4(1),
	                            .prefix = prefixes[0],
	                            .ends = true,
	                            .cause = CAUSE_SESSION,
	                            .path = "1 7",
	                            .before = "2 7",
	                            .message = 0};
	assert_int_equal(store_put_evidence(s, &ev), ERR_OK);
	struct store_message m = {.file = "f", .record = 3, .offset = 99, .raw = "raw", .len = 3};
	assert_int_equal(store_put_message(s, &m), ERR_OK);
	struct store_external ext = {.source = "radar",
	                             .id = "leak-8",
	                             .kind = "leak",
	                             .words = "w",
	                             .metric = 1,
	                             .agreement = AGREEMENT_SAME,
	                             .grade = -1,
	                             .start = 111,
	                             .end = INSTANT_NONE,
	                             .culprit = UINT32_MAX,
	                             .segment = {UINT32_MAX - 1, 3},
	                             .event = e.id,
	                             .prefixes = prefixes,
	                             .n_prefixes = 2,
	                             .victims = victims,
	                             .n_victims = 2};
	assert_int_equal(store_put_external(s, &ext), ERR_OK);
	ext = (struct store_external){.source = "grip",
	                              .id = "x",
	                              .kind = "moas",
	                              .words = "",
	                              .metric = 2,
	                              .grade = 80,
	                              .start = 5,
	                              .end = 6,
	                              .culprit = 1};
	assert_int_equal(store_put_external(s, &ext), ERR_OK);
	struct store_route *r = calloc(n_routes, sizeof *r);
	for (uint32_t i = 0; i < n_routes; i++)
		r[i] = route_nth(i);
	assert_int_equal(store_put_routes(s, r, n_routes), ERR_OK);
	free(r);
}

struct seen {
	int64_t period;
	char framework[16];
	uint32_t n, numbers[8];
};

static bool see_period(void *ctx, const struct store_period *p)
{
	struct seen *seen = ctx;
	seen->period = p->id;
	seen->n++;
	snprintf(seen->framework, sizeof seen->framework, "%s", p->framework);
	assert_true(p->observed_to == INSTANT_NONE);
	assert_int_equal(p->data_end, 187);
	assert_true(p->leaks && !p->misoriginations && p->bogons_partial);
	assert_int_equal(p->vrps, 2);
	assert_int_equal(p->invalid_routes, 77);
	assert_string_equal(p->summary, "{}");
	return true;
}

static bool see_route(void *ctx, uint32_t number, const struct store_route *r)
{
	struct seen *seen = ctx;
	struct store_route want = route_nth(number);
	assert_true(prefix_eq(&want.prefix, &r->prefix));
	assert_int_equal(want.origin, r->origin);
	assert_int_equal(want.last_seen, r->last_seen);
	assert_int_equal(want.peers_max, r->peers_max);
	assert_int_equal(want.why_not, r->why_not);
	assert_int_equal(want.rov, r->rov);
	assert_int_equal(want.irr, r->irr);
	assert_int_equal(want.bogon, r->bogon);
	if (seen->n < 8)
		seen->numbers[seen->n] = number;
	seen->n++;
	return true;
}

static bool see_network(void *ctx, const struct store_network *x)
{
	struct seen *seen = ctx;
	seen->n++;
	assert_string_equal(x->holder, "Seven");
	assert_int_equal(x->n_routes, 5);
	assert_int_equal(x->routes[4], 12000);
	assert_int_equal(x->n_passed, 1);
	assert_memory_equal(x->facts, "\1\2", 2);
	return true;
}

static bool see_event(void *ctx, const struct store_event *x)
{
	struct seen *seen = ctx;
	seen->n++;
	assert_true(x->id == UINT64_MAX - 5);
	assert_int_equal(x->n_visible, 3);
	assert_int_equal(x->visible[1], 111);
	assert_int_equal(x->n_prefixes, 2);
	assert_int_equal(x->accomplices[0].asn, 9);
	assert_int_equal(x->accomplices[0].n_peers, 3);
	assert_int_equal(x->accomplices[0].relation, 1);
	assert_int_equal(x->n_victims, 2);
	assert_int_equal(x->victims[0], UINT32_MAX);
	assert_int_equal(x->metric * 1000 + x->class * 100 + x->kind * 10 + x->leak_type, 1216);
	assert_int_equal(x->confidence, 3);
	assert_int_equal(x->score, 100);
	assert_int_equal(x->bogon, UINT32_MAX);
	assert_int_equal(x->segment[0] * 100 + x->segment[1], 2122);
	assert_int_equal(x->origin, 23);
	assert_string_equal(x->rule, "u");
	assert_string_equal(x->reason, "r");
	assert_string_equal(x->tags, "[{\"name\":\"t\",\"points\":5}]");
	assert_int_equal(x->start * 1000 + x->end, 110190);
	assert_int_equal(x->peers_max * 10 + x->peers_total, 68);
	assert_true(x->announcements == UINT32_MAX + 1ULL);
	assert_true(x->endings == 4000000000U);
	assert_string_equal(x->state, "{\"rov\":\"valid\"}");
	return true;
}

static bool see_evidence(void *ctx, const struct store_evidence *x)
{
	((struct seen *)ctx)->n++;
	assert_int_equal(x->message, 0);
	assert_string_equal(x->path, "1 7");
	assert_string_equal(x->before, "2 7");
	assert_true(x->ends);
	assert_int_equal(x->cause, CAUSE_SESSION);
	return true;
}

static bool see_external(void *ctx, const struct store_external *x)
{
	struct seen *seen = ctx;
	if (seen->n++ == 0) {
		assert_string_equal(x->source, "grip");
		assert_int_equal(x->end, 6);
		assert_int_equal(x->grade, 80);
		assert_true(x->event == 0 && x->agreement == AGREEMENT_NONE);
		assert_int_equal(x->n_prefixes + x->n_victims, 0);
		return true;
	}
	assert_string_equal(x->source, "radar");
	assert_string_equal(x->id, "leak-8");
	assert_string_equal(x->kind, "leak");
	assert_string_equal(x->words, "w");
	assert_int_equal(x->metric, 1);
	assert_int_equal(x->agreement, AGREEMENT_SAME);
	assert_int_equal(x->grade, -1);
	assert_int_equal(x->start, 111);
	assert_true(x->end == INSTANT_NONE && x->event == UINT64_MAX - 5);
	assert_true(x->culprit == UINT32_MAX && x->segment[0] == UINT32_MAX - 1 && x->segment[1] == 3);
	assert_int_equal(x->n_prefixes, 2);
	struct prefix second = route_nth(9001).prefix;
	assert_true(prefix_eq(&x->prefixes[1], &second));
	assert_int_equal(x->n_victims, 2);
	assert_int_equal(x->victims[1], 9);
	return true;
}

static bool see_message(void *ctx, const struct store_message *x)
{
	((struct seen *)ctx)->n++;
	assert_memory_equal(x->raw, "raw", 3);
	return true;
}

static bool count_confirmed(void *ctx, asn_t culprit, uint32_t start)
{
	assert_int_equal(culprit, 7);
	assert_int_equal(start, 110);
	++*(unsigned *)ctx;
	return true;
}

static void there_and_back(void **state)
{
	(void)state;
	struct store *s = opened(STORE_WRITE);
	fill(s, "one", 20000);
	assert_int_equal(store_commit(s), ERR_OK);
	struct seen seen = {0};
	assert_int_equal(store_periods(s, see_period, &seen), ERR_OK);
	assert_int_equal(seen.n, 1);
	int64_t p = seen.period;
	uint32_t numbers[] = {0, 4095, 4096, 12000, 19999, 30000};
	seen.n = 0;
	assert_int_equal(store_routes(s, p, NULL, 0, see_route, &seen), ERR_OK);
	assert_int_equal(seen.n, 20000);
	seen.n = 0;
	assert_int_equal(store_routes(s, p, numbers, 6, see_route, &seen), ERR_OK);
	assert_int_equal(seen.n, 5);
	assert_int_equal(seen.numbers[3], 12000);
	for (uint32_t i = 0; i < 20000; i += 4095) { /* two routes a prefix, also across a chunk's edge */
		seen.n = 0;
		struct prefix pfx = route_nth(i).prefix;
		assert_int_equal(store_routes_of_prefix(s, p, &pfx, see_route, &seen), ERR_OK);
		assert_int_equal(seen.n, 2);
		assert_int_equal(seen.numbers[0], i / 2 * 2);
	}
	seen.n = 0;
	assert_int_equal(store_networks(s, p, 7, see_network, &seen), ERR_OK);
	assert_int_equal(store_networks(s, p, 8, see_network, &seen), ERR_OK);
	assert_int_equal(store_networks(s, p, 0, see_network, &seen), ERR_OK);
	assert_int_equal(seen.n, 2);
	seen.n = 0;
	assert_int_equal(store_events(s, p, 7, 0, see_event, &seen), ERR_OK);          /* culprit */
	assert_int_equal(store_events(s, p, 9, 0, see_event, &seen), ERR_OK);          /* accomplice */
	assert_int_equal(store_events(s, p, UINT32_MAX, 0, see_event, &seen), ERR_OK); /* victim */
	assert_int_equal(store_events(s, p, 8, 0, see_event, &seen), ERR_OK);
	assert_int_equal(store_events(s, p, 0, UINT64_MAX - 5, see_event, &seen), ERR_OK);
	static const struct {
		unsigned metric, confidence;
		uint32_t from, to;
		unsigned want;
	} asked[] = {{1, 3, 110, 111, 1},
	             {1, 3, 111, 200, 0},
	             {1, 3, 0, 110, 0},
	             {2, 3, 0, 200, 0},
	             {1, 4, 0, 200, 0}};
	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
		unsigned n = 0;
		assert_int_equal(store_confirmed(s, asked[i].metric, asked[i].confidence, asked[i].from,
		                                 asked[i].to, count_confirmed, &n),
		                 ERR_OK);
		assert_int_equal(n, asked[i].want);
	}
	assert_int_equal(store_evidences(s, p, UINT64_MAX - 5, see_evidence, &seen), ERR_OK);
	assert_int_equal(store_messages(s, p, 0, see_message, &seen), ERR_OK);
	assert_int_equal(seen.n, 6);
	seen.n = 0;
	assert_int_equal(store_externals(s, p, see_external, &seen), ERR_OK);
	assert_int_equal(seen.n, 2);
	store_close(s);
}

static void readers_see_the_old_until_the_new_is_whole(void **state)
{
	(void)state;
	struct store *w = opened(STORE_WRITE), *r = opened(STORE_READ);
	fill(w, "one", 100);
	assert_int_equal(store_commit(w), ERR_OK);
	fill(w, "two", 100);
	struct seen seen = {0};
	assert_int_equal(store_periods(r, see_period, &seen), ERR_OK);
	assert_string_equal(seen.framework, "one");
	store_rollback(w);
	fill(w, "three", 100);
	assert_int_equal(store_commit(w), ERR_OK);
	seen.n = 0;
	assert_int_equal(store_periods(r, see_period, &seen), ERR_OK);
	assert_string_equal(seen.framework, "three");
	assert_int_equal(seen.n, 1);
	store_close(r);
	store_close(w);
}

static void sql(const char *text)
{
	sqlite3 *db;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void refused(enum store_mode mode, enum err want, const char *words)
{
	struct store *s;
	struct buf why = {0};
	assert_int_equal(store_open(path, mode, &s, &why), want);
	assert_non_null(strstr(why.at, words));
	buf_fini(&why);
}

static void strangers_are_refused(void **state)
{
	(void)state;
	refused(STORE_READ, ERR_IO, "unable to open");
	sql("CREATE TABLE x(a)");
	refused(STORE_WRITE, ERR_VALUE, "not a database of norma");
	refused(STORE_READ, ERR_VALUE, "not a database of norma");
	assert_int_equal(unlink(path), 0);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	for (int i = 0; i < 1000; i++)
		fputs("no database", f);
	fclose(f);
	refused(STORE_WRITE, ERR_VALUE, "");
}

static void newer_is_refused(void **state)
{
	(void)state;
	store_close(opened(STORE_WRITE));
	sql("PRAGMA user_version = 999");
	refused(STORE_READ, ERR_UNSUPPORTED, "newer version");
	refused(STORE_WRITE, ERR_UNSUPPORTED, "newer version");
}

/* What later migrations made is not there. */
#define BACK_TO_1                                                                                 \
	"DROP INDEX network_economy; DROP TABLE external; ALTER TABLE evidence DROP COLUMN ends;" \
	"ALTER TABLE evidence DROP COLUMN cause; ALTER TABLE evidence DROP COLUMN before;"        \
	"ALTER TABLE event DROP COLUMN endings; ALTER TABLE event DROP COLUMN state;"             \
	"PRAGMA user_version = 1"

static void older_is_migrated_after_a_copy(void **state)
{
	(void)state;
	struct store *s = opened(STORE_WRITE);
	fill(s, "one", 10);
	assert_int_equal(store_commit(s), ERR_OK);
	store_close(s);
	sql(BACK_TO_1);
	s = opened(STORE_READ);
	struct seen seen = {0};
	assert_int_equal(store_periods(s, see_period, &seen), ERR_OK);
	assert_string_equal(seen.framework, "one");
	store_close(s);
	char copy[80];
	snprintf(copy, sizeof copy, "%s.v1", path);
	assert_int_equal(access(copy, R_OK), 0);
	sql("DROP INDEX network_economy"); /* fails when the migration did not make it */
}

/* ---- what may happen to it */

static struct seen periods_seen(enum store_mode mode)
{
	struct store *s = opened(mode);
	struct seen seen = {0};
	assert_int_equal(store_periods(s, see_period, &seen), ERR_OK);
	store_close(s);
	return seen;
}

static void wait_for(pid_t child, int want)
{
	int status = 0;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(want < 0 ? WIFSIGNALED(status) : WIFEXITED(status) && WEXITSTATUS(status) == want);
}

/* Killed inside the transaction, at twenty instants: the old period is there, whole. */
static void killed_while_writing(void **state)
{
	(void)state;
	struct store *s = opened(STORE_WRITE);
	fill(s, "one", 20000);
	assert_int_equal(store_commit(s), ERR_OK);
	store_close(s);
	for (int i = 0; i < 20; i++) {
		int pipe_fds[2];
		char octet;
		assert_int_equal(pipe(pipe_fds), 0);
		pid_t child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			s = opened(STORE_WRITE);
			for (;;) {
				fill(s, "two", 20000 + (uint32_t)i * 20000);
				if (write(pipe_fds[1], "x", 1) != 1)
					_exit(9);
				if (i % 2)
					store_rollback(s);
				else
					pause();
			}
		}
		assert_int_equal(read(pipe_fds[0], &octet, 1), 1); /* it is inside by now */
		usleep((useconds_t)i * 700);
		assert_int_equal(kill(child, SIGKILL), 0);
		wait_for(child, -1);
		close(pipe_fds[0]);
		close(pipe_fds[1]);
		struct seen seen = periods_seen(i % 3 ? STORE_READ : STORE_WRITE);
		assert_int_equal(seen.n, 1);
		assert_string_equal(seen.framework, "one");
	}
	s = opened(STORE_READ);
	struct seen seen = {0};
	assert_int_equal(store_periods(s, see_period, &seen), ERR_OK);
	seen.n = 0;
	assert_int_equal(store_routes(s, seen.period, NULL, 0, see_route, &seen), ERR_OK);
	assert_int_equal(seen.n, 20000);
	store_close(s);
}

/* No room left (a limit on the size of files stands for it): told, and the old one stays. */
static void disk_full(void **state)
{
	(void)state;
	struct store *s = opened(STORE_WRITE);
	fill(s, "one", 100);
	assert_int_equal(store_commit(s), ERR_OK);
	store_close(s);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct rlimit limit = {400000, 400000};
		struct store_period p = {
		    .start = 100, .end = 200, .framework = "two", .framework_text = "t", .summary = "{}"};
		char *holder = calloc(1, 100000);
		memset(holder, 'x', 99999);
		(void)signal(SIGXFSZ, SIG_IGN);
		s = opened(STORE_WRITE);
		if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
			_exit(8);
		enum err e = store_begin(s, &p);
		for (uint32_t i = 1; i < 200 && e == ERR_OK; i++) {
			struct store_network net = {.asn = i, .holder = holder, .economy = "", .facts = ""};
			e = store_put_network(s, &net);
		}
		if (e == ERR_OK)
			e = store_commit(s);
		_exit(e == ERR_IO && strncmp(store_why(s), "cannot be written: ", 19) == 0 ? 7 : 9);
	}
	wait_for(child, 7);
	struct seen seen = periods_seen(STORE_READ);
	assert_int_equal(seen.n, 1);
	assert_string_equal(seen.framework, "one");
}

static void one_writer(void **state)
{
	(void)state;
	struct store *a = opened(STORE_WRITE), *b = opened(STORE_WRITE);
	struct store_period p = {.start = 1, .end = 2, .framework = "", .framework_text = "", .summary = ""};
	fill(a, "one", 10);
	store_patience(b, 1);
	assert_int_equal(store_begin(b, &p), ERR_IO);
	assert_non_null(strstr(store_why(b), "another process is writing"));
	assert_int_equal(store_commit(a), ERR_OK);
	assert_int_equal(store_begin(b, &p), ERR_OK);
	store_close(b);
	store_close(a);
}

static void a_snapshot_stays(void **state)
{
	(void)state;
	struct store *w = opened(STORE_WRITE);
	fill(w, "one", 100);
	assert_int_equal(store_commit(w), ERR_OK);
	struct store *r = opened(STORE_READ);
	assert_int_equal(store_snapshot(r), ERR_OK);
	fill(w, "two", 5000);
	assert_int_equal(store_commit(w), ERR_OK);
	struct seen seen = {0};
	assert_int_equal(store_periods(r, see_period, &seen), ERR_OK);
	assert_string_equal(seen.framework, "one");
	seen.n = 0;
	assert_int_equal(store_routes(r, seen.period, NULL, 0, see_route, &seen), ERR_OK);
	assert_int_equal(seen.n, 100);
	store_close(r);
	store_close(w);
}

/* In a folder where nothing may be written, by somebody who may not either. */
static void read_only_place(void **state)
{
	(void)state;
	struct store *s = opened(STORE_WRITE);
	fill(s, "one", 100);
	assert_int_equal(store_commit(s), ERR_OK);
	store_close(s);
	assert_int_equal(chmod(path, 0444), 0);
	assert_int_equal(chmod(dir, 0555), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct buf why = {0};
		if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
			_exit(8);
		struct seen seen = periods_seen(STORE_READ);
		bool refused = store_open(path, STORE_WRITE, &s, &why) == ERR_OK;
		if (refused) { /* opened all the same: then the first write says so */
			struct store_period p = {
			    .start = 1, .end = 2, .framework = "", .framework_text = "", .summary = ""};
			refused = store_begin(s, &p) == ERR_OK;
		}
		_exit(seen.n == 1 && !refused ? 7 : 9);
	}
	wait_for(child, 7);
}

static void damaged_rows_are_told(void **state)
{
	(void)state;
	struct store *s = opened(STORE_WRITE);
	fill(s, "one", 100);
	assert_int_equal(store_commit(s), ERR_OK);
	store_close(s);
	sql("UPDATE network SET routes = x'ff'; UPDATE event SET prefixes = x'0405';"
	    "UPDATE evidence SET prefix = 'x'; UPDATE route_chunk SET data = x'04'");
	s = opened(STORE_READ);
	struct seen seen = {0};
	assert_int_equal(store_periods(s, see_period, &seen), ERR_OK);
	seen.n = 0;
	assert_int_equal(store_networks(s, seen.period, 0, see_network, &seen), ERR_VALUE);
	assert_non_null(strstr(store_why(s), "damaged"));
	assert_int_equal(store_events(s, seen.period, 0, 0, see_event, &seen), ERR_VALUE);
	assert_int_equal(store_evidences(s, seen.period, UINT64_MAX - 5, see_evidence, &seen), ERR_VALUE);
	assert_int_equal(store_routes(s, seen.period, NULL, 0, see_route, &seen), ERR_VALUE);
	assert_int_equal(store_messages(s, seen.period, 0, see_message, &seen), ERR_OK);
	assert_int_equal(seen.n, 1);
	store_close(s);
}

/* A copy that a crash cut off has another name; the next migration makes a whole one. */
static void half_a_copy_is_no_copy(void **state)
{
	(void)state;
	struct store *s = opened(STORE_WRITE);
	fill(s, "one", 10);
	assert_int_equal(store_commit(s), ERR_OK);
	store_close(s);
	sql(BACK_TO_1);
	char copy[80];
	snprintf(copy, sizeof copy, "%s.v1.part", path);
	FILE *f = fopen(copy, "w");
	assert_non_null(f);
	fclose(f);
	store_close(opened(STORE_READ));
	assert_int_equal(access(copy, F_OK), -1);
	snprintf(copy, sizeof copy, "%s.v1", path);
	sqlite3 *db;
	assert_int_equal(sqlite3_open(copy, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "SELECT * FROM route_chunk", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

#define IN_DIR(f) cmocka_unit_test_setup_teardown(f, make_dir, remove_dir)
static const struct CMUnitTest tests[] = {
    IN_DIR(there_and_back),
    IN_DIR(readers_see_the_old_until_the_new_is_whole),
    IN_DIR(strangers_are_refused),
    IN_DIR(newer_is_refused),
    IN_DIR(older_is_migrated_after_a_copy),
    IN_DIR(half_a_copy_is_no_copy),
    IN_DIR(killed_while_writing),
    IN_DIR(disk_full),
    IN_DIR(one_writer),
    IN_DIR(a_snapshot_stays),
    IN_DIR(read_only_place),
    IN_DIR(damaged_rows_are_told),
};
TEST_MAIN(tests)
