/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"
static const struct bf_option options[] = {BF_OPTION_HELP, BF_OPTION_END};
static const struct bf_example examples[] = {{"bedflow plot", ""}, {NULL, NULL}};
static int run(const struct bf_arguments *a)
{
    (void)a;
    return 70;
}
const struct bf_command bf_command_plot = {.name = "plot",
                                           .operands = "",
                                           .least = 0,
                                           .most = 0,
                                           .missing = "x",
                                           .summary = "",
                                           .about = "",
                                           .options = options,
                                           .examples = examples,
                                           .run = run};
