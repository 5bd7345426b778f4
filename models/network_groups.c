/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "compile.h"

#include <string.h>

#define GROUPS_MAX 60000u

/* ---- filters --------------------------------------------------------------------------- */

static bool has_names(const struct bf_only *only)
{
    return only->localities.count || only->streams.count || only->classes.count;
}

bool bf_compile_by_group(const struct bf_items *ways)
{
    const struct bf_way *way = ways->item;
    for (uint32_t i = 0; i < ways->count; i++) {
        if (has_names(&way[i].only)) return true;
        const struct bf_way_or * or = way[i].or_else.item;
        for (uint32_t k = 0; k < way[i].or_else.count; k++)
            if (has_names(& or [k].only)) return true;
    }
    return false;
}

static bool names_hold(const struct bf_names *names, const char *name)
{
    for (uint32_t i = 0; i < names->count; i++)
        if (names->name[i] && strcmp(names->name[i], name) == 0) return true;
    return names->count == 0;
}

bool bf_compile_open_to(const struct bf_network *n, const struct bf_only *only, uint32_t group)
{
    uint32_t stream, locality;
    bf_compile_group_people(n, group, &stream, &locality);
    return names_hold(&only->classes, n->class_[group % n->class_count].name) &&
           (!only->streams.count || names_hold(&only->streams, n->care->demand.name[stream])) &&
           names_hold(&only->localities, n->locality_name[locality]);
}

void bf_compile_group_people(const struct bf_network *n, uint32_t group, uint32_t *stream,
                             uint32_t *locality)
{
    uint32_t cell = group / n->class_count;
    *stream = *locality = 0;
    if (!n->stream_cell) return;
    while (n->stream_cell[*stream] != cell / n->locality_cells)
        ++*stream;
    while (n->locality_cell[*locality] != cell % n->locality_cells)
        ++*locality;
}

/* ---- cells ----------------------------------------------------------------------------- */

/* A partition that is made finer by every filter: two members share a cell as long as no filter
 * names one and not the other. */
struct partition {
    const struct bf_items *items;
    uint32_t count, cells;
    uint16_t *cell; /* [count] */
    bool *named;    /* [count] scratch */
};

/* Cells of which some members are named, and some not, are split in two. */
static void refine(struct partition *p)
{
    for (uint32_t cell = 0, cells = p->cells; cell < cells; cell++) {
        uint32_t in = 0, named = 0;
        for (uint32_t i = 0; i < p->count; i++)
            if (p->cell[i] == cell) {
                in++;
                named += p->named[i];
            }
        if (named == 0 || named == in) continue;
        for (uint32_t i = 0; i < p->count; i++)
            if (p->cell[i] == cell && p->named[i]) p->cell[i] = (uint16_t)p->cells;
        p->cells++;
    }
}

struct groups {
    struct bf_compile *c;
    struct partition stream, locality;
    struct partition class_; /* names are checked; classes are always told apart */
};

static void use_names(struct groups *g, struct partition *p, const struct bf_names *names,
                      const char *path, const char *field, const char *what)
{
    if (names->count == 0) return;
    if (p->named) memset(p->named, 0, p->count * sizeof *p->named);
    for (uint32_t i = 0; i < names->count; i++) {
        const char *name = names->name[i];
        if (!name) continue; /* a fault of the reader's */
        uint32_t at = bf_compile_find(p->items, name, strlen(name));
        if (at != UINT32_MAX) {
            if (p->named) p->named[at] = true;
            continue;
        }
        char of[BF_PATH_CAP];
        const char *near = bf_text_nearest(name, p->items->name, p->items->count);
        bf_format(of, sizeof of, "%s.only.%s", path, field);
        bf_compile_fault(g->c, BF_ERROR, BF_E_KEY, of,
                         "expected the name of %s, received \"%s\"%s%s%s", what, name,
                         near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    }
    if (p->named && p->cells < GROUPS_MAX) refine(p);
}

static void use(struct groups *g, const struct bf_only *only, const char *path)
{
    use_names(g, &g->stream, &only->streams, path, "streams", "a stream of demand");
    use_names(g, &g->locality, &only->localities, path, "localities", "a locality");
    use_names(g, &g->class_, &only->classes, path, "classes", "a class");
}

static void use_ways(struct groups *g, const struct bf_items *ways, const char *path)
{
    const struct bf_way *way = ways->item;
    for (uint32_t i = 0; i < ways->count; i++) {
        char at[BF_PATH_CAP], deep[BF_PATH_CAP];
        bf_format(at, sizeof at, "%s[%u]", path, (unsigned)i);
        use(g, &way[i].only, at);
        const struct bf_way_or * or = way[i].or_else.item;
        for (uint32_t k = 0; k < way[i].or_else.count; k++) {
            bf_format(deep, sizeof deep, "%s.or[%u]", at, (unsigned)k);
            use(g, & or [k].only, deep);
        }
    }
}

static void use_some(struct groups *g, const struct bf_items *items, const char *path)
{
    const struct bf_some *some = items->item;
    for (uint32_t i = 0; i < items->count; i++) {
        char at[BF_PATH_CAP];
        bf_format(at, sizeof at, "%s[%u]", path, (unsigned)i);
        use(g, &some[i].only, at);
    }
}

static void use_service(struct groups *g, const struct bf_service *s, const char *name)
{
    char path[BF_PATH_CAP];
    bf_format(path, sizeof path, "services.%s.then", name);
    use_ways(g, &s->then, path);
    const struct bf_service_class *by = s->by_class.item;
    for (uint32_t i = 0; i < s->by_class.count; i++) {
        bf_format(path, sizeof path, "services.%s.by_class.%s.then", name, s->by_class.name[i]);
        use_ways(g, &by[i].then, path);
    }
    bf_format(path, sizeof path, "services.%s.some_give_up_to", name);
    use_some(g, &s->some_give_up_to, path);
    bf_format(path, sizeof path, "services.%s.some_turned_away_to", name);
    use_some(g, &s->some_turned_away_to, path);
}

static void use_all(struct groups *g)
{
    const struct bf_care *care = g->c->network->care;
    const struct bf_service *service = care->services.item;
    const struct bf_stream *stream = care->demand.item;
    char path[BF_PATH_CAP];
    for (uint32_t i = 0; i < care->services.count; i++)
        use_service(g, &service[i], care->services.name[i]);
    for (uint32_t i = 0; i < care->demand.count; i++) {
        bf_format(path, sizeof path, "demand.%s.enter", care->demand.name[i]);
        use_ways(g, &stream[i].enter, path);
        bf_format(path, sizeof path, "demand.%s.offer", care->demand.name[i]);
        use(g, &stream[i].offer.only, path);
    }
}

/* ---- groups ---------------------------------------------------------------------------- */

static bool partition_init(struct partition *p, const struct bf_items *items, uint32_t count)
{
    *p = (struct partition){.items = items, .count = count, .cells = 1};
    p->cell = bf_heap_take(count + 1, sizeof *p->cell);
    p->named = bf_heap_take(count + 1, sizeof *p->named);
    return p->cell && p->named;
}

static void partition_free(struct partition *p)
{
    bf_heap_give(p->cell);
    bf_heap_give(p->named);
    p->cell = NULL;
    p->named = NULL;
}

bool bf_compile_groups(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    struct groups g = {.c = c, .class_ = {.items = &n->care->classes}};
    bool stream = partition_init(&g.stream, &n->care->demand, n->stream_count);
    bool locality = partition_init(&g.locality, &n->care->localities, n->locality_count);
    bool ok = stream && locality;
    if (ok) use_all(&g);
    uint64_t cells = (uint64_t)g.stream.cells * g.locality.cells;
    if (!ok) {
        bf_compile_fault(c, BF_ERROR, BF_E_NOMEM, "", "expected memory for groups of people");
    } else if (cells * n->class_count > GROUPS_MAX ||
               cells * n->class_count * n->service_count > 4000000) {
        bf_compile_fault(c, BF_ERROR, BF_E_LIMIT, "",
                         "expected filters by stream, locality and class (`only`) that tell fewer "
                         "groups of people apart, received %.0f groups for %u services; at most %u "
                         "groups, and 4 million of groups x services",
                         (double)cells * n->class_count, (unsigned)n->service_count, GROUPS_MAX);
        ok = false;
    }
    if (ok && cells > 1) {
        n->stream_cell = g.stream.cell;
        n->locality_cell = g.locality.cell;
        g.stream.cell = g.locality.cell = NULL;
    }
    n->locality_cells = g.locality.cells;
    n->group_count = ok ? (uint32_t)cells * n->class_count : n->class_count;
    partition_free(&g.stream);
    partition_free(&g.locality);
    return ok;
}
