/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/model.h"

#include <string.h>

/* Faults of a model know a path; the scenario knows where that path was written. */
static void place_faults(const struct bf_scenario *scenario, struct bf_faults *faults, size_t from)
{
    for (size_t i = from; i < faults->count; i++) {
        struct bf_where *where = &faults->fault[i].err.where;
        char path[BF_PATH_CAP];
        memcpy(path, where->path, sizeof path);
        if (where->file[0] == '\0') {
            bf_scenario_locate(scenario, path, where);
            memcpy(where->path, path, sizeof path);
        }
    }
}

bool bf_model_load(struct bf_model *model, const char *file, const struct bf_loader *loader,
                   const struct bf_setting set[], size_t set_count, struct bf_faults *faults)
{
    memset(model, 0, sizeof *model);
    if (!bf_scenario_read(file, loader, set, set_count, &bf_care_table, &model->scenario, faults)) {
        bf_faults_sort(faults);
        return false;
    }
    size_t from = faults->count;
    bool ok = bf_network_compile(&model->scenario.bound, &model->network, faults);
    place_faults(&model->scenario, faults, from);
    bf_faults_sort(faults);
    if (!ok) return false;
    model->care = model->network.care;
    struct bf_err err;
    if (!bf_measures_init(&model->measures, &model->network, &err)) {
        bf_faults_add(faults, BF_ERROR, err.code, NULL, "%s", err.what);
        return false;
    }
    return true;
}

void bf_model_free(struct bf_model *model)
{
    bf_measures_free(&model->measures);
    bf_network_free(&model->network);
    bf_scenario_free(&model->scenario);
    memset(model, 0, sizeof *model);
}
