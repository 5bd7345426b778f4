/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_scenario.c -- the scenario reader, the compiler, and a short run of what they accept.
 *
 * The input is given.cfg; a line "%%% name" begins another file, which it may include, extend or
 * name as a table.
 */
#include "fuzz.h"

#include "bedflow/study/model.h"

#include <math.h>

struct files {
    const char *text;
    size_t size;
};

/* The piece called `path`: given.cfg is the first. */
static bool find(const struct files *files, const char *path, const char **from, size_t *length)
{
    const char *at = files->text, *end = at + files->size;
    char name[64] = "given.cfg";
    for (;;) {
        const char *next = at;
        while (next < end && !(end - next > 4 && memcmp(next, "\n%%% ", 5) == 0))
            next++;
        if (strcmp(name, path) == 0) {
            *from = at;
            *length = (size_t)(next - at);
            return true;
        }
        if (next == end) return false;
        at = next + 5;
        size_t n = 0;
        while (at < end && *at != '\n' && n + 1 < sizeof name)
            name[n++] = *at++;
        name[n] = '\0';
        if (at < end) at++;
    }
}

static bool load(void *context, const char *path, char **text, size_t *length, struct bf_err *err)
{
    const char *from;
    if (!find(context, path, &from, length))
        return bf_fail(err, BF_E_IO, NULL, "no such file: %s", path);
    *text = fuzz_text((const uint8_t *)from, *length);
    return true;
}

static bool load_text(void *context, const char *path, char **text, size_t *length,
                      struct bf_err *err)
{
    (void)path;
    (void)err;
    *text = bf_heap_text(context);
    *length = strlen(context);
    return *text != NULL;
}

/* "Itself a valid scenario that reads to the same values and evidence." */
static void read_resolved(const struct bf_scenario *scenario)
{
    struct bf_scenario again;
    struct bf_faults faults = {0};
    struct bf_loader loader = {scenario->resolved, load_text};
    memset(&again, 0, sizeof again);
    bool ok = bf_scenario_read("resolved.cfg", &loader, NULL, 0, &bf_care_table, &again, &faults);
    fuzz_faults(&faults);
    FUZZ_MUST(ok);
    if (!strstr(scenario->resolved, "\n# ")) /* tables are named in comments */
        FUZZ_MUST(strcmp(again.sha256, scenario->sha256) == 0);
    bf_scenario_free(&again);
}

static bool is_small(const struct bf_model *model)
{
    const struct bf_network *n = &model->network;
    const struct bf_care *care = model->care;
    double days = n->to - n->from + 1 + care->period.follow_up_h / 24, people = 0;
    if (!isnan(care->start.warm_up_h)) days += care->start.warm_up_h / 24;
    for (uint32_t s = 0; s < n->stream_count; s++)
        people += n->numbers.stream[s].rate_per_day * (n->daily ? 100 : 1);
    return days < 400 && people * days < 20000 && care->limits.patients <= 200000 &&
           care->limits.waiting <= 20000 && care->limits.events <= 600000 &&
           (double)model->measures.catalogue.daily_count * days < 1e6;
}

static void run(const struct bf_model *model)
{
    const struct bf_catalogue *catalogue = &model->measures.catalogue;
    struct bf_workspace *workspace = NULL;
    struct bf_err err;
    struct bf_outcome outcome = {
        .scalar = calloc(catalogue->scalar_count, sizeof(double)),
        .daily = calloc((size_t)catalogue->daily_count * catalogue->day_count, sizeof(float))};
    double warm_up = model->network.snapshot ? 0 : model->care->start.warm_up_h / 24;
    struct bf_replication replication = {
        .seed = 17, .number = 3, .warm_up_days = isnan(warm_up) ? 5 : (uint32_t)lround(warm_up)};
    FUZZ_MUST(outcome.scalar && outcome.daily);
    if (bf_workspace_init(&workspace, &model->network, catalogue, &err) &&
        !bf_replicate(workspace, &replication, &outcome, &err))
        FUZZ_MUST(err.what[0]);
    bf_workspace_free(workspace);
    free(outcome.scalar);
    free(outcome.daily);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct bf_model model;
    struct bf_faults faults = {0};
    struct files files = {(const char *)bytes, size};
    struct bf_loader loader = {&files, load};
    bool ok = bf_model_load(&model, "given.cfg", &loader, NULL, 0, &faults);
    FUZZ_MUST(ok == (faults.errors == 0));
    fuzz_faults(&faults);
    if (ok) read_resolved(&model.scenario);
    if (ok && is_small(&model)) run(&model);
    bf_model_free(&model);
    return 0;
}
