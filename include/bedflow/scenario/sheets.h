/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/sheets.h -- the tables that a scenario names, loaded as its own text is.
 *
 * A TEXT setting with BF_PARAM_TABLE holds the name of a CSV file (base/sheet.h),
 * relative to the scenario file in which the setting is written; from --set,
 * relative to the scenario itself. An empty name is no table. The bytes come
 * from the same loader as the scenario, are cleaned and refused in the same way
 * (UTF-8 only), and are added to scenario->files. The resolved text ends with a
 * comment line of each table's SHA-256, so that scenario->sha256 stands for the
 * tables as well.
 */
#ifndef BF_SCENARIO_SHEETS_H
#define BF_SCENARIO_SHEETS_H

#include "bedflow/base/sheet.h"
#include "bedflow/scenario/read.h"

struct bf_scenario_sheet {
    const char *path; /* of the setting: "start.snapshot" */
    const char *file; /* as asked of the loader */
    struct bf_sheet sheet;
};
struct bf_scenario_sheets {
    struct bf_scenario_sheet *sheet; /* [count], in the order of the tables of settings */
    size_t count;
};

/* Load all. `scenario` has been read without errors. True if none was added to
 * *faults: BF_E_IO at the setting, faults of the tables at their own lines,
 * BF_E_NOMEM. Texts live as long as the scenario; free the sheets in any case. */
bool bf_scenario_sheets_read(struct bf_scenario *scenario, const struct bf_loader *loader,
                             struct bf_scenario_sheets *sheets, struct bf_faults *faults);
void bf_scenario_sheets_free(struct bf_scenario_sheets *sheets);

#endif
