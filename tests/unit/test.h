/* What every unit test includes: cmocka behind the headers that it needs, and a main that speaks TAP. */
#ifndef NORMA_TESTS_UNIT_TEST_H
#define NORMA_TESTS_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define TEST_MAIN(tests)                                          \
	int main(void)                                            \
	{                                                         \
		cmocka_set_message_output(CM_OUTPUT_TAP);         \
		return cmocka_run_group_tests(tests, NULL, NULL); \
	}

/* The same where nothing can be tested without the real data that NORMA_DATA names. */
#define TEST_MAIN_DATA(tests)                                           \
	int main(void)                                                  \
	{                                                               \
		const char *data = getenv("NORMA_DATA");                \
		if (!data || !*data) {                                  \
			puts("1..0 # SKIP NORMA_DATA names no folder"); \
			return 0;                                       \
		}                                                       \
		cmocka_set_message_output(CM_OUTPUT_TAP);               \
		return cmocka_run_group_tests(tests, NULL, NULL);       \
	}

/* A copy on the heap of exactly len octets, so that the address sanitizer sees the first octet read too far.
 */
static inline void *test_exact(const void *p, size_t len)
{
	unsigned char *q = malloc(len ? len : 1);
	assert_non_null(q);
	for (size_t i = 0; i < len; i++)
		q[i] = ((const unsigned char *)p)[i];
	return q;
}

#endif
