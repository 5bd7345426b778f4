/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/comparison_json.h"

#include "bedflow/report/members.h"

#include "bedflow/study/extend.h"
#include "bedflow/study/worth.h"

#include "money_members.h"

#include <math.h>
#include <string.h>

const char *const bf_comparison_worth_name[BF_COMPARISON_WORTH] = {
    "extra_paid",
    "extra_paid_low",
    "extra_paid_high",
    "extra_spend",
    "extra_spend_low",
    "extra_spend_high",
    "spend_per_day_avoided",
    "spend_per_day_low",
    "spend_per_day_high",
    "acute_days_released",
    "acute_days_released_low",
    "acute_days_released_high",
    "net_marginal",
    "net_marginal_low",
    "net_marginal_high",
    "net_average",
    "net_average_low",
    "net_average_high",
    "break_even_day",
    "break_even_day_low",
    "break_even_day_high",
};

/* A ratio that may have no days below it is not a price. */
static struct bf_interval bounded(struct bf_interval ratio)
{
    if (isnan(ratio.low)) ratio.estimate = (double)NAN;
    return ratio;
}

void bf_comparison_worth(const struct bf_comparison_view *view, uint32_t option,
                         double number[BF_COMPARISON_WORTH])
{
    struct bf_worth w;
    for (int i = 0; i < BF_COMPARISON_WORTH; i++)
        number[i] = (double)NAN;
    if (option == 0) return;
    bf_worth_of(view->decision, view->result, option, &w);
    const struct bf_interval told[] = {w.paid,
                                       w.spend,
                                       bounded(w.per_day),
                                       w.released,
                                       w.net[BF_DAY_AT_MARGINAL],
                                       w.net[BF_DAY_AT_AVERAGE],
                                       bounded(w.break_even)};
    for (int i = 0; i < BF_COMPARISON_WORTH / 3; i++) {
        number[3 * i] = told[i].estimate;
        number[3 * i + 1] = told[i].low;
        number[3 * i + 2] = told[i].high;
    }
}

const struct bf_member bf_comparison_method_members[] = {
    WORDS("seed", "seed of the random numbers, in decimal"),
    FLAG("interrupted", "stopped before all that were planned had finished"),
    COUNT("pairs", "replications that every option has"),
    COUNT("warm_up_days", "days simulated before the first day reported"),
    FLAG("fixed_inputs", "declared ranges of inputs were ignored"),
    WORDS("random_numbers", "which people come to each option"),
    WORDS("intervals", "how low and high are made"),
    WORDS("together", "how together_low and together_high are made"),
    NUMBER("level", "level of the intervals, as a share"),
    NUMBER("level_of_each", "level of each interval, so that all hold together"),
    COUNT("differences_together", "differences that hold together"),
    WORDS("best", "how chance_best is made"),
    WORDS("best_by", "measure that decides which option is best"),
    WORDS("best_by_service", "service of that measure"),
    NUMBER("times_fewer_low", "least of times_fewer over headline differences"),
    NUMBER("times_fewer_high", "greatest of them"),
    END};

static const struct bf_member difference_members[] = {
    WORDS("service", "name of the service, or system for all"),
    WORDS("group", "all, or a part such as class:frail"),
    WORDS("measure", "name of the measure"),
    WORDS("unit", "unit of the numbers"),
    WORDS_OR_NULL("definition", "what is counted"),
    FLAG("lower_is_better", "whether a lower number is the better one"),
    NUMBER("base_mean", "mean of the base"),
    NUMBER("option_mean", "mean of the option"),
    NUMBER("difference", "option minus base, mean over the pairs"),
    NUMBER("low", "lower end of the 95% interval of this one difference"),
    NUMBER("high", "its upper end"),
    NUMBER("together_low", "lower end of the interval that holds for all differences at once"),
    NUMBER("together_high", "its upper end"),
    NUMBER("zone", "smallest difference that matters; null if none was stated"),
    WORDS("verdict", "what can be said, in words"),
    NUMBER("times_fewer", "how many times the replications it would have taken with other people "
                          "in each option; null also where the difference never varies"),
    NUMBER("base_low", "lower end of the 95% interval of the mean of the base"),
    NUMBER("base_high", "its upper end"),
    END};

static const struct bf_member target_members[] = {
    WORDS("service", "name of the service, or system for all"),
    WORDS("group", "all, or a part such as class:frail"),
    WORDS("measure", "name of the measure"),
    WORDS("unit", "unit of the target"),
    NUMBER("target", "what has to be met"),
    NUMBER("met", "share of possible winters that meet it"),
    NUMBER("met_low", "lower end of the 95% interval of that share (Clopper-Pearson)"),
    NUMBER("met_high", "its upper end"),
    END};

static const struct bf_member payer_members[] = {
    WORDS("payer", "who pays"),
    NUMBER("extra_spend", "what this payer spends more than in the base, but on acute services, £"),
    NUMBER("low", "lower end of its 95% interval, £"), NUMBER("high", "its upper end, £"), END};

static const struct bf_member price_members[] = {
    WORDS("service", "name of the service"),
    WORDS("purchase", "name of the purchase"),
    WORDS("against", "name of the other option"),
    WORDS("unit", "what the price is for"),
    WORDS("acute_day", "what an acute day is worth: nothing, marginal or average cost"),
    NUMBER("price_now", "its price now: mean bill for each unit bought, £"),
    NUMBER("break_even", "price at which both options are worth the same, £"),
    NUMBER("low", "lower end of its 95% interval (Fieller), £"),
    NUMBER("high", "its upper end, £"),
    END};

const struct bf_member bf_comparison_option_members[] = {
    WORDS("name", "short name of the option; the first is the base"),
    WORDS_OR_NULL("title", "its title, or what --alt changed"),
    WORDS_OR_NULL("file", "its scenario file"),
    WORDS_OR_NULL("sha256", "checksum of its scenario"),
    COUNT("replications_planned", "possible winters asked for"),
    COUNT("replications_finished", "possible winters simulated to their end"),
    COUNT("stopped", "replications that a limit stopped"),
    FLAG("chance_only", "inputs were taken as exact"),
    WORDS("digest", "checksum of everything measured"),
    WORDS_OR_NULL("people", "checksum of the people who presented, in all replications"),
    COUNT_OR_NULL("same_people",
                  "possible winters in which the same people presented as in the base"),
    NUMBER("chance_best", "chance that this option is the best, by method.best_by"),
    NUMBER("share_best", "share of possible winters in which it is the best"),
    BF_COMPARISON_WORTH_MEMBERS,
    LIST("payers", "who pays more and who less; they add up to extra_spend", payer_members),
    LIST("prices",
         "prices of its spot places at which it is worth as much as an option with a block",
         price_members),
    LIST("headline_differences", "headline measures against the base", difference_members),
    LIST("targets", "how often each target is met", target_members),
    END};

static bool is_interrupted(const struct bf_comparison_view *view)
{
    for (uint32_t o = 0; o < view->decision->option_count; o++)
        if (view->result[o].interrupted) return true;
    return false;
}

static void add_method(struct bf_json *json, const struct bf_comparison_view *view)
{
    const struct bf_decision *d = view->decision;
    bf_json_object(json, "method");
    bf_json_seed(json, "seed", view->result[0].seed);
    bf_json_flag(json, "interrupted", is_interrupted(view));
    bf_json_count(json, "pairs", d->pair_count);
    bf_json_count(json, "warm_up_days", view->result[0].warm_up_days);
    bf_json_flag(json, "fixed_inputs", view->result[0].fixed_inputs);
    bf_json_text(json, "random_numbers", "common: the same people in every option");
    bf_json_text(json, "intervals", "Student's t of paired differences");
    bf_json_text(json, "together", "Bonferroni over options and headline measures");
    bf_json_number(json, "level", d->level);
    bf_json_number(json, "level_of_each", d->each_level);
    bf_json_count(json, "differences_together", d->family);
    bf_json_text(json, "best", "paired bootstrap of the means over replications");
    bf_json_text(json, "best_by", d->measure[d->best_by]->name);
    bf_json_text(json, "best_by_service", d->measure[d->best_by]->service);
    bf_json_number(json, "times_fewer_low", d->fewer_low);
    bf_json_number(json, "times_fewer_high", d->fewer_high);
    bf_json_end_object(json);
}

static void add_difference(struct bf_json *json, const struct bf_measure *measure,
                           const struct bf_paired *p)
{
    bf_json_object(json, NULL);
    bf_json_measure_name(json, measure);
    bf_json_text(json, "unit", measure->unit);
    bf_json_text(json, "definition", measure->help);
    bf_json_flag(json, "lower_is_better", measure->lower_is_better);
    bf_json_number(json, "base_mean", p->base);
    bf_json_number(json, "option_mean", p->option);
    bf_json_number(json, "difference", p->difference);
    bf_json_number(json, "low", p->low);
    bf_json_number(json, "high", p->high);
    bf_json_number(json, "together_low", p->together_low);
    bf_json_number(json, "together_high", p->together_high);
    bf_json_number(json, "zone", p->zone > 0 ? p->zone : (double)NAN);
    bf_json_text(json, "verdict", bf_verdict_words(p->verdict));
    bf_json_number(json, "times_fewer", p->fewer);
    bf_json_number(json, "base_low", p->base - p->base_half);
    bf_json_number(json, "base_high", p->base + p->base_half);
    bf_json_end_object(json);
}

static void add_targets(struct bf_json *json, const struct bf_decision *d, uint32_t o)
{
    bf_json_array(json, "targets");
    for (uint32_t m = 0; m < d->measure_count; m++) {
        const struct bf_interval *meets = &d->meets[(size_t)o * d->measure_count + m];
        if (isnan(d->target[m])) continue;
        bf_json_object(json, NULL);
        bf_json_measure_name(json, d->measure[m]);
        bf_json_text(json, "unit", d->measure[m]->unit);
        bf_json_number(json, "target", d->target[m]);
        bf_json_number(json, "met", meets->estimate);
        bf_json_number(json, "met_low", meets->low);
        bf_json_number(json, "met_high", meets->high);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
}

static void add_payers(struct bf_json *json, const struct bf_comparison_view *view, uint32_t o)
{
    const struct bf_decision *d = view->decision;
    bf_json_array(json, "payers");
    for (uint32_t m = 0; o > 0 && m < d->measure_count; m++) {
        struct bf_interval extra;
        if (!bf_worth_of_payer(d, view->result, o, m, &extra)) continue;
        bf_json_object(json, NULL);
        bf_json_text(json, "payer", bf_worth_payer(d->measure[m]));
        bf_json_number(json, "extra_spend", extra.estimate);
        bf_json_number(json, "low", extra.low);
        bf_json_number(json, "high", extra.high);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
}

static void add_prices(struct bf_json *json, const struct bf_comparison_view *view, uint32_t o)
{
    struct bf_price price[BF_PRICES_CAP];
    uint32_t count = bf_prices_of(view->decision, view->result, price, BF_PRICES_CAP);
    bf_json_array(json, "prices");
    for (uint32_t i = 0; i < count * BF_VALUATIONS; i++) {
        const struct bf_price *p = &price[i / BF_VALUATIONS];
        struct bf_interval at = bounded(p->at[i % BF_VALUATIONS]);
        if (p->own != o) continue;
        bf_json_object(json, NULL);
        bf_json_text(json, "service", p->bought->service);
        bf_json_text(json, "purchase", p->bought->group + strlen("purchase:"));
        bf_json_text(json, "against", view->name[p->other]);
        bf_json_text(json, "unit", p->bought->unit);
        bf_json_text(json, "acute_day", bf_valuation_words[i % BF_VALUATIONS]);
        bf_json_number(json, "price_now", p->now);
        bf_json_number(json, "break_even", at.estimate);
        bf_json_number(json, "low", at.low);
        bf_json_number(json, "high", at.high);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
}

static void add_worth(struct bf_json *json, const struct bf_comparison_view *view, uint32_t o)
{
    double number[BF_COMPARISON_WORTH];
    bf_comparison_worth(view, o, number);
    for (int i = 0; i < BF_COMPARISON_WORTH; i++)
        bf_json_number(json, bf_comparison_worth_name[i], number[i]);
    add_payers(json, view, o);
    add_prices(json, view, o);
}

static void add_option(struct bf_json *json, const struct bf_comparison_view *view, uint32_t o,
                       bool whole)
{
    const struct bf_decision *d = view->decision;
    const struct bf_result *result = &view->result[o];
    char hex[BF_SHA256_TEXT];
    bf_scenario_sum(view->text ? view->text[o] : NULL, hex);
    bf_json_object(json, NULL);
    bf_json_text(json, "name", view->name[o]);
    bf_json_text(json, "title", result->title);
    bf_json_text(json, "file", result->scenario_file);
    bf_json_text(json, "sha256", hex[0] != '\0' ? hex : NULL);
    bf_json_count(json, "replications_planned", result->planned);
    bf_json_count(json, "replications_finished", result->count);
    bf_json_count(json, "stopped", result->stopped_count);
    bf_json_flag(json, "chance_only", result->chance_only);
    bf_json_digest(json, "digest", result->total_digest);
    if (result->people)
        bf_json_digest(json, "people", bf_result_people(result));
    else
        bf_json_text(json, "people", NULL);
    if (d->same_people[o] < UINT32_MAX)
        bf_json_count(json, "same_people", d->same_people[o]);
    else
        bf_json_text(json, "same_people", NULL);
    bf_json_number(json, "chance_best", d->chance_best[o]);
    bf_json_number(json, "share_best", d->best_share[o]);
    add_worth(json, view, o);
    if (whole) bf_json_text(json, "text", view->text ? view->text[o] : NULL);
    bf_json_array(json, "headline_differences");
    for (uint32_t m = 0; o > 0 && m < d->measure_count; m++)
        if (d->measure[m]->headline) add_difference(json, d->measure[m], bf_paired_at(d, o, m));
    bf_json_end_array(json);
    add_targets(json, d, o);
    bf_json_end_object(json);
}

void bf_json_comparison(struct bf_json *json, const struct bf_comparison_view *view, bool whole)
{
    add_method(json, view);
    bf_json_array(json, "options");
    for (uint32_t o = 0; o < view->decision->option_count; o++)
        add_option(json, view, o, whole);
    bf_json_end_array(json);
}
