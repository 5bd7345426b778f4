/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/compare.h -- which option, how sure, and does it matter?
 *
 * Options are studies of different scenarios under one seed. Replication r of
 * every option has the same people with the same needs (common random numbers:
 * a draw is keyed by the person and its purpose, see random/draw.h), so the
 * difference is taken replication by replication and only then summarised. What
 * the weather, the flu and the people of a winter do to both options cancels.
 * Identical options differ by exactly 0.
 *
 * Intervals. low..high is the t interval of one mean difference. together_low..
 * together_high hold for all options and headline measures at once: each has
 * level 1 - (1 - level) / k, k the number of differences (Bonferroni). That is
 * valid whatever the dependence between measures, and somewhat too wide, since
 * headline measures move together. Verdicts use these. Other measures are not in
 * the family: their together_* are NaN and their verdict stands alone.
 * Means of replications are assumed nearly normal; below about 20 replications
 * that is a hope. Differences whose spread is 0 are exact.
 *
 * The zone of indifference: a difference smaller than `zone` does not matter.
 * An interval within the zone is an answer ("no difference that matters"), not
 * a failure to find one.
 *
 * Chance of being best: the share of resamples of the replications (with
 * replacement, the same for all options: a paired bootstrap) in which the
 * option's mean of `best_by` is best; equal means share. It is how sure the
 * order of the means is. best_share is how often an option is best in a single
 * replication: a possible winter. Lower is better where the measure says so, else higher.
 * Source: S.-H. Kim, B. Nelson in Handbooks in OR and MS 13 (2006), ch. 17;
 * B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993).
 *
 * `fewer`: how many times as many replications the same interval would have
 * taken with other people in each option: (s_base^2 + s_option^2) / s_difference^2.
 *
 * Replications that some option lacks (a limit stopped it) are left out of all.
 * Cost: measures x options x replications, and resamples x options x replications.
 */
#ifndef BF_STUDY_COMPARE_H
#define BF_STUDY_COMPARE_H

#include "bedflow/stats/interval.h"
#include "bedflow/study/goal.h"
#include "bedflow/study/result.h"

#define BF_COMPARE_LEVEL     0.95
#define BF_COMPARE_RESAMPLES 2000u

enum bf_verdict {
    BF_VERDICT_UNKNOWN,   /* fewer than two pairs with a defined value */
    BF_VERDICT_SAME,      /* equal in every replication */
    BF_VERDICT_NO_MATTER, /* the interval lies within the zone */
    BF_VERDICT_LOWER,     /* the interval lies below 0, and below the zone */
    BF_VERDICT_HIGHER,
    BF_VERDICT_LOWER_PERHAPS_LITTLE, /* below 0, but perhaps within the zone */
    BF_VERDICT_HIGHER_PERHAPS_LITTLE,
    BF_VERDICT_OPEN /* not decided: more replications would tell */
};

/* Option against base in one measure. Means are over the pairs in which both
 * are defined. Undefined numbers are NaN. */
struct bf_paired {
    uint32_t pairs;
    double base, option;   /* means */
    double base_half;      /* the base's own simulation error: half the 95% interval of its mean */
    double difference, sd; /* option - base: mean, and sd over replications */
    double low, high;
    double together_low, together_high;
    double zone;  /* smallest difference that matters; 0 if none is stated */
    double fewer; /* infinite where the difference never varies */
    enum bf_verdict verdict;
};

struct bf_decision_request {
    const struct bf_result *result; /* [count]; the first is the base; none without a catalogue */
    uint32_t count;                 /* at least 2 */
    double level;                   /* of intervals; BF_COMPARE_LEVEL if 0 */
    const struct bf_goals *matters; /* zones, by scalars of the base; may be NULL */
    const struct bf_goals *targets; /* in place of the measures' own; may be NULL */
    uint32_t best_by;               /* scalar of the base */
    uint32_t resamples;             /* of the bootstrap; 0: none, and chances are NaN */
};

struct bf_decision {
    uint32_t option_count;             /* with the base */
    const struct bf_measure **measure; /* [measure_count]: the base's scalars in order, then
                                          those that only options have */
    uint32_t measure_count;
    uint32_t *column;      /* [option_count][measure_count]: scalar of that option, or UINT32_MAX */
    uint32_t *replication; /* [pair_count]: numbers that all options have */
    uint32_t *row;         /* [option_count][pair_count]: where in the option's result */
    uint32_t pair_count;
    struct bf_paired *paired;  /* [option_count][measure_count]; row 0 is the base with itself */
    uint32_t family;           /* differences whose intervals hold together */
    double level, each_level;  /* of all, and so of each */
    uint32_t best_by;          /* measure */
    double *chance_best;       /* [option_count] */
    double *best_share;        /* [option_count] of replications */
    double *target;            /* [measure_count]; NaN if none */
    struct bf_interval *meets; /* [option_count][measure_count]: share of replications that meet
                                  the target (Clopper-Pearson); NaN without a target */
    uint32_t *same_people;     /* [option_count]: pairs in which the people of the base presented,
                                  and no others; UINT32_MAX: not known */
    double fewer_low, fewer_high; /* of headline differences; NaN if there are none */
};

/* Compare. `decision` points into the results' catalogues, which must outlive
 * it. Requires one seed and one period. Fails with BF_E_RANGE when no
 * replication is common to all options, or BF_E_NOMEM. Free it in any case. */
bool bf_decide(const struct bf_decision_request *request, struct bf_decision *decision,
               struct bf_err *err);
void bf_decision_free(struct bf_decision *decision);

/* paired[option][measure]; option 1.. */
static inline const struct bf_paired *bf_paired_at(const struct bf_decision *decision,
                                                   uint32_t option, uint32_t measure)
{
    return &decision->paired[(size_t)option * decision->measure_count + measure];
}

/* "lower", "no difference that matters", "not decided". */
const char *bf_verdict_words(enum bf_verdict verdict);

#endif
