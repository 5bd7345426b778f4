/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/calibration_json.h"

#include "bedflow/report/members.h"

#include "bedflow/study/skill.h"

static const struct bf_member method_members[] = {
    WORDS("name", "how the inputs were found"),
    WORDS("seed", "seed of the random numbers, in decimal"),
    COUNT("points", "sets of inputs that were simulated"),
    COUNT("replications", "replications of each"),
    COUNT("warm_up_days", "days simulated before the first day reported"),
    FLAG("fixed_inputs", "declared ranges of other inputs were ignored"),
    NUMBER("discrepancy", "what any model is off besides, as a share of a value"),
    FLAG("discrepancy_found", "that was found from the data, not given"),
    NUMBER("weighted_squares", "of the fitted rows; about as many as they are is a good fit"),
    NUMBER("emulator_share", "largest share of a row's variance that is the emulator's"),
    NUMBER("emulator_off", "worst distance of emulator and model, in standard deviations of a row"),
    FLAG("search_edge", "the inputs may lie beyond what was simulated"),
    END};

static const struct bf_member input_members[] = {
    WORDS("path", "setting of the scenario"),
    WORDS("unit", "unit of the numbers"),
    NUMBER("best", "its fitted value"),
    NUMBER("low", "lower end of its 95% interval"),
    NUMBER("high", "upper end"),
    NUMBER("sd", "its standard deviation"),
    NUMBER("range_low", "range that the calibrated scenario declares, from"),
    NUMBER("range_high", "to"),
    NUMBER("tried_low", "range that was tried, from"),
    NUMBER("tried_high", "to"),
    NUMBER("spread_left", "share of that range's spread that is left; 1: nothing was learned"),
    WORDS_OR_NULL("at_end", "end of the tried range at which it lies: low or high; null: neither"),
    END};

static const struct bf_member row_members[] = {
    WORDS("measure", "what was observed, as written in the table"),
    WORDS("statistic", "mean or total of the days"),
    WORDS("unit", "unit of the numbers"),
    DAY("from", "first day"),
    DAY("to", "last day"),
    FLAG("held_out", "not fitted, to test the fit by"),
    NUMBER("observed", "what was observed"),
    NUMBER("observation_sd", "error of that observation; 0: none stated"),
    NUMBER("modelled", "mean of the model at the fitted inputs"),
    NUMBER("p05", "prediction: one in twenty is below this"),
    NUMBER("p50", "half are below this"),
    NUMBER("p95", "one in twenty is above this"),
    FLAG("inside", "observed lies between p05 and p95"),
    NUMBER("crps", "continuous ranked probability score, in the unit; 0 is perfect"),
    NUMBER("residual", "observed minus modelled, in standard deviations"),
    WORDS("source", "of the observation"),
    WORDS("definition", "what was observed"),
    END};

static const struct bf_member score_members[] = {
    WORDS("measure", "what was observed"),
    WORDS("statistic", "mean or total of the days"),
    COUNT("rows", "held-out rows"),
    COUNT("inside", "of these, within p05 to p95"),
    NUMBER("coverage", "that as a share; 0.9 is wanted"),
    NUMBER("coverage_low", "lower end of its 95% interval"),
    NUMBER("coverage_high", "upper end"),
    NUMBER("crps", "mean score of the held-out rows"),
    NUMBER("crps_as_always", "the same of a forecast that says: as in all fitted rows"),
    NUMBER("crps_as_last", "the same of one that says: as in the last fitted row"),
    NUMBER("skill", "1 is perfect, 0 no better than the better of those two"),
    END};

const struct bf_member bf_calibration_members[] = {
    WORDS("scenario_file", "scenario, as typed"),
    WORDS("table_file", "table of what was observed"),
    OBJECT("method", "how the inputs were found", method_members),
    LIST("inputs", "the fitted inputs", input_members),
    LIST("rows", "every row observed, beside the model", row_members),
    LIST("scores", "how well held-out rows were foreseen", score_members),
    WORDS("warnings", "what to doubt, in lines; empty: nothing"),
    WORDS("folder", "where the scenario and the tables are"),
    END};

static void add_method(struct bf_json *json, const struct bf_calibration_view *v)
{
    const struct bf_calibration *c = v->calibration;
    bf_json_object(json, "method");
    bf_json_text(json, "name",
                 "quadratic emulator of period means under common random numbers; "
                 "posterior by Metropolis; ranges equally likely before");
    bf_json_seed(json, "seed", v->seed);
    bf_json_count(json, "points", c->points);
    bf_json_count(json, "replications", c->replications);
    bf_json_count(json, "warm_up_days", c->warm_up_days);
    bf_json_flag(json, "fixed_inputs", v->fixed_inputs);
    bf_json_number(json, "discrepancy", c->discrepancy);
    bf_json_flag(json, "discrepancy_found", c->discrepancy_found);
    bf_json_number(json, "weighted_squares", c->squares);
    bf_json_number(json, "emulator_share", c->emulator_share);
    bf_json_number(json, "emulator_off", c->emulator_off);
    bf_json_flag(json, "search_edge", c->edge);
    bf_json_end_object(json);
}

static void add_input(struct bf_json *json, const struct bf_calibration_view *v, uint32_t j)
{
    const struct bf_calibrated_input *in = &v->calibration->input[j];
    const struct bf_factor *f = &v->factors->factor[j];
    char unit[BF_FACTOR_TEXT];
    bf_factor_unit(f, unit);
    bf_json_object(json, NULL);
    bf_json_text(json, "path", f->path);
    bf_json_text(json, "unit", unit);
    bf_json_number(json, "best", in->best);
    bf_json_number(json, "low", in->low);
    bf_json_number(json, "high", in->high);
    bf_json_number(json, "sd", in->sd);
    bf_json_number(json, "range_low", in->range_low);
    bf_json_number(json, "range_high", in->range_high);
    bf_json_number(json, "tried_low", f->low);
    bf_json_number(json, "tried_high", f->high);
    bf_json_number(json, "spread_left", in->left);
    bf_json_text(json, "at_end", in->at_low ? "low" : in->at_high ? "high" : NULL);
    bf_json_end_object(json);
}

static void add_row(struct bf_json *json, const struct bf_calibration_view *v, uint32_t i)
{
    const struct bf_observed_row *row = &v->observed->row[i];
    const struct bf_observed_measure *m = &v->observed->measure[row->measure];
    const struct bf_calibrated_row *c = &v->calibration->row[i];
    bf_json_object(json, NULL);
    bf_json_text(json, "measure", m->text);
    bf_json_text(json, "statistic", m->total ? "total" : "mean");
    bf_json_text(json, "unit", m->unit);
    bf_json_day(json, "from", row->from);
    bf_json_day(json, "to", row->to);
    bf_json_flag(json, "held_out", row->held_out);
    bf_json_number(json, "observed", row->value);
    bf_json_number(json, "observation_sd", row->sd);
    bf_json_number(json, "modelled", c->modelled);
    bf_json_number(json, "p05", c->p05);
    bf_json_number(json, "p50", c->p50);
    bf_json_number(json, "p95", c->p95);
    bf_json_flag(json, "inside", c->p05 <= row->value && row->value <= c->p95);
    bf_json_number(json, "crps", c->crps);
    bf_json_number(json, "residual", c->residual);
    bf_json_text(json, "source", m->source);
    bf_json_text(json, "definition", m->definition);
    bf_json_end_object(json);
}

static void add_score(struct bf_json *json, const struct bf_calibration_view *v, uint32_t m)
{
    struct bf_skill s = bf_skill_of(v->observed, v->calibration, m, true);
    bf_json_object(json, NULL);
    bf_json_text(json, "measure", v->observed->measure[m].text);
    bf_json_text(json, "statistic", v->observed->measure[m].total ? "total" : "mean");
    bf_json_count(json, "rows", s.rows);
    bf_json_count(json, "inside", s.inside);
    bf_json_number(json, "coverage", s.coverage.estimate);
    bf_json_number(json, "coverage_low", s.coverage.low);
    bf_json_number(json, "coverage_high", s.coverage.high);
    bf_json_number(json, "crps", s.crps);
    bf_json_number(json, "crps_as_always", s.as_always);
    bf_json_number(json, "crps_as_last", s.as_last);
    bf_json_number(json, "skill", s.skill);
    bf_json_end_object(json);
}

void bf_json_calibration(struct bf_json *json, const struct bf_calibration_view *v)
{
    struct bf_text warnings = {.bytes = NULL};
    bf_calibration_warnings(v, &warnings);
    bf_json_text(json, "scenario_file", v->scenario_file);
    bf_json_text(json, "table_file", v->table_file);
    add_method(json, v);
    bf_json_array(json, "inputs");
    for (uint32_t j = 0; j < v->calibration->inputs; j++)
        add_input(json, v, j);
    bf_json_end_array(json);
    bf_json_array(json, "rows");
    for (uint32_t i = 0; i < v->observed->row_count; i++)
        add_row(json, v, i);
    bf_json_end_array(json);
    bf_json_array(json, "scores");
    for (uint32_t m = 0; m < v->observed->measure_count; m++)
        add_score(json, v, m);
    bf_json_end_array(json);
    bf_json_text(json, "warnings", warnings.bytes ? warnings.bytes : "");
    bf_sink_whole(&json->sink, &warnings);
    bf_text_free(&warnings);
}
