/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/text.h"
#include "compile.h"

#include <math.h>
#include <string.h>

/* ---- names ----------------------------------------------------------------------------- */

/* One row being compiled: where a fault is. */
struct row {
    struct bf_compile *c;
    struct bf_indicator_info *info;
    const struct bf_indicator *spec;
    char path[BF_PATH_CAP];
};

static void fault(struct row *row, const char *field, const char *expected, const char *received,
                  const char *near)
{
    char path[BF_PATH_CAP];
    bf_format(path, sizeof path, "%s.%s", row->path, field);
    bf_compile_fault(row->c, BF_ERROR, BF_E_KEY, path, "expected %s, received \"%s\"%s%s%s",
                     expected, received, near ? "; did you mean \"" : "", near ? near : "",
                     near ? "\"?" : "");
}

/* Mark in `mark` the names of a list; without a list, all. */
static void mark_names(struct row *row, const struct bf_names *given, const char *const name[],
                       uint32_t count, bool mark[], const char *field, const char *what)
{
    for (uint32_t i = 0; i < count; i++)
        mark[i] = given->count == 0;
    for (uint32_t k = 0; k < given->count; k++) {
        uint32_t i = 0;
        if (!given->name[k]) continue;
        while (i < count && strcmp(name[i], given->name[k]) != 0)
            i++;
        if (i < count)
            mark[i] = true;
        else
            fault(row, field, what, given->name[k], bf_text_nearest(given->name[k], name, count));
    }
}

/* Of classes, those of the ages named only. */
static void mark_ages(struct row *row)
{
    const struct bf_items *classes = &row->c->network->care->classes;
    const struct bf_names *ages = &row->spec->ages;
    if (ages->count == 0) return;
    for (uint32_t k = 0; k < ages->count; k++) {
        bool some = false;
        for (uint32_t i = 0; ages->name[k] && i < classes->count; i++) {
            const char *own = ((const struct bf_class *)classes->item)[i].ages;
            some = some || (own && strcmp(own, ages->name[k]) == 0);
        }
        if (!some && ages->name[k])
            fault(row, "ages", "the `ages` of some class", ages->name[k], NULL);
    }
    for (uint32_t i = 0; i < row->c->network->class_count; i++) {
        const char *own =
            i < classes->count ? ((const struct bf_class *)classes->item)[i].ages : NULL;
        bool named = false;
        for (uint32_t k = 0; own && k < ages->count; k++)
            named = named || (ages->name[k] && strcmp(own, ages->name[k]) == 0);
        row->info->class_[i] = row->info->class_[i] && named;
    }
}

static void mark_people(struct row *row)
{
    const struct bf_network *n = row->c->network;
    const struct bf_indicator *spec = row->spec;
    mark_names(row, &spec->streams, n->care->demand.name, n->stream_count, row->info->stream,
               "streams", "the name of a stream of demand");
    mark_names(row, &spec->localities, n->locality_name, n->locality_count, row->info->locality,
               "localities", "the name of a locality");
    if (n->care->classes.count)
        mark_names(row, &spec->classes, n->care->classes.name, n->class_count, row->info->class_,
                   "classes", "the name of a class");
    else
        row->info->class_[0] = true;
    mark_ages(row);
}

/* Where from, when the row does not say: all acute services; with non-acute ones. */
static void mark_hospital(struct row *row, bool with_non_acute)
{
    const struct bf_network *n = row->c->network;
    if (row->spec->services.count) return;
    for (uint32_t s = 0; s < n->service_count; s++) {
        uint8_t setting = n->service[s].setting;
        row->info->from[s] =
            setting == BF_SETTING_ACUTE || (with_non_acute && setting == BF_SETTING_NON_ACUTE);
    }
}

/* Admissions and the discharges whose readmissions count are those of acute services: elsewhere
 * there are none, which would look like few. */
static void check_from_acute(struct row *row)
{
    const struct bf_network *n = row->c->network;
    bool counted =
        row->info->kind == BF_INDICATOR_ADMISSIONS || row->info->kind == BF_INDICATOR_READMISSION;
    for (uint32_t s = 0; counted && s < n->service_count; s++)
        if (row->info->from[s] && n->service[s].setting != BF_SETTING_ACUTE)
            fault(row, "services", "services with setting = \"acute\", of which these are counted",
                  n->service[s].name, NULL);
}

static void mark_from(struct row *row)
{
    const struct bf_network *n = row->c->network;
    mark_names(row, &row->spec->services, n->care->services.name, n->service_count, row->info->from,
               "services", "the name of a service");
    switch (row->info->kind) {
    case BF_INDICATOR_STARTS:
    case BF_INDICATOR_LEAVERS:
    case BF_INDICATOR_IN_TARGET:
        if (row->spec->services.count == 0)
            fault(row, "services", "the services that it is about", "none", NULL);
        break;
    case BF_INDICATOR_AT_HOME:
        mark_hospital(row, true);
        break;
    default:
        mark_hospital(row, false);
        check_from_acute(row);
    }
}

/* Destinations: services, and the words for none. */
static void mark_to(struct row *row)
{
    const struct bf_network *n = row->c->network;
    const struct bf_names *to = &row->spec->to;
    if (to->count == 0) fault(row, "to", "where people go", "nothing", NULL);
    for (uint32_t k = 0; k < to->count; k++) {
        const char *name = to->name[k];
        if (!name) continue;
        if (strcmp(name, "home") == 0) {
            row->info->to_home = true;
        } else if (strcmp(name, "left") == 0) {
            row->info->to_left = true;
        } else {
            uint32_t s = 0;
            while (s < n->service_count && strcmp(n->service[s].name, name) != 0)
                s++;
            if (s < n->service_count)
                row->info->to[s] = true;
            else
                fault(row, "to", "a service, \"home\" or \"left\"", name,
                      bf_text_nearest(name, n->care->services.name, n->service_count));
        }
    }
}

/* ---- kinds ----------------------------------------------------------------------------- */

static double last_point_h(const struct bf_curve_spec *curve)
{
    if (curve->until_h > 0) return curve->until_h;
    return curve->days.count ? curve->days.value[curve->days.count - 1] : (double)INFINITY;
}

/* What the figure cannot hold: what the curves after discharge do not tell. */
static void caution_at_home(struct row *row)
{
    const struct bf_network *n = row->c->network;
    const struct bf_service *given = n->care->services.item;
    double dies_h = (double)INFINITY, back_h = (double)INFINITY;
    for (uint32_t s = 0; s < n->service_count; s++) {
        if (!row->info->from[s]) continue;
        dies_h = fmin(dies_h, last_point_h(&given[s].after_discharge.death));
        back_h = fmin(back_h, last_point_h(&given[s].after_discharge.readmission));
    }
    double after_h = row->info->after_h;
    if (dies_h >= after_h && back_h >= after_h) return;
    if (isinf(dies_h) && isinf(back_h)) return; /* told by the scenario: nobody dies or returns */
    char text[160] = "left out: ";
    size_t used = strlen(text);
    if (back_h < after_h)
        bf_format(text + used, sizeof text - used, "returns to hospital after day %.0f",
                  back_h / 24);
    used = strlen(text);
    if (dies_h < after_h)
        bf_format(text + used, sizeof text - used, "%sdeaths after day %.0f",
                  back_h < after_h ? ", " : "", dies_h / 24);
    bf_format(row->info->caution, sizeof row->info->caution, "%s", text);
    bf_compile_fault(row->c, BF_WARNING, BF_E_RANGE, row->path,
                     "the share at home will be too high; %s, where the curves of after_discharge "
                     "end. Cure: give them points up to %.0f days",
                     text, after_h / 24);
}

static void compile_at_home(struct row *row, uint32_t *checks)
{
    const struct bf_network *n = row->c->network;
    bool *elsewhere = row->info->home;
    mark_names(row, &row->spec->elsewhere, n->care->services.name, n->service_count, elsewhere,
               "elsewhere", "the name of a service");
    for (uint32_t s = 0; s < n->service_count; s++) {
        bool away = row->spec->elsewhere.count && elsewhere[s];
        row->info->home[s] = n->service[s].setting == BF_SETTING_HOME && !away;
    }
    row->info->after_h = row->spec->after_h;
    row->info->check = (*checks)++;
    double run_h = ((double)(n->to - n->from) + 1 + n->follow_up_days) * 24;
    if (row->info->after_h > run_h)
        bf_compile_fault(row->c, BF_ERROR, BF_E_RANGE, row->path,
                         "expected period and follow-up of %.0f days at least, received %.0f: "
                         "nobody could be followed so long. Cure: period.follow_up = \"%.0f days\"",
                         row->info->after_h / 24, run_h / 24, row->info->after_h / 24);
    else if (row->info->after_h > n->follow_up_days * 24.0)
        bf_compile_fault(row->c, BF_NOTE, BF_E_RANGE, row->path,
                         "people discharged in the last %.0f days of the period are left out: the "
                         "follow-up is %u days",
                         row->info->after_h / 24 - n->follow_up_days, n->follow_up_days);
    caution_at_home(row);
}

static void check_targets(struct row *row)
{
    const struct bf_network *n = row->c->network;
    const struct bf_service *given = n->care->services.item;
    for (uint32_t s = 0; row->spec->services.count && s < n->service_count; s++)
        if (row->info->from[s] && isnan(given[s].target_h))
            fault(row, "services", "services with a response `target`", n->service[s].name, NULL);
}

static void compile_spend(struct row *row)
{
    const struct bf_network *n = row->c->network;
    const struct bf_indicator *spec = row->spec;
    bool every = spec->purchases.count == 1 && spec->purchases.name[0] &&
                 strcmp(spec->purchases.name[0], "all") == 0;
    for (uint32_t k = 0; every && k < n->purchase_count; k++)
        row->info->purchase[k] = true;
    if (spec->purchases.count && !every)
        mark_names(row, &spec->purchases, n->care->purchases.name, n->purchase_count,
                   row->info->purchase, "purchases", "the name of a purchase, or \"all\"");
    if (spec->payers.count && spec->purchases.count)
        fault(row, "payers", "payers or purchases", "both", NULL);
    const char *name[256];
    uint32_t count = n->payer_count < 256 ? n->payer_count : 256;
    for (uint32_t p = 0; p < count; p++)
        name[p] = n->payer[p].name;
    if (!spec->purchases.count)
        mark_names(row, &spec->payers, name, count, row->info->payer, "payers",
                   "somebody who pays");
}

static bool is_share(int kind)
{
    return kind == BF_INDICATOR_LEAVERS || kind == BF_INDICATOR_AT_HOME ||
           kind == BF_INDICATOR_IN_TARGET || kind == BF_INDICATOR_READMISSION;
}

static const char *unit_of(const struct bf_indicator *spec)
{
    bool per = !isnan(spec->per);
    if (is_share(spec->kind)) return "%";
    if (spec->kind == BF_INDICATOR_SPEND) return per ? "£ per people" : "£";
    if (per) return spec->kind == BF_INDICATOR_BED_DAYS ? "bed days, rate" : "people, rate";
    return spec->kind == BF_INDICATOR_BED_DAYS ? "bed days" : "people";
}

static void compile_scale(struct row *row)
{
    const struct bf_network *n = row->c->network;
    const struct bf_indicator *spec = row->spec;
    row->info->scale = 1;
    if (isnan(spec->per) != isnan(spec->population)) {
        fault(row, isnan(spec->per) ? "per" : "population", "both `per` and `population`, or none",
              "one", NULL);
        return;
    }
    if (!isnan(spec->per)) row->info->scale = spec->per / spec->population;
    if (spec->a_year) row->info->scale *= 365.0 / ((double)(n->to - n->from) + 1);
}

/* ---- lines ----------------------------------------------------------------------------- */

/* A number in the unit of a measure. Durations may be written as such. */
static bool parse_line(const char *text, const char *unit, double *value, char why[], size_t size)
{
    *value = (double)NAN;
    if (!text) return true;
    if (strcmp(unit, "%") == 0) {
        if (!bf_units_parse(BF_DIM_SHARE, text, value, why, size)) return false;
        *value *= 100;
        return true;
    }
    if (strncmp(unit, "£", strlen("£")) == 0)
        return bf_units_parse(BF_DIM_MONEY, text, value, why, size);
    bool hours = strcmp(unit, "hours") == 0, days = strcmp(unit, "days") == 0;
    if ((hours || days) && bf_units_parse(BF_DIM_TIME, text, value, why, size)) {
        *value /= days ? 24 : 1;
        return true;
    }
    return bf_units_parse(BF_DIM_NUMBER, text, value, why, size);
}

bool bf_indicator_lines(const struct bf_indicator *spec, const char *unit, double *target,
                        double *amber, char why[], size_t size)
{
    return parse_line(spec->target, unit, target, why, size) &&
           parse_line(spec->amber, unit, amber, why, size);
}

bool bf_indicator_order(const struct bf_indicator_info *info, double target, double amber,
                        char why[], size_t size)
{
    if (isnan(amber)) return true;
    if (isnan(target)) {
        bf_format(why, size, "expected `target` beside `amber`");
        return false;
    }
    if (info->lower ? amber >= target : amber <= target) return true;
    bf_format(why, size,
              "expected `amber` %s the target, since %s is better; received the other "
              "way round: exchange them, or write better = \"%s\"",
              info->lower ? "above" : "below", info->lower ? "lower" : "higher",
              info->lower ? "higher" : "lower");
    return false;
}

static void compile_lines(struct row *row)
{
    char why[200];
    struct bf_indicator_info *info = row->info;
    info->target = info->amber = (double)NAN;
    if (info->kind == BF_INDICATOR_MEASURE) return; /* when its measure is found */
    if (!bf_indicator_lines(row->spec, info->unit, &info->target, &info->amber, why, sizeof why) ||
        !bf_indicator_order(info, info->target, info->amber, why, sizeof why))
        bf_compile_fault(row->c, BF_ERROR, BF_E_RANGE, row->path, "%s", why);
}

/* Where the target comes from, as the scenario says it. */
static const char *source_of(const struct bf_network *n, const char *path)
{
    char target[BF_PATH_CAP];
    bf_format(target, sizeof target, "%s.target", path);
    const struct bf_given *given = bf_bound_find(n->bound, target);
    if (!given) return "";
    return given->source ? given->source : given->assumption ? given->assumption : "";
}

/* ---- the whole ------------------------------------------------------------------------- */

size_t bf_compile_indicators_room(const struct bf_network *n)
{
    uint32_t count = n->care->outcomes.count;
    size_t each = bf_arena_room(n->stream_count, 1) + bf_arena_room(n->class_count, 1) +
                  bf_arena_room(n->locality_count, 1) + 3 * bf_arena_room(n->service_count, 1) +
                  bf_arena_room(n->payer_count, 1) + bf_arena_room(n->purchase_count, 1);
    return bf_arena_room(count, sizeof *n->indicator) + bf_arena_room(count, sizeof(uint16_t)) +
           count * each;
}

static void take(struct bf_network *n, struct bf_indicator_info *info)
{
    struct bf_arena *a = &n->arena;
    info->stream = bf_arena_take(a, n->stream_count, 1);
    info->class_ = bf_arena_take(a, n->class_count, 1);
    info->locality = bf_arena_take(a, n->locality_count, 1);
    info->from = bf_arena_take(a, n->service_count, 1);
    info->to = bf_arena_take(a, n->service_count, 1);
    info->home = bf_arena_take(a, n->service_count, 1);
    info->payer = bf_arena_take(a, n->payer_count, 1);
    info->purchase = bf_arena_take(a, n->purchase_count, 1);
}

/* Measures of which more is neither better nor worse by itself. */
static void check_better(struct row *row)
{
    static const char *const either[] = {"occupancy",
                                         "occupied_mean",
                                         "occupied_max",
                                         "emergency_admissions",
                                         "planned_admissions",
                                         "presented",
                                         "joined",
                                         "started",
                                         "offered",
                                         "stay_ready",
                                         "stay_total",
                                         "hours_offered",
                                         "hours_booked",
                                         "area_hours_offered",
                                         "area_hours_booked",
                                         "left_beds",
                                         "discharges_overnight",
                                         "discharges_index",
                                         "discharges_share",
                                         "bought",
                                         "used"};
    const struct bf_indicator *spec = row->spec;
    bool of_all = strcmp(spec->measure, "occupancy") == 0 && strcmp(spec->service, "system") == 0;
    if (spec->better != BF_BETTER_BY_KIND || !spec->target || of_all) return;
    for (size_t k = 0; k < sizeof either / sizeof either[0]; k++)
        if (strcmp(spec->measure, either[k]) == 0)
            bf_compile_fault(row->c, BF_ERROR, BF_E_KEY, row->path,
                             "expected better = \"lower\" or \"higher\" with a target for %s, of "
                             "which neither goes without saying; received neither",
                             either[k]);
}

static void compile_row(struct bf_compile *c, uint32_t i, uint32_t *checks)
{
    struct bf_network *n = c->network;
    const struct bf_items *items = &n->care->outcomes;
    const struct bf_indicator *spec = (const struct bf_indicator *)items->item + i;
    struct bf_indicator_info *info = &n->indicator[i];
    struct row row = {.c = c, .info = info, .spec = spec};
    bf_format(row.path, sizeof row.path, "outcomes.%s", items->name[i]);
    *info = (struct bf_indicator_info){.name = items->name[i],
                                       .label = spec->label ? spec->label : items->name[i],
                                       .definition = spec->definition ? spec->definition : "",
                                       .source = source_of(n, row.path),
                                       .unit = unit_of(spec),
                                       .kind = (uint8_t)spec->kind,
                                       .interrupted = spec->interrupted};
    info->lower = spec->better == BF_BETTER_BY_KIND
                      ? !is_share(spec->kind) || spec->kind == BF_INDICATOR_READMISSION
                      : spec->better == BF_BETTER_LOWER;
    take(n, info);
    if (spec->kind == BF_INDICATOR_MEASURE) {
        if (spec->measure)
            check_better(&row);
        else
            fault(&row, "measure", "the name of a measure", "none", NULL);
    } else if (spec->kind == BF_INDICATOR_SPEND) {
        compile_spend(&row);
    } else {
        mark_people(&row);
        mark_from(&row);
    }
    if (spec->kind == BF_INDICATOR_LEAVERS || spec->kind == BF_INDICATOR_AT_HOME) mark_to(&row);
    if (spec->kind == BF_INDICATOR_AT_HOME) compile_at_home(&row, checks);
    if (spec->kind == BF_INDICATOR_IN_TARGET) check_targets(&row);
    compile_scale(&row);
    compile_lines(&row);
}

void bf_compile_indicators(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    uint32_t count = n->care->outcomes.count;
    n->indicator = bf_arena_take(&n->arena, count, sizeof *n->indicator);
    n->indicator_order = bf_arena_take(&n->arena, count, sizeof *n->indicator_order);
    n->indicator_count = count;
    for (uint32_t i = 0; i < count; i++)
        compile_row(c, i, &n->check_count);
    uint32_t at = 0;
    for (int kind = 0; kind < BF_INDICATOR_COUNT; kind++) {
        n->indicator_first[kind] = at;
        for (uint32_t i = 0; i < count; i++)
            if (n->indicator[i].kind == kind) n->indicator_order[at++] = (uint16_t)i;
    }
    n->indicator_first[BF_INDICATOR_COUNT] = at;
}
