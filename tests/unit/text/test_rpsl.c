#include "feed.h"
#include "text/rpsl.h"

/* ---- what is handed out, as text */

static void words(struct buf *b, const char *name, const struct rpsl_words *w)
{
	if (w->n == 0)
		return;
	buf_printf(b, " %s=", name);
	for (size_t i = 0; i < w->n; i++)
		buf_printf(b, "%s%s", i ? "," : "", w->at[i]);
}

static void word(struct buf *b, const char *name, const char *s)
{
	if (*s)
		buf_printf(b, " %s='%s'", name, s);
}

static void time_word(struct buf *b, const char *name, instant_t t)
{
	char text[CLOCK_TEXT];
	if (t != INSTANT_NONE)
		buf_printf(b, " %s=%s", name, clock_format(text, t, -1));
}

static void object(struct buf *b, const struct rpsl_object *o)
{
	word(b, "org", o->org);
	word(b, "descr", o->descr);
	words(b, "mnt", &o->mnt_by);
	words(b, "admin", &o->admin_c);
	words(b, "tech", &o->tech_c);
	time_word(b, "created", o->created);
	time_word(b, "modified", o->last_modified);
	buf_printf(b, " (%s)\n", o->source);
}

static void route(void *ctx, const struct route_object *o)
{
	char text[PREFIX_TEXT];
	prefix_format(text, &o->prefix);
	buf_printf(ctx, "%s AS%u", text, (unsigned)o->origin);
	word(ctx, "mnt", o->mnt_by);
	time_word(ctx, "created", o->created);
	time_word(ctx, "modified", o->last_modified);
	buf_printf(ctx, " (%s)\n", o->source);
}

static void aut_num(void *ctx, const struct rpsl_aut_num *o)
{
	buf_printf(ctx, "AS%u %s%s%s%s", (unsigned)o->asn, o->has_import ? "i" : "-",
	           o->has_export ? "e" : "-", o->has_mp_import ? "I" : "-", o->has_mp_export ? "E" : "-");
	word(ctx, "name", o->as_name);
	word(ctx, "country", o->country);
	words(ctx, "of", &o->member_of);
	object(ctx, &o->object);
}

static void as_set(void *ctx, const struct rpsl_as_set *o)
{
	buf_printf(ctx, "set %s", o->name);
	words(ctx, "members", &o->members);
	words(ctx, "by-ref", &o->mbrs_by_ref);
	object(ctx, &o->object);
}

static void mntner(void *ctx, const struct rpsl_mntner *o)
{
	buf_printf(ctx, "mntner %s", o->name);
	word(ctx, "upd-to", o->upd_to);
	object(ctx, &o->object);
}

static void contact(void *ctx, const struct rpsl_contact *o)
{
	buf_printf(ctx, "%s %s", o->is_role ? "role" : "person", o->nic_hdl);
	word(ctx, "name", o->name);
	word(ctx, "e-mail", o->e_mail);
	word(ctx, "phone", o->phone);
	word(ctx, "abuse", o->abuse_mailbox);
	object(ctx, &o->object);
}

static void organisation(void *ctx, const struct rpsl_organisation *o)
{
	buf_printf(ctx, "org %s", o->handle);
	word(ctx, "name", o->name);
	word(ctx, "type", o->type);
	word(ctx, "country", o->country);
	word(ctx, "e-mail", o->e_mail);
	word(ctx, "phone", o->phone);
	object(ctx, &o->object);
}

static void as_block(void *ctx, const struct rpsl_as_block *o)
{
	buf_printf(ctx, "block AS%u-AS%u", (unsigned)o->first, (unsigned)o->last);
	object(ctx, &o->object);
}

static const struct rpsl_callbacks all = {.route = route,
                                          .aut_num = aut_num,
                                          .as_set = as_set,
                                          .mntner = mntner,
                                          .contact = contact,
                                          .organisation = organisation,
                                          .as_block = as_block};

static struct text_reader *make(struct buf *out, struct diag *diag)
{
	struct rpsl_callbacks callbacks = all;
	const struct rpsl_options options = {.source = "radb.db"};
	callbacks.ctx = out;
	return rpsl_reader_new(&callbacks, &options, diag);
}

/* ---- readings */

#define GOOD      "route: 192.0.2.0/24\norigin: AS64496\nsource: EX\n\n"
#define GOOD_MADE "192.0.2.0/24 AS64496 (EX)\n"

static const struct reading routes[] = {
    {"both families",
     "# terms\n#\n\nroute:          192.0.2.0/24\ndescr:          Somebody\norigin:         AS64496\n"
     "mnt-by:         M-B, m-a\nmnt-by: M-C\ncreated:        2002-05-21T15:33:55Z\n"
     "last-modified:  2009-10-15T09:32:17Z\nsource:         RIPE\nremarks:        ****\n\n"
     "route6:         2001:db8::/40\norigin:         as64497\nsource:         ripe-nonauth\n",
     "192.0.2.0/24 AS64496 mnt='M-B' created=2002-05-21T15:33:55Z modified=2009-10-15T09:32:17Z (RIPE)\n"
     "2001:db8::/40 AS64497 (RIPE-NONAUTH)\n",
     ERR_OK, 0, NULL},
    {"comments", "route: 192.0.2.0/24 # one\norigin: AS64496 # foo\nsource: EX # bar\n\n", GOOD_MADE, ERR_OK,
     0, NULL},
    {"a comment between lines", "route: 192.0.2.0/24\n# x: y\norigin: AS64496\n% z\nsource: EX\n\n",
     GOOD_MADE, ERR_OK, 0, NULL},
    {"continuation by blank, tab and plus",
     "route:\n 192.0.2.0/24\norigin:\n+AS64496\ndescr: x\n y\n\tz\n+\n+origin: AS1\nsource:\n\tEX\n\n",
     GOOD_MADE, ERR_OK, 0, NULL},
    {"case and blanks before the colon", "ROUTE : 192.0.2.0/24\nOrigin\t:As64496\nSOURCE:ex\r\n\r\n",
     GOOD_MADE, ERR_OK, 0, NULL},
    {"remarks of a server", "% This is a server.\n%\n\n" GOOD "%END\n", GOOD_MADE, ERR_OK, 0, NULL},
    {"a line of blanks ends it",
     "route: 192.0.2.0/24\norigin: AS64496\nsource: EX\n \t\nroute: 192.0.2.0/25\n"
     "origin: AS64496\nsource: EX\n",
     GOOD_MADE "192.0.2.0/25 AS64496 (EX)\n", ERR_OK, 0, NULL},
    {"many blank lines", "\n\n\n" GOOD "\n\n" GOOD "\n", GOOD_MADE GOOD_MADE, ERR_OK, 0, NULL},
    {"no source", "route: 192.0.2.0/24\norigin: AS64496\n\n", "192.0.2.0/24 AS64496 (RADB.DB)\n", ERR_OK, 0,
     NULL},
    {"asdot", "route: 192.0.2.0/24\norigin: AS1.10\nsource: EX\n\n", "192.0.2.0/24 AS65546 (EX)\n", ERR_OK, 0,
     NULL},
    {"changed",
     "route: 192.0.2.0/24\norigin: AS64496\nchanged: a@example.net 20010921\nchanged: b@example.net 010922\n"
     "changed: c@example.net 991231\nchanged: d@example.net\nsource: EX\n\n",
     "192.0.2.0/24 AS64496 created=1999-12-31T00:00:00Z modified=2001-09-22T00:00:00Z (EX)\n", ERR_OK, 0,
     NULL},
    {"a strange time", "route: 192.0.2.0/24\norigin: AS64496\nlast-modified: soon\nsource: EX\n\n", GOOD_MADE,
     ERR_OK, 0, "bad-time"},
    {"Latin-1 and UTF-8",
     "route: 192.0.2.0/24\ndescr: Z\xfcrich\norigin: AS64496\nmnt-by: M\xdc\nremarks: \x80\xff\nsource: "
     "EX\n\n",
     "192.0.2.0/24 AS64496 mnt='M\xc3\x9c' (EX)\n", ERR_OK, 0, NULL},
    {"a byte-order mark", "\xef\xbb\xbf" GOOD, GOOD_MADE, ERR_OK, 0, NULL},
    {"the same origin twice", "route: 192.0.2.0/24\norigin: AS64496\norigin: AS64496\nsource: EX\n\n",
     GOOD_MADE, ERR_OK, 0, NULL},
    {"duplicates come twice", GOOD GOOD, GOOD_MADE GOOD_MADE, ERR_OK, 0, NULL},
    {"no end of line", "route: 192.0.2.0/24\norigin: AS64496\nsource: EX", GOOD_MADE, ERR_OK, 0, NULL},
    {"two origins", GOOD "route: 192.0.2.0/25\norigin: AS1\norigin: AS2\nsource: EX\n\n", GOOD_MADE, ERR_OK,
     1, "duplicate-attribute"},
    {"no origin", GOOD "route: 192.0.2.0/25\nsource: EX\n\n", GOOD_MADE, ERR_OK, 1, "missing-attribute"},
    {"an empty origin", GOOD "route: 192.0.2.0/25\norigin: # AS1\nsource: EX\n\n", GOOD_MADE, ERR_OK, 1,
     "missing-attribute"},
    {"no ASN", GOOD "route: 192.0.2.0/25\norigin: ASx\nsource: EX\n\n", GOOD_MADE, ERR_OK, 1, "bad-asn"},
    {"no ASN of 32 bits", GOOD "route: 192.0.2.0/25\norigin: AS4294967296\nsource: EX\n\n", GOOD_MADE, ERR_OK,
     1, "bad-asn"},
    {"no prefix", GOOD "route: 192.0.2/24\norigin: AS1\nsource: EX\n\n", GOOD_MADE, ERR_OK, 1, "bad-prefix"},
    {"host bits", GOOD "route: 192.0.2.1/24\norigin: AS1\nsource: EX\n\n", GOOD_MADE, ERR_OK, 1,
     "bad-prefix"},
    {"the other family",
     GOOD "route: 2001:db8::/32\norigin: AS1\nsource: EX\n\nroute6: 192.0.2.0/24\norigin: AS1\n"
          "source: EX\n\n",
     GOOD_MADE, ERR_OK, 2, "bad-prefix"},
    {"too long a prefix", GOOD "route: 192.0.2.0/33\norigin: AS1\nsource: EX\n\n", GOOD_MADE, ERR_OK, 1,
     "bad-length"},
    {"no key", GOOD "route:\norigin: AS1\nsource: EX\n\n", GOOD_MADE, ERR_OK, 1, "bad-name"},
    {"garbage inside", "route: 192.0.2.0/24\n*garbage*\n more of it\norigin: AS64496\nsource: EX\n\n",
     GOOD_MADE, ERR_OK, 0, "bad-line"},
    {"garbage instead", GOOD "*garbage*\nroute: 192.0.2.0/25\norigin: AS1\n\n" GOOD, GOOD_MADE GOOD_MADE,
     ERR_OK, 1, "bad-line"},
    {"an unknown class", GOOD "thing: x\norigin: AS1\n\n" GOOD, GOOD_MADE GOOD_MADE, ERR_OK, 1,
     "unknown-class"},
    {"known, of no use", "inetnum: 192.0.2.0 - 192.0.2.255\nsource: EX\n\n" GOOD, GOOD_MADE, ERR_OK, 0, NULL},
    {"cut in an object", GOOD "route: 192.0.2.0/25\norigin: AS64", GOOD_MADE, ERR_SHORT, 1, "cut-off"},
    {"cut between lines", GOOD "route: 192.0.2.0/25\norigin: AS64\n", GOOD_MADE, ERR_SHORT, 1, "cut-off"},
    {"comments alone", "# x\n% y\n", "", ERR_VALUE, 0, "wrong-kind"},
    {"something else", "1|2|-1\n2|3|0\n", "", ERR_VALUE, 1, "wrong-kind"},
    {"empty", "", "", ERR_VALUE, 0, "empty"},
    {"blank", "\n \n\r\n", "", ERR_VALUE, 0, "empty"},
};

static const struct reading others[] = {
    {"aut-num",
     "aut-num: AS64496\nas-name: EXAMPLE\ndescr: First line\ndescr: second\nmember-of: AS-A, AS-B as-c\n"
     "import: from AS1 accept ANY\nexport: to AS1\n announce AS64496\nadmin-c: P1-EX\ntech-c: P1-EX, P2-EX\n"
     "mnt-by: M\norg: ORG-EX1\ncountry: ch\nsource: EX\n\n",
     "AS64496 ie-- name='EXAMPLE' country='CH' of=AS-A,AS-B,AS-C org='ORG-EX1' descr='First line' mnt=M "
     "admin=P1-EX "
     "tech=P1-EX,P2-EX (EX)\n",
     ERR_OK, 0, NULL},
    {"policies",
     "aut-num: AS1\nmp-import: afi ipv6 from AS2 accept ANY\nmp-export:\n+ afi ipv6 to AS2 announce "
     "AS1\nsource: EX\n\n"
     "aut-num: AS2\nimport:\nexport: # nothing\nimport-via: AS1 from AS2 accept ANY\nsource: EX\n\n"
     "aut-num: AS3\ndefault: to AS1\nexport: to AS1 announce AS3\nsource: EX\n\n",
     "AS1 --IE (EX)\nAS2 ---- (EX)\nAS3 -e-- (EX)\n", ERR_OK, 0, NULL},
    {"as-set",
     "as-set: as-example:as-one\nmembers: AS64496, as-two\nmembers:\n AS64497 # x, AS9\n+,AS64498\nmembers:\n"
     "mbrs-by-ref: any\nsource: EX\n\nas-set: AS-EMPTY\nsource: EX\n\n",
     "set AS-EXAMPLE:AS-ONE members=AS64496,AS-TWO,AS64497,AS64498 by-ref=ANY (EX)\nset AS-EMPTY (EX)\n",
     ERR_OK, 0, NULL},
    {"maintainers and people",
     "mntner: m-ex\nupd-to: a@example.net\nupd-to: b@example.net\nsource: EX\n\n"
     "person: J\xf6rg  Example\nnic-hdl: je1-ex\nphone: +1 0\nphone: +2\ne-mail: j@example.net\nsource: "
     "EX\n\n"
     "role: NOC\nnic-hdl: NOC-EX\nabuse-mailbox: abuse@example.net\nadmin-c: JE1-EX\nsource: EX\n\n",
     "mntner M-EX upd-to='a@example.net' (EX)\n"
     "person JE1-EX name='J\xc3\xb6rg Example' e-mail='j@example.net' phone='+1 0' (EX)\n"
     "role NOC-EX name='NOC' abuse='abuse@example.net' admin=JE1-EX (EX)\n",
     ERR_OK, 0, NULL},
    {"organisation",
     "organisation: org-ex1-ripe\norg-name: Example Ltd. # not the name\norg-type: lir\ncountry: CH\n"
     "e-mail: x@example.net\nsource: EX\n\n",
     "org ORG-EX1-RIPE name='Example Ltd.' type='LIR' country='CH' e-mail='x@example.net' (EX)\n", ERR_OK, 0,
     NULL},
    {"as-block",
     "as-block: AS64496 - AS64511\nsource: EX\n\nas-block: as7-As7\nsource: EX\n\nas-block: AS9\nsource: "
     "EX\n\n",
     "block AS64496-AS64511 (EX)\nblock AS7-AS7 (EX)\nblock AS9-AS9 (EX)\n", ERR_OK, 0, NULL},
    {"a block that ends before it begins",
     "as-block: AS2 - AS1\nsource: EX\n\nas-block: AS1 - x\nsource: EX\n\n", "", ERR_VALUE, 2, "bad-range"},
};

static void readings(void **state)
{
	(void)state;
	readings_check(routes, sizeof routes / sizeof *routes, make);
	readings_check(others, sizeof others / sizeof *others - 1, make);
}

/* Files of this kind of which nothing is left are of this kind all the same. */
static void all_rejected(void **state)
{
	(void)state;
	const struct reading *row = &others[sizeof others / sizeof *others - 1];
	struct heard heard = {0};
	struct diag diag = {.fn = hear, .ctx = &heard};
	struct buf out = {0};
	struct text_reader *r = make(&out, &diag);
	assert_int_equal(feed_all(r, row->in), ERR_OK);
	assert_int_equal(r->rejected, 2);
	assert_int_equal(heard_of(&heard, "bad-range"), 1);
	assert_int_equal(heard_of(&heard, "bad-asn"), 1);
	text_reader_free(r);
	tally_fini(&heard.tally);
	buf_fini(&out);
}

/* Classes that nobody asks for cost nothing and count nowhere. */
static void only_what_is_asked_for(void **state)
{
	(void)state;
	struct diag diag = {0};
	struct buf out = {0};
	const struct rpsl_callbacks one = {.ctx = &out, .aut_num = aut_num};
	struct text_reader *r = rpsl_reader_new(&one, NULL, &diag);
	assert_int_equal(feed_all(r, GOOD "route: x\norigin: y\n\naut-num: AS1\n\n"), ERR_OK);
	assert_string_equal(out.at, "AS1 ---- ()\n");
	assert_int_equal(r->records, 1);
	assert_int_equal(diag.n, 0);
	text_reader_free(r);
	buf_fini(&out);
}

/* Cut at every octet: the first object is there once its blank line is, and no other one ever is. */
static void cuts(void **state)
{
	(void)state;
	static const char text[] = GOOD "route: 198.51.100.0/24\ndescr: x\norigin: AS64497\nsource: EX\n";
	const size_t first = strlen(GOOD), whole = strlen("source: EX\n");
	for (size_t len = 0; len < sizeof text - 1; len++) {
		struct buf out = {0};
		struct diag diag = {0};
		struct text_reader *r = make(&out, &diag);
		enum err e = feed_pieces(r, text, len, 5);
		if (len < strlen("route:"))
			assert_int_equal(e, ERR_VALUE);
		else if (len >= first + 1)
			assert_int_equal(e, len > sizeof text - 1 - whole + strlen("source") ? ERR_OK
			                                                                     : ERR_SHORT);
		if (len >= first)
			assert_true(strncmp(out.at, GOOD_MADE, strlen(GOOD_MADE)) == 0);
		assert_true(e == ERR_OK || diag.n > 0);
		assert_true(r->records <= 1 || e == ERR_OK);
		text_reader_free(r);
		buf_fini(&out);
	}
}

static void places(void **state)
{
	(void)state;
	struct heard heard = {0};
	struct diag diag = {.fn = hear, .ctx = &heard};
	struct buf out = {0};
	struct text_reader *r = make(&out, &diag);
	assert_int_equal(feed_all(r, GOOD "route: 192.0.2.0/24\norigin:\n\n   AS64497x\nsource: EX\n\n" GOOD),
	                 ERR_OK);
	assert_int_equal(heard_of(&heard, "missing-attribute"), 1);
	assert_int_equal(heard_of(&heard, "bad-line"), 1);
	text_reader_free(r);
	r = make(&out, &diag);
	assert_int_equal(feed_all(r, "route: 192.0.2.0/24\norigin:\n   AS64497x\nsource: EX\n\n"), ERR_OK);
	assert_int_equal(heard.last.line, 3);
	assert_int_equal(heard.last.column, 4);
	assert_non_null(strstr(heard.what, "AS64497x"));
	text_reader_free(r);
	tally_fini(&heard.tally);
	buf_fini(&out);
}

/* Feeds the unit again and again to about a hundred million octets. */
static enum err flood(struct text_reader *r, const char *unit)
{
	static char block[1 << 20];
	size_t n = strlen(unit), len = sizeof block / n * n;
	enum err e = ERR_OK;
	for (size_t i = 0; i < len; i++)
		block[i] = unit[i % n];
	for (int i = 0; i < 100 && e == ERR_OK; i++)
		e = text_reader_feed(r, block, len);
	return e;
}

static void floods(void **state)
{
	(void)state;
	static const struct {
		const char *head, *unit, *reason;
	} rows[] = {
	    {"route: ", "1", "too-big"},
	    {"as-set: AS-X\nmembers:", " AS1,", "too-big"},
	    {"as-set: AS-X\n", "members: AS64496\n", "too-big"},
	    {"as-set: AS-X\nmembers: AS1\n", " AS64496\n", "too-big"},
	    {"aut-num: AS1\n", "import: x\n", "too-big"},
	    {"", "+", "too-big"},
	    {"thing: x\n", "route: 192.0.2.0/24\n", "unknown-class"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct heard heard = {0};
		struct diag diag = {.fn = hear, .ctx = &heard};
		struct buf out = {0};
		struct text_reader *r = make(&out, &diag);
		assert_int_equal(text_reader_feed(r, GOOD, strlen(GOOD)), ERR_OK);
		assert_int_equal(text_reader_feed(r, rows[i].head, strlen(rows[i].head)), ERR_OK);
		assert_int_equal(flood(r, rows[i].unit), ERR_OK);
		assert_int_equal(feed_all(r, "\n\n" GOOD), ERR_OK);
		assert_int_equal(heard_of(&heard, rows[i].reason), 1);
		assert_int_equal(r->records, 2);
		assert_string_equal(out.at, GOOD_MADE GOOD_MADE);
		text_reader_free(r);
		tally_fini(&heard.tally);
		buf_fini(&out);
	}
	struct diag diag = {0};
	struct text_reader *r = make(NULL, &diag);
	assert_int_equal(flood(r, "x\n\n"), ERR_VALUE);
	assert_int_equal(r->rejected, 1000);
	text_reader_free(r);
}

/* ---- files as they are: counted with grep and awk */

struct totals {
	uint64_t routes[2], origins, lengths, sets, members, blocks, block_asns;
};

static void count_route(void *ctx, const struct route_object *o)
{
	struct totals *t = ctx;
	t->routes[o->prefix.family == FAMILY_V6]++;
	t->origins += o->origin;
	t->lengths += o->prefix.len;
	assert_true(*o->source && *o->mnt_by);
}

static void count_set(void *ctx, const struct rpsl_as_set *o)
{
	struct totals *t = ctx;
	t->sets++;
	t->members += o->members.n;
}

static void count_block(void *ctx, const struct rpsl_as_block *o)
{
	struct totals *t = ctx;
	t->blocks++;
	t->block_asns += (uint64_t)o->last - o->first + 1;
}

static void real(void **state)
{
	(void)state;
	static const struct {
		const char *file;
		struct totals totals;
	} files[] = {
	    {"irr/ripe-db-route.txt", {.routes = {62, 0}, .origins = 578966, .lengths = 1309}},
	    {"irr/ripe-db-route6.txt", {.routes = {0, 62}, .origins = 704684, .lengths = 2022}},
	    {"rrc04-2022/irr/ripe-nonauth.db.route.gz",
	     {.routes = {52082, 0}, .origins = 1772295246, .lengths = 1190591}},
	    {"rrc04-2022/irr/ripe-nonauth.db.route6.gz",
	     {.routes = {0, 1356}, .origins = 79478248, .lengths = 59946}},
	    {"rrc04-2022/irr/ripe.db.as-set.gz", {.sets = 25174, .members = 324477}},
	    {"rrc04-2022/irr/ripe.db.as-block.gz", {.blocks = 565, .block_asns = 4294967296}},
	};
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		char *path = data_file(files[i].file);
		if (!path)
			continue;
		struct totals t = {0};
		struct diag diag = {0};
		const struct rpsl_callbacks callbacks = {
		    .ctx = &t, .route = count_route, .as_set = count_set, .as_block = count_block};
		struct text_reader *r = rpsl_reader_new(&callbacks, NULL, &diag);
		assert_int_equal(feed_file(r, path), ERR_OK);
		assert_int_equal(r->records, t.routes[0] + t.routes[1] + t.sets + t.blocks);
		assert_int_equal(diag.n, 0);
		assert_memory_equal(&t, &files[i].totals, sizeof t);
		text_reader_free(r);
		free(path);
	}
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(readings), cmocka_unit_test(all_rejected), cmocka_unit_test(only_what_is_asked_for),
    cmocka_unit_test(cuts),     cmocka_unit_test(places),       cmocka_unit_test(floods),
    cmocka_unit_test(real)};
TEST_MAIN(tests)
