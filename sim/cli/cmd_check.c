/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_check.c -- bedflow check: every fault, the load of every service, the evidence. */
#include "command.h"

#include "files.h"
#include "overload.h"
#include "reply.h"
#include "say.h"
#include "today.h"

#include "bedflow/report/evidence.h"
#include "bedflow/report/members.h"
#include "bedflow/report/table.h"

#include <math.h>

/* ---- for programs ---------------------------------------------------------------------- */

static const struct bf_member number_members[] = {
    WORDS("path", "setting, or the list that the numbers are of"),
    COUNT("numbers", "how many numbers; more than 1 for a list"),
    WORDS_OR_NULL("file", "where it is written"),
    COUNT_OR_NULL("line", "line of that file"),
    WORDS("value", "as written, with unit and range"),
    WORDS_OR_NULL("assumption", "why it is assumed"),
    WORDS_OR_NULL("source", "where it is from"),
    END};

static const struct bf_member evidence_members[] = {
    COUNT("with_source", "numbers with a source"),
    COUNT("from_defaults", "numbers left to the defaults of bedflow"),
    LIST("sourced", "those with a source", number_members),
    LIST("assumed", "numbers that are assumptions", number_members),
    LIST("without", "numbers with neither source nor assumption", number_members),
    END};

static const struct bf_member setting_members[] = {
    WORDS("path", "what --set and dated changes call it"),
    WORDS_OR_NULL("value", "as written, or the default; null: none"),
    WORDS("write", "what can be written"), END};

static const struct bf_member members[] = {
    WORDS_OR_NULL("title", "title of the scenario"),
    DAY("first_day", "first day of the period"),
    DAY("last_day", "last day"),
    COUNT("days", "days of the period"),
    COUNT("follow_up_days", "days that people are followed after it"),
    COUNT("streams", "streams of demand"),
    NUMBER_ALWAYS("people_per_day", "people who present a day, on average"),
    OBJECT_OR_NULL(
        "loads",
        "what each service has and needs, before dated changes; null if it cannot be worked out",
        bf_load_members),
    OBJECT_OR_NULL("snapshot", "who is there at the start; null: no table", bf_snapshot_members),
    LIST("daily", "tables of arrivals by day", bf_daily_members),
    OBJECT("evidence", "where the numbers come from", evidence_members),
    LIST("settings", "every setting, with --paths; else none", setting_members),
    END};

static void add_number(struct bf_json *json, const struct bf_evidence_line *line)
{
    const struct bf_given *given = line->given;
    char path[BF_PATH_CAP], value[BF_PATH_CAP];
    bool sourced = given->source != NULL && given->source[0] != '\0';
    bool assumed = !sourced && given->assumption != NULL && given->assumption[0] != '\0';
    bf_evidence_path(line, path, sizeof path);
    bf_evidence_value(line, value, sizeof value);
    bf_json_object(json, NULL);
    bf_json_text(json, "path", path);
    bf_json_count(json, "numbers", line->count);
    bf_json_text(json, "file", given->where.file);
    if (given->where.line > 0)
        bf_json_count(json, "line", (uint64_t)given->where.line);
    else
        bf_json_text(json, "line", NULL);
    bf_json_text(json, "value", value);
    bf_json_text(json, "assumption", assumed ? given->assumption : NULL);
    bf_json_text(json, "source", sourced ? given->source : NULL);
    bf_json_end_object(json);
}

static bool add_numbers(struct bf_json *json, const char *name, const struct bf_bound *bound,
                        enum bf_evidence kind)
{
    struct bf_evidence_list list;
    bool whole = bf_evidence_list(bound, kind, &list);
    bf_json_array(json, name);
    for (size_t i = 0; whole && i < list.count; i++)
        add_number(json, &list.line[i]);
    bf_json_end_array(json);
    bf_evidence_list_free(&list);
    return whole;
}

static bool add_evidence(struct bf_json *json, const struct bf_bound *bound)
{
    size_t count[BF_EVIDENCE_COUNT];
    bf_evidence_count(bound, count);
    bf_json_object(json, "evidence");
    bf_json_count(json, "with_source", count[BF_EVIDENCE_SOURCE]);
    bf_json_count(json, "from_defaults", count[BF_EVIDENCE_DEFAULT]);
    bool whole = add_numbers(json, "sourced", bound, BF_EVIDENCE_SOURCE);
    whole = add_numbers(json, "assumed", bound, BF_EVIDENCE_ASSUMED) && whole;
    whole = add_numbers(json, "without", bound, BF_EVIDENCE_NONE) && whole;
    bf_json_end_object(json);
    return whole;
}

static double people_per_day(const struct bf_network *n)
{
    double per_day = 0;
    for (uint32_t i = 0; i < n->stream_count; i++)
        per_day += n->numbers.stream[i].rate_per_day;
    return per_day;
}

static const char *written(const struct bf_given *given)
{
    return given->text != NULL ? given->text : given->param->fallback;
}

static void add_settings(struct bf_json *json, const struct bf_bound *bound, bool wanted)
{
    bf_json_array(json, "settings");
    for (size_t i = 0; wanted && i < bound->given_count; i++) {
        struct bf_param_words words;
        bf_param_words(bound->given[i].param, &words);
        bf_json_object(json, NULL);
        bf_json_text(json, "path", bound->given[i].path);
        bf_json_text(json, "value", written(&bound->given[i]));
        bf_json_text(json, "write", words.write);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
}

static int reply(const struct bf_model *model, bool paths)
{
    const struct bf_network *n = &model->network;
    struct bf_json *json = bf_reply_result();
    if (json == NULL) return BF_EXIT_DONE;
    bf_json_text(json, "title", model->care->title);
    bf_json_day(json, "first_day", n->from);
    bf_json_day(json, "last_day", n->to);
    bf_json_count(json, "days", (uint64_t)(n->to - n->from + 1));
    bf_json_count(json, "follow_up_days", n->follow_up_days);
    bf_json_count(json, "streams", n->stream_count);
    bf_json_number(json, "people_per_day", people_per_day(n));
    bf_load_json(json, n);
    bf_today_json(json, n);
    bool whole = add_evidence(json, &model->scenario.bound);
    add_settings(json, &model->scenario.bound, paths);
    if (whole) return BF_EXIT_DONE;
    return bf_complain(BF_EXIT_STOPPED, "memory ran out while listing the evidence");
}

/* ---- for people ------------------------------------------------------------------------ */

/* A line for each setting, given or default: "path = value". */
static void add_paths(const struct bf_bound *bound, struct bf_text *out)
{
    for (size_t i = 0; i < bound->given_count; i++) {
        const char *value = written(&bound->given[i]);
        bf_text_add(out, "%s = %s\n", bound->given[i].path, value != NULL ? value : "-");
    }
}

static void add_summary(const struct bf_model *model, struct bf_text *out)
{
    const struct bf_network *n = &model->network;
    char from[48], to[48], people[64];
    bf_day_print_words(n->from, from, sizeof from);
    bf_day_print_words(n->to, to, sizeof to);
    bf_value_print(people_per_day(n), (double)NAN, people, sizeof people);
    bf_text_add(out, "%s\n%s to %s: %d days, followed for %u more\n", model->care->title, from, to,
                (int)(n->to - n->from + 1), n->follow_up_days);
    bf_text_add(out, "%u %s of demand: %s people present a day, on average\n", n->stream_count,
                bf_plural(n->stream_count, "stream", "streams"), people);
    bf_load_table(n, out);
    bf_today_table(n, out);
    bf_daily_words(n, out);
    bf_text_add(out, "\n");
}

static void add_all(const struct bf_model *model, bool sources, struct bf_text *out)
{
    add_summary(model, out);
    if (!sources) return;
    bf_evidence_table(&model->scenario.bound, out);
    bf_text_add(out, "\n");
}

/* With --paths stdout is the list alone, for other programs' sake. */
static int run(const struct bf_arguments *a)
{
    struct bf_model model;
    struct bf_faults faults = {.count = 0};
    struct bf_text out = {.bytes = NULL};
    char words[80];
    int code = bf_model_try(&model, a, &faults);
    bf_say_faults(a->paths ? stderr : stdout, &faults, BF_WITH_NOTES);
    if (faults.count > 0 && !a->paths) bf_text_add(&out, "\n");
    if (code == BF_EXIT_DONE && a->paths) add_paths(&model.scenario.bound, &out);
    if (code == BF_EXIT_DONE && !a->paths) add_all(&model, a->sources, &out);
    if (code == BF_EXIT_DONE) code = reply(&model, a->paths);
    bf_faults_count_words(&faults, words, sizeof words);
    if (!a->paths) bf_text_add(&out, "%s\n", words);
    int printed = bf_print(&out);
    bf_faults_free(&faults);
    bf_model_free(&model);
    return code != BF_EXIT_DONE ? code : printed;
}

static const struct bf_option options[] = {
    BF_OPTION_SET,
    BF_FLAG_OPTION("sources", 0, sources,
                   "list all numbers: without a source, assumed and why, and the source"),
    BF_FLAG_OPTION("paths", 0, paths,
                   "list every setting and its value in place of the loads: what --set can change"),
    BF_OPTION_HELP, BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow check winter.cfg", "is everything in order, and which services are short?"},
    {"bedflow check winter.cfg --sources", "which numbers would somebody ask about?"},
    {"bedflow check winter.cfg --paths", "what could --set change?"},
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
    .result = members,
    .run = run};
