#include "text/json_path.h"

#include <string.h>

static uint16_t node_new(struct json_paths *p)
{
	REQUIRE(p->nodes.n < UINT16_MAX);
	*vec_push(&p->nodes) = (struct json_node){.field = -1};
	return (uint16_t)(p->nodes.n - 1);
}

void json_paths_init(struct json_paths *p)
{
	*p = (struct json_paths){0};
	(void)node_new(p);
	(void)node_new(p);
	*vec_push(&p->edges) = (struct json_edge){0};
}

void json_paths_fini(struct json_paths *p)
{
	vec_free(&p->nodes);
	vec_free(&p->edges);
}

/* New edges go to the end of the list: the order of the table is the order in which members are expected. */
static void edge_new(struct json_paths *p, uint16_t from, const char *name, size_t len, uint16_t to)
{
	REQUIRE(p->edges.n < UINT16_MAX);
	uint16_t edge = (uint16_t)p->edges.n, *end = &p->nodes.at[from].edges;
	while (*end)
		end = &p->edges.at[*end].next;
	*end = edge;
	*vec_push(&p->edges) = (struct json_edge){.name = name, .len = len, .to = to};
}

static uint16_t edge_find(const struct json_paths *p, uint16_t first, uint16_t stop, const char *name,
                          size_t len)
{
	for (uint16_t e = first; e && e != stop; e = p->edges.at[e].next) {
		const struct json_edge *edge = &p->edges.at[e];
		if (edge->len == len && (len == 0 || *edge->name == *name) &&
		    memcmp(edge->name, name, len) == 0)
			return e;
	}
	return 0;
}

uint16_t json_paths_member(const struct json_paths *p, uint16_t node, const char *name, size_t len,
                           uint16_t *hint)
{
	const struct json_node *n = &p->nodes.at[node];
	if (!n->edges)
		return n->any;
	uint16_t e = edge_find(p, *hint, 0, name, len);
	if (!e)
		e = edge_find(p, n->edges, *hint, name, len);
	if (!e)
		return n->any;
	*hint = p->edges.at[e].next;
	return p->edges.at[e].to;
}

static uint16_t member_step(struct json_paths *p, uint16_t node, const char *name, size_t len)
{
	if (len == 1 && *name == '*') {
		if (!p->nodes.at[node].any) {
			uint16_t any = node_new(p);
			p->nodes.at[node].any = any;
		}
		return p->nodes.at[node].any;
	}
	uint16_t e = edge_find(p, p->nodes.at[node].edges, 0, name, len);
	if (e)
		return p->edges.at[e].to;
	uint16_t to = node_new(p);
	edge_new(p, node, name, len, to);
	return to;
}

static uint16_t element_step(struct json_paths *p, uint16_t node)
{
	if (!p->nodes.at[node].element) {
		uint16_t element = node_new(p);
		p->nodes.at[node].element = element;
	}
	return p->nodes.at[node].element;
}

static uint16_t walk(struct json_paths *p, uint16_t node, const char *path)
{
	const char *name = NULL;
	size_t len = 0;
	uint16_t named = JSON_NODE_NONE;
	while (*path) {
		if (*path == '.') {
			path++;
		} else if (*path == '[') {
			REQUIRE(path[1] == ']');
			path += 2;
			node = element_step(p, node);
			if (*path != '+')
				continue;
			path++;
			REQUIRE(named != JSON_NODE_NONE);
			if (!edge_find(p, p->nodes.at[node].edges, 0, name, len))
				edge_new(p, node, name, len, named);
		} else {
			name = path;
			len = strcspn(path, ".[");
			path += len;
			node = named = member_step(p, node, name, len);
		}
	}
	return node;
}

void json_paths_add(struct json_paths *p, const char *base, const char *path, int field)
{
	uint16_t node = walk(p, walk(p, JSON_NODE_ROOT, base), path);
	REQUIRE(field >= 0 && (p->nodes.at[node].field < 0 || p->nodes.at[node].field == field));
	p->nodes.at[node].field = field;
}
