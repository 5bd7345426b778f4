/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/team_hours.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/store.h"

#include <string.h>

static bool is_row(const struct bf_measure *m)
{
    return strncmp(m->name, "area_hours_", 11) == 0;
}

bool bf_team_hours_are_known(const struct bf_catalogue *catalogue)
{
    for (uint32_t i = 0; i < catalogue->scalar_count; i++)
        if (is_row(&catalogue->scalar[i])) return true;
    return false;
}

/* Its own measures bear a service's label, those of its areas the area's. */
static const char *label_of(const struct bf_catalogue *c, const char *service)
{
    for (uint32_t i = 0; i < c->scalar_count; i++)
        if (strcmp(c->scalar[i].service, service) == 0 && strcmp(c->scalar[i].group, "all") == 0)
            return c->scalar[i].label;
    return service;
}

bool bf_team_hours_write(const struct bf_result *result, const char *path, struct bf_err *err)
{
    const struct bf_catalogue *c = result->catalogue;
    double *work = bf_heap_take((size_t)result->count + 1, sizeof *work);
    struct bf_csv csv;
    if (!work)
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %u values", result->count);
    bool good = bf_csv_open(&csv, path,
                            "service,service_label,area,label,measure,unit," BF_CSV_SUMMARY, err);
    for (uint32_t i = 0; good && i < c->scalar_count; i++) {
        const struct bf_measure *m = &c->scalar[i];
        struct bf_summary s;
        if (!is_row(m)) continue;
        bf_store_scalar(result, i, work, &s);
        const char *word[] = {m->service, label_of(c, m->service), m->group, m->label, m->name,
                              m->unit};
        for (size_t k = 0; k < sizeof word / sizeof word[0]; k++)
            bf_csv_text(&csv, word[k]);
        bf_csv_summary(&csv, &s);
        bf_csv_end_row(&csv);
    }
    bf_heap_give(work);
    return good && bf_csv_close(&csv, err);
}
