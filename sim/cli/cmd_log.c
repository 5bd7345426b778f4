/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_log.c -- bedflow log: what happened to people, as an event log for process mining. */
#include "command.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/event_log.h"
#include "bedflow/report/members.h"
#include "bedflow/study/study.h"
#include "files.h"
#include "interrupt.h"
#include "place.h"
#include "progress.h"
#include "reply.h"
#include "say.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

struct logging {
    const struct bf_arguments *a;
    const struct bf_model *model;
    struct bf_event_log log;
    uint32_t warm_up, done;
    char file[BF_FILE_CAP];
};

/* ---- what was asked -------------------------------------------------------------------- */

static int choose_shape(struct logging *l)
{
    const char *shape = l->a->shape != NULL ? l->a->shape : "bupar";
    bool bupar = strcmp(shape, "bupar") == 0, xml = strcmp(l->a->format, "xes") == 0;
    l->log.shape = xml ? BF_LOG_XML : bupar ? BF_LOG_BUPAR : BF_LOG_XES;
    if (!xml && strcmp(l->a->format, "csv") != 0)
        return bf_complain(BF_EXIT_USAGE, "--format: expected csv or xes, received \"%s\"",
                           l->a->format);
    if (xml && l->a->shape != NULL)
        return bf_complain(BF_EXIT_USAGE, "--shape: expected with --format csv alone: it names "
                                          "columns, which XES documents do not have");
    if (bupar || strcmp(shape, "xes") == 0) return BF_EXIT_DONE;
    return bf_complain(BF_EXIT_USAGE, "--shape: expected bupar or xes, received \"%s\"", shape);
}

static int choose_file(struct logging *l)
{
    const struct bf_arguments *a = l->a;
    char name[256];
    bf_place_name(a->operand[0], name, sizeof name);
    if (a->out != NULL)
        bf_format(l->file, sizeof l->file, "%s", a->out);
    else
        bf_format(l->file, sizeof l->file, "%s-log.%s", name, a->format);
    if (a->force || access(l->file, F_OK) != 0) return BF_EXIT_DONE;
    return bf_complain(BF_EXIT_EXISTS,
                       "%s: exists; nothing was run. Say --force to replace it, or choose another "
                       "name with -o",
                       l->file);
}

/* Days of the run, warm-up and follow-up included; the period unless others are asked for. */
static int choose_days(struct logging *l)
{
    const struct bf_network *n = &l->model->network;
    bf_day first = n->from - (bf_day)l->warm_up;
    bf_day last = first + (bf_day)bf_run_days(n, l->warm_up) - 1;
    bf_day from = l->a->from != BF_DAY_NONE ? l->a->from : n->from;
    bf_day to = l->a->to != BF_DAY_NONE ? l->a->to : n->to;
    char words[2][48];
    if (from < first || to > last || from > to) {
        bf_day_print_words(first, words[0], sizeof words[0]);
        bf_day_print_words(last, words[1], sizeof words[1]);
        return bf_complain(BF_EXIT_USAGE,
                           "--from and --to: expected days of the run in order, from %s (warm-up "
                           "included) to %s (follow-up included)",
                           words[0], words[1]);
    }
    l->log.network = n;
    l->log.title = l->model->care->title;
    l->log.first_day = first;
    l->log.from_h = (from - first) * 24.0;
    l->log.to_h = (to - first + 1) * 24.0;
    return BF_EXIT_DONE;
}

static int choose_warm_up(struct logging *l)
{
    struct bf_progress_line line = {.shown = false};
    struct bf_study study = {.model = l->model,
                             .seed = l->a->seed,
                             .replications = 1,
                             .fixed_inputs = l->a->fixed_inputs,
                             .warm_up_days = -1,
                             .progress = bf_progress_wanted() ? bf_progress_draw : NULL,
                             .progress_context = &line,
                             .stop = bf_interrupt_watch()};
    struct bf_err err;
    bool known = bf_study_warm_up(&study, &l->warm_up, &err);
    bf_progress_end(&line);
    return known ? BF_EXIT_DONE : bf_complain_err(&err);
}

/* ---- running --------------------------------------------------------------------------- */

static bool replicate(struct logging *l, struct bf_workspace *space, struct bf_outcome *outcome,
                      struct bf_err *err)
{
    for (uint64_t k = 0; k < l->a->reps && !bf_interrupted(); k++) {
        struct bf_replication replication = {.seed = l->a->seed,
                                             .number = (uint32_t)(l->a->replication + k),
                                             .warm_up_days = l->warm_up,
                                             .fixed_inputs = l->a->fixed_inputs,
                                             .trace = bf_event_log_hear,
                                             .trace_context = &l->log};
        bf_event_log_begin(&l->log, replication.number);
        if (!bf_replicate(space, &replication, outcome, err)) return false;
        l->done++;
    }
    return true;
}

static bool write_rows(struct logging *l, struct bf_err *err)
{
    const struct bf_catalogue *columns = &l->model->measures.catalogue;
    struct bf_workspace *space = NULL;
    struct bf_outcome outcome = {.coupling = NULL};
    outcome.scalar = bf_heap_take(columns->scalar_count + 1, sizeof *outcome.scalar);
    outcome.daily =
        bf_heap_take((size_t)columns->daily_count * columns->day_count + 1, sizeof *outcome.daily);
    bool good = outcome.scalar != NULL && outcome.daily != NULL
                    ? bf_workspace_init(&space, &l->model->network, columns, err)
                    : bf_fail(err, BF_E_NOMEM, NULL, "expected memory for one replication");
    if (good) good = replicate(l, space, &outcome, err);
    bf_workspace_free(space);
    bf_heap_give(outcome.scalar);
    bf_heap_give(outcome.daily);
    return good;
}

static const struct bf_member members[] = {
    WORDS("file", "the event log"),
    WORDS("format", "csv or xes"),
    WORDS("shape", "names of its columns: bupar or xes; xes also of an XES document"),
    COUNT("rows", "steps written"),
    COUNT("replications", "replications written"),
    END};

static void reply(const struct logging *l)
{
    struct bf_json *json = bf_reply_result();
    if (json == NULL) return;
    bf_json_text(json, "file", l->file);
    bf_json_text(json, "format", l->a->format);
    bf_json_text(json, "shape", l->log.shape == BF_LOG_BUPAR ? "bupar" : "xes");
    bf_json_count(json, "rows", l->log.rows);
    bf_json_count(json, "replications", l->done);
}

/* Beside it first: a log that broke off is no log. */
static int write_log(struct logging *l)
{
    struct bf_err err, closing;
    char partial[BF_FILE_CAP + 32];
    bf_format(partial, sizeof partial, "%s.partial-%ld", l->file, (long)getpid());
    if (!bf_event_log_open(&l->log, partial, &err)) return bf_complain_err(&err);
    bool good = write_rows(l, &err);
    bool closed = bf_event_log_close(&l->log, &closing);
    int code = BF_EXIT_DONE;
    if (!good || !closed)
        code = bf_complain_err(good ? &closing : &err);
    else if (bf_interrupted())
        code = BF_EXIT_INTERRUPTED;
    else if (rename(partial, l->file) != 0)
        code = bf_complain(BF_EXIT_IO, "%s: cannot be written", l->file);
    if (code != BF_EXIT_DONE) {
        unlink(partial);
        bf_say("No event log was written.");
        return code;
    }
    reply(l);
    if (!l->a->quiet)
        bf_say("Event log: %s (%" PRIu64 " steps of %u %s)", l->file, l->log.rows, l->done,
               bf_plural(l->done, "replication", "replications"));
    return code;
}

static int run(const struct bf_arguments *a)
{
    static struct logging l;
    struct bf_model model;
    l.a = a;
    l.model = &model;
    memset(&model, 0, sizeof model);
    int code = choose_shape(&l);
    if (code == BF_EXIT_DONE) code = choose_file(&l);
    if (code == BF_EXIT_DONE) code = bf_model_open(&model, a, false);
    if (code == BF_EXIT_DONE) code = choose_warm_up(&l);
    if (code == BF_EXIT_DONE) code = choose_days(&l);
    if (code == BF_EXIT_DONE) code = write_log(&l);
    bf_model_free(&model);
    return code;
}

static const struct bf_option options[] = {
    BF_TEXT_OPTION("out", 'o', "FILE", NULL, out,
                   "the file to write (<name of the scenario>-log.csv or .xes unless given)"),
    BF_TEXT_OPTION("format", 0, "csv|xes", "csv", format,
                   "a table, or an XES document (IEEE 1849): a trace a person"),
    BF_TEXT_OPTION("shape", 0, "bupar|xes", NULL, shape,
                   "of a table, the names of its columns: as bupaR reads them, or as XES tools "
                   "read CSV (bupar unless given)"),
    BF_NUMBER_OPTION("rep", 0, "R", "0", 0, 999999, replication,
                     "the first replication: as numbered in replications.csv"),
    BF_NUMBER_OPTION("reps", 'n', "N", "1", 1, 100000, reps,
                     "how many replications, one after another"),
    BF_DATE_OPTION("from", from,
                   "first day (of the period unless given; the warm-up can be asked for)"),
    BF_DATE_OPTION("to", to, "last day (of the period unless given)"),
    BF_OPTION_SEED,
    BF_OPTION_SET,
    BF_OPTION_FIXED,
    BF_FLAG_OPTION("force", 0, force, "replace a file that is there"),
    BF_FLAG_OPTION("quiet", 'q', quiet, "only what went wrong"),
    BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow log winter.cfg -o winter-log.csv", "every step of everybody, in one possible winter"},
    {"bedflow log winter.cfg --format xes --from 2022-01-01 --to 2022-01-31 --reps 5",
     "five Januaries, for pm4py or ProM"},
    {NULL, NULL}};

const struct bf_command bf_command_log = {
    .name = "log",
    .operands = "SCENARIO",
    .least = 1,
    .most = 1,
    .missing = "a scenario file",
    .summary = "every step of every person, for process mining",
    .about =
        "Runs replications as `bedflow run` does and writes an event log: a row for each step of\n"
        "each person, in the order of time. A stay at a service is one activity (schedule, start,\n"
        "complete; withdraw: gave up waiting); everything else is complete at once. Attributes:\n"
        "replication, episode, step, service, setting, class, ages, adult, locality, reason.\n"
        "Times are local, without a zone; what is open at the end has not completed. An XES\n"
        "document holds the same steps, those of a person together; its times end in +00:00, so\n"
        "that no program moves them.",
    .options = options,
    .examples = examples,
    .result = members,
    .run = run};
