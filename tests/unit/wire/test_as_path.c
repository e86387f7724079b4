#include "make.h"
#include "wire/as_path.h"

/* Paths are written as text here: "1 2 {3,4} (5 6) [7,8]", sequences by blanks. */
static struct buf path_make(const char *text, unsigned width)
{
	struct buf b = {0};
	size_t head = 0;
	int type = 0;
	for (const char *p = text; *p;) {
		if (*p == '{' || *p == '(' || *p == '[') {
			head = b.len;
			type = *p == '{' ? AS_SET : *p == '(' ? AS_CONFED_SEQUENCE : AS_CONFED_SET;
			put8(&b, (unsigned)type);
			put8(&b, 0);
			p++;
		} else if (*p == '}' || *p == ')' || *p == ']' || *p == '/') { /* "/" ends a sequence */
			type = 0;
			p++;
		} else if (*p == ' ' || *p == ',') {
			p++;
		} else {
			if (!type) {
				head = b.len;
				type = AS_SEQUENCE;
				put8(&b, AS_SEQUENCE);
				put8(&b, 0);
			}
			char *end;
			unsigned long asn = strtoul(p, &end, 10);
			width == 4 ? put32(&b, (uint32_t)asn) : put16(&b, (unsigned)asn);
			b.at[head + 1]++;
			p = end;
		}
	}
	return b;
}

/* One line a segment: "seq 1 2;set 3 4". */
static void path_text(const struct as_path *path, char *out, size_t room)
{
	static const char *const names[] = {"?", "set", "seq", "cseq", "cset"};
	struct as_path_iter it = as_path_begin(path);
	struct as_seg seg;
	size_t n = 0;
	out[0] = 0;
	while (as_path_next(&it, &seg)) {
		n += (size_t)snprintf(out + n, room - n, "%s%s", n ? ";" : "", names[seg.type]);
		for (unsigned i = 0; i < seg.n; i++)
			n += (size_t)snprintf(out + n, room - n, " %u", as_seg_at(&seg, i));
	}
	assert_ptr_equal(it.p, it.end);
}

static void facts(void **state)
{
	(void)state;
	static const struct {
		const char *path;
		struct as_path_facts want;
	} rows[] = {
	    {"", {0}},
	    {"64496", {.n_asns = 1, .n_hops = 1}},
	    {"64496 64497 64497", {.n_asns = 3, .n_hops = 3}},
	    {"64496 {64498,64499}", {.n_asns = 3, .n_hops = 2, .has_set = true}},
	    {"{64498,64499}", {.n_asns = 2, .n_hops = 1, .has_set = true}},
	    {"(65001 65002) 64496", {.n_asns = 3, .n_hops = 1, .has_confed = true}},
	    {"[65001,65002] 64496", {.n_asns = 3, .n_hops = 1, .has_confed = true, .has_set = true}},
	    {"64496 0 64497", {.n_asns = 3, .n_hops = 3, .has_zero = true}},
	    {"64496 23456", {.n_asns = 2, .n_hops = 2, .has_as_trans = true}},
	};
	for (unsigned width = 2; width <= 4; width += 2)
		for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
			struct buf b = path_make(rows[i].path, width);
			uint8_t *exact = test_exact(b.at, b.len);
			struct as_path path = {.p = exact, .len = (uint32_t)b.len, .width = (uint8_t)width};
			struct as_path_facts f;
			assert_int_equal(as_path_check(&path, &f), ERR_OK);
			assert_int_equal(f.n_asns, rows[i].want.n_asns);
			assert_int_equal(f.n_hops, rows[i].want.n_hops);
			assert_int_equal(f.has_set, rows[i].want.has_set);
			assert_int_equal(f.has_confed, rows[i].want.has_confed);
			assert_int_equal(f.has_zero, rows[i].want.has_zero);
			assert_int_equal(f.has_as_trans, rows[i].want.has_as_trans);
			free(exact);
			buf_fini(&b);
		}
}

static void wrong(void **state)
{
	(void)state;
	static const struct {
		const char *hex;
		enum err want;
	} rows[] = {
	    {"02", ERR_SHORT},                    /* one octet over */
	    {"02 02 fbf0", ERR_SHORT},            /* count runs past the value */
	    {"02 01 fbf0 02", ERR_SHORT},         /* one octet behind a segment */
	    {"02 ff fbf0 fbf1", ERR_SHORT},       /* the largest count */
	    {"00 01 fbf0", ERR_VALUE},            /* unknown types */
	    {"05 01 fbf0", ERR_VALUE},            /**/
	    {"02 01 fbf0 ff 01 fbf0", ERR_VALUE}, /**/
	    {"02 00", ERR_LENGTH},                /* RFC 7606 7.2: no ASN in it */
	    {"02 01 fbf0 01 00", ERR_LENGTH},     /**/
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct buf b = {0};
		put_hex(&b, rows[i].hex);
		uint8_t *exact = test_exact(b.at, b.len);
		struct as_path path = {.p = exact, .len = (uint32_t)b.len, .width = 2};
		assert_int_equal(as_path_check(&path, NULL), rows[i].want);
		free(exact);
		buf_fini(&b);
	}
}

/* RFC 6793 4.2.3, and 4.2.2 for what may stand in front. "=" is AS_PATH as it was. */
static void merge(void **state)
{
	(void)state;
	static const struct {
		const char *two, *four, *want;
	} rows[] = {
	    /* AS_PATH equal, longer, shorter */
	    {"64496 23456", "64496 4200000001", "seq 64496 4200000001"},
	    {"64500 64496 23456", "64496 4200000001", "seq 64500 64496 4200000001"},
	    {"64500 64501 23456 23456", "4200000000 4200000001", "seq 64500 64501 4200000000 4200000001"},
	    {"23456", "64496 4200000001", "="},
	    {"64496 64497", "", "="},
	    /* a set counts one: AS_PATH has 3 hops, AS4_PATH 2 */
	    {"64500 64496 {64498,64499,23456}", "64496 {64498,64499,4200000001}",
	     "seq 64500 64496;set 64498 64499 4200000001"},
	    {"{64498,64499} 23456", "4200000001", "set 64498 64499;seq 4200000001"},
	    /* confederation segments count nothing, and stay with what they lead */
	    {"(65001 65002) 64500 23456", "4200000001", "cseq 65001 65002;seq 64500 4200000001"},
	    {"(65001) 23456 23456", "4200000000 4200000001", "cseq 65001;seq 4200000000 4200000001"},
	    {"(65001) 23456", "4200000000 4200000001", "="},
	    {"[65001,65002] 64500 23456", "4200000001", "cset 65001 65002;seq 64500 4200000001"},
	    /* across the border of two segments */
	    {"64500 / 64501 23456", "4200000001", "seq 64500 64501 4200000001"},
	    {"64500 64501 / 23456", "64501 4200000001", "seq 64500 64501 4200000001"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct buf a = path_make(rows[i].two, 2), b = path_make(rows[i].four, 4);
		uint8_t *pa = test_exact(a.at, a.len), *pb = test_exact(b.at, b.len);
		struct as_path two = {pa, (uint32_t)a.len, 2}, four = {pb, (uint32_t)b.len, 4}, out;
		uint8_t *room = malloc(as_path_merge_room(&two, &four) + 1);
		char text[256];
		as_path_merge(&two, &four, room, &out);
		path_text(&out, text, sizeof text);
		if (strcmp(rows[i].want, "=") == 0) {
			assert_ptr_equal(out.p, pa);
			assert_int_equal(out.width, 2);
		} else {
			assert_string_equal(text, rows[i].want);
			assert_int_equal(out.width, 4);
		}
		free(room);
		free(pa);
		free(pb);
		buf_fini(&a);
		buf_fini(&b);
	}
}

/* Sequences grow together up to 255 ASNs, and the room is enough for the worst. */
static void merge_long(void **state)
{
	(void)state;
	for (unsigned n_two = 1; n_two <= 255; n_two += 127)
		for (unsigned n_four = 1; n_four <= 255; n_four += 127) {
			struct buf a = {0}, b = {0};
			for (unsigned k = 0; k < 2; k++) {
				put8(&a, AS_SEQUENCE);
				put8(&a, n_two);
				put_n(&a, 1, 2 * (size_t)n_two);
			}
			put8(&b, AS_SEQUENCE);
			put8(&b, n_four);
			put_n(&b, 2, 4 * (size_t)n_four);
			uint8_t *pa = test_exact(a.at, a.len), *pb = test_exact(b.at, b.len);
			struct as_path two = {pa, (uint32_t)a.len, 2}, four = {pb, (uint32_t)b.len, 4}, out;
			uint8_t *room = malloc(as_path_merge_room(&two, &four));
			struct as_path_facts f;
			as_path_merge(&two, &four, room, &out);
			assert_int_equal(as_path_check(&out, &f), ERR_OK);
			assert_int_equal(f.n_hops, 2 * n_two);
			free(room);
			free(pa);
			free(pb);
			buf_fini(&a);
			buf_fini(&b);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(facts),
	    cmocka_unit_test(wrong),
	    cmocka_unit_test(merge),
	    cmocka_unit_test(merge_long),
	};
	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
