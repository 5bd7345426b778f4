/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/framework.h"

#include "bedflow/base/arena.h"

#include <math.h>

const char *const bf_rag_names[] = {"green", "amber", "red", "none"};

enum bf_rag bf_rag_of(const struct bf_framework_row *row, double value)
{
    if (isnan(row->target) || isnan(value)) return BF_RAG_NONE;
    double sign = row->lower_is_better ? 1 : -1;
    if (sign * value <= sign * row->target) return BF_RAG_GREEN;
    return !isnan(row->amber) && sign * value <= sign * row->amber ? BF_RAG_AMBER : BF_RAG_RED;
}

bool bf_framework_judge(const struct bf_result *result, uint32_t k, struct bf_judgement *judgement,
                        struct bf_err *err)
{
    const struct bf_framework_row *row = &result->catalogue->framework[k];
    uint64_t seen[BF_RAG_COUNT] = {0};
    double *value = bf_heap_take((size_t)result->count + 1, sizeof *value);
    if (!value)
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %u values", result->count);
    for (uint32_t r = 0; r < result->count; r++) {
        value[r] = result->scalar[(size_t)r * result->catalogue->scalar_count + row->scalar];
        seen[bf_rag_of(row, value[r])]++;
    }
    bf_summarise(value, result->count, &judgement->summary);
    bf_heap_give(value);
    const struct bf_summary *s = &judgement->summary;
    judgement->row = row;
    judgement->rag = bf_rag_of(row, s->mean);
    judgement->sure = judgement->rag != BF_RAG_NONE && s->count > 1 &&
                      bf_rag_of(row, s->mc_low) == judgement->rag &&
                      bf_rag_of(row, s->mc_high) == judgement->rag;
    for (int c = 0; c < BF_RAG_COUNT; c++)
        judgement->chance[c] = isnan(row->target) || c == BF_RAG_NONE
                                   ? (struct bf_interval){(double)NAN, (double)NAN, (double)NAN}
                                   : bf_interval_of_share(seen[c], s->count, 0.95);
    return true;
}
