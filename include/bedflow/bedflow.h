/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bedflow.h -- the library, for programs that embed the simulator.
 *
 * The shortest program:
 *
 *     struct bf_model model;
 *     struct bf_faults faults = {0};
 *     struct bf_result result;
 *     struct bf_err err;
 *     if (!bf_model_load(&model, "winter.cfg", &loader, NULL, 0, &faults)) ...
 *     struct bf_study study = {.model = &model, .seed = 1, .replications = 100};
 *     study.warm_up_days = -1;
 *     if (!bf_study_run(&study, &result, &err)) ...
 *     ... result.scalar, result.daily ...
 *
 * Tables, JSON and pictures of other results than a run's are in headers of report/ that are
 * included by themselves.
 *
 * The library prints nothing, ends nothing, and has no writable global; text
 * comes from the caller's loader.
 */
#ifndef BEDFLOW_H
#define BEDFLOW_H

#include "bedflow/base/date.h"
#include "bedflow/base/err.h"
#include "bedflow/base/param.h"
#include "bedflow/base/units.h"
#include "bedflow/models/care.h"
#include "bedflow/models/daily.h"
#include "bedflow/models/network.h"
#include "bedflow/models/replicate.h"
#include "bedflow/models/snapshot.h"
#include "bedflow/report/plot.h"
#include "bedflow/report/store.h"
#include "bedflow/report/table.h"
#include "bedflow/scenario/read.h"
#include "bedflow/stats/measure.h"
#include "bedflow/study/calibrate.h"
#include "bedflow/study/compare.h"
#include "bedflow/study/design.h"
#include "bedflow/study/explain.h"
#include "bedflow/study/extend.h"
#include "bedflow/study/factor.h"
#include "bedflow/study/framework.h"
#include "bedflow/study/model.h"
#include "bedflow/study/optimise.h"
#include "bedflow/study/points.h"
#include "bedflow/study/precision.h"
#include "bedflow/study/result.h"
#include "bedflow/study/search.h"
#include "bedflow/study/select.h"
#include "bedflow/study/sensitivity.h"
#include "bedflow/study/skill.h"
#include "bedflow/study/stays.h"
#include "bedflow/study/study.h"
#include "bedflow/study/sweep.h"
#include "bedflow/study/worth.h"

#endif
