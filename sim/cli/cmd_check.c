/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_check.c -- bedflow check: every fault, the load of every service, the evidence. */
#include "command.h"

#include "files.h"
#include "overload.h"
#include "say.h"
#include "today.h"

#include "bedflow/report/evidence.h"
#include "bedflow/report/table.h"

#include <math.h>

static void add_summary(const struct bf_model *model, struct bf_text *out)
{
    const struct bf_network *n = &model->network;
    char from[48], to[48], people[64];
    double per_day = 0;
    for (uint32_t i = 0; i < n->stream_count; i++)
        per_day += n->numbers.stream[i].rate_per_day;
    bf_day_print_words(n->from, from, sizeof from);
    bf_day_print_words(n->to, to, sizeof to);
    bf_value_print(per_day, (double)NAN, people, sizeof people);
    bf_text_add(out, "%s\n%s to %s: %d days, followed for %u more\n", model->care->title, from, to,
                (int)(n->to - n->from + 1), n->follow_up_days);
    bf_text_add(out, "%u %s of demand: %s people present a day, on average\n", n->stream_count,
                bf_plural(n->stream_count, "stream", "streams"), people);
    bf_load_table(n, out);
    bf_today_table(n, out);
    bf_daily_words(n, out);
    bf_text_add(out, "\n");
}

static int run(const struct bf_arguments *a)
{
    struct bf_model model;
    struct bf_faults faults = {.count = 0};
    struct bf_text out = {.bytes = NULL};
    char words[80];
    int code = bf_model_try(&model, a, &faults);
    bf_say_faults(stdout, &faults, BF_WITH_NOTES);
    if (faults.count > 0) bf_text_add(&out, "\n");
    if (code == BF_EXIT_DONE) add_summary(&model, &out);
    if (code == BF_EXIT_DONE && a->sources) {
        bf_evidence_table(&model.scenario.bound, &out);
        bf_text_add(&out, "\n");
    }
    bf_faults_count_words(&faults, words, sizeof words);
    bf_text_add(&out, "%s\n", words);
    int printed = bf_print(&out);
    bf_faults_free(&faults);
    bf_model_free(&model);
    return code != BF_EXIT_DONE ? code : printed;
}

static const struct bf_option options[] = {
    BF_OPTION_SET,
    {"sources", 0, BF_OPTION_FLAG, NULL, NULL, 0, 0, BF_OPTION_FIELD(sources),
     "list the numbers without a source, and the assumptions"},
    BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow check winter.cfg", "is everything in order, and which services are short?"},
    {"bedflow check winter.cfg --sources", "which numbers would somebody ask about?"},
    {NULL, NULL}};

const struct bf_command bf_command_check = {
    .name = "check",
    .operands = "SCENARIO",
    .least = 1,
    .most = 1,
    .missing = "a scenario file",
    .summary = "find every mistake in a scenario, and each service's load",
    .about =
        "Prints all errors, warnings and notes with their file and line, then what each service\n"
        "has and what it would need, who is there at the start (of a snapshot), how daily\n"
        "arrivals scatter, and ends with the number of errors and warnings.\n"
        "Nothing is simulated.",
    .options = options,
    .examples = examples,
    .run = run};
