/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/network_map.h -- a scenario's services and the ways between them: as a list, and as a
 * graph that Graphviz draws.
 *
 * Nodes: streams of demand, and services with their kind and capacity (as the
 * scenario states it, before dated changes). Who goes home, leaves or dies is
 * written in a node and not drawn, since nearly every service has such a way.
 * Services of the kind home count as home.
 *
 * Shares of a way may differ between classes of people: low..high over those that
 * have a stay at the service. A way is "second" if it is only taken when nobody's
 * first choice is free soon enough, or when patience or room ends.
 *
 * An add-on is a service that people have together with the place they go to: `with` it from its
 * first day, or `beside` it if there is room. Nobody goes there, so it is no way.
 */
#ifndef BF_REPORT_NETWORK_MAP_H
#define BF_REPORT_NETWORK_MAP_H

#include "bedflow/base/text.h"
#include "bedflow/models/network.h"

/* Node numbers: services first, then streams, then the ways out. */
enum bf_map_end { BF_MAP_HOME, BF_MAP_LEFT, BF_MAP_DIED, BF_MAP_ENDS };

struct bf_map_way {
    uint32_t from, to; /* nodes */
    double low, high;  /* shares of the people who leave `from`, as a first choice */
    bool second;       /* nobody's first choice: low = high = 0 */
};

struct bf_map_add_on {
    uint32_t from, place; /* nodes: of people who go from the one to the other, */
    uint32_t service;     /* those who have this, too */
    double low, high;     /* as shares of the people who leave `from` */
    double now;           /* used while the map is made */
    bool beside;          /* if there is room; else they begin together */
};

struct bf_map {
    const struct bf_network *network;
    struct bf_map_way *way; /* [way_count], by from, then to; owned */
    uint32_t way_count;
    struct bf_map_add_on *add_on; /* [add_on_count], by from; owned */
    uint32_t add_on_count;
    struct bf_load *load; /* [service_count]; owned; NULL if it could not be worked out */
};

/* Fails with BF_E_NOMEM. Free the map in any case. */
bool bf_map_make(struct bf_map *map, const struct bf_network *network, struct bf_err *err);
void bf_map_free(struct bf_map *map);

/* What a node is called; "home", "elsewhere", "death" for the ways out. */
const char *bf_map_label(const struct bf_map *map, uint32_t node);
static inline bool bf_map_is_end(const struct bf_map *map, uint32_t node)
{
    return node >= map->network->service_count + map->network->stream_count;
}
/* "437 beds", "1,400 care hours a week", "as many as come". */
void bf_map_capacity(const struct bf_map *map, uint32_t service, char text[], size_t size);
/* "30%", "10 to 35%", "less than 1%", "if first choices are full". */
void bf_map_share(const struct bf_map_way *way, char text[], size_t size);
void bf_map_add_on_share(const struct bf_map_add_on *add_on, char text[], size_t size);

/* A map of many services is drawn from top to bottom without what would hide the rest: ways of
 * fewer than BF_MAP_RARE of the people and second choices are left out, but for the likeliest way
 * into a service that would have none; streams are written in the services they lead to; services
 * stand in a frame by where their people are. The list has all. */
#define BF_MAP_CROWDED 16u /* services, from this number on */
#define BF_MAP_RARE    0.05

static inline bool bf_map_is_crowded(const struct bf_map *map)
{
    return map->network->service_count >= BF_MAP_CROWDED;
}

/* The graph in the dot language. Check graph->failed. */
void bf_map_graph(const struct bf_map *map, struct bf_text *graph);

#endif
