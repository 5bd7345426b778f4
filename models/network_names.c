/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "compile.h"

#include <stdlib.h>
#include <string.h>

struct named {
    const char *name;
    uint32_t index;
};

/* Names of a map, sorted, so that ten thousand of them are found without a search through all. */
struct bf_compile_names {
    const char *const *name; /* [count], in the order of the scenario */
    struct named *sorted;    /* [count] */
    uint32_t count;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct named *)a)->name, ((const struct named *)b)->name);
}

size_t bf_compile_names_room(const struct bf_network *n)
{
    const struct bf_care *care = n->care;
    const uint32_t count[] = {care->services.count, care->classes.count, care->localities.count,
                              care->tasks.count};
    size_t room = 0;
    for (size_t i = 0; i < sizeof count / sizeof count[0]; i++)
        room += bf_arena_room(1, sizeof(struct bf_compile_names)) +
                bf_arena_room(count[i], sizeof(struct named));
    return room;
}

struct bf_compile_names *bf_compile_names(struct bf_compile *c, const struct bf_items *items)
{
    struct bf_arena *arena = &c->network->arena;
    struct bf_compile_names *names = bf_arena_take(arena, 1, sizeof *names);
    names->count = items->count;
    names->name = items->name;
    names->sorted = bf_arena_take(arena, items->count, sizeof *names->sorted);
    for (uint32_t i = 0; i < items->count; i++)
        names->sorted[i] = (struct named){items->name[i], i};
    if (items->count) qsort(names->sorted, items->count, sizeof *names->sorted, by_name);
    return names;
}

static uint32_t find(const struct bf_compile_names *names, const char *name)
{
    const struct named wanted = {name, 0}, *found = NULL;
    if (names->count) found = bsearch(&wanted, names->sorted, names->count, sizeof wanted, by_name);
    return found ? found->index : UINT32_MAX;
}

static const char *const ends[] = {"home", "died", "left"};

/* The name of the service with this label, as people read it on screens and pages. */
static const char *service_labelled(const struct bf_compile *c, const char *label)
{
    const struct bf_items *services = &c->network->care->services;
    const struct bf_service *service = services->item;
    for (uint32_t i = 0; i < services->count; i++)
        if (service[i].label && bf_text_same(service[i].label, label)) return services->name[i];
    return NULL;
}

uint32_t bf_compile_name(struct bf_compile *c, const struct bf_compile_names *names,
                         const char *name, const char *path, const char *what)
{
    if (!name) return UINT32_MAX; /* its absence is a fault of the reader's */
    uint32_t i = find(names, name);
    if (i != UINT32_MAX) return i;
    const char *near = bf_text_nearest(name, names->name, names->count);
    const char *labelled = names == c->services ? service_labelled(c, name) : NULL;
    if (!near && strstr(what, "\"home\"")) near = bf_text_nearest(name, ends, 3);
    if (labelled)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected the name of %s, received \"%s\"; that is its label: write its "
                         "name, \"%s\"",
                         what, name, labelled);
    else
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected the name of %s, received \"%s\"%s%s%s", what, name,
                         near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    return UINT32_MAX;
}

uint16_t bf_compile_destination(struct bf_compile *c, const char *name, const char *path,
                                bool may_end)
{
    if (!name) return BF_TO_LEFT;
    if (may_end && strcmp(name, "home") == 0) {
        /* a service of kind home may carry the same name, and then gives home its factors */
        return BF_TO_HOME;
    }
    if (may_end && strcmp(name, "died") == 0) return BF_TO_DIED;
    if (may_end && strcmp(name, "left") == 0) return BF_TO_LEFT;
    uint32_t i =
        bf_compile_name(c, c->services, name, path,
                        may_end ? "a service, \"home\", \"died\" or \"left\"" : "a service");
    return i == UINT32_MAX ? BF_TO_LEFT : (uint16_t)i;
}

uint32_t bf_compile_service(struct bf_compile *c, const char *name, const char *path)
{
    return bf_compile_name(c, c->services, name, path, "a service");
}
