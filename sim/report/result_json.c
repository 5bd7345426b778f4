/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/result_json.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/report/members.h"
#include "bedflow/report/store.h"
#include "bedflow/study/extend.h"
#include "bedflow/study/framework.h"

#include <inttypes.h>
#include <string.h>

void bf_scenario_sum(const char *text, char hex[BF_SHA256_TEXT])
{
    hex[0] = '\0';
    if (text != NULL) bf_sha256_text(text, strlen(text), hex);
}

void bf_json_digest(struct bf_json *json, const char *name, uint64_t digest)
{
    char text[32];
    bf_format(text, sizeof text, "%016" PRIx64, digest);
    bf_json_text(json, name, text);
}

void bf_json_seed(struct bf_json *json, const char *name, uint64_t seed)
{
    char text[32];
    bf_format(text, sizeof text, "%" PRIu64, seed);
    bf_json_text(json, name, text);
}

void bf_json_measure_name(struct bf_json *json, const struct bf_measure *measure)
{
    bf_json_text(json, "service", measure->service);
    bf_json_text(json, "group", measure->group);
    bf_json_text(json, "measure", measure->name);
}

/* ---- program --------------------------------------------------------------------------- */

const struct bf_member bf_program_members[] = {
    WORDS("name", "bedflow"),
    WORDS("version", "version of the program"),
    WORDS_OR_NULL("commit", "git commit it was built from, or unknown"),
    WORDS_OR_NULL("compiler", "compiler and flags"),
    WORDS_OR_NULL("command", "the command line, as a shell would take it again"),
    {"libraries", BF_MEMBER_NAMED, "version of each library", NULL, NULL},
    END};

void bf_json_program(struct bf_json *json, const struct bf_run_identity *identity)
{
    bf_json_object(json, "program");
    bf_json_text(json, "name", "bedflow");
    bf_json_text(json, "version", identity->version);
    bf_json_text(json, "commit", identity->commit);
    bf_json_text(json, "compiler", identity->compiler);
    bf_json_text(json, "command", identity->command);
    bf_json_object(json, "libraries");
    for (uint32_t i = 0; i < identity->library_count; i++)
        bf_json_text(json, identity->library[i].name, identity->library[i].version);
    bf_json_end_object(json);
    bf_json_end_object(json);
}

bool bf_json_begin(struct bf_json *json, const char *path, const struct bf_run_identity *identity,
                   struct bf_err *err)
{
    if (!bf_json_open(json, path, err)) return false;
    bf_json_count(json, "format", 1);
    bf_json_program(json, identity);
    return true;
}

/* ---- scenario -------------------------------------------------------------------------- */

const struct bf_member bf_scenario_members[] = {
    WORDS_OR_NULL("title", "title of the scenario, with what --set changed"),
    WORDS_OR_NULL("file", "file of the scenario, as typed"),
    WORDS_OR_NULL("sha256", "checksum of the scenario with all that it includes and --set changes"),
    DAY("first_day", "first day reported"),
    COUNT("days", "days reported"),
    COUNT("warm_up_days", "days simulated before the first day reported"),
    FLAG("chance_only", "no input has a declared range: inputs were taken as exact"),
    END};

void bf_json_scenario(struct bf_json *json, const struct bf_result *result,
                      const struct bf_run_identity *identity, bool whole)
{
    char hex[BF_SHA256_TEXT];
    bf_scenario_sum(identity->scenario_text, hex);
    bf_json_object(json, "scenario");
    bf_json_text(json, "title", result->title);
    bf_json_text(json, "file", result->scenario_file);
    bf_json_text(json, "sha256", hex[0] == '\0' ? NULL : hex);
    bf_json_day(json, "first_day", result->catalogue->first_day);
    bf_json_count(json, "days", result->catalogue->day_count);
    bf_json_count(json, "warm_up_days", result->warm_up_days);
    bf_json_flag(json, "chance_only", result->chance_only);
    if (whole) bf_json_text(json, "text", identity->scenario_text);
    bf_json_end_object(json);
}

/* ---- study ----------------------------------------------------------------------------- */

static const struct bf_member stopped_members[] = {
    COUNT("replication", "number of the replication"), WORDS("reason", "which limit was reached"),
    END};

static const struct bf_member replication_members[] = {
    COUNT("number", "number of the replication"),
    WORDS("digest", "checksum of everything that it measured"),
    WORDS_OR_NULL("people", "checksum of the people who presented for the first time: who, when, "
                            "class, locality, way in"),
    COUNT("events", "events simulated"), END};

const struct bf_member bf_study_members[] = {
    WORDS("seed", "seed of the random numbers, in decimal"),
    COUNT("replications_planned", "possible winters asked for"),
    COUNT("replications_finished", "possible winters simulated to their end"),
    FLAG("interrupted", "stopped by the user"),
    FLAG("fixed_inputs", "declared ranges of inputs were ignored"),
    COUNT("threads", "processors used; results do not depend on it"),
    NUMBER_ALWAYS("wall_seconds", "time by the clock, s"),
    NUMBER_ALWAYS("cpu_seconds", "time of all processors, s"),
    WORDS("digest", "checksum of all replications"),
    WORDS_OR_NULL(
        "people",
        "checksum of the people of all replications: equal where the same people presented"),
    LIST("stopped", "replications that a limit stopped; they are left out", stopped_members),
    LIST("replications", "replications that finished", replication_members),
    END};

static void add_stopped(struct bf_json *json, const struct bf_result *result)
{
    bf_json_array(json, "stopped");
    for (uint32_t i = 0; i < result->stopped_count; i++) {
        char reason[BF_PATH_CAP * 2 + BF_WHAT_CAP + 32];
        bf_err_render(&result->stopped[i].err, reason, sizeof reason);
        bf_json_object(json, NULL);
        bf_json_count(json, "replication", result->stopped[i].replication);
        bf_json_text(json, "reason", reason);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
}

void bf_json_study(struct bf_json *json, const struct bf_result *result)
{
    bf_json_object(json, "study");
    bf_json_seed(json, "seed", result->seed);
    bf_json_count(json, "replications_planned", result->planned);
    bf_json_count(json, "replications_finished", result->count);
    bf_json_flag(json, "interrupted", result->interrupted);
    bf_json_flag(json, "fixed_inputs", result->fixed_inputs);
    bf_json_count(json, "threads", result->threads);
    bf_json_number(json, "wall_seconds", result->wall_s);
    bf_json_number(json, "cpu_seconds", result->cpu_s);
    bf_json_digest(json, "digest", result->total_digest);
    if (result->people)
        bf_json_digest(json, "people", bf_result_people(result));
    else
        bf_json_text(json, "people", NULL);
    add_stopped(json, result);
    bf_json_array(json, "replications");
    for (uint32_t r = 0; r < result->count; r++) {
        bf_json_object(json, NULL);
        bf_json_count(json, "number", result->replication[r]);
        bf_json_digest(json, "digest", result->digest[r]);
        if (result->people)
            bf_json_digest(json, "people", result->people[r]);
        else
            bf_json_text(json, "people", NULL);
        bf_json_count(json, "events", result->events[r]);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
    bf_json_end_object(json);
}

/* ---- measures -------------------------------------------------------------------------- */

/* What is measured, of whom; then the unit, whose words differ. */
#define MEASURED                                                                                   \
    WORDS("service", "name of the service, or system for all"),                                    \
        WORDS("label", "what people call the service"),                                            \
        WORDS("group", "all, or a part such as class:frail or reason:E"),                          \
        WORDS("measure", "name of the measure")

const struct bf_member bf_measure_members[] = {
    MEASURED,
    WORDS("unit", "unit of every number of this measure"),
    WORDS_OR_NULL("definition", "what is counted"),
    FLAG("headline", "stands in the short table"),
    FLAG("lower_is_better", "whether a lower number is the better one"),
    NUMBER("target", "what is aimed at; null if nothing is"),
    NUMBER("mean", "mean over the replications"),
    NUMBER("mc_low", "lower end of the 95% interval of the mean: simulation error, which "
                     "more replications make smaller"),
    NUMBER("mc_high", "its upper end"),
    NUMBER("p05", "one possible winter in twenty is below this: not an error, and more "
                  "replications do not make the range smaller"),
    NUMBER("p25", "a quarter of possible winters are below this"),
    NUMBER("p50", "half of possible winters are below this"),
    NUMBER("p75", "three quarters of possible winters are below this"),
    NUMBER("p95", "one possible winter in twenty is above this"),
    COUNT("replications", "replications in which the measure is defined"),
    END};

static void add_what(struct bf_json *json, const struct bf_measure *measure)
{
    bf_json_text(json, "service", measure->service);
    bf_json_text(json, "label", measure->label);
    bf_json_text(json, "group", measure->group);
    bf_json_text(json, "measure", measure->name);
    bf_json_text(json, "unit", measure->unit);
    bf_json_text(json, "definition", measure->help);
}

static void add_measure(struct bf_json *json, const struct bf_measure *measure,
                        const struct bf_summary *s)
{
    bf_json_object(json, NULL);
    add_what(json, measure);
    bf_json_flag(json, "headline", measure->headline);
    bf_json_flag(json, "lower_is_better", measure->lower_is_better);
    bf_json_number(json, "target", measure->target);
    bf_json_number(json, "mean", s->mean);
    bf_json_number(json, "mc_low", s->mc_low);
    bf_json_number(json, "mc_high", s->mc_high);
    bf_json_number(json, "p05", s->p05);
    bf_json_number(json, "p25", s->p25);
    bf_json_number(json, "p50", s->p50);
    bf_json_number(json, "p75", s->p75);
    bf_json_number(json, "p95", s->p95);
    bf_json_count(json, "replications", s->count);
    bf_json_end_object(json);
}

bool bf_json_measures(struct bf_json *json, const struct bf_result *result)
{
    double *work = bf_heap_take((size_t)result->count + 1, sizeof(double));
    bool good = work != NULL;
    bf_json_array(json, "measures");
    for (uint32_t i = 0; good && i < result->catalogue->scalar_count; i++) {
        struct bf_summary summary;
        bf_store_scalar(result, i, work, &summary);
        add_measure(json, &result->catalogue->scalar[i], &summary);
    }
    bf_json_end_array(json);
    bf_heap_give(work);
    return good;
}

/* ---- days ------------------------------------------------------------------------------ */

const struct bf_member bf_curve_members[] = {
    MEASURED,
    WORDS("unit", "unit of every number of this curve"),
    WORDS_OR_NULL("definition", "what is counted"),
    NUMBER("target", "a line to draw; null if there is none"),
    NUMBERS("mean", "mean over possible winters, a number a day from scenario.first_day on"),
    NUMBERS("p05", "one possible winter in twenty is below this on that day"),
    NUMBERS("p25", "a quarter of possible winters are below this"),
    NUMBERS("p50", "half of possible winters are below this"),
    NUMBERS("p75", "three quarters of possible winters are below this"),
    NUMBERS("p95", "one possible winter in twenty is above this"),
    END};

enum { BANDS = 6 };

/* band[BANDS][days] */
static void add_curve(struct bf_json *json, const struct bf_measure *measure, const double band[],
                      uint32_t days)
{
    static const char *const name[BANDS] = {"mean", "p05", "p25", "p50", "p75", "p95"};
    bf_json_object(json, NULL);
    add_what(json, measure);
    bf_json_number(json, "target", measure->target);
    for (int b = 0; b < BANDS; b++)
        bf_json_numbers(json, name[b], band + (size_t)b * days, days);
    bf_json_end_object(json);
}

bool bf_json_daily(struct bf_json *json, const struct bf_result *result)
{
    const struct bf_catalogue *c = result->catalogue;
    size_t days = c->day_count;
    double *work = bf_heap_take((size_t)result->count + 1, sizeof *work);
    double *band = bf_heap_take(BANDS * days + 1, sizeof *band);
    bool good = work != NULL && band != NULL;
    bf_json_array(json, "daily");
    for (uint32_t j = 0; good && j < c->daily_count; j++) {
        if (c->daily_count > BF_JSON_CURVES && strcmp(c->daily[j].service, "system") != 0) continue;
        for (uint32_t d = 0; d < days; d++) {
            struct bf_summary s;
            bf_store_daily(result, j, d, work, &s);
            const double of_day[BANDS] = {s.mean, s.p05, s.p25, s.p50, s.p75, s.p95};
            for (size_t b = 0; b < BANDS; b++)
                band[b * days + d] = of_day[b];
        }
        add_curve(json, &c->daily[j], band, c->day_count);
    }
    bf_json_end_array(json);
    bf_heap_give(work);
    bf_heap_give(band);
    return good;
}

/* ---- the outcomes framework ------------------------------------------------------------ */

const struct bf_member bf_framework_members[] = {
    WORDS("outcome", "name in the scenario"),
    WORDS("label", "its name for people"),
    WORDS("definition", "what exactly is counted"),
    WORDS("unit", "unit of every number of this outcome"),
    FLAG("lower_is_better", "whether a lower number is the better one"),
    NUMBER("target", "green is as good as this or better; null: no target"),
    NUMBER("amber", "amber is as good as this; null: no amber"),
    NUMBER("mean", "mean over the replications"),
    NUMBER("mc_low", "lower end of the 95% interval of the mean: simulation error"),
    NUMBER("mc_high", "its upper end"),
    WORDS("status", "of the mean: green, amber, red; none without target"),
    FLAG("sure", "whether the interval of the mean lies within that status"),
    NUMBER("chance_green", "share of possible winters in which it is green"),
    NUMBER("chance_amber", "share in which it is amber"),
    NUMBER("chance_red", "share in which it is red"),
    WORDS("source", "where the target comes from"),
    WORDS("caution", "what is left out of the figure; empty: nothing"),
    END};

bool bf_json_framework(struct bf_json *json, const struct bf_result *result)
{
    bool good = true;
    bf_json_array(json, "outcomes");
    for (uint32_t k = 0; good && k < result->catalogue->framework_count; k++) {
        struct bf_judgement j;
        struct bf_err err;
        good = bf_framework_judge(result, k, &j, &err);
        if (!good) break;
        bf_json_object(json, NULL);
        bf_json_text(json, "outcome", j.row->name);
        bf_json_text(json, "label", j.row->label);
        bf_json_text(json, "definition", j.row->definition);
        bf_json_text(json, "unit", result->catalogue->scalar[j.row->scalar].unit);
        bf_json_flag(json, "lower_is_better", j.row->lower_is_better);
        bf_json_number(json, "target", j.row->target);
        bf_json_number(json, "amber", j.row->amber);
        bf_json_number(json, "mean", j.summary.mean);
        bf_json_number(json, "mc_low", j.summary.mc_low);
        bf_json_number(json, "mc_high", j.summary.mc_high);
        bf_json_text(json, "status", bf_rag_names[j.rag]);
        bf_json_flag(json, "sure", j.sure);
        bf_json_number(json, "chance_green", j.chance[BF_RAG_GREEN].estimate);
        bf_json_number(json, "chance_amber", j.chance[BF_RAG_AMBER].estimate);
        bf_json_number(json, "chance_red", j.chance[BF_RAG_RED].estimate);
        bf_json_text(json, "source", j.row->source);
        bf_json_text(json, "caution", j.row->caution);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
    return good;
}
