/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/models/network.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "bedflow/base/units.h"
#include "bedflow/models/daily.h"
#include "bedflow/models/snapshot.h"
#include "compile.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

uint64_t bf_name_key(const char *name)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (const char *c = name; *c; c++)
        hash = (hash ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
    return hash;
}

/* ---- faults by path -------------------------------------------------------------------- */

void bf_compile_fault(struct bf_compile *c, enum bf_severity severity, enum bf_errcode code,
                      const char *path, const char *fmt, ...)
{
    if (c->quiet) return;
    struct bf_where where = {.line = 0};
    bf_format(where.path, sizeof where.path, "%s", path);
    char what[BF_WHAT_CAP];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    bf_faults_add(c->faults, severity, code, &where, "%s", what);
}

/* ---- time ------------------------------------------------------------------------------ */

static void compile_period(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    const struct bf_care *care = n->care;
    n->from = care->period.from;
    n->to = care->period.to;
    if (!(care->period.follow_up_h >= 0) || n->from == BF_DAY_NONE || n->to == BF_DAY_NONE) {
        n->from = n->to = 0; /* absent: a fault of the reader's, and nothing will run */
        return;
    }
    n->follow_up_days = (uint32_t)ceil(care->period.follow_up_h / 24 - 1e-9);
    if (n->to < n->from)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, "period.to",
                         "expected a day on or after period.from, received an earlier one: the "
                         "dates are reversed");
    else if (n->to - n->from >= 36525)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, "period.to",
                         "expected a period of at most a century, received %d days",
                         (int)(n->to - n->from + 1));
}

/* Kinds of day from the earliest start to well past the end, so that looking ahead for opening
 * hours never meets the edge. */
static void compile_days(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    for (uint32_t i = 0; i < n->day_kind_count; i++)
        n->day_kind[i] = (uint8_t)bf_day_weekday(n->kinds_from + (bf_day)i);
    const struct bf_days *holidays = &n->care->bank_holidays;
    for (uint32_t i = 0; i < holidays->count; i++) {
        int64_t at = (int64_t)holidays->day[i] - n->kinds_from;
        if (at >= 0 && at < n->day_kind_count) n->day_kind[at] = BF_WEEK_HOLIDAY;
    }
}

/* ---- classes, localities, censuses ----------------------------------------------------- */

static void compile_people(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    const struct bf_care *care = n->care;
    n->class_[0] = (struct bf_class_info){"all", "all", true};
    for (uint32_t i = 0; i < care->classes.count; i++) {
        const struct bf_class *k = (const struct bf_class *)care->classes.item + i;
        const char *name = care->classes.name[i];
        n->class_[i] = (struct bf_class_info){name, k->label ? k->label : name, k->adult};
    }
    n->locality_name[0] = n->locality_label[0] = "all";
    for (uint32_t i = 0; i < care->localities.count; i++) {
        const struct bf_locality *l = (const struct bf_locality *)care->localities.item + i;
        n->locality_name[i] = care->localities.name[i];
        n->locality_label[i] = l->label ? l->label : care->localities.name[i];
    }
}

/* Demand goes by population where a stream says nothing else. */
static void check_populations(struct bf_compile *c)
{
    const struct bf_care *care = c->network->care;
    const struct bf_locality *locality = care->localities.item;
    const struct bf_stream *stream = care->demand.item;
    double people = 0;
    bool asked = false;
    for (uint32_t i = 0; i < care->localities.count; i++)
        people += locality[i].population;
    for (uint32_t i = 0; i < care->demand.count; i++)
        asked = asked || stream[i].localities.count == 0;
    if (care->localities.count && asked && !(people > 0))
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, "localities",
                         "expected people in some locality, received populations of 0; demand "
                         "is shared by population where a stream has no `localities`");
}

static void compile_census(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    const struct bf_items *items = &n->care->census;
    n->census[0] = (struct bf_census_info){.name = "dtoc",
                                           .label = "Delayed transfers of care",
                                           .target = (double)NAN,
                                           .adults_only = true};
    n->census[0].setting[BF_SETTING_ACUTE] = n->census[0].setting[BF_SETTING_NON_ACUTE] = true;
    for (uint32_t i = 0; i < items->count; i++) {
        const struct bf_census *s = (const struct bf_census *)items->item + i;
        n->census[i] = (struct bf_census_info){.name = items->name[i],
                                               .label = s->label ? s->label : items->name[i],
                                               .hour = s->hour,
                                               .target = s->target,
                                               .adults_only = s->adults_only,
                                               .counts_process = s->counts_process};
        for (uint32_t j = 0; j < s->settings.count; j++) {
            uint32_t k = 0;
            if (!s->settings.name[j]) continue;
            while (k < BF_SETTING_COUNT && strcmp(bf_setting_names[k], s->settings.name[j]) != 0)
                k++;
            char path[BF_PATH_CAP];
            bf_format(path, sizeof path, "census.%s.settings", items->name[i]);
            if (k < BF_SETTING_COUNT)
                n->census[i].setting[k] = true;
            else
                bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                                 "expected acute, non-acute, care home, home or A&E, received "
                                 "\"%s\"",
                                 s->settings.name[j]);
        }
    }
}

/* ---- the whole ------------------------------------------------------------------------- */

static void derive_first(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    char why[256];
    if (!bf_numbers_derive(n, n->care, BF_OBJECT_ALL, &n->numbers, why, sizeof why)) {
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, "", "%s", why);
        return;
    }
    bf_compile_graph(c);
    bf_compile_demand(c);
    bf_compile_trial(c);
}

bool bf_network_compile(const struct bf_bound *bound, struct bf_network *network,
                        struct bf_faults *faults)
{
    memset(network, 0, sizeof *network);
    network->bound = bound;
    network->care = (const struct bf_care *)(const void *)bound->region;
    struct bf_compile c = {
        .network = network,
        .faults = faults,
    };
    network->home = BF_TO_LEFT;
    size_t errors = faults->errors;
    compile_period(&c);
    if (!bf_compile_room(&c)) return false;
    const uint32_t choices = network->choice_count, alts = network->alt_count,
                   needs = network->need_count, companions = network->companion_count;
    network->choice_count = network->alt_count = network->need_count = 0;
    network->companion_count = 0;
    network->payer_count = 0;
    c.ways_of = bf_arena_take(&network->arena, network->group_count, sizeof *c.ways_of);
    c.services = bf_compile_names(&c, &network->care->services);
    c.classes = bf_compile_names(&c, &network->care->classes);
    c.localities = bf_compile_names(&c, &network->care->localities);
    c.tasks = bf_compile_names(&c, &network->care->tasks);
    compile_people(&c);
    check_populations(&c);
    bf_compile_services(&c);
    bf_compile_tasks(&c);
    bf_compile_streams(&c);
    network->choice_count = choices;
    network->alt_count = alts;
    network->need_count = needs;
    network->companion_count = companions;
    compile_census(&c);
    compile_days(&c);
    bf_compile_changes(&c);
    bf_compile_indicators(&c);
    bf_compile_idle(&c);
    if (errors == 0 && faults->errors == 0) derive_first(&c);
    return faults->errors == 0;
}

void bf_network_free(struct bf_network *network)
{
    bf_snapshot_free(network->snapshot);
    bf_daily_free(network);
    bf_heap_give(network->stream_cell);
    bf_heap_give(network->locality_cell);
    bf_arena_free(&network->arena);
    memset(network, 0, sizeof *network);
}
