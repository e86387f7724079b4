/* AS paths from the wire into the path store, each distinct run of octets only once. */
#ifndef NORMA_FEED_PATHS_H
#define NORMA_FEED_PATHS_H

#include "rib/path.h"
#include "wire/as_path.h"

#include <stdbool.h>

struct path_memo;

struct path_memo *path_memo_new(struct path_store *store);
void path_memo_free(struct path_memo *m);

/**
 * path_memo_id - the id of a path that as_path_check finds sound.
 *
 * @peer        who sent it: the origin where the path is empty or ends in a confederation (RFC 6811 2)
 * @two_octet   the session knew ASNs of two octets only: an AS_TRANS in it stands for nobody known
 * Returns PATH_NONE for a path of more than PATH_MEMO_HOPS hops.
 */
enum { PATH_MEMO_HOPS = 2048 };
path_id path_memo_id(struct path_memo *m, const struct as_path *path, asn_t peer, bool two_octet);

#endif
