/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_fit.c -- bedflow fit: from a table of stays to the words of a scenario, and a picture. */
#include "command.h"

#include "bedflow/report/fit_picture.h"
#include "bedflow/report/members.h"
#include "bedflow/study/stays.h"
#include "files.h"
#include "pictures.h"
#include "reply.h"
#include "say.h"

#include <math.h>

static int draw(const struct bf_arguments *a, const struct bf_stays *stays)
{
    struct bf_drawing drawing = bf_drawing_in(a->out, true);
    struct bf_err err;
    int code = BF_EXIT_DONE;
    if (a->out == NULL) return BF_EXIT_DONE;
    if (!bf_fit_draw(stays, &drawing, &err))
        code = bf_complain_err(&err);
    else if (drawing.end == BF_GNUPLOT_MISSING)
        bf_say("No picture: gnuplot is not installed. To draw it later: cd %s && gnuplot fit.gp",
               a->out);
    else if (drawing.end == BF_GNUPLOT_FAILED)
        code = bf_complain(BF_EXIT_IO, "gnuplot could not draw: %s",
                           drawing.said.bytes != NULL ? drawing.said.bytes : "");
    else
        bf_say("Picture:  %s/fit.png (the same as .svg)", a->out);
    bf_text_free(&drawing.said);
    return code;
}

static const struct bf_member shape_members[] = {
    WORDS("shape", "lognormal, gamma, weibull or mixture"),
    NUMBER(
        "a",
        "lognormal: mu; gamma: shape; weibull: scale (time in days); mixture: mu of the shorter"),
    NUMBER("b", "lognormal: sigma; gamma: scale; weibull: exponent; mixture: sigma of the shorter"),
    NUMBER("long_share", "mixture: share of all that are of the longer; null: not a mixture"),
    NUMBER("long_a", "mixture: mu of the longer"),
    NUMBER("long_b", "mixture: sigma of the longer"),
    NUMBER("mean", "mean of the fitted law, days"),
    NUMBER("sd", "its standard deviation, days"),
    NUMBER("median", "its median, days"),
    NUMBER("log_likelihood", "of the stays under the fitted law"),
    NUMBER("aic", "Akaike's criterion"),
    NUMBER("bic", "Schwarz's criterion; the least is best"),
    NUMBER("distance", "Kolmogorov and Smirnov's distance to the stays"),
    END};
static const struct bf_member group_members[] = {
    WORDS_OR_NULL("class", "class of stays; null: all"),
    COUNT("stays", "stays fitted"),
    COUNT("zeros_left_out", "stays of 0, which no shape has"),
    NUMBER("mean", "mean of the stays, days"),
    NUMBER("median", "median of the stays, days"),
    WORDS_OR_NULL("best", "shape of least BIC; null: none could be fitted"),
    NUMBER("p_value", "share of resamples at least as far from their own fit"),
    COUNT("resamples", "resamples of that share"),
    LIST("shapes", "every shape that could be fitted", shape_members),
    END};
static const struct bf_member members[] = {
    WORDS("column", "column of the stays"),
    WORDS_OR_NULL("class_column", "column of the classes"),
    FLAG("whole_days", "stays were fitted as rounded to days"),
    COUNT("left_out", "rows without a stay"),
    WORDS_OR_NULL("looks_like_total_stays",
                  "column whose name says that delay is within the stays; null: none"),
    LIST("groups", "all stays, then each class", group_members),
    WORDS("scenario", "text to paste into a service"),
    END};

static void add_shape(struct bf_json *json, const struct bf_fitted *fit)
{
    bool mixture = fit->shape == BF_FIT_MIXTURE;
    bf_json_object(json, NULL);
    bf_json_text(json, "shape", bf_fit_shape_name(fit->shape));
    bf_json_number(json, "a", fit->a);
    bf_json_number(json, "b", fit->b);
    bf_json_number(json, "long_share", mixture ? fit->c : (double)NAN);
    bf_json_number(json, "long_a", mixture ? fit->d : (double)NAN);
    bf_json_number(json, "long_b", mixture ? fit->e : (double)NAN);
    bf_json_number(json, "mean", fit->mean);
    bf_json_number(json, "sd", fit->sd);
    bf_json_number(json, "median", fit->median);
    bf_json_number(json, "log_likelihood", fit->log_likelihood);
    bf_json_number(json, "aic", fit->aic);
    bf_json_number(json, "bic", fit->bic);
    bf_json_number(json, "distance", fit->distance);
    bf_json_end_object(json);
}

static void add_group(struct bf_json *json, const struct bf_stays_group *group)
{
    bool any = group->best >= 0;
    bf_json_object(json, NULL);
    bf_json_text(json, "class", group->name);
    bf_json_count(json, "stays", group->n);
    bf_json_count(json, "zeros_left_out", group->zeros);
    bf_json_number(json, "mean", group->mean);
    bf_json_number(json, "median", group->median);
    bf_json_text(json, "best", any ? bf_fit_shape_name((enum bf_fit_shape)group->best) : NULL);
    bf_json_number(json, "p_value", any ? group->p_value : (double)NAN);
    bf_json_count(json, "resamples", group->resamples);
    bf_json_array(json, "shapes");
    for (int s = 0; s < BF_FIT_SHAPES; s++)
        if (group->fitted[s]) add_shape(json, &group->fit[s]);
    bf_json_end_array(json);
    bf_json_end_object(json);
}

static void reply(const struct bf_stays *stays)
{
    struct bf_text text = {.bytes = NULL};
    struct bf_json *json = bf_reply_result();
    if (json == NULL) return;
    bf_json_text(json, "column", stays->column);
    bf_json_text(json, "class_column", stays->by);
    bf_json_flag(json, "whole_days", stays->whole_days);
    bf_json_count(json, "left_out", stays->left_out);
    bf_json_text(json, "looks_like_total_stays", stays->looks_total);
    bf_json_array(json, "groups");
    for (uint32_t i = 0; i < stays->group_count; i++)
        add_group(json, &stays->group[i]);
    bf_json_end_array(json);
    bf_stays_scenario(stays, &text);
    bf_json_text(json, "scenario", text.bytes != NULL ? text.bytes : "");
    bf_sink_whole(&json->sink, &text);
    bf_text_free(&text);
}

static int tell(const struct bf_stays *stays)
{
    struct bf_text out = {.bytes = NULL};
    reply(stays);
    bf_stays_words(stays, &out);
    bf_text_add(&out, "\n# ready to paste into a service:\n");
    bf_stays_scenario(stays, &out);
    return bf_print(&out);
}

static int run(const struct bf_arguments *a)
{
    struct bf_faults faults = {.count = 0};
    struct bf_sheet sheet = {.bytes = NULL};
    struct bf_stays *stays = bf_heap_take(1, sizeof *stays);
    struct bf_stays_request request = {
        .file = a->operand[0], .column = a->column, .by = a->by_class, .seed = a->seed};
    if (stays == NULL) return bf_complain(BF_EXIT_STOPPED, "memory ran out");
    int code = bf_sheet_open(a->operand[0], &sheet, &faults);
    if (code == BF_EXIT_DONE && !bf_stays_fit(&sheet, &request, stays, &faults))
        code = bf_faults_code(&faults, BF_EXIT_SCENARIO);
    bf_say_faults(stderr, &faults, BF_WITH_NOTES);
    if (code == BF_EXIT_DONE) code = tell(stays);
    if (code == BF_EXIT_DONE) code = draw(a, stays);
    bf_stays_free(stays);
    bf_heap_give(stays);
    bf_sheet_free(&sheet);
    bf_faults_free(&faults);
    return code;
}

static const struct bf_option options[] = {
    BF_TEXT_OPTION(
        "column", 0, "NAME", NULL, column,
        "column of the stays, in days (days, stay, los or the only one of numbers, unless given)"),
    BF_TEXT_OPTION("class", 0, "COLUMN", NULL, by_class,
                   "column of classes: each is fitted by itself, too"),
    BF_TEXT_OPTION(
        "out", 'o', "DIR", NULL, out,
        "folder for a picture, quantiles of the stays against those of the fit; replaced if there"),
    BF_OPTION_SEED,
    BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow fit stays.csv", "which shape do these stays have, and how does a scenario say it?"},
    {"bedflow fit stays.csv --column days --class frailty -o fit",
     "for each class as well, with a picture"},
    {NULL, NULL}};

const struct bf_command bf_command_fit = {
    .name = "fit",
    .operands = "STAYS.csv",
    .least = 1,
    .most = 1,
    .missing = "a table of stays",
    .summary = "from a table of stays to the words of a scenario",
    .about =
        "Reads a CSV table with one row a stay, finds the shape that says them best (lognormal,\n"
        "gamma, Weibull, or a mixture of two lognormals for people of two kinds; by maximum\n"
        "likelihood and BIC), and judges how well it does (Kolmogorov-Smirnov test with\n"
        "resamples). Whole days are fitted as intervals. Prints the text to paste into a service.\n"
        "A stay is the time to ready: a table of total stays contains delay, and it is said when\n"
        "the names of its columns look like that.",
    .options = options,
    .examples = examples,
    .result = members,
    .run = run};
