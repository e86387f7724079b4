/* The paths that a JSON reader asked for, as a tree that is walked along with the document. */
#ifndef NORMA_TEXT_JSON_PATH_H
#define NORMA_TEXT_JSON_PATH_H

#include "base/mem.h"

/* Node 0 stands for "nobody asked": everything below it is node 0 too. */
enum { JSON_NODE_NONE = 0, JSON_NODE_ROOT = 1 };

struct json_node {
	uint16_t edges; /* first of its named members; 0: none */
	uint16_t any;   /* node of all other members */
	uint16_t element;
	int field; /* -1: only on the way */
};

struct json_edge {
	const char *name;
	size_t len;
	uint16_t next; /* the next member of the same object; 0: last */
	uint16_t to;
};

struct json_paths {
	VEC(struct json_node) nodes;
	VEC(struct json_edge) edges; /* edge 0 is unused */
};

void json_paths_init(struct json_paths *p);
void json_paths_fini(struct json_paths *p);
void json_paths_add(struct json_paths *p, const char *base, const char *path, int field);

/**
 * json_paths_member - the node of a member of node, JSON_NODE_NONE if nobody asked.
 *
 * @hint  0 or what an earlier call for the same object left there: members come in the same order again and
 *        again, so the edge behind the last one found is tried first
 */
uint16_t json_paths_member(const struct json_paths *p, uint16_t node, const char *name, size_t len,
                           uint16_t *hint);

#endif
