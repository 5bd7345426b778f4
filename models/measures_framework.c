/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/text.h"
#include "compile.h"
#include "measures_walk.h"

#include <math.h>
#include <stdio.h>

/* ---- the outcomes framework ------------------------------------------------------------ */

/* Rows of the outcomes framework, but those that show a measure that is there anyway. */
void walk_indicators(struct walk *walk)
{
    walk_system(walk);
    for (uint32_t k = 0; k < walk->n->indicator_count; k++) {
        const struct bf_indicator_info *row = &walk->n->indicator[k];
        if (row->kind == BF_INDICATOR_MEASURE) continue;
        const char *help = row->definition[0] ? row->definition : row->label;
        put_late(walk, (struct about){row->name, row->unit, help, false, row->lower, row->target},
                 walk->w ? indicators_value(walk->w, k) : 0);
    }
}

static uint32_t find_scalar(const struct bf_measure scalar[], uint32_t count, const char *service,
                            const char *group, const char *name)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(scalar[i].service, service) == 0 && strcmp(scalar[i].group, group) == 0 &&
            strcmp(scalar[i].name, name) == 0)
            return i;
    return UINT32_MAX;
}

/* A row that shows a measure: which, and its lines, now that the unit is known. */
static bool show_measure(const struct bf_network *n, uint32_t k, const struct bf_measure scalar[],
                         uint32_t count, struct bf_framework_row *row, struct bf_err *err)
{
    const struct bf_indicator *spec = (const struct bf_indicator *)n->care->outcomes.item + k;
    struct bf_where where = {.line = 0};
    char why[200];
    bf_format(where.path, sizeof where.path, "outcomes.%s", row->name);
    uint32_t i = find_scalar(scalar, count, spec->service, spec->group, spec->measure);
    if (i == UINT32_MAX)
        return bf_fail(
            err, BF_E_KEY, &where,
            "expected a measure of the results, received \"%s\" of service \"%s\", group "
            "\"%s\"; run the scenario and look in summary.csv for what there is",
            spec->measure, spec->service, spec->group);
    struct bf_indicator_info as = n->indicator[k];
    as.lower = spec->better == BF_BETTER_BY_KIND ? scalar[i].lower_is_better
                                                 : spec->better == BF_BETTER_LOWER;
    row->scalar = i;
    row->lower_is_better = as.lower;
    if (!bf_indicator_lines(spec, scalar[i].unit, &row->target, &row->amber, why, sizeof why) ||
        !bf_indicator_order(&as, row->target, row->amber, why, sizeof why))
        return bf_fail(err, BF_E_RANGE, &where, "%s", why);
    return true;
}

bool measures_framework(const struct bf_network *n, struct bf_framework_row framework[],
                        const struct bf_measure scalar[], uint32_t count, struct bf_err *err)
{
    for (uint32_t k = 0; k < n->indicator_count; k++) {
        const struct bf_indicator_info *info = &n->indicator[k];
        framework[k] = (struct bf_framework_row){.name = info->name,
                                                 .label = info->label,
                                                 .definition = info->definition,
                                                 .source = info->source,
                                                 .caution = info->caution,
                                                 .target = info->target,
                                                 .amber = info->amber,
                                                 .lower_is_better = info->lower};
        if (info->kind == BF_INDICATOR_MEASURE) {
            if (!show_measure(n, k, scalar, count, &framework[k], err)) return false;
            continue;
        }
        framework[k].scalar = find_scalar(scalar, count, "system", "all", info->name);
        if (scalar[framework[k].scalar].help != info->definition &&
            scalar[framework[k].scalar].help != info->label) {
            struct bf_where where = {.line = 0};
            bf_format(where.path, sizeof where.path, "outcomes.%s", info->name);
            return bf_fail(err, BF_E_KEY, &where,
                           "expected another name: \"%s\" is a measure of the program's own",
                           info->name);
        }
    }
    uint32_t row = n->indicator_count;
    for (uint32_t i = 0; i < n->plan_count; i++) {
        char of[256];
        bf_format(of, sizeof of, "plan:%s", n->plan[i].name);
        framework[row++] = (struct bf_framework_row){
            .name = n->plan[i].name,
            .label = n->plan[i].label,
            .definition = "bills of the plan's purchases in the period, to its budget",
            .source = n->plan[i].source,
            .caution = "",
            .scalar = find_scalar(scalar, count, "system", of, "spend"),
            .target = n->plan[i].budget,
            .amber = (double)NAN,
            .lower_is_better = true};
    }
    if (!isnan(n->care->budget))
        framework[row] = (struct bf_framework_row){
            .name = "budget",
            .label = "Bills of all purchases, to the budget",
            .definition = "every purchase of the scenario, in the period",
            .source = "",
            .caution = "",
            .scalar = find_scalar(scalar, count, "system", "all", "purchases"),
            .target = n->care->budget,
            .amber = (double)NAN,
            .lower_is_better = true};
    return true;
}

/* ---- rules and their log --------------------------------------------------------------- */

/* A rule that comes on stays on for an hour and `at_least`; that it may come on again it is off
 * for an hour, then above for `for`, then noticed. */
static uint32_t uses_of(const struct bf_network *n, uint32_t k)
{
    const struct bf_policy_info *rule = &n->policy[k];
    double hours = (double)(n->to - n->from + 1) * 24;
    double cycle_h = fmax(1, rule->at_least_h) + 1 + rule->for_h + rule->notice_h;
    return (uint32_t)floor(hours / cycle_h) + 2;
}

uint32_t bf_measures_uses(const struct bf_network *n)
{
    uint32_t count = 0;
    for (uint32_t k = 0; k < n->policy_count; k++)
        count += uses_of(n, k);
    return count;
}

static void rule_words(const struct bf_network *n, uint32_t k, char measure[], char action[])
{
    static const char *const signals[] = {"occupancy of ", "people waiting for ",
                                          "people delayed in "};
    static const char *const whole[] = {"all acute beds", "acute beds", "all services"};
    const struct bf_policy_info *info = &n->policy[k];
    const struct bf_policy *p = (const struct bf_policy *)n->care->policies.item + k;
    if (info->signal == BF_SIGNAL_RULES) {
        bf_format(measure, RULE_TEXT, "rules on of");
        for (uint32_t r = 0; r < info->rule_count; r++)
            bf_format(measure + strlen(measure), RULE_TEXT - strlen(measure), "%s %s", r ? "," : "",
                      n->policy[info->rule[r]].label);
    } else {
        bf_format(measure, RULE_TEXT, "%s%s", signals[info->signal],
                  bf_is_service(info->service) ? n->service[info->service].label
                                               : whole[info->signal]);
    }
    if (!info->acts) {
        bf_format(action, RULE_TEXT, "watched, nothing is done");
        return;
    }
    action[0] = '\0';
    for (uint32_t i = 0; i < p->what.count; i++)
        bf_format(action + strlen(action), RULE_TEXT - strlen(action), "%s%s", i ? ", " : "",
                  p->what.name[i]);
    char hours[RULE_TEXT];
    if (bf_hours_given(&p->other_hours)) {
        bf_hours_words(&p->other_hours, hours, sizeof hours);
        bf_format(action + strlen(action), RULE_TEXT - strlen(action), ": %s", hours);
    } else if (p->set || p->add)
        bf_format(action + strlen(action), RULE_TEXT - strlen(action), ": %s %s",
                  p->set ? "set to" : "add", p->set ? p->set : p->add);
    else
        bf_format(action + strlen(action), RULE_TEXT - strlen(action), ": times %g", p->factor);
}

const struct bf_rule *measures_rules(const struct bf_network *n, struct bf_arena *arena)
{
    struct bf_rule *rule = bf_arena_take(arena, n->policy_count, sizeof *rule);
    for (uint32_t k = 0; k < n->policy_count; k++) {
        char *measure = bf_arena_take(arena, RULE_TEXT, 1), *action;
        action = bf_arena_take(arena, RULE_TEXT, 1);
        rule_words(n, k, measure, action);
        rule[k] = (struct bf_rule){.name = n->policy[k].name,
                                   .label = n->policy[k].label,
                                   .measure = measure,
                                   .action = action,
                                   .above = n->policy[k].above,
                                   .below = n->policy[k].below};
    }
    return rule;
}

const struct bf_plan_line *measures_plans(const struct bf_network *n, struct bf_arena *arena)
{
    struct bf_plan_line *line = bf_arena_take(arena, n->plan_count, sizeof *line);
    for (uint32_t i = 0; i < n->plan_count; i++)
        line[i] = (struct bf_plan_line){.name = n->plan[i].name,
                                        .label = n->plan[i].label,
                                        .budget = n->plan[i].budget,
                                        .stops = n->plan[i].stops};
    return line;
}
