/*
 * Circles of providers: nobody buys transit of a customer of its own. Where a file of relations says so, some
 * of its lines are turned round, or it is no such file.
 */
#ifndef NORMA_TOPO_CIRCLE_H
#define NORMA_TOPO_CIRCLE_H

#include "topo/relation.h"

/** circle_count - networks that stand in circles of providers, or between two of them. */
size_t circle_count(const struct relation_table *t);

#endif
