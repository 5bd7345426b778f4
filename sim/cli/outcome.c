/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "outcome.h"

#include "bedflow/report/budgets.h"
#include "bedflow/report/members.h"
#include "bedflow/report/result_json.h"
#include "reply.h"
#include "say.h"

const struct bf_member bf_exactness_members[] = {
    WORDS("service", "service of the measure that is furthest from what was asked"),
    WORDS("measure", "name of that measure"),
    WORDS("unit", "unit of half_width and wanted"),
    WORDS_OR_NULL("option", "whose difference to the base it is; null: no difference"),
    FLAG("met", "whether all that was asked is reached"),
    NUMBER("half_width", "half of the 95% interval"),
    NUMBER("wanted", "what it was to be at most"),
    COUNT_OR_NULL("replications_needed",
                  "replications that would be about enough; null if that cannot be said"),
    END};

const struct bf_member bf_outcome_members[] = {
    OBJECT("scenario", "what was simulated", bf_scenario_members),
    OBJECT("study", "how it was simulated", bf_study_members),
    LIST("measures", "every measure, as in summary.csv", bf_measure_members),
    LIST("daily",
         "the curves, day by day, as in daily.csv: of the whole system, and of every service "
         "unless there are more than 400 in all",
         bf_curve_members),
    LIST("outcomes", "the outcomes framework, as in outcomes.csv; empty without one",
         bf_framework_members),
    LIST("plans", "budgets of several purchases, as in plans_by_month.csv; empty without one",
         bf_budget_members),
    OBJECT_OR_NULL("precision", "how exact it is against --precision; null if that was not asked",
                   bf_exactness_members),
    WORDS_OR_NULL(
        "folder",
        "where the tables (summary.csv, daily.csv, ...) are; null if they could not be stored"),
    END};

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
