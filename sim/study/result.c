/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/result.h"

#include "bedflow/base/arena.h"
#include "bedflow/stats/interval.h"
#include "bedflow/stats/quantile.h"

void bf_summarise(double value[], uint32_t count, struct bf_summary *summary)
{
    struct bf_tally tally;
    size_t defined = count > 0 ? bf_quantile_sort(value, count) : 0;
    bf_tally_init(&tally);
    for (size_t i = 0; i < defined; i++) {
        bf_tally_add(&tally, value[i]);
    }
    struct bf_interval interval = bf_interval_of_mean(&tally, 0.95);
    summary->mean = bf_tally_mean(&tally);
    summary->mc_low = interval.low;
    summary->mc_high = interval.high;
    summary->p05 = bf_quantile_sorted(value, defined, 0.05);
    summary->p25 = bf_quantile_sorted(value, defined, 0.25);
    summary->p50 = bf_quantile_sorted(value, defined, 0.50);
    summary->p75 = bf_quantile_sorted(value, defined, 0.75);
    summary->p95 = bf_quantile_sorted(value, defined, 0.95);
    summary->count = (uint32_t)defined;
}

void bf_result_free(struct bf_result *result)
{
    bf_heap_give(result->replication);
    bf_heap_give(result->scalar);
    bf_heap_give(result->daily);
    bf_heap_give(result->digest);
    bf_heap_give(result->people);
    bf_heap_give(result->events);
    bf_heap_give(result->stopped);
    bf_heap_give(result->use);
    *result = (struct bf_result){.catalogue = NULL};
}
