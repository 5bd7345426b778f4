/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_fit.c -- bedflow fit: from a table of stays to the words of a scenario, and a picture. */
#include "command.h"

#include "bedflow/report/fit_picture.h"
#include "bedflow/study/stays.h"
#include "files.h"
#include "say.h"

#ifndef BF_PLOTS_DIR
#define BF_PLOTS_DIR "plots"
#endif

static int read_sheet(const char *path, struct bf_sheet *sheet, struct bf_faults *faults)
{
    struct bf_disk disk = {.absent = false};
    struct bf_loader loader = bf_disk_loader(&disk);
    struct bf_err err = {.code = BF_OK};
    char *text = NULL;
    size_t length = 0;
    if (!loader.load(loader.context, path, &text, &length, &err)) {
        int code = bf_complain_err(&err);
        return disk.absent ? BF_EXIT_NO_FILE : disk.unreadable ? BF_EXIT_IO : code;
    }
    return bf_sheet_parse(sheet, text, length, path, faults) ? BF_EXIT_DONE : BF_EXIT_SCENARIO;
}

static int draw(const struct bf_arguments *a, const struct bf_stays *stays)
{
    struct bf_text said = {.bytes = NULL};
    enum bf_gnuplot_end end;
    struct bf_err err;
    int code = BF_EXIT_DONE;
    if (a->out == NULL) return BF_EXIT_DONE;
    if (!bf_fit_draw(stays, a->out, BF_PLOTS_DIR, NULL, &end, &said, &err))
        code = bf_complain_err(&err);
    else if (end == BF_GNUPLOT_MISSING)
        bf_say("No picture: gnuplot is not installed. To draw it later: cd %s && gnuplot fit.gp",
               a->out);
    else if (end == BF_GNUPLOT_FAILED)
        code = bf_complain(BF_EXIT_IO, "gnuplot could not draw: %s",
                           said.bytes != NULL ? said.bytes : "");
    else
        bf_say("Picture:  %s/fit.png (the same as .svg)", a->out);
    bf_text_free(&said);
    return code;
}

static int tell(const struct bf_stays *stays)
{
    struct bf_text out = {.bytes = NULL};
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
    int code = read_sheet(a->operand[0], &sheet, &faults);
    if (code == BF_EXIT_DONE && !bf_stays_fit(&sheet, &request, stays, &faults))
        code = BF_EXIT_SCENARIO;
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
    {"column", 0, BF_OPTION_TEXT, "NAME", NULL, 0, 0, BF_OPTION_FIELD(column),
     "column of the stays, in days (days, stay, los or the only one of numbers, unless given)"},
    {"class", 0, BF_OPTION_TEXT, "COLUMN", NULL, 0, 0, BF_OPTION_FIELD(by_class),
     "column of classes: each is fitted by itself, too"},
    {"out", 'o', BF_OPTION_TEXT, "DIR", NULL, 0, 0, BF_OPTION_FIELD(out),
     "folder for a picture, quantiles of the stays against those of the fit; replaced if there"},
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
        "Reads a CSV table with one row a stay. Fits lognormal, gamma and Weibull by maximum\n"
        "likelihood, chooses by AIC, and judges the choice by a Kolmogorov-Smirnov test with\n"
        "resamples; whole days are fitted as intervals. Prints the text to paste into a service.\n"
        "A stay is the time to ready: a table of total stays contains delay, and it is said when\n"
        "the names of its columns look like that.",
    .options = options,
    .examples = examples,
    .run = run};
