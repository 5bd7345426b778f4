/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_plot.c -- bedflow plot: pictures of results that are on disk. */
#include "command.h"

#include "bedflow/report/plot.h"
#include "pictures.h"
#include "place.h"
#include "reply.h"
#include "say.h"

static int run(const struct bf_arguments *a)
{
    for (uint32_t i = 0; i < a->operand_count; i++) {
        int code = bf_place_holds(a->operand[i], "(it holds run.json)");
        if (code != BF_EXIT_DONE) return code;
    }
    return bf_pictures(a->operand, a->operand_count, a->out, a->quiet, bf_reply_result());
}

static const struct bf_option options[] = {
    BF_TEXT_OPTION("out", 'o', "DIR", NULL, out,
                   "folder for the pictures (inside the first folder unless given)"),
    BF_FLAG_OPTION("quiet", 'q', quiet, "only what went wrong"), BF_OPTION_HELP, BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow plot results/winter-2021", "draw the pictures of one run again"},
    {"bedflow plot results/winter-2021 results/more-beds -o for-the-board",
     "both runs in one picture, and the difference to the first"},
    {NULL, NULL}};

const struct bf_command bf_command_plot = {
    .name = "plot",
    .operands = "DIR [DIR2...]",
    .least = 1,
    .most = BF_PLOT_RUNS,
    .missing = "a folder of results",
    .summary = "draw results again, or several runs against each other",
    .about =
        "With one folder: its pictures. With several: delayed transfers, occupancy, readmissions\n"
        "and services of all of them, and each one's difference to the first, winter by winter.\n"
        "The pictures need gnuplot; without it the tables and scripts are written all the same.",
    .options = options,
    .examples = examples,
    .result = bf_pictures_members,
    .run = run};
