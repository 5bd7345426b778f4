/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/study.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/digest.h"
#include "bedflow/stats/tally.h"
#include "work.h"

#include <math.h>
#include <string.h>

/* ---- results --------------------------------------------------------------------------- */

static size_t scalars_of(const struct bf_study *study)
{
    return study->model->measures.catalogue.scalar_count;
}

static size_t cells_of(const struct bf_study *study)
{
    const struct bf_catalogue *catalogue = &study->model->measures.catalogue;
    return (size_t)catalogue->daily_count * catalogue->day_count;
}

static size_t uses_of(const struct bf_study *study)
{
    return study->model->measures.catalogue.use_cap;
}

static bool reserve(const struct bf_study *study, struct bf_result *result, struct bf_err *err)
{
    size_t count = study->replications;
    memset(result, 0, sizeof *result);
    result->catalogue = &study->model->measures.catalogue;
    result->title = study->model->care->title;
    result->scenario_file = study->model->scenario.file;
    result->seed = study->seed;
    result->planned = study->replications;
    result->fixed_inputs = study->fixed_inputs;
    result->chance_only = study->model->network.chance_only ||
                          (study->fixed_inputs && study->model->network.uncertain_count > 0);
    result->replication = bf_heap_take(count, sizeof *result->replication);
    result->scalar = bf_heap_take(count * scalars_of(study), sizeof *result->scalar);
    result->daily = bf_heap_take(count * cells_of(study), sizeof *result->daily);
    result->digest = bf_heap_take(count, sizeof *result->digest);
    result->events = bf_heap_take(count, sizeof *result->events);
    result->people = bf_heap_take(count, sizeof *result->people);
    result->stopped = bf_heap_take(count, sizeof *result->stopped);
    result->use = bf_heap_take(count * uses_of(study) + 1, sizeof *result->use);
    if (result->replication && result->scalar && result->daily && result->digest &&
        result->events && result->people && result->stopped && result->use)
        return true;
    bf_result_free(result);
    return bf_fail(err, BF_E_NOMEM, NULL,
                   "expected memory for %zu replications of %zu numbers each; ask for fewer "
                   "replications or a shorter period",
                   count, scalars_of(study) + cells_of(study));
}

/* One list of all, in the order of the replications. */
static void pack_uses(const struct bf_job *job, struct bf_result *result)
{
    for (uint32_t k = 0; k < job->outcome.use_count; k++) {
        struct bf_use use = job->outcome.use[k]; /* the list lies where they do, and before them */
        use.replication = job->replication.number;
        result->use[result->use_count++] = use;
    }
}

/* Replications lie where their number says; close the gaps that stopped or unstarted ones left. */
static void pack(const struct bf_study *study, const struct bf_job job[], struct bf_result *result)
{
    size_t scalars = scalars_of(study), cells = cells_of(study);
    struct bf_digest total;
    bf_digest_init(&total);
    for (uint32_t r = 0; r < study->replications; r++) {
        if (job[r].state == BF_JOB_STOPPED) {
            struct bf_stopped *stopped = &result->stopped[result->stopped_count++];
            stopped->replication = study->first + r;
            stopped->err = *job[r].err;
        }
        if (job[r].state != BF_JOB_DONE) continue;
        uint32_t to = result->count++;
        if (to != r) {
            memcpy(result->scalar + to * scalars, result->scalar + r * scalars,
                   scalars * sizeof *result->scalar);
            memcpy(result->daily + to * cells, result->daily + r * cells,
                   cells * sizeof *result->daily);
        }
        pack_uses(&job[r], result);
        result->replication[to] = study->first + r;
        result->digest[to] = job[r].outcome.digest;
        result->events[to] = job[r].outcome.events;
        result->people[to] = result->people[r];
        bf_digest_add_u64(&total, study->first + r);
        bf_digest_add_u64(&total, job[r].outcome.digest);
    }
    result->total_digest = bf_digest_end(&total);
}

/* ---- warm-up --------------------------------------------------------------------------- */

#define WEEK         7u
#define AGREE        0.01
#define AGREE_PEOPLE 0.5

/* Chance alone leaves this much between two starts that have met: three standard errors, believed
 * up to this share of the level. */
#define NOISE_ERRORS 3
#define NOISE        0.03

struct pilot {
    const struct bf_network *network;
    const struct bf_job *job; /* [2 * BF_PILOTS]: empty and full in turn */
    uint32_t days, columns;
};

/* One level in the week that begins on a day: mean of each start, error of their difference. */
struct pair {
    double empty, full, error;
};

/* Mean of a column over the week that begins on a day. */
static double week_mean(const struct pilot *pilot, uint32_t job, uint32_t day, uint32_t column)
{
    double sum = 0;
    for (uint32_t d = 0; d < WEEK; d++)
        sum +=
            (double)pilot->job[job].outcome.coupling[(size_t)(day + d) * pilot->columns + column];
    return sum / WEEK;
}

static struct pair compare_starts(const struct pilot *pilot, uint32_t day, uint32_t column)
{
    struct bf_tally empty, full, difference;
    bf_tally_init(&empty);
    bf_tally_init(&full);
    bf_tally_init(&difference);
    for (uint32_t j = 0; j < 2 * BF_PILOTS; j += 2) {
        double a = week_mean(pilot, j, day, column), b = week_mean(pilot, j + 1, day, column);
        bf_tally_add(&empty, a);
        bf_tally_add(&full, b);
        bf_tally_add(&difference, a - b);
    }
    return (struct pair){bf_tally_mean(&empty), bf_tally_mean(&full),
                         sqrt(bf_tally_variance(&difference) / BF_PILOTS)};
}

/* People who stay for good pile up for ever: their number is no sign of the start. */
static bool counts(const struct bf_network *n, uint32_t column)
{
    return column >= n->service_count ||
           !n->numbers.site[(size_t)column * n->group_count].permanent;
}

/* The column that differs most, relative to what is tolerated; 1 or less: all agree. */
static double worst(const struct pilot *pilot, uint32_t day, uint32_t *column)
{
    double most = 0;
    for (uint32_t c = 0; c < pilot->columns; c++) {
        if (!counts(pilot->network, c)) continue;
        struct pair pair = compare_starts(pilot, day, c);
        double level = fmax(fabs(pair.empty), fabs(pair.full));
        double noise = fmin(NOISE_ERRORS * pair.error, NOISE * level);
        double tolerated = fmax(fmax(AGREE * level, AGREE_PEOPLE), noise);
        if (fabs(pair.empty - pair.full) / tolerated > most) {
            most = fabs(pair.empty - pair.full) / tolerated;
            *column = c;
        }
    }
    return most;
}

static bool find_warm_up(const struct bf_study *study, const struct pilot *pilot, uint32_t *days,
                         struct bf_err *err)
{
    const struct bf_network *n = &study->model->network;
    uint32_t column = 0, last = pilot->days - WEEK;
    double most = worst(pilot, last, &column);
    if (most > 1) {
        const char *name = column < n->service_count ? n->service[column].name : "the delayed";
        const char *label = column < n->service_count ? n->service[column].label : "the delayed";
        struct pair pair = compare_starts(pilot, last, column);
        return bf_fail(
            err, BF_E_RANGE, NULL,
            "expected a warm-up: after %u days an empty and a full start still differ at %s (%s): "
            "%.1f against %.1f people. Its load is probably near or above capacity (see `bedflow "
            "check`); give it more capacity, or state start.warm_up",
            (unsigned)last, label, name, pair.empty, pair.full);
    }
    uint32_t day = last;
    while (day > 0 && worst(pilot, day - 1, &column) <= 1)
        day--;
    /* whole weeks, so that the period keeps its weekday */
    *days = (day + WEEK - 1) / WEEK * WEEK + WEEK;
    return true;
}

static bool pilot_jobs(const struct bf_study *study, struct bf_job job[], uint32_t warm_up,
                       size_t cells, struct bf_err *err)
{
    size_t scalars = scalars_of(study), daily = cells_of(study);
    for (uint32_t j = 0; j < 2 * BF_PILOTS; j++) {
        job[j].replication = (struct bf_replication){.seed = study->seed,
                                                     .number = j / 2,
                                                     .warm_up_days = warm_up,
                                                     .over_full = j % 2,
                                                     .stop_before_period = true,
                                                     .fixed_inputs = study->fixed_inputs};
        job[j].outcome.scalar = bf_heap_take(scalars, sizeof(double));
        job[j].outcome.daily = bf_heap_take(daily, sizeof(float));
        job[j].outcome.coupling = bf_heap_take(cells, sizeof(float));
        if (!job[j].outcome.scalar || !job[j].outcome.daily || !job[j].outcome.coupling)
            return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the pilot of the warm-up");
    }
    return true;
}

static void pilot_free(struct bf_job job[])
{
    for (uint32_t j = 0; j < 2 * BF_PILOTS; j++) {
        bf_heap_give(job[j].outcome.scalar);
        bf_heap_give(job[j].outcome.daily);
        bf_heap_give(job[j].outcome.coupling);
        bf_heap_give(job[j].err);
    }
}

/* Two starts so many days before the period: have they met by then? */
static bool try_warm_up(const struct bf_study *study, uint32_t longest, uint32_t *days,
                        struct bf_err *err)
{
    const struct bf_network *n = &study->model->network;
    struct bf_job job[2 * BF_PILOTS] = {{.state = BF_JOB_WAITING}};
    struct pilot pilot = {n, job, longest, bf_coupling_count(n)};
    bool ok = pilot_jobs(study, job, longest, (size_t)pilot.days * pilot.columns, err);
    if (ok) ok = bf_work(study, job, 2 * BF_PILOTS, true, err);
    for (uint32_t j = 0; ok && j < 2 * BF_PILOTS; j++)
        if (job[j].state == BF_JOB_STOPPED) {
            *err = *job[j].err;
            ok = false;
        } else if (job[j].state != BF_JOB_DONE) {
            ok = bf_fail(err, BF_E_STOPPED, NULL, "stopped while choosing the warm-up");
        }
    if (ok) ok = find_warm_up(study, &pilot, days, err);
    pilot_free(job);
    return ok;
}

bool bf_study_warm_up(const struct bf_study *study, uint32_t *days, struct bf_err *err)
{
    const struct bf_start *start = &study->model->care->start;
    if (study->model->network.snapshot) {
        *days = 0;
        if (study->warm_up_days <= 0) return true;
        return bf_fail(err, BF_E_RANGE, NULL,
                       "expected no warm-up, since the run starts from a snapshot, received %d "
                       "days; compare it with options that start from a snapshot, too",
                       (int)study->warm_up_days);
    }
    if (study->warm_up_days >= 0 || !isnan(start->warm_up_h)) {
        *days = study->warm_up_days >= 0 ? (uint32_t)study->warm_up_days
                                         : (uint32_t)ceil(start->warm_up_h / 24 - 1e-9);
        return true;
    }
    uint32_t longest = (uint32_t)(start->longest_h / 24);
    if (longest < 4 * WEEK) longest = 4 * WEEK;
    /* most systems forget within months: a long pilot only where a short one did not settle it */
    for (uint32_t tried = longest / 3; tried < longest; tried *= 2) {
        struct bf_err too_short;
        if (tried >= 4 * WEEK && try_warm_up(study, tried, days, &too_short) && *days < tried)
            return true;
        if (tried >= 4 * WEEK && too_short.code == BF_E_STOPPED) {
            *err = too_short;
            return false;
        }
    }
    return try_warm_up(study, longest, days, err);
}

/* ---- the study ------------------------------------------------------------------------- */

/* Take a replication that was kept, if it is one of this study. */
static void take_found(const struct bf_study *study, struct bf_job *job)
{
    const struct bf_keeper *keeper = study->keeper;
    size_t length;
    const unsigned char *bytes =
        keeper->find(keeper->context, study->option, job->replication.number, &length);
    if (bytes) bf_job_unpack(study->model, job, study->option, bytes, length);
}

static struct bf_job *plan(const struct bf_study *study, struct bf_result *result, uint32_t warm_up)
{
    struct bf_job *job = bf_heap_take(study->replications, sizeof *job);
    for (uint32_t r = 0; job && r < study->replications; r++) {
        job[r].replication = (struct bf_replication){.seed = study->seed,
                                                     .number = study->first + r,
                                                     .warm_up_days = warm_up,
                                                     .fixed_inputs = study->fixed_inputs};
        job[r].outcome.scalar = result->scalar + r * scalars_of(study);
        job[r].outcome.daily = result->daily + r * cells_of(study);
        job[r].outcome.use = result->use + r * uses_of(study);
        job[r].outcome.people = &result->people[r];
        if (study->keeper) take_found(study, &job[r]);
        result->found += job[r].state != BF_JOB_WAITING;
    }
    return job;
}

bool bf_study_run(const struct bf_study *study, struct bf_result *result, struct bf_err *err)
{
    double wall_s = bf_wall_s(), cpu_s = bf_cpu_s();
    uint32_t warm_up = 0;
    memset(result, 0, sizeof *result);
    if (!bf_study_warm_up(study, &warm_up, err)) return false;
    if (!reserve(study, result, err)) return false;
    result->warm_up_days = warm_up;
    struct bf_job *job = plan(study, result, warm_up);
    if (!job) {
        bf_result_free(result);
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %u replications",
                       (unsigned)study->replications);
    }
    bool ok = bf_work(study, job, study->replications, false, err);
    if (ok) pack(study, job, result);
    for (uint32_t r = 0; r < study->replications; r++)
        bf_heap_give(job[r].err);
    bf_heap_give(job);
    if (!ok) {
        bf_result_free(result);
        return false;
    }
    result->interrupted = result->count + result->stopped_count < result->planned;
    result->threads = bf_work_threads(study, study->replications);
    result->wall_s = bf_wall_s() - wall_s;
    result->cpu_s = bf_cpu_s() - cpu_s;
    return true;
}
