#include "io/fail.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum err io_fail_set(struct io_fail *fail, enum err e, uint64_t offset, const char *fmt, ...)
{
	if (!fail)
		return e;
	va_list ap;
	va_start(ap, fmt);
	fail->err = e;
	fail->offset = offset;
	vsnprintf(fail->what, sizeof fail->what, fmt, ap);
	va_end(ap);
	return e;
}

enum err io_fail_errno(struct io_fail *fail, uint64_t offset, const char *doing)
{
	char text[120];
	return io_fail_set(fail, ERR_IO, offset, "%s: %s", doing, strerror_r(errno, text, sizeof text));
}
