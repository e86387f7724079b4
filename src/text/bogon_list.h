/* Lists of bogon prefixes: one a line, as those who watch unallocated space publish them. */
#ifndef NORMA_TEXT_BOGON_LIST_H
#define NORMA_TEXT_BOGON_LIST_H

#include "net/prefix.h"
#include "text/reader.h"

/* Lent for the length of the callback. */
typedef void (*bogon_list_fn)(void *ctx, const struct prefix *p);

/**
 * bogon_list_reader_new - prefixes of both families; '#' and ';' begin comments, behind a prefix too.
 *
 * Shape:  "# last updated 1647435002 (...)" is as_of. Errors: as text_reader_feed; SHORT the last line has no
 * end and is no prefix. Rejected: bad-prefix, bad-length (also 0: in such lists the default route stands for
 * itself, and would make all there is a bogon), too-long. Owner: caller, text_reader_free.
 */
struct text_reader *bogon_list_reader_new(bogon_list_fn fn, void *ctx, struct diag *diag);

#endif
