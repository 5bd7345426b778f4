/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "compile.h"

#include <string.h>

#define NOBODY     UINT32_MAX
#define SLOTS_MAX  64 /* counters of visits in a patient */
#define NAMES_TOLD 8  /* services of a cycle that a note names */

/* Besides the services there is a junction, so that the edges from every hospital service to every
 * place where a stay can be finished early are a sum and not a product. */
#define EARLY     0
#define JUNCTIONS 1

/* In-episode: what one person may do within one need episode. Blocking: for whose place a person
 * in a place may wait. */
enum edges { IN_EPISODE, BLOCKING };

/* Edges of node v are to[first[v]] .. to[first[v + 1]]; the other arrays are scratch by node. */
struct graph {
    const struct bf_network *n;
    enum edges edges;
    bool counting;
    uint32_t nodes;
    uint32_t *first, *to, *next;
    uint32_t *index, *low, *stack, *call;
    uint32_t *component, *size; /* a component is known by its lowest node, size is there */
    uint32_t found, height;
};

#define SCRATCH_ARRAYS 8

size_t bf_compile_graph_room(uint32_t services)
{
    return SCRATCH_ARRAYS * bf_arena_room((size_t)services + JUNCTIONS + 1, sizeof(uint32_t));
}

/* ---- edges ----------------------------------------------------------------------------- */

static uint32_t node_of(const struct bf_network *n, uint32_t to)
{
    if (to == BF_TO_HOME) to = n->home;
    return bf_is_service(to) ? to : NOBODY;
}

static bool holds_places(const struct bf_service_info *info)
{
    return info->has_hours ||
           ((info->kind == BF_KIND_BEDS || info->kind == BF_KIND_CASELOAD) && !info->unlimited);
}

static void add_edge(struct graph *g, uint32_t from, uint32_t to)
{
    if (from == NOBODY || to == NOBODY) return;
    if (g->edges == BLOCKING &&
        !(holds_places(&g->n->service[from]) && holds_places(&g->n->service[to])))
        return;
    if (g->counting)
        g->first[from + 1]++;
    else
        g->to[g->next[from]++] = to;
}

/* Where a list of ways leads from a node (NOBODY: from outside). Who keeps a claim also moves from
 * the second choice to the first. */
static void add_ways(struct graph *g, uint32_t from, uint32_t first, uint32_t count)
{
    const struct bf_numbers *numbers = &g->n->numbers;
    for (uint32_t i = first; i < first + count; i++) {
        const struct bf_choice *choice = &numbers->choice[i];
        uint32_t to = node_of(g->n, choice->to);
        add_edge(g, from, to);
        for (uint32_t k = choice->alt; k < choice->alt + choice->alt_count; k++) {
            uint32_t other = node_of(g->n, numbers->alt[k].to);
            add_edge(g, from, other);
            if (numbers->alt[k].keeps_claim) add_edge(g, other, to);
        }
    }
}

/* From service i, the ways on of service `as`: its own, or those of its outliers. */
static void add_ways_of_service(struct graph *g, uint32_t i, uint32_t as)
{
    const struct bf_network *n = g->n;
    const struct bf_service_info *info = &n->service[as];
    const struct bf_site *site = &n->numbers.site[(size_t)as * n->group_count];
    bool own = false;
    for (uint32_t k = 0; k < n->group_count; k++) {
        if (site[k].permanent) continue;
        if (site[k].choice == info->choice && site[k].choice_count == info->choice_count)
            own = true;
        else
            add_ways(g, i, site[k].choice, site[k].choice_count);
    }
    if (own) add_ways(g, i, info->choice, info->choice_count);
}

static void add_service(struct graph *g, uint32_t i)
{
    const struct bf_network *n = g->n;
    const struct bf_service_info *info = &n->service[i];
    add_ways_of_service(g, i, i);
    if (info->outliers_from != i) add_ways_of_service(g, i, info->outliers_from);
    if (g->edges == BLOCKING) return;
    add_edge(g, i, node_of(n, info->gives_up_to));
    add_edge(g, i, node_of(n, info->turned_away_to));
    for (uint32_t k = 0; info->some_give_up && k < n->group_count; k++)
        add_edge(g, i, node_of(n, info->some_give_up[k]));
    for (uint32_t k = 0; info->some_turned_away && k < n->group_count; k++)
        add_edge(g, i, node_of(n, info->some_turned_away[k]));
    if (info->setting == BF_SETTING_ACUTE) add_edge(g, i, n->service_count + EARLY);
}

static void add_enter(struct graph *g, const struct bf_stream_info *info, uint32_t from)
{
    for (uint32_t k = 0; k < (info->enter ? g->n->group_count : 1); k++) {
        struct bf_ways ways = bf_enter_ways(info, k);
        add_ways(g, from, ways.first, ways.count);
    }
}

/* An offer that comes to nothing goes to the next service, and in the end leaves the person to
 * enter as the others do. */
static void add_stream(struct graph *g, const struct bf_stream_info *info)
{
    const bool episode = g->edges == IN_EPISODE;
    uint32_t offered = episode ? node_of(g->n, info->offer_to) : NOBODY;
    add_enter(g, info, offered);
    if (!episode) return;
    for (uint32_t k = 0; k < info->offer_or_count; k++) {
        uint32_t next = node_of(g->n, info->offer_or[k]);
        add_edge(g, offered, next);
        add_enter(g, info, next);
        offered = next;
    }
    add_edge(g, g->n->service_count + EARLY, node_of(g->n, info->early_to));
}

static void add_all(struct graph *g)
{
    for (uint32_t i = 0; i < g->n->service_count; i++)
        add_service(g, i);
    for (uint32_t i = 0; i < g->n->stream_count; i++)
        add_stream(g, &g->n->stream[i]);
}

/* Count, then fill. The edges live on the heap: only here is it known how many there are. */
static bool build(struct graph *g, enum edges edges)
{
    g->edges = edges;
    g->counting = true;
    memset(g->first, 0, (g->nodes + 1) * sizeof *g->first);
    add_all(g);
    for (uint32_t v = 0; v < g->nodes; v++)
        g->first[v + 1] += g->first[v];
    memcpy(g->next, g->first, g->nodes * sizeof *g->next);
    g->to = bf_heap_take(g->first[g->nodes], sizeof *g->to);
    if (g->to == NULL) return false;
    g->counting = false;
    add_all(g);
    return true;
}

/* ---- strongly connected components (R. Tarjan, SIAM J. Comput. 1 (1972) 146-160) --------- */

static void enter(struct graph *g, uint32_t v)
{
    g->index[v] = g->low[v] = ++g->found;
    g->stack[g->height++] = v;
}

/* All above v on the stack belong together. */
static void close_component(struct graph *g, uint32_t v)
{
    uint32_t from = g->height, lowest = v;
    do {
        from--;
        if (g->stack[from] < lowest) lowest = g->stack[from];
    } while (g->stack[from] != v);
    for (uint32_t i = from; i < g->height; i++)
        g->component[g->stack[i]] = lowest;
    g->size[lowest] = g->height - from;
    g->height = from;
}

/* The call stack is an array: a chain of services may be long. */
static void search(struct graph *g, uint32_t root)
{
    uint32_t depth = 0;
    enter(g, root);
    g->call[depth++] = root;
    while (depth > 0) {
        uint32_t v = g->call[depth - 1];
        if (g->next[v] < g->first[v + 1]) {
            uint32_t u = g->to[g->next[v]++];
            if (g->index[u] == 0) {
                enter(g, u);
                g->call[depth++] = u;
            } else if (g->component[u] == NOBODY && g->index[u] < g->low[v]) {
                g->low[v] = g->index[u];
            }
            continue;
        }
        if (g->low[v] == g->index[v]) close_component(g, v);
        if (--depth > 0 && g->low[v] < g->low[g->call[depth - 1]])
            g->low[g->call[depth - 1]] = g->low[v];
    }
}

static void find_components(struct graph *g)
{
    g->found = g->height = 0;
    memcpy(g->next, g->first, g->nodes * sizeof *g->next);
    memset(g->index, 0, g->nodes * sizeof *g->index);
    memset(g->component, 0xff, g->nodes * sizeof *g->component);
    for (uint32_t v = 0; v < g->nodes; v++)
        if (g->index[v] == 0) search(g, v);
}

static bool lies_on_cycle(const struct graph *g, uint32_t v)
{
    if (g->size[g->component[v]] > 1) return true;
    for (uint32_t i = g->first[v]; i < g->first[v + 1]; i++)
        if (g->to[i] == v) return true;
    return false;
}

/* ---- who is reached -------------------------------------------------------------------- */

/* A queue in `stack`; `index` says who has been in it. */
static void reach(struct graph *g, uint32_t v)
{
    if (v == NOBODY || g->index[v]) return;
    g->index[v] = 1;
    g->stack[g->height++] = v;
}

static void reach_by_ways(struct graph *g, uint32_t first, uint32_t count)
{
    const struct bf_numbers *numbers = &g->n->numbers;
    for (uint32_t i = first; i < first + count; i++) {
        const struct bf_choice *choice = &numbers->choice[i];
        reach(g, node_of(g->n, choice->to));
        for (uint32_t k = choice->alt; k < choice->alt + choice->alt_count; k++)
            reach(g, node_of(g->n, numbers->alt[k].to));
    }
}

/* Those who stay where they are: teams' tasks, and services used together with a place. */
static void reach_teams(struct graph *g, uint32_t first, uint32_t count)
{
    const struct bf_numbers *numbers = &g->n->numbers;
    for (uint32_t i = first; i < first + count; i++) {
        const struct bf_choice *choice = &numbers->choice[i];
        for (uint32_t k = 0; choice->company &&
                             k < (uint32_t)numbers->company[i].count + numbers->company[i].beside;
             k++)
            g->index[numbers->companion[numbers->company[i].first + k].service] = 1;
        for (uint32_t k = choice->need; k < choice->need + choice->need_count; k++) {
            uint32_t team = node_of(g->n, g->n->task[numbers->need[k].task].team);
            if (team != NOBODY) g->index[team] = 1;
        }
    }
}

/* Needs the in-episode edges. A team reached by a task sends nobody on: its people stay where they
 * are. */
static void find_reached(struct bf_compile *c, struct graph *g)
{
    const struct bf_network *n = g->n;
    g->height = 0;
    memset(g->index, 0, g->nodes * sizeof *g->index);
    for (uint32_t i = 0; i < n->stream_count; i++) {
        for (uint32_t k = 0; k < (n->stream[i].enter ? n->group_count : 1); k++) {
            struct bf_ways ways = bf_enter_ways(&n->stream[i], k);
            reach_by_ways(g, ways.first, ways.count);
        }
        reach(g, node_of(n, n->stream[i].offer_to));
    }
    for (uint32_t at = 0; at < g->height; at++) {
        uint32_t v = g->stack[at];
        for (uint32_t i = g->first[v]; i < g->first[v + 1]; i++)
            reach(g, g->to[i]);
        if (v < n->service_count && n->numbers.service[v].after[0].count)
            reach(g, node_of(n, n->service[v].returns_to));
    }
    for (uint32_t i = 0; n->companion_count && i < n->service_count; i++)
        if (g->index[i]) bf_compile_gone_to(c, i);
    for (uint32_t at = 0; at < g->height; at++) {
        uint32_t v = g->stack[at];
        if (v >= n->service_count) continue;
        const struct bf_site *site = &n->numbers.site[(size_t)v * n->group_count];
        for (uint32_t k = 0; k < n->group_count; k++)
            if (!site[k].permanent) reach_teams(g, site[k].choice, site[k].choice_count);
    }
    for (uint32_t i = 0; i < n->stream_count; i++)
        reach_teams(g, n->stream[i].choice, n->stream[i].choice_count);
}

static void warn_unreached(struct bf_compile *c, const struct graph *g)
{
    for (uint32_t i = 0; i < c->network->service_count; i++) {
        if (g->index[i]) continue;
        char path[BF_PATH_CAP];
        bf_format(path, sizeof path, "services.%s", c->network->service[i].name);
        bf_compile_fault(c, BF_WARNING, BF_E_KEY, path,
                         "nobody reaches this service: expected a stream's `enter` or `offer`, "
                         "another service's `then`, or a task that is needed, to lead here from "
                         "demand, received none; name it there, or leave the service out");
    }
}

/* ---- what is told ---------------------------------------------------------------------- */

static void mark_revisits(struct bf_compile *c, const struct graph *g)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->network->service_count; i++) {
        struct bf_service_info *info = &c->network->service[i];
        info->revisits = lies_on_cycle(g, i);
        info->revisit_slot = (uint16_t)(info->revisits ? count++ % SLOTS_MAX : 0);
    }
    c->network->revisit_count = count < SLOTS_MAX ? count : SLOTS_MAX;
}

/* Members of a component in order: low[v] is the next after v, call[lowest] the first. */
static void chain_members(struct graph *g)
{
    memset(g->call, 0xff, g->nodes * sizeof *g->call);
    for (uint32_t v = g->nodes; v-- > 0;) {
        uint32_t head = g->component[v];
        g->low[v] = g->call[head];
        g->call[head] = v;
    }
}

static void note_cycle(struct bf_compile *c, const struct graph *g, uint32_t lowest)
{
    char path[BF_PATH_CAP], others[BF_WHAT_CAP] = "";
    const struct bf_service_info *service = c->network->service;
    size_t used = 0;
    uint32_t told = 0, count = g->size[lowest] - 1;
    for (uint32_t v = g->low[lowest]; v != NOBODY && told < NAMES_TOLD; v = g->low[v]) {
        /* a name too long for the rest of the message is counted among the others */
        if (used + strlen(service[v].name) > 300) break;
        bf_format(others + used, sizeof others - used, "%s%s", told ? ", " : " and in ",
                  service[v].name);
        used += strlen(others + used);
        told++;
    }
    if (told < count)
        bf_format(others + used, sizeof others - used, "%s %u %s", told ? " and" : " and in",
                  (unsigned)(count - told), told ? "more" : "others");
    bf_format(path, sizeof path, "services.%s", service[lowest].name);
    bf_compile_fault(c, BF_NOTE, BF_E_RANGE, path,
                     "people here%s can wait for each other's places; exchanges are resolved at "
                     "once and counted",
                     others);
}

static void mark_cycles(struct bf_compile *c, struct graph *g)
{
    chain_members(g);
    for (uint32_t i = 0; i < c->network->service_count; i++) {
        struct bf_service_info *info = &c->network->service[i];
        info->on_cycle = lies_on_cycle(g, i);
        if (info->on_cycle && g->component[i] == i) note_cycle(c, g, i);
    }
}

/* ---- the whole ------------------------------------------------------------------------- */

static void take_scratch(struct graph *g, struct bf_arena *arena)
{
    uint32_t **array[SCRATCH_ARRAYS] = {&g->first, &g->next, &g->index,     &g->low,
                                        &g->stack, &g->call, &g->component, &g->size};
    for (uint32_t i = 0; i < SCRATCH_ARRAYS; i++)
        *array[i] = bf_arena_take(arena, (size_t)g->nodes + 1, sizeof(uint32_t));
}

static void no_memory(struct bf_compile *c)
{
    bf_compile_fault(c, BF_ERROR, BF_E_NOMEM, "services",
                     "expected memory for the ways between services, received none");
}

void bf_compile_graph(struct bf_compile *c)
{
    struct graph g = {.n = c->network, .nodes = c->network->service_count + JUNCTIONS};
    take_scratch(&g, &c->network->arena);
    if (!build(&g, IN_EPISODE)) {
        no_memory(c);
        return;
    }
    find_reached(c, &g);
    warn_unreached(c, &g);
    find_components(&g);
    mark_revisits(c, &g);
    bf_heap_give(g.to);
    if (!build(&g, BLOCKING)) {
        no_memory(c);
        return;
    }
    find_components(&g);
    mark_cycles(c, &g);
    bf_heap_give(g.to);
}
