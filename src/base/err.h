/*
 * Errors as values. One enumeration for the whole program; a function that can meet wrong input returns it
 * and the caller must look at it. What BGP says about bad attributes is data, not an error (see
 * wire/bgp_attr.h).
 */
#ifndef NORMA_BASE_ERR_H
#define NORMA_BASE_ERR_H

/* name, text: EOF is "nothing more", SHORT is "cut off in the middle"; they are never the same thing. */
#define ERR_LIST(X)                        \
	X(OK, "ok")                        \
	X(EOF, "end of input")             \
	X(SHORT, "cut off")                \
	X(TRAILING, "octets left over")    \
	X(LENGTH, "impossible length")     \
	X(VALUE, "impossible value")       \
	X(UNSUPPORTED, "unknown kind")     \
	X(LIMIT, "over the limit")         \
	X(IO, "cannot be read or written") \
	X(STATE, "not in this state")

enum err {
#define ERR_ENUM(name, text) ERR_##name,
	ERR_LIST(ERR_ENUM)
#undef ERR_ENUM
	    ERR_N
};

#define MUST_USE          __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define NORMA_LIKELY(x)   __builtin_expect(!!(x), 1)
#define NORMA_UNLIKELY(x) __builtin_expect(!!(x), 0)

/** err_text - the words for an error, for messages. */
const char *err_text(enum err e);

/** err_name - the error's name ("SHORT"), for counters and tests. */
const char *err_name(enum err e);

/*
 * REQUIRE - a promise this program makes to itself. Also checked in release builds; never for input.
 */
#define REQUIRE(cond) ((cond) ? (void)0 : require_failed(#cond, __FILE__, __LINE__))
_Noreturn void require_failed(const char *cond, const char *file, int line);

#endif
