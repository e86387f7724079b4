#include "feed.h"
#include "text/json.h"

/* What came, one event a word: field, what, text. */
struct seen {
	struct buf text;
	enum err answer;
	int answer_at; /* field at which the callback answers so */
	int dropped;
};

static enum err note(void *ctx, const struct json_event *e)
{
	struct seen *s = ctx;
	if (e->what == JSON_VALUE)
		buf_printf(&s->text, "%d=%.*s ", e->field, (int)e->len, e->text);
	else
		buf_printf(&s->text, "%d%c ", e->field,
		           (e->what == JSON_BEGIN ? "{[" : "}]")[e->type == JSON_ARRAY]);
	return s->answer_at == e->field ? s->answer : ERR_OK;
}

static void drop(void *ctx)
{
	(void)ctx;
}

struct run {
	struct seen seen;
	struct heard heard;
	enum err err;
	uint64_t dropped;
};

static enum err push(struct json *j, const char *s, size_t len, size_t piece)
{
	enum err e = ERR_OK;
	for (size_t i = 0; i < len && e == ERR_OK; i += piece) {
		size_t n = len - i < piece ? len - i : piece;
		char *copy = test_exact(s + i, n);
		e = json_feed(j, copy, n);
		free(copy);
	}
	return e == ERR_OK ? json_finish(j) : e;
}

static void run_pieces(struct run *r, struct json_options o, const char *const *paths, const char *s,
                       size_t len, size_t piece)
{
	*r = (struct run){.seen.answer_at = -1};
	struct diag d = {.fn = hear, .ctx = &r->heard};
	if (o.many)
		o.dropped = drop;
	struct json *j = json_new(&o, note, &r->seen, &d);
	for (int i = 0; paths[i]; i++)
		json_path(j, "", paths[i], i);
	r->err = push(j, s, len, piece);
	r->dropped = json_dropped(j);
	json_free(j);
	buf_str(&r->seen.text, "");
}

static void run_fini(struct run *r)
{
	buf_fini(&r->seen.text);
	tally_fini(&r->heard.tally);
}

static const char *const simple[] = {"a",      "list[]",      "rows[].x", "rows[]",
                                     "*.deep", "nest[]+.r[]", "nest[]+",  NULL};

static const struct {
	const char *in;
	bool many;
	enum err err;
	const char *events;
	const char *reason; /* one that must be reported; NULL: none at all */
} rows[] = {
    {"{\"a\":1}", false, ERR_OK, "0=1 ", NULL},
    {"\xef\xbb\xbf{\"a\":1}", false, ERR_OK, "0=1 ", NULL},
    {"{\"a\":null}", false, ERR_OK, "0=null ", NULL},
    {"{\"a\":[1,2]}", false, ERR_OK, "0[ 0] ", NULL},
    {"{\"list\":[1,\"x\",true]}", false, ERR_OK, "1=1 1=x 1=true ", NULL},
    {"{\"rows\":[{\"x\":18446744073709551615},{\"y\":0,\"x\":-1.5e3}]}", false, ERR_OK,
     "3{ 2=18446744073709551615 3} 3{ 2=-1.5e3 3} ", NULL},
    {"{\"rows\":{\"x\":1}}", false, ERR_OK, "", NULL},
    {"{\"k1\":{\"deep\":1},\"k2\":{\"deep\":2,\"no\":{\"deep\":3}}}", false, ERR_OK, "4=1 4=2 ", NULL},
    {"{\"nest\":[{\"r\":[\"a\"],\"nest\":[{\"r\":[\"b\"],\"nest\":[{\"r\":[\"c\"]}]}]}]}", false, ERR_OK,
     "6{ 5=a 6{ 5=b 6{ 5=c 6} 6} 6} ", NULL},
    {"{\"a\":\"\\u00e9\\n\\ud83c\\udf0d\"}", false, ERR_OK, "0=\xc3\xa9\n\xf0\x9f\x8c\x8d ", NULL},
    {"{\"a\":\"Z\xfcrich\"}", false, ERR_OK, "0=Z\xfcrich ", NULL},
    {"{\"a\":1,\"a\":2}", false, ERR_OK, "0=1 0=2 ", NULL},
    {"{\"a\":1} tail", false, ERR_OK, "0=1 ", "trailing"},
    {"{\"a\":1}\n{\"a\":2}", false, ERR_OK, "0=1 ", "trailing"},
    {"{\"a\":1}  \r\n", false, ERR_OK, "0=1 ", NULL},
    {"", false, ERR_VALUE, "", "empty"},
    {" \n", false, ERR_VALUE, "", "empty"},
    {"", true, ERR_VALUE, "", "empty"},
    {"17", false, ERR_VALUE, "", "bad-json"},
    {"17", true, ERR_VALUE, "", "bad-json"},
    {"\"words\"", false, ERR_VALUE, "", "bad-json"},
    {"<html>", false, ERR_VALUE, "", "bad-json"},
    {"{\"a\":1,}", false, ERR_VALUE, "0=1 ", "bad-json"},
    {"{\"a\":01}", false, ERR_VALUE, "0=0 ", "bad-json"},
    {"{\"a\":'x'}", false, ERR_VALUE, "", "bad-json"},
    {"{\"a\":1", false, ERR_SHORT, "0=1 ", "cut-off"},
    {"\xff\xfe{\0", false, ERR_VALUE, "", "bad-encoding"},
    {"\xef\xbb{}", false, ERR_VALUE, "", "bad-json"},
    {"{\"a\":1}\n{\"a\":2}\n", true, ERR_OK, "0=1 0=2 ", NULL},
    {"{\"a\":1}{\"a\":2}", true, ERR_OK, "0=1 0=2 ", NULL},
    {"\n\n{\"a\":1}\r\n\r\n{\"a\":2}\r\n", true, ERR_OK, "0=1 0=2 ", NULL},
    {"{\"a\":1}\n{\"a\":2,\n{\"a\":3}\n", true, ERR_OK, "0=1 0=2 0=3 ", "cut-off"},
    {"{\"a\":1}\n{\"a\":\"x\n{\"a\":3}\n", true, ERR_OK, "0=1 0=3 ", "bad-json"},
    {"{\"a\":1}\nwhat is this\n{\"a\":3}\n", true, ERR_OK, "0=1 0=3 ", "bad-json"},
    {"{\"a\":!}\n{\"a\":3}\n", true, ERR_OK, "0=3 ", "bad-json"},
    {"{\"a\":1}\n{\"a\":", true, ERR_SHORT, "0=1 ", "cut-off"},
    {"{\n\"a\":1}\n{\n\"a\":2}\n", true, ERR_OK, "0=1 0=2 ", NULL},
    {"{\n\"a\":1,!}\n{\n\"a\":2}\n", true, ERR_VALUE, "0=1 ", "bad-json"},
    {"{\"a\":1}\n\"\n", true, ERR_OK, "0=1 ", "bad-json"},
    {"{\"a\":1}\n{\"a\":2,\n \n", true, ERR_OK, "0=1 0=2 ", "cut-off"},
    {"{\"a\":1}\n\"", true, ERR_SHORT, "0=1 ", "cut-off"},
    {"[{\"a\":1},\n{\"a\":2}]", true, ERR_OK, "", NULL},
};

/* The same whole and in pieces of every size. */
static void documents(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t len = strlen(rows[i].in);
		for (size_t piece = 1; piece <= len + 1; piece++) {
			struct run r;
			run_pieces(&r, (struct json_options){.many = rows[i].many}, simple, rows[i].in, len,
			           piece);
			bool said = !rows[i].reason || heard_of(&r.heard, rows[i].reason) == 1;
			if (!said || r.err != rows[i].err || strcmp(r.seen.text.at, rows[i].events) != 0)
				print_message("# row %zu, pieces of %zu: %s\n", i, piece, rows[i].in);
			assert_int_equal(r.err, rows[i].err);
			assert_string_equal(r.seen.text.at, rows[i].events);
			if (rows[i].reason)
				assert_int_equal(heard_of(&r.heard, rows[i].reason), 1);
			assert_int_equal(tally_total(&r.heard.tally), rows[i].reason != NULL);
			run_fini(&r);
		}
	}
}

static void cut_everywhere(void **state)
{
	(void)state;
	static const char text[] =
	    "{\"list\":[1,-2.5,\"a\\u00e9\",null,[{}]],\"rows\":[{\"x\":{\"y\":[]}}],\"a\":true}";
	for (size_t len = 1; len < sizeof text - 1; len++) {
		struct run r;
		run_pieces(&r, (struct json_options){0}, simple, text, len, len);
		assert_int_equal(r.err, ERR_SHORT);
		assert_int_equal(heard_of(&r.heard, "cut-off"), 1);
		run_fini(&r);
	}
}

static void positions(void **state)
{
	(void)state;
	static const char text[] = "{\n \"a\":\n  1,\n  oops }";
	for (size_t piece = 1; piece < sizeof text; piece++) {
		struct run r;
		run_pieces(&r, (struct json_options){0}, simple, text, sizeof text - 1, piece);
		assert_int_equal(r.err, ERR_VALUE);
		assert_int_equal(r.heard.last.line, 4);
		assert_in_range(r.heard.last.column, 3, 5);
		run_fini(&r);
	}
}

static void nested(const char *open, const char *close, size_t depth, unsigned limit, bool many,
                   struct run *r)
{
	struct buf b = {0};
	buf_str(&b, "{\"a\":");
	for (size_t i = 0; i < depth; i++)
		buf_str(&b, open);
	buf_str(&b, "1");
	for (size_t i = 0; i < depth; i++)
		buf_str(&b, close);
	buf_str(&b, "}\n{\"list\":[7]}\n");
	run_pieces(r, (struct json_options){.max_depth = limit, .many = many}, simple, b.at, b.len, 4096);
	buf_fini(&b);
}

static void depth(void **state)
{
	(void)state;
	struct run r;
	nested("[", "]", 63, 0, true, &r);
	assert_int_equal(r.err, ERR_OK);
	assert_int_equal(r.dropped, 0);
	run_fini(&r);
	nested("[", "]", 64, 0, false, &r);
	assert_int_equal(r.err, ERR_LIMIT);
	assert_int_equal(heard_of(&r.heard, "too-deep"), 1);
	run_fini(&r);
	nested("{\"k\":", "}", 10000, 0, false, &r);
	assert_int_equal(r.err, ERR_LIMIT);
	run_fini(&r);
	/* One line a document: the next line is none the worse for it. */
	nested("[", "]", 10000, 0, true, &r);
	assert_int_equal(r.err, ERR_OK);
	assert_int_equal(r.dropped, 1);
	assert_non_null(strstr(r.seen.text.at, "1=7 "));
	run_fini(&r);
}

/* A hundred million octets of one token: stopped at the limit, whatever kind of token. */
static void endless(void **state)
{
	(void)state;
	static const char *const starts[] = {"{\"a\":\"", "{\"", "{\"a\":", "[1,", "{\"list\":[\"\\"};
	static const char fill[] = "xx1 \\";
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		struct seen seen = {.answer_at = -1};
		struct json_options o = {.max_string = 1000};
		struct json *j = json_new(&o, note, &seen, NULL);
		json_path(j, "", "a", 0);
		enum err e = json_feed(j, starts[i], strlen(starts[i]));
		char block[50000];
		memset(block, fill[i], sizeof block);
		size_t fed = 0;
		for (; e == ERR_OK && fed < 100000000; fed += sizeof block)
			e = json_feed(j, block, sizeof block);
		assert_true(e == ERR_LIMIT);
		assert_true(fed <= 400000);
		json_free(j);
		buf_fini(&seen.text);
	}
}

static void long_string(void **state)
{
	(void)state;
	struct buf b = {0};
	buf_str(&b, "{\"a\":\"");
	for (int i = 0; i < 1001; i++)
		buf_char(&b, 'x');
	buf_str(&b, "\"}\n{\"a\":2}\n");
	struct run r;
	run_pieces(&r, (struct json_options){.max_string = 1000}, simple, b.at, b.len, b.len);
	assert_int_equal(r.err, ERR_LIMIT);
	assert_int_equal(heard_of(&r.heard, "too-long"), 1);
	run_fini(&r);
	run_pieces(&r, (struct json_options){.max_string = 1000, .many = true}, simple, b.at, b.len, b.len);
	assert_int_equal(r.err, ERR_OK);
	assert_string_equal(r.seen.text.at, "0=2 ");
	run_fini(&r);
	buf_fini(&b);
}

static void callback_ends(void **state)
{
	(void)state;
	struct seen seen = {.answer = ERR_STATE, .answer_at = 0};
	struct json *j = json_new(&(struct json_options){.many = true}, note, &seen, NULL);
	json_path(j, "", "a", 0);
	assert_int_equal(json_feed(j, "{\"a\":1}\n{\"a\":2}\n", 16), ERR_STATE);
	assert_int_equal(json_feed(j, "{}", 2), ERR_STATE);
	assert_int_equal(json_finish(j), ERR_STATE);
	json_free(j);
	buf_fini(&seen.text);
}

/* Something else altogether is not reported line by line for ever. */
static void other_kind(void **state)
{
	(void)state;
	struct buf b = {0};
	for (int i = 0; i < 1000; i++)
		buf_str(&b, "route: 192.0.2.0/24\n");
	struct run r;
	run_pieces(&r, (struct json_options){.many = true}, simple, b.at, b.len, b.len);
	assert_int_equal(r.err, ERR_VALUE);
	assert_in_range(tally_total(&r.heard.tally), 1, 20);
	run_fini(&r);
	buf_fini(&b);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(documents),     cmocka_unit_test(cut_everywhere), cmocka_unit_test(positions),
    cmocka_unit_test(depth),         cmocka_unit_test(endless),        cmocka_unit_test(long_string),
    cmocka_unit_test(callback_ends), cmocka_unit_test(other_kind),
};
TEST_MAIN(tests)
