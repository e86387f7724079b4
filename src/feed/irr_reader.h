/* Reading a routing registry's file, for whoever wants some class of its objects. */
#ifndef NORMA_FEED_IRR_READER_H
#define NORMA_FEED_IRR_READER_H

#include "feed/sources.h"
#include "text/rpsl.h"

/**
 * irr_reader_new - a reader of the source's objects, for source_read; options may be NULL.
 *
 * A file is read once for its routes, once for its aut-nums and organisations, and counted the first time:
 * then every class that somebody reads is gone through, so that records, rejects and complaints of a file are
 * the same whoever comes first.
 */
struct text_reader *irr_reader_new(struct source *s, const struct rpsl_callbacks *callbacks,
                                   const struct rpsl_options *options);

#endif
