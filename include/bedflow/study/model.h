/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/model.h -- a scenario read, compiled and given its columns: ready to run many times.
 *
 * Here the scenario reader and the models meet: the reader fills the models'
 * structs by the models' tables, and faults that the models report by path get
 * their file and line.
 *
 * Where a stream's rate contains readmissions, first presentations are solved for the scenario at
 * the root of `extends`, without settings, and given to this one (first_presentations), so that
 * what an option changes cannot change who presents; the resolved text holds them.
 *
 * Ownership: a model owns everything below it; free it last.
 */
#ifndef BF_STUDY_MODEL_H
#define BF_STUDY_MODEL_H

#include "bedflow/models/network.h"
#include "bedflow/models/replicate.h"
#include "bedflow/scenario/read.h"

struct bf_model {
    struct bf_scenario scenario;
    struct bf_network network;
    struct bf_measures measures;
    const struct bf_care *care; /* as written */
};

/* Read and compile. Returns whether it can run; *faults holds every error,
 * warning and note found, sorted by place. Free the model in either case. */
bool bf_model_load(struct bf_model *model, const char *file, const struct bf_loader *loader,
                   const struct bf_setting set[], size_t set_count, struct bf_faults *faults);
void bf_model_free(struct bf_model *model);

#endif
