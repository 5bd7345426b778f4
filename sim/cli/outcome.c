/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outcome.h"

#include "bedflow/report/budgets.h"
#include "bedflow/report/result_json.h"
#include "reply.h"
#include "say.h"

const struct bf_member bf_exactness_members[] = {
    {"service", BF_MEMBER_TEXT, "service of the measure that is furthest from what was asked", NULL,
     NULL},
    {"measure", BF_MEMBER_TEXT, "name of that measure", NULL, NULL},
    {"unit", BF_MEMBER_TEXT, "unit of half_width and wanted", NULL, NULL},
    {"option", BF_MEMBER_TEXT | BF_MEMBER_OR_NULL,
     "whose difference to the base it is; null: no difference", NULL, NULL},
    {"met", BF_MEMBER_FLAG, "whether all that was asked is reached", NULL, NULL},
    {"half_width", BF_MEMBER_NUMBER | BF_MEMBER_OR_NULL, "half of the 95% interval", NULL, NULL},
    {"wanted", BF_MEMBER_NUMBER | BF_MEMBER_OR_NULL, "what it was to be at most", NULL, NULL},
    {"replications_needed", BF_MEMBER_COUNT | BF_MEMBER_OR_NULL,
     "replications that would be about enough; null if that cannot be said", NULL, NULL},
    {NULL, 0, NULL, NULL, NULL}};

const struct bf_member bf_outcome_members[] = {
    {"scenario", BF_MEMBER_OBJECT, "what was simulated", bf_scenario_members, NULL},
    {"study", BF_MEMBER_OBJECT, "how it was simulated", bf_study_members, NULL},
    {"measures", BF_MEMBER_LIST, "every measure, as in summary.csv", bf_measure_members, NULL},
    {"daily", BF_MEMBER_LIST,
     "the curves, day by day, as in daily.csv: of the whole system, and of every service unless "
     "there are more than 400 in all",
     bf_curve_members, NULL},
    {"outcomes", BF_MEMBER_LIST, "the outcomes framework, as in outcomes.csv; empty without one",
     bf_framework_members, NULL},
    {"plans", BF_MEMBER_LIST,
     "budgets of several purchases, as in plans_by_month.csv; empty without one", bf_budget_members,
     NULL},
    {"precision", BF_MEMBER_OBJECT | BF_MEMBER_OR_NULL,
     "how exact it is against --precision; null if that was not asked", bf_exactness_members, NULL},
    {"folder", BF_MEMBER_TEXT | BF_MEMBER_OR_NULL,
     "where the tables (summary.csv, daily.csv, ...) are; null if they could not be stored", NULL,
     NULL},
    {NULL, 0, NULL, NULL, NULL}};

void bf_exactness_json(struct bf_json *json, const struct bf_reached *reached,
                       const struct bf_catalogue *catalogue, const char *const name[])
{
    if (reached == NULL || reached->needed == 0) {
        bf_json_text(json, "precision", NULL);
        return;
    }
    const struct bf_measure *measure = &catalogue->scalar[reached->scalar];
    bf_json_object(json, "precision");
    bf_json_text(json, "service", measure->service);
    bf_json_text(json, "measure", measure->name);
    bf_json_text(json, "unit", measure->unit);
    bf_json_text(json, "option",
                 name != NULL && reached->option > 0 ? name[reached->option] : NULL);
    bf_json_flag(json, "met", reached->met);
    bf_json_number(json, "half_width", reached->half);
    bf_json_number(json, "wanted", reached->wanted);
    if (reached->needed < UINT32_MAX)
        bf_json_count(json, "replications_needed", reached->needed);
    else
        bf_json_text(json, "replications_needed", NULL);
    bf_json_end_object(json);
}

int bf_outcome_reply(const struct bf_result *result, const struct bf_run_identity *identity,
                     const struct bf_reached *reached, const char *folder)
{
    struct bf_json *json = bf_reply_result();
    if (json == NULL) return BF_EXIT_DONE;
    bf_json_scenario(json, result, identity, false);
    bf_json_study(json, result);
    bool whole = bf_json_measures(json, result);
    whole = bf_json_daily(json, result) && whole;
    whole = bf_json_framework(json, result) && whole;
    whole = bf_json_budgets(json, result) && whole;
    bf_exactness_json(json, reached, result->catalogue, NULL);
    bf_json_text(json, "folder", folder);
    return whole ? BF_EXIT_DONE
                 : bf_complain(BF_EXIT_STOPPED, "memory ran out while writing the document");
}
