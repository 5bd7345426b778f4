/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/dossier.h"

#include "bedflow/base/text.h"
#include "bedflow/report/comparison_table.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/folder.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

static const char *const manifest[BF_DOSSIER_KINDS] = {"run.json",      "comparison.json",
                                                       "sweep.json",    "calibration.json",
                                                       "optimise.json", "explanation.json"};

/* ---- reading --------------------------------------------------------------------------- */

static const char *text_of(const struct bf_json_value *value)
{
    return value != NULL && value->type == BF_JSON_TEXT ? value->text : "";
}

static const char *text_at(const struct bf_dossier *d, const char *path)
{
    return text_of(bf_json_at(&d->document, path));
}

static bool flag_of(const struct bf_json_value *value)
{
    return value != NULL && value->type == BF_JSON_TRUE;
}

static uint32_t count_of(const struct bf_json_value *value)
{
    uint32_t count = 0;
    return bf_json_to_u32(value, &count) ? count : 0;
}

static uint32_t length_of(const struct bf_dossier *d, const struct bf_json_value *list)
{
    uint32_t count = 0;
    for (const struct bf_json_value *v = bf_json_first(&d->document, list); v != NULL;
         v = bf_json_next(&d->document, v))
        count++;
    return count;
}

static bool exists(const char *dir, const char *name)
{
    char path[BF_FILE_CAP];
    return bf_format(path, sizeof path, "%s/%s", dir, name) && access(path, R_OK) == 0;
}

static void take_program(struct bf_dossier *d)
{
    d->version = text_at(d, "program.version");
    d->commit = text_at(d, "program.commit");
    d->compiler = text_at(d, "program.compiler");
    d->command = text_at(d, "program.command");
}

static void take_run(struct bf_dossier *d)
{
    d->seed = text_at(d, "study.seed");
    d->warm_up_days = count_of(bf_json_at(&d->document, "scenario.warm_up_days"));
    d->fixed_inputs = flag_of(bf_json_at(&d->document, "study.fixed_inputs"));
    d->interrupted = flag_of(bf_json_at(&d->document, "study.interrupted"));
    d->option_count = 1;
    d->option[0] = (struct bf_dossier_option){
        .name = "",
        .title = text_at(d, "scenario.title"),
        .file = text_at(d, "scenario.file"),
        .text = text_at(d, "scenario.text"),
        .sha256 = text_at(d, "scenario.sha256"),
        .digest = text_at(d, "study.digest"),
        .planned = count_of(bf_json_at(&d->document, "study.replications_planned")),
        .finished = d->record.replication_count,
        .stopped = length_of(d, bf_json_at(&d->document, "study.stopped")),
        .chance_only = d->record.chance_only};
}

static bool take_option(struct bf_dossier *d, const struct bf_json_value *value, struct bf_err *err)
{
    const struct bf_json_document *doc = &d->document;
    if (d->option_count == BF_DOSSIER_OPTIONS)
        return bf_fail(err, BF_E_LIMIT, NULL, "expected at most %d options in %s, found more",
                       BF_DOSSIER_OPTIONS, d->dir);
    d->option[d->option_count++] = (struct bf_dossier_option){
        .name = text_of(bf_json_member(doc, value, "name")),
        .title = text_of(bf_json_member(doc, value, "title")),
        .file = text_of(bf_json_member(doc, value, "file")),
        .text = text_of(bf_json_member(doc, value, "text")),
        .sha256 = text_of(bf_json_member(doc, value, "sha256")),
        .digest = text_of(bf_json_member(doc, value, "digest")),
        .planned = count_of(bf_json_member(doc, value, "replications_planned")),
        .finished = count_of(bf_json_member(doc, value, "replications_finished")),
        .stopped = count_of(bf_json_member(doc, value, "stopped")),
        .chance_only = flag_of(bf_json_member(doc, value, "chance_only"))};
    return true;
}

static bool take_comparison(struct bf_dossier *d, struct bf_err *err)
{
    const struct bf_json_value *list = bf_json_at(&d->document, "options");
    d->seed = text_at(d, "method.seed");
    d->warm_up_days = count_of(bf_json_at(&d->document, "method.warm_up_days"));
    d->fixed_inputs = flag_of(bf_json_at(&d->document, "method.fixed_inputs"));
    for (const struct bf_json_value *v = bf_json_first(&d->document, list); v != NULL;
         v = bf_json_next(&d->document, v))
        if (!take_option(d, v, err)) return false;
    return d->option_count > 1 ||
           bf_fail(err, BF_E_KEY, NULL,
                   "expected at least two options in %s/comparison.json, found fewer; was it "
                   "written by another version?",
                   d->dir);
}

/* Of a sweep or a calibration: one scenario at many points. */
static void take_study(struct bf_dossier *d)
{
    const char *file = text_at(d, "file");
    d->seed = text_at(d, "method.seed");
    d->warm_up_days = count_of(bf_json_at(&d->document, "method.warm_up_days"));
    d->fixed_inputs = flag_of(bf_json_at(&d->document, "method.fixed_inputs"));
    d->option_count = 1;
    d->option[0] = (struct bf_dossier_option){
        .name = "",
        .title = text_at(d, "title"),
        .file = file[0] != '\0' ? file : text_at(d, "scenario_file"),
        .text = text_at(d, "text"),
        .sha256 = "",
        .digest = text_at(d, "method.digest"),
        .planned = count_of(bf_json_at(&d->document, "method.replications")),
        .finished = count_of(bf_json_at(&d->document, "method.replications")),
        .stopped = count_of(bf_json_at(&d->document, "method.stopped")),
        .chance_only = flag_of(bf_json_at(&d->document, "method.chance_only"))};
}

/* The winters of a run, run again with and without the causes. */
static void take_explanation(struct bf_dossier *d)
{
    uint32_t count = count_of(bf_json_at(&d->document, "replications"));
    d->seed = text_at(d, "seed");
    d->warm_up_days = count_of(bf_json_at(&d->document, "warm_up_days"));
    d->fixed_inputs = flag_of(bf_json_at(&d->document, "fixed_inputs"));
    d->option_count = 1;
    d->option[0] = (struct bf_dossier_option){.name = "",
                                              .title = text_at(d, "title"),
                                              .file = text_at(d, "file"),
                                              .text = text_at(d, "text"),
                                              .digest = "",
                                              .sha256 = "",
                                              .planned = count,
                                              .finished = count};
}

static bool read_sheet(struct bf_sheet *sheet, const char *dir, const char *name, bool needed,
                       struct bf_err *err)
{
    char path[BF_FILE_CAP];
    if (!needed && !exists(dir, name)) return true;
    return bf_path_join(path, dir, name, err) && bf_sheet_read(sheet, path, err);
}

bool bf_dossier_read(struct bf_dossier *d, const char *dir, struct bf_err *err)
{
    char path[BF_FILE_CAP];
    memset(d, 0, sizeof *d);
    d->dir = dir;
    while (d->kind + 1 < BF_DOSSIER_KINDS && !exists(dir, manifest[d->kind]))
        d->kind++;
    if (!exists(dir, manifest[d->kind])) d->kind = BF_DOSSIER_RUN;
    bool is_run = d->kind == BF_DOSSIER_RUN;
    if (!bf_path_join(path, dir, manifest[d->kind], err) || !bf_json_read(&d->document, path, err))
        return false;
    take_program(d);
    if (d->kind > BF_DOSSIER_COMPARISON) {
        (d->kind == BF_DOSSIER_EXPLANATION ? take_explanation : take_study)(d);
        return true;
    }
    if (is_run) {
        if (!bf_record_read(&d->record, dir, err)) return false;
        take_run(d);
        return read_sheet(&d->outcomes, dir, "outcomes.csv", false, err);
    }
    return take_comparison(d, err) &&
           read_sheet(&d->differences, dir, "comparison.csv", true, err) &&
           read_sheet(&d->options, dir, "options.csv", true, err) &&
           read_sheet(&d->targets, dir, "targets.csv", false, err) &&
           read_sheet(&d->payers, dir, "payers.csv", false, err) &&
           read_sheet(&d->prices, dir, "prices.csv", false, err);
}

void bf_dossier_free(struct bf_dossier *d)
{
    bf_record_free(&d->record);
    bf_sheet_free(&d->outcomes);
    bf_sheet_free(&d->differences);
    bf_sheet_free(&d->options);
    bf_sheet_free(&d->targets);
    bf_sheet_free(&d->payers);
    bf_sheet_free(&d->prices);
    bf_json_document_free(&d->document);
    memset(d, 0, sizeof *d);
}

bool bf_dossier_has(const struct bf_dossier *d, const char *file)
{
    return exists(d->dir, file);
}

bool bf_dossier_table(const struct bf_dossier *d, const char *file, struct bf_sheet *sheet,
                      struct bf_text *use)
{
    struct bf_err err;
    memset(sheet, 0, sizeof *sheet);
    bool good = read_sheet(sheet, d->dir, file, true, &err);
    if (!good && err.code == BF_E_NOMEM) use->failed = true;
    return good;
}

/* ---- looking up ------------------------------------------------------------------------ */

const char *bf_dossier_text(const struct bf_sheet *sheet, size_t row, const char *column)
{
    int index = sheet->columns > 0 ? bf_sheet_column(sheet, column) : -1;
    return index < 0 ? "" : bf_sheet_at(sheet, row, index);
}

bool bf_dossier_is(const struct bf_sheet *sheet, size_t row, const char *column, const char *text)
{
    return strcmp(bf_dossier_text(sheet, row, column), text) == 0;
}

double bf_dossier_number(const struct bf_sheet *sheet, size_t row, const char *column)
{
    const char *text = bf_dossier_text(sheet, row, column);
    double value;
    return bf_number_parse(text, &value) ? value : (double)NAN;
}

static const struct bf_json_value *member_of(const struct bf_dossier *d,
                                             const struct bf_json_value *object, const char *name)
{
    return object != NULL ? bf_json_member(&d->document, object, name)
                          : bf_json_at(&d->document, name);
}

const char *bf_dossier_words(const struct bf_dossier *d, const struct bf_json_value *object,
                             const char *name)
{
    return text_of(member_of(d, object, name));
}

double bf_dossier_value(const struct bf_dossier *d, const struct bf_json_value *object,
                        const char *name)
{
    const struct bf_json_value *value = member_of(d, object, name);
    return value != NULL && value->type == BF_JSON_NUMBER ? value->number : (double)NAN;
}

bool bf_dossier_flag(const struct bf_dossier *d, const struct bf_json_value *object,
                     const char *name)
{
    return flag_of(member_of(d, object, name));
}

const char *bf_dossier_each(const struct bf_dossier *d)
{
    static const char *const each[BF_DOSSIER_KINDS] = {
        [BF_DOSSIER_RUN] = "",
        [BF_DOSSIER_COMPARISON] = "",
        [BF_DOSSIER_SWEEP] = " for each setting",
        [BF_DOSSIER_CALIBRATION] = " for each setting",
        [BF_DOSSIER_OPTIMISATION] = " in all, shared out among the options",
        [BF_DOSSIER_EXPLANATION] = ", with and without each cause"};
    return each[d->kind];
}

const struct bf_model *bf_dossier_model(const struct bf_dossier *d)
{
    for (uint32_t i = 0; i < d->option_count; i++)
        if (d->option[i].model != NULL) return d->option[i].model;
    return NULL;
}

static const struct bf_measure *find_measure(const struct bf_model *model, const char *service,
                                             const char *group, const char *measure)
{
    const struct bf_catalogue *c = &model->measures.catalogue;
    for (uint32_t i = 0; i < c->scalar_count; i++) {
        const struct bf_measure *m = &c->scalar[i];
        if (strcmp(m->name, measure) == 0 && strcmp(m->service, service) == 0 &&
            strcmp(m->group, group) == 0)
            return m;
    }
    return NULL;
}

void bf_dossier_measure(const struct bf_dossier *d, const char *service, const char *group,
                        const char *measure, char text[], size_t size)
{
    const struct bf_measure *m = NULL;
    for (uint32_t i = 0; m == NULL && i < d->option_count; i++)
        if (d->option[i].model != NULL)
            m = find_measure(d->option[i].model, service, group, measure);
    struct bf_measure plain = {
        .service = service, .label = service, .group = group, .name = measure};
    bf_comparison_measure(m != NULL ? m : &plain, text, size);
}
