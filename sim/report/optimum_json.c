/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/comparison_json.h"
#include "bedflow/report/comparison_table.h"
#include "bedflow/report/members.h"
#include "bedflow/report/optimum_view.h"
#include "bedflow/report/result_json.h"
#include "bedflow/study/worth.h"

#include "money_members.h"

#include <math.h>

enum { OPTION_WORDS = 600 };

static const struct bf_member limit_members[] = {WORDS("limit", "a limit, as it was asked"), END};

const struct bf_member bf_optimum_method_members[] = {
    WORDS("least", "what is made least: cost, or the measure"),
    WORDS("harm", "measure of the frontier"),
    WORDS("harm_label", "what people call it"),
    WORDS("harm_unit", "its unit"),
    LIST("limits", "what has to be met", limit_members),
    WORDS("cost", "what counts as cost"),
    FLAG("whole", "every option was looked at; else those that a search found"),
    NUMBER("confidence", "chance, at least, that the answer is right, as a share"),
    NUMBER("indifference", "a difference up to this does not matter, in the unit of what is least"),
    COUNT("look", "options that were looked at"),
    COUNT("judged", "options among which was chosen: all, or what a search found best"),
    FLAG("fresh_winters", "they were judged by winters that the search had not seen; false where "
                          "there was no search, or no time to judge"),
    WORDS("promise", "what is promised of an option that is chosen, and about which others"),
    COUNT("replications", "possible winters simulated; the same number by --max-reps, with look "
                          "by --look, gives the same"),
    WORDS("seed", "seed of the random numbers, in decimal"),
    COUNT("warm_up_days", "days simulated before the first day reported"),
    WORDS("digest", "checksum of everything measured"),
    END};

static const char *const ends[] = {"decided", "none meets the limits", "not decided", "stopped",
                                   NULL};

const struct bf_member bf_optimum_answer_members[] = {
    {"end", BF_MEMBER_TEXT, "what can be said", NULL, ends},
    COUNT_OR_NULL("option", "number of the chosen option, or of the best so far; null: none"),
    WORDS("legend", "what the short words of options stand for; empty: themselves"),
    WORDS("advice", "what the last of the money does; empty: nothing to say"),
    COUNT("open", "options that may be the best, the chosen ones included"),
    NUMBER("replications_needed",
           "how many more would tell, about; null: decided, or cannot be said"),
    NUMBER("seconds_needed", "how long they would take here, about"),
    END};

static const struct bf_member value_members[] = {
    WORDS("path", "setting"), WORDS("value", "its value, as --set takes it"), END};

const struct bf_member bf_optimum_option_members[] = {
    COUNT("option", "number of the option, from 1"),
    WORDS("words", "what it is, for people"),
    WORDS("short_words", "the same in short, as the legend says"),
    LIST("settings", "the value of each factor", value_members),
    COUNT("winters", "possible winters simulated"),
    NUMBER("cost", "mean cost, £"),
    NUMBER("cost_low", "lower end of its 95% interval"),
    NUMBER("cost_high", "its upper end"),
    NUMBER("harm", "mean of the harm"),
    NUMBER("harm_low", "lower end of its 95% interval"),
    NUMBER("harm_high", "its upper end"),
    WORDS("standing", "what can be said of it"),
    FLAG("meets_limits", "known to meet what was asked"),
    FLAG("on_frontier", "no other is better in cost and harm at once"),
    END};

const struct bf_member bf_optimum_step_members[] = {
    COUNT("option", "number of the option"),
    NUMBER("spared", "harm less than at the cheaper neighbour; null for the first"),
    NUMBER("spared_low", "lower end of its 95% interval"),
    NUMBER("spared_high", "its upper end"),
    NUMBER("pounds_each", "£ for each of it; null where it may spare none"),
    NUMBER("pounds_low", "lower end of its 95% interval (Fieller)"),
    NUMBER("pounds_high", "its upper end"),
    END};

const struct bf_member bf_optimum_worth_members[] = {
    COUNT("option", "number of the option"),
    COUNT("winters", "possible winters of this comparison, which no option was judged by"),
    NUMBER("delayed_days_avoided", "delayed bed days fewer than in the scenario as it stands"),
    NUMBER("delayed_days_avoided_low", "lower end of its 95% interval"),
    NUMBER("delayed_days_avoided_high", "its upper end"),
    BF_COMPARISON_WORTH_MEMBERS,
    END};

void bf_optimum_worth_of(const struct bf_optimum_view *view, uint32_t option,
                         struct bf_optimum_worth *worth)
{
    struct bf_worth w;
    bf_worth_of(view->worth->decision, view->worth->result, option, &w);
    worth->avoided = w.avoided;
    bf_comparison_worth(view->worth, option, worth->money);
}

static void put_interval(struct bf_json *json, const char *name, const char *low, const char *high,
                         struct bf_interval interval)
{
    bf_json_number(json, name, interval.estimate);
    bf_json_number(json, low, interval.low);
    bf_json_number(json, high, interval.high);
}

static void put_method(struct bf_json *json, const struct bf_optimum_view *view)
{
    const struct bf_optimum *o = view->optimum;
    char label[200];
    char promise[700];
    bf_optimum_promise(view, promise, sizeof promise);
    bf_json_object(json, "method");
    bf_json_text(json, "least", view->least_cost ? "cost" : view->harm->name);
    bf_json_text(json, "harm", view->harm->name);
    bf_comparison_measure(view->harm, label, sizeof label);
    bf_json_text(json, "harm_label", label);
    bf_json_text(json, "harm_unit", view->harm->unit);
    bf_json_array(json, "limits");
    for (uint32_t k = 0; k < o->limit_count; k++) {
        bf_json_object(json, NULL);
        bf_json_text(json, "limit", view->limit[k]);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
    bf_json_text(json, "cost", o->costs_are_bills ? "bills of purchases" : "spend of the scenario");
    bf_json_flag(json, "whole", o->whole);
    bf_json_number(json, "confidence", view->level);
    bf_json_number(json, "indifference", o->delta);
    bf_json_count(json, "look", o->systems.count);
    bf_json_count(json, "judged", o->finalists);
    bf_json_flag(json, "fresh_winters", o->from > 0);
    bf_json_text(json, "promise", promise);
    bf_json_count(json, "replications", o->used);
    bf_json_seed(json, "seed", view->seed);
    bf_json_count(json, "warm_up_days", view->warm_up_days);
    bf_json_digest(json, "digest", o->digest);
    bf_json_end_object(json);
}

static void put_answer(struct bf_json *json, const struct bf_optimum_view *view)
{
    const struct bf_optimum *o = view->optimum;
    char words[1200];
    uint64_t needed = o->selected.needed;
    bool open = o->selected.end == BF_SELECTED_OPEN && needed != UINT64_MAX;
    bf_json_object(json, "answer");
    bf_json_text(json, "end", ends[o->selected.end]);
    if (o->selected.best == UINT32_MAX)
        bf_json_text(json, "option", NULL);
    else
        bf_json_count(json, "option", o->selected.best + 1);
    bf_optimum_legend(o, words, sizeof words);
    bf_json_text(json, "legend", words);
    bf_optimum_advice(view, words, sizeof words);
    bf_json_text(json, "advice", words);
    bf_json_count(json, "open", o->selected.open);
    bf_json_number(json, "replications_needed", open ? (double)needed : (double)NAN);
    bf_json_number(json, "seconds_needed", open ? (double)needed * view->seconds : (double)NAN);
    bf_json_end_object(json);
}

static void put_option(struct bf_json *json, const struct bf_optimum_view *view, uint32_t i)
{
    const struct bf_optimum *o = view->optimum;
    bf_json_object(json, NULL);
    char words[OPTION_WORDS];
    bf_optimum_full_words(o, i, words, sizeof words);
    bf_json_count(json, "option", i + 1);
    bf_json_text(json, "words", words);
    bf_optimum_short(o, i, words, sizeof words);
    bf_json_text(json, "short_words", words);
    bf_json_array(json, "settings");
    for (uint32_t f = 0; f < o->factors->count; f++) {
        char text[BF_FACTOR_TEXT];
        bf_factor_text(&o->factors->factor[f], o->x[(size_t)i * o->factors->count + f], text);
        bf_json_object(json, NULL);
        bf_json_text(json, "path", o->factors->factor[f].path);
        bf_json_text(json, "value", text);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
    bf_json_count(json, "winters", o->selected.seen[i]);
    put_interval(json, "cost", "cost_low", "cost_high", o->point[i].cost);
    put_interval(json, "harm", "harm_low", "harm_high", o->point[i].harm);
    bf_json_text(json, "standing", bf_standing_words(view, i));
    bf_json_flag(json, "meets_limits", o->selected.meets[i]);
    bf_json_flag(json, "on_frontier", o->point[i].on_frontier);
    bf_json_end_object(json);
}

static void put_worth(struct bf_json *json, const struct bf_optimum_view *view)
{
    const struct bf_comparison_view *worth = view->worth;
    bf_json_array(json, "worth");
    for (uint32_t k = 1; worth != NULL && k < worth->decision->option_count; k++) {
        struct bf_optimum_worth w;
        bf_optimum_worth_of(view, k, &w);
        bf_json_object(json, NULL);
        bf_json_count(json, "option", view->worth_point[k - 1] + 1);
        bf_json_count(json, "winters", worth->decision->pair_count);
        put_interval(json, "delayed_days_avoided", "delayed_days_avoided_low",
                     "delayed_days_avoided_high", w.avoided);
        for (int i = 0; i < BF_COMPARISON_WORTH; i++)
            bf_json_number(json, bf_comparison_worth_name[i], w.money[i]);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
}

static void put_step(struct bf_json *json, const struct bf_optimum *o, uint32_t k)
{
    const struct bf_interval none = {(double)NAN, (double)NAN, (double)NAN};
    struct bf_interval spared = none, each = none;
    if (k > 0) bf_frontier_step(o, o->frontier[k - 1], o->frontier[k], &spared, &each);
    bf_json_object(json, NULL);
    bf_json_count(json, "option", o->frontier[k] + 1);
    put_interval(json, "spared", "spared_low", "spared_high", spared);
    put_interval(json, "pounds_each", "pounds_low", "pounds_high", spared.low > 0 ? each : none);
    bf_json_end_object(json);
}

void bf_json_optimum(struct bf_json *json, const struct bf_optimum_view *view, bool whole)
{
    const struct bf_optimum *o = view->optimum;
    bf_json_text(json, "title", view->title);
    bf_json_text(json, "file", view->file);
    if (whole) bf_json_text(json, "text", view->text);
    put_method(json, view);
    put_answer(json, view);
    bf_json_array(json, "options");
    for (uint32_t i = 0; i < o->systems.count; i++)
        put_option(json, view, i);
    bf_json_end_array(json);
    put_worth(json, view);
    bf_json_array(json, "frontier");
    for (uint32_t k = 0; k < o->frontier_count; k++)
        put_step(json, o, k);
    bf_json_end_array(json);
}
