/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/members.h"
#include "bedflow/report/result_json.h"
#include "bedflow/report/sweep_view.h"

#include <math.h>

const struct bf_member bf_sweep_method_members[] = {
    WORDS("design", "which points were run"),
    COUNT("points", "points"),
    COUNT("replications", "possible winters of each point"),
    COUNT("finished", "replications that ran to their end"),
    COUNT("stopped", "replications that a limit stopped"),
    COUNT("refused", "points whose settings contradict the scenario"),
    WORDS("seed", "seed of the random numbers, in decimal"),
    COUNT("warm_up_days", "days simulated before the first day reported, the same in all points"),
    FLAG("fixed_inputs", "declared ranges of inputs were ignored"),
    FLAG("chance_only", "inputs that were not swept were taken as exact"),
    WORDS("random_numbers", "which people come to each point"),
    WORDS("digest", "checksum of everything measured"),
    END};

const struct bf_member bf_sweep_factor_members[] = {
    WORDS("path", "setting of the scenario"),
    WORDS("label", "its name for people"),
    WORDS("unit", "its unit"),
    NUMBER("low",
           "least value, in that unit; of a date days since 1970-01-01, of a text its place"),
    NUMBER("high", "greatest value"),
    NUMBER("base", "value of the scenario itself; null if it is not among those of a list"),
    COUNT("values", "how many values it can take; 0 for any between low and high"),
    END};

static const struct bf_member value_members[] = {
    WORDS("path", "setting"), WORDS("value", "its value, as --set takes it"), END};

static const struct bf_member response_members[] = {
    WORDS("service", "name of the service, or system for all"),
    WORDS("group", "all, or a part such as class:frail"),
    WORDS("measure", "name of the measure"),
    NUMBER("mean", "mean over possible winters"),
    NUMBER("mc_low", "lower end of its 95% interval: simulation error"),
    NUMBER("mc_high", "its upper end"),
    NUMBER("p05", "5th percentile over possible winters"),
    NUMBER("p95", "95th percentile"),
    COUNT("winters", "replications with a defined value"),
    END};

const struct bf_member bf_sweep_point_members[] = {
    LIST("settings", "the value of each factor", value_members),
    WORDS_OR_NULL("refused", "why it could not be run; null if it was"),
    LIST("responses", "each measure at this point", response_members), END};

static const struct bf_member effect_members[] = {
    WORDS("path", "factor"),
    NUMBER("at_low", "response at its low end"),
    NUMBER("at_high", "response at its high end"),
    NUMBER("change", "at_high minus at_low"),
    NUMBER("change_low",
           "lower end of its 95% interval: of simulation error; where points are drawn "
           "from the inputs (latin, sobol, indices, list), of their choice too"),
    NUMBER("change_high", "its upper end"),
    NUMBER("first", "Sobol's first-order index; null but for the design indices"),
    NUMBER("first_low", "lower end of its 95% interval"),
    NUMBER("first_high", "its upper end"),
    NUMBER("total", "Sobol's total index"),
    NUMBER("total_low", "lower end of its 95% interval"),
    NUMBER("total_high", "its upper end"),
    END};

const struct bf_member bf_sweep_measure_members[] = {
    WORDS("service", "name of the service, or system for all"),
    WORDS("group", "all, or a part such as class:frail"),
    WORDS("measure", "name of the measure"),
    WORDS("unit", "unit of the numbers"),
    WORDS_OR_NULL("definition", "what is counted"),
    NUMBER("input_variance", "variance between points, freed from chance"),
    NUMBER("chance_variance", "variance between winters, the same in all points"),
    NUMBER("both_variance", "variance that depends on both"),
    NUMBER("input_share", "share of inputs in the sum of the three"),
    NUMBER("input_share_low", "lower end of its 95% interval"),
    NUMBER("input_share_high", "its upper end"),
    LIST("effects", "how far each factor moves it", effect_members),
    END};

static void put_method(struct bf_json *json, const struct bf_sweep_view *view)
{
    const struct bf_responses *r = view->sweep->responses;
    bf_json_object(json, "method");
    bf_json_text(json, "design", bf_design_name(view->sweep->design->kind));
    bf_json_count(json, "points", r->points);
    bf_json_count(json, "replications", r->replications);
    bf_json_count(json, "finished", r->done);
    bf_json_count(json, "stopped", r->stopped_count);
    bf_json_count(json, "refused", r->refused_count);
    bf_json_seed(json, "seed", view->seed);
    bf_json_count(json, "warm_up_days", view->warm_up_days);
    bf_json_flag(json, "fixed_inputs", view->fixed_inputs);
    bf_json_flag(json, "chance_only", view->chance_only);
    bf_json_text(json, "random_numbers", "common: the same people in every point");
    bf_json_digest(json, "digest", r->digest);
    bf_json_end_object(json);
}

static void put_factor(struct bf_json *json, const struct bf_factor *f)
{
    char unit[BF_FACTOR_TEXT];
    bf_factor_unit(f, unit);
    bf_json_object(json, NULL);
    bf_json_text(json, "path", f->path);
    bf_json_text(json, "label", f->label);
    bf_json_text(json, "unit", unit);
    bf_json_number(json, "low", f->low);
    bf_json_number(json, "high", f->high);
    bf_json_number(json, "base", f->base);
    bf_json_count(json, "values", f->count);
    bf_json_end_object(json);
}

static void put_response(struct bf_json *json, const struct bf_sweep_measure *of, uint32_t point)
{
    const struct bf_summary *s = &of->point[point];
    bf_json_object(json, NULL);
    bf_json_measure_name(json, of->measure);
    bf_json_number(json, "mean", s->mean);
    bf_json_number(json, "mc_low", s->mc_low);
    bf_json_number(json, "mc_high", s->mc_high);
    bf_json_number(json, "p05", s->p05);
    bf_json_number(json, "p95", s->p95);
    bf_json_count(json, "winters", s->count);
    bf_json_end_object(json);
}

static void put_point(struct bf_json *json, const struct bf_sweep *s, uint32_t p)
{
    const double *x = bf_design_point(s->design, p);
    const struct bf_err *refused = &s->responses->refused[p];
    bf_json_object(json, NULL);
    bf_json_array(json, "settings");
    for (uint32_t f = 0; f < s->factors->count; f++) {
        char text[BF_FACTOR_TEXT];
        bf_factor_text(&s->factors->factor[f], x[f], text);
        bf_json_object(json, NULL);
        bf_json_text(json, "path", s->factors->factor[f].path);
        bf_json_text(json, "value", text);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
    bf_json_text(json, "refused", refused->code == BF_OK ? NULL : refused->what);
    bf_json_array(json, "responses");
    for (uint32_t m = 0; m < s->measures; m++)
        put_response(json, &s->of[m], p);
    bf_json_end_array(json);
    bf_json_end_object(json);
}

static void put_interval(struct bf_json *json, const char *name, const char *low, const char *high,
                         struct bf_interval interval)
{
    bf_json_number(json, name, interval.estimate);
    bf_json_number(json, low, interval.low);
    bf_json_number(json, high, interval.high);
}

static void put_effect(struct bf_json *json, const struct bf_sweep *s,
                       const struct bf_sweep_measure *of, uint32_t f)
{
    const struct bf_interval none = {(double)NAN, (double)NAN, (double)NAN};
    const struct bf_effect *effect = &of->effect[f];
    bf_json_object(json, NULL);
    bf_json_text(json, "path", s->factors->factor[f].path);
    bf_json_number(json, "at_low", effect->at_low);
    bf_json_number(json, "at_high", effect->at_high);
    put_interval(json, "change", "change_low", "change_high", effect->change);
    put_interval(json, "first", "first_low", "first_high",
                 of->indices ? of->indices[f].first : none);
    put_interval(json, "total", "total_low", "total_high",
                 of->indices ? of->indices[f].total : none);
    bf_json_end_object(json);
}

static void put_measure(struct bf_json *json, const struct bf_sweep *s,
                        const struct bf_sweep_measure *of)
{
    bf_json_object(json, NULL);
    bf_json_measure_name(json, of->measure);
    bf_json_text(json, "unit", of->measure->unit);
    bf_json_text(json, "definition", of->measure->help);
    bf_json_number(json, "input_variance", of->split.input);
    bf_json_number(json, "chance_variance", of->split.chance);
    bf_json_number(json, "both_variance", of->split.both);
    put_interval(json, "input_share", "input_share_low", "input_share_high", of->split.share);
    bf_json_array(json, "effects");
    for (uint32_t f = 0; f < s->factors->count && !bf_sweep_of_seasons(s); f++)
        put_effect(json, s, of, f);
    bf_json_end_array(json);
    bf_json_end_object(json);
}

void bf_json_sweep(struct bf_json *json, const struct bf_sweep_view *view, bool whole)
{
    const struct bf_sweep *s = view->sweep;
    bf_json_text(json, "title", view->title);
    bf_json_text(json, "file", view->file);
    if (whole) bf_json_text(json, "text", view->text);
    put_method(json, view);
    bf_json_array(json, "factors");
    for (uint32_t f = 0; f < s->factors->count; f++)
        put_factor(json, &s->factors->factor[f]);
    bf_json_end_array(json);
    bf_json_array(json, "points");
    for (uint32_t p = 0; p < s->responses->points; p++)
        put_point(json, s, p);
    bf_json_end_array(json);
    bf_json_array(json, "measures");
    for (uint32_t m = 0; m < s->measures; m++)
        put_measure(json, s, &s->of[m]);
    bf_json_end_array(json);
}
