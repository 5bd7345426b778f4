/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/text.h"
#include "compile.h"

#include <math.h>
#include <string.h>

#define NONE UINT8_MAX

size_t bf_compile_areas_room(const struct bf_network *n)
{
    return n->service_count * bf_arena_room(n->locality_count, sizeof(uint8_t));
}

/* ---- what is refused ------------------------------------------------------------------- */

static uint32_t locality_of(const struct bf_network *n, const char *name)
{
    for (uint32_t l = 0; l < n->locality_count; l++)
        if (strcmp(n->locality_name[l], name) == 0) return l;
    return UINT32_MAX;
}

static void unknown(struct bf_compile *c, const char *path, const char *name)
{
    const struct bf_network *n = c->network;
    const char *near =
        bf_text_nearest(name, (const char *const *)n->locality_name, n->locality_count);
    bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                     "expected the name of a locality, received \"%s\"%s%s%s", name,
                     near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

static void check_areas(struct bf_compile *c, const struct bf_service *s, const char *service)
{
    char path[BF_PATH_CAP];
    double sum = 0;
    for (uint32_t i = 0; i < s->areas.count; i++) {
        bf_format(path, sizeof path, "services.%s.areas.%s", service, s->areas.name[i]);
        if (locality_of(c->network, s->areas.name[i]) == UINT32_MAX)
            unknown(c, path, s->areas.name[i]);
        sum += s->areas.value[i];
    }
    bf_format(path, sizeof path, "services.%s.areas", service);
    if (s->areas.count && fabs(sum - 1) > 1e-6)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected shares that add to 1, received %.6g; change one by %+.6g", sum,
                         1 - sum);
    bf_format(path, sizeof path, "services.%s.teams", service);
    if (s->teams.count && !s->areas.count)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected `areas`, which says how many hours each locality has, received "
                         "none; add it, or leave out `teams`: then all hours are shared");
}

/* ---- which hours a locality has -------------------------------------------------------- */

/* team[l]: of each locality, or NONE. */
static void find_teams(struct bf_compile *c, const struct bf_service *s, const char *service,
                       uint8_t team[])
{
    const struct bf_area_team *teams = s->teams.item;
    char path[BF_PATH_CAP];
    memset(team, NONE, UINT8_MAX + 1u);
    for (uint32_t t = 0; t < s->teams.count && t < NONE; t++)
        for (uint32_t i = 0; i < teams[t].localities.count; i++) {
            const char *name = teams[t].localities.name[i];
            uint32_t l = locality_of(c->network, name);
            bf_format(path, sizeof path, "services.%s.teams.%s.localities", service,
                      s->teams.name[t]);
            if (l > UINT8_MAX)
                unknown(c, path, name);
            else if (team[l] != NONE)
                bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                                 "expected each locality in one team, received \"%s\" in %s, too",
                                 name, s->teams.name[team[l]]);
            else
                team[l] = (uint8_t)t;
        }
}

void bf_compile_areas(struct bf_compile *c, uint32_t index)
{
    struct bf_network *n = c->network;
    const struct bf_service *s = (const struct bf_service *)n->care->services.item + index;
    struct bf_service_info *info = &n->service[index];
    uint8_t team[UINT8_MAX + 1u], area_of_team[UINT8_MAX + 1u];
    info->areas = s->areas.count > 0;
    info->area = NULL;
    info->area_count = 1;
    check_areas(c, s, info->name);
    find_teams(c, s, info->name, team);
    if (!info->areas || n->locality_count > UINT8_MAX) return;
    uint8_t *area = bf_arena_take(&n->arena, n->locality_count, sizeof *area);
    memset(area_of_team, NONE, sizeof area_of_team);
    info->area_count = 0;
    for (uint32_t l = 0; l < n->locality_count; l++) {
        uint8_t *of_team = &area_of_team[team[l]];
        if (team[l] == NONE || *of_team == NONE) {
            area[l] = (uint8_t)info->area_count++;
            if (team[l] != NONE) *of_team = area[l];
        } else {
            area[l] = *of_team;
        }
    }
    info->area = area;
}
