/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/calibrate.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "bedflow/random/dist.h"
#include "bedflow/random/draw.h"
#include "bedflow/stats/covariance.h"
#include "bedflow/stats/quantile.h"
#include "bedflow/stats/score.h"
#include "bedflow/stats/tally.h"
#include "bedflow/study/points.h"

#include <math.h>
#include <string.h>

#define REACH_OUT  1.25 /* places beyond the ends are moved to them, so that the ends are seen */
#define WIDER      1.3  /* the second half of the points against where the posterior lies */
#define NARROWEST  0.15 /* half of their region at least, of a range -1..1 */
#define NEARBY     1.6  /* earlier points this near the region help again */
#define AT_END     0.02 /* of the range: a best value so near its end is at it */
#define TRIANGLE   2.449489742783178 /* half width over sd: sqrt(6) */
#define EDGE_SHARE 0.05

/* Draws that are not a person's. */
enum { WALK = 1, NOISE };

struct work {
    const struct bf_calibrate_request *request;
    struct bf_calibration *c;
    uint32_t inputs, rows, reps, budget;
    double *place;      /* [budget][inputs]: of c->point, on -1..1 of the typed ranges */
    double *value;      /* [reps][rows] of the last point */
    double *covariance; /* [rows][rows] of one history */
    double middle[BF_EMULATOR_INPUTS], half[BF_EMULATOR_INPUTS]; /* region of the points */
    uint32_t done;
    struct bf_points runs; /* how a point is loaded */
    struct bf_emulator emulator;
    struct bf_posterior posterior;
};

/* ---- inputs ---------------------------------------------------------------------------- */

uint32_t bf_calibrate_points_least(uint32_t inputs)
{
    return 2 * (bf_emulator_terms(inputs) + 2) + 1;
}

uint32_t bf_calibrate_points(uint32_t inputs)
{
    return 3 * bf_emulator_terms(inputs) + 7;
}

bool bf_calibrate_accepts(const struct bf_factors *factors, struct bf_err *err)
{
    if (factors->count < 1 || factors->count > BF_EMULATOR_INPUTS)
        return bf_fail(err, BF_E_LIMIT, NULL, "expected 1 to %u inputs to fit, received %u",
                       BF_EMULATOR_INPUTS, factors->count);
    for (uint32_t j = 0; j < factors->count; j++) {
        const struct bf_factor *f = &factors->factor[j];
        if (f->is_number && f->kind != BF_FACTOR_LIST && f->low < f->high) continue;
        return bf_fail(
            err, BF_E_TYPE, NULL,
            "%s: expected a number with its ends, such as %s=LOW..HIGH, received a list, "
            "a text or dates; these cannot be fitted",
            f->path, f->path);
    }
    return true;
}

/* The nearest value that the factor has, and its place. A number has no more digits than it takes
 * to tell a thousandth of the range. */
static double snap(const struct bf_factor *f, double place, double *snapped)
{
    double x = f->low + (place + 1) / 2 * (f->high - f->low);
    double grain = pow(10, floor(log10(f->high - f->low)) - 3);
    x = grain * round(x / grain);
    if (f->kind == BF_FACTOR_LATTICE) x = f->low + floor((x - f->low) / f->step + 0.5) * f->step;
    x = fmin(f->high, fmax(f->low, x));
    *snapped = 2 * (x - f->low) / (f->high - f->low) - 1;
    return x;
}

/* ---- one point ------------------------------------------------------------------------- */

static void say_point(const struct work *w, const double x[], char text[], size_t size)
{
    const struct bf_factors *f = w->request->factors;
    text[0] = '\0';
    for (uint32_t j = 0; j < w->inputs; j++) {
        char words[BF_FACTOR_TEXT];
        size_t used = strlen(text);
        bf_factor_text(&f->factor[j], x[j], words);
        bf_format(text + used, size - used, "%s%s=%s", j ? ", " : "", f->factor[j].path, words);
    }
}

static bool at_point(const struct work *w, const double x[], const struct bf_err *cause,
                     struct bf_err *err)
{
    char where[200];
    struct bf_err inner = *cause;
    say_point(w, x, where, sizeof where);
    if (inner.code == BF_E_STOPPED || inner.code == BF_E_NOMEM) {
        *err = inner;
        return false;
    }
    return bf_fail(err, inner.code, &inner.where, "at %s: %.300s; narrow the range", where,
                   inner.what);
}

/* Modelled rows of every replication; all of them have to finish, or points would differ in more
 * than their inputs. */
static bool take_values(struct work *w, const struct bf_result *result, const double x[],
                        struct bf_err *err)
{
    struct bf_err cause;
    if (result->stopped_count) return at_point(w, x, &result->stopped[0].err, err);
    if (result->count < w->reps)
        return bf_fail(err, BF_E_STOPPED, NULL, "stopped while calibrating");
    for (uint32_t r = 0; r < w->reps; r++)
        for (uint32_t i = 0; i < w->rows; i++) {
            double value = bf_observed_modelled(w->request->observed, i, result, r);
            const struct bf_observed *o = w->request->observed;
            if (isnan(value)) {
                bf_fail(&cause, BF_E_RANGE, NULL,
                        "\"%s\" is not defined on any day of the row in line %u (replication %u)",
                        o->measure[o->row[i].measure].text, o->row[i].line, r);
                return at_point(w, x, &cause, err);
            }
            w->value[(size_t)r * w->rows + i] = value;
        }
    return true;
}

static bool run_point(struct work *w, const double x[], struct bf_err *err)
{
    struct bf_model model;
    struct bf_result result = {.catalogue = NULL};
    struct bf_err cause;
    const struct bf_calibrate_request *q = w->request;
    if (q->progress) q->progress(q->progress_context, w->done, w->budget);
    bool ok = bf_point_load(&w->runs, x, &model, &cause) || at_point(w, x, &cause, err);
    if (ok) {
        struct bf_study study = *q->study;
        study.model = &model;
        study.warm_up_days = (int32_t)w->c->warm_up_days;
        study.progress = NULL;
        ok = bf_study_run(&study, &result, &cause) || at_point(w, x, &cause, err);
    }
    ok = ok && take_values(w, &result, x, err);
    bf_result_free(&result);
    bf_model_free(&model);
    return ok;
}

/* Run at a place of the typed ranges, and keep place and means. */
static bool add_point(struct work *w, const double place[], struct bf_err *err)
{
    double *x = w->c->point + (size_t)w->done * w->inputs;
    double *mean = w->c->mean + (size_t)w->done * w->rows;
    for (uint32_t j = 0; j < w->inputs; j++)
        x[j] = snap(&w->request->factors->factor[j], place[j],
                    &w->place[(size_t)w->done * w->inputs + j]);
    if (!run_point(w, x, err)) return false;
    for (uint32_t i = 0; i < w->rows; i++) {
        mean[i] = 0;
        for (uint32_t r = 0; r < w->reps; r++)
            mean[i] += w->value[(size_t)r * w->rows + i] / w->reps;
    }
    w->c->points = ++w->done;
    return true;
}

static bool add_points(struct work *w, uint32_t count, double stretch, struct bf_err *err)
{
    double *spread = bf_heap_take((size_t)count * w->inputs, sizeof *spread);
    bool ok = spread && bf_emulator_places(w->inputs, count, spread);
    if (!ok) bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the points");
    for (uint32_t k = 0; ok && k < count; k++) {
        double place[BF_EMULATOR_INPUTS];
        for (uint32_t j = 0; j < w->inputs; j++) {
            double along = fmin(1, fmax(-1, stretch * spread[k * w->inputs + j]));
            place[j] = w->middle[j] + along * w->half[j];
        }
        ok = add_point(w, place, err);
    }
    bf_heap_give(spread);
    return ok;
}

/* ---- surface and posterior ------------------------------------------------------------- */

/* How far outside the region a point lies: 1 at its edge. */
static double outside(const struct work *w, uint32_t k)
{
    double most = 0;
    for (uint32_t j = 0; j < w->inputs; j++)
        most = fmax(most, fabs(w->place[(size_t)k * w->inputs + j] - w->middle[j]) / w->half[j]);
    return most;
}

/* The surface in coordinates of the region, through the points in and near it. */
static bool fit_surface(struct work *w, struct bf_err *err)
{
    double *x = bf_heap_take((size_t)w->done * w->inputs, sizeof *x);
    double *y = bf_heap_take((size_t)w->done * w->rows, sizeof *y);
    uint32_t count = 0, least = bf_emulator_terms(w->inputs) + 2;
    double *far = bf_heap_take(w->done, sizeof *far), *sorted = bf_heap_take(w->done, sizeof *far);
    bool ok = x && y && far && sorted;
    double limit = NEARBY;
    for (uint32_t k = 0; ok && k < w->done; k++)
        far[k] = sorted[k] = outside(w, k);
    if (ok) {
        bf_quantile_sort(sorted, w->done);
        limit = fmax(limit, sorted[(least < w->done ? least : w->done) - 1]);
    }
    for (uint32_t k = 0; ok && k < w->done; k++) {
        if (far[k] > limit) continue;
        for (uint32_t j = 0; j < w->inputs; j++)
            x[(size_t)count * w->inputs + j] =
                (w->place[(size_t)k * w->inputs + j] - w->middle[j]) / w->half[j];
        memcpy(y + (size_t)count * w->rows, w->c->mean + (size_t)k * w->rows, w->rows * sizeof *y);
        count++;
    }
    bf_emulator_free(&w->emulator);
    if (!ok) bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the surface");
    ok = ok && bf_emulator_fit(&w->emulator, x, y, count, w->inputs, w->rows, err);
    bf_heap_give(x);
    bf_heap_give(y);
    bf_heap_give(far);
    bf_heap_give(sorted);
    return ok;
}

struct source {
    uint64_t seed, count;
    uint32_t purpose;
};

static double uniform(void *context)
{
    struct source *s = context;
    struct bf_key key = {s->seed, 0};
    struct bf_block block = bf_draw(&key, bf_thing_key(s->purpose, s->count / 4), 0);
    return block.u[s->count++ % 4];
}

/* Variance of a row's difference, discrepancy included; of it the emulator's part. */
static double variance_of(const struct work *w, uint32_t row, double *emulator)
{
    const struct bf_observed_row *o = &w->request->observed->row[row];
    double chance = w->covariance[(size_t)row * w->rows + row] * (1 + 1.0 / w->reps);
    double off = w->emulator.error[row], model = w->posterior.discrepancy * o->value;
    double sum = chance + o->sd * o->sd + off * off + model * model;
    *emulator = sum > 0 ? off * off / sum : 0;
    return sum;
}

static bool infer(struct work *w, struct bf_err *err)
{
    const struct bf_observed *o = w->request->observed;
    uint32_t n = o->fit_count, at = 0;
    uint32_t *output = bf_heap_take(n, sizeof *output);
    double *observed = bf_heap_take(n, sizeof(double)), *scale = bf_heap_take(n, sizeof(double));
    double *covariance = bf_heap_take((size_t)n * n, sizeof(double));
    bool ok = output && observed && scale && covariance;
    if (!ok) bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %u rows", n);
    for (uint32_t i = 0; ok && i < w->rows; i++)
        if (!o->row[i].held_out) output[at++] = i;
    for (uint32_t a = 0; ok && a < n; a++) {
        const struct bf_observed_row *row = &o->row[output[a]];
        double off = w->emulator.error[output[a]];
        observed[a] = row->value;
        scale[a] = fabs(row->value);
        for (uint32_t b = 0; b < n; b++)
            covariance[(size_t)a * n + b] =
                w->covariance[(size_t)output[a] * w->rows + output[b]] * (1 + 1.0 / w->reps);
        covariance[(size_t)a * n + a] += row->sd * row->sd + off * off;
    }
    struct bf_evidence evidence = {.emulator = &w->emulator,
                                   .output = output,
                                   .observed = observed,
                                   .covariance = covariance,
                                   .scale = scale,
                                   .rows = n,
                                   .discrepancy = w->request->discrepancy};
    struct source source = {.seed = w->request->study->seed, .purpose = WALK};
    bf_posterior_free(&w->posterior);
    ok = ok && bf_posterior_infer(&evidence, uniform, &source, &w->posterior, err);
    bf_heap_give(output);
    bf_heap_give(observed);
    bf_heap_give(scale);
    bf_heap_give(covariance);
    return ok;
}

/* Sorted samples of one input, in places of the typed range. NULL without memory. */
static double *samples_of(const struct work *w, uint32_t j)
{
    double *sample = bf_heap_take(BF_POSTERIOR_SAMPLES, sizeof *sample);
    for (uint32_t s = 0; sample && s < BF_POSTERIOR_SAMPLES; s++)
        sample[s] = w->middle[j] + w->half[j] * w->posterior.sample[(size_t)s * w->inputs + j];
    if (sample) bf_quantile_sort(sample, BF_POSTERIOR_SAMPLES);
    return sample;
}

/* The region of the next points: about the posterior, within the range. */
static bool narrow(struct work *w, struct bf_err *err)
{
    double middle[BF_EMULATOR_INPUTS], half[BF_EMULATOR_INPUTS];
    for (uint32_t j = 0; j < w->inputs; j++) {
        double *sample = samples_of(w, j);
        if (!sample) return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the posterior");
        double low = bf_quantile_sorted(sample, BF_POSTERIOR_SAMPLES, 0.005);
        double high = bf_quantile_sorted(sample, BF_POSTERIOR_SAMPLES, 0.995);
        bf_heap_give(sample);
        double wide = fmax(NARROWEST, WIDER * (high - low) / 2), at = (low + high) / 2;
        low = fmax(-1, at - wide);
        high = fmin(1, at + wide);
        middle[j] = (low + high) / 2;
        half[j] = (high - low) / 2;
    }
    memcpy(w->middle, middle, sizeof middle);
    memcpy(w->half, half, sizeof half);
    return true;
}

/* Run at the best place; its replications tell what chance does. */
static bool run_best(struct work *w, struct bf_err *err)
{
    double place[BF_EMULATOR_INPUTS];
    for (uint32_t j = 0; j < w->inputs; j++)
        place[j] = w->middle[j] + w->half[j] * w->posterior.best[j];
    if (!add_point(w, place, err)) return false;
    bf_covariance_shrunk(w->value, w->reps, w->rows, w->covariance);
    return true;
}

/* ---- what came out --------------------------------------------------------------------- */

static bool tell_input(struct work *w, uint32_t j, struct bf_err *err)
{
    struct bf_calibrated_input *in = &w->c->input[j];
    const struct bf_factor *f = &w->request->factors->factor[j];
    double *sample = samples_of(w, j), half = (f->high - f->low) / 2, unused;
    if (!sample) return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the posterior");
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (uint32_t s = 0; s < BF_POSTERIOR_SAMPLES; s++)
        bf_tally_add(&tally, sample[s]);
    double best = w->middle[j] + w->half[j] * w->posterior.best[j];
    in->best = snap(f, best, &unused);
    in->low = f->low + half * (1 + bf_quantile_sorted(sample, BF_POSTERIOR_SAMPLES, 0.025));
    in->high = f->low + half * (1 + bf_quantile_sorted(sample, BF_POSTERIOR_SAMPLES, 0.975));
    in->low = fmin(in->low, in->best); /* at the end of a range the best is beyond the quantile */
    in->high = fmax(in->high, in->best);
    in->sd = half * bf_tally_sd(&tally);
    in->left = bf_tally_sd(&tally) * sqrt(3);
    in->at_low = best < -1 + 2 * AT_END;
    in->at_high = best > 1 - 2 * AT_END;
    double down = fmax(in->best - in->low, 0) * TRIANGLE / 1.96;
    double up = fmax(in->high - in->best, 0) * TRIANGLE / 1.96;
    in->range_low = fmax(f->low, in->best - down);
    in->range_high = fmin(f->high, in->best + up);
    double edge = w->half[j] * 0.02;
    uint32_t low_count = 0, high_count = 0;
    for (uint32_t s = 0; s < BF_POSTERIOR_SAMPLES; s++) {
        low_count += sample[s] < w->middle[j] - w->half[j] + edge;
        high_count += sample[s] > w->middle[j] + w->half[j] - edge;
    }
    bool inner_low = w->middle[j] - w->half[j] > -1 + 1e-9;
    bool inner_high = w->middle[j] + w->half[j] < 1 - 1e-9;
    if ((inner_low && low_count > EDGE_SHARE * BF_POSTERIOR_SAMPLES) ||
        (inner_high && high_count > EDGE_SHARE * BF_POSTERIOR_SAMPLES))
        w->c->edge = true;
    bf_heap_give(sample);
    return true;
}

static void tell_together(struct work *w)
{
    uint32_t n = w->inputs;
    for (uint32_t j = 0; j < n; j++)
        for (uint32_t k = 0; k < n; k++) {
            double mean_j = 0, mean_k = 0, jj = 0, kk = 0, jk = 0;
            for (uint32_t s = 0; s < BF_POSTERIOR_SAMPLES; s++) {
                mean_j += w->posterior.sample[s * n + j] / BF_POSTERIOR_SAMPLES;
                mean_k += w->posterior.sample[s * n + k] / BF_POSTERIOR_SAMPLES;
            }
            for (uint32_t s = 0; s < BF_POSTERIOR_SAMPLES; s++) {
                double a = w->posterior.sample[s * n + j] - mean_j;
                double b = w->posterior.sample[s * n + k] - mean_k;
                jj += a * a;
                kk += b * b;
                jk += a * b;
            }
            w->c->correlation[j * n + k] = jj > 0 && kk > 0 ? jk / sqrt(jj * kk) : j == k;
            w->c->information[j * n + k] =
                w->posterior.information[j * n + k] / (w->half[j] * w->half[k]);
        }
}

/* Members of every row's predictive law: member[s * rows + i]. */
static void draw_members(const struct work *w, const double mean[], double member[])
{
    struct source source = {.seed = w->request->study->seed, .purpose = NOISE};
    const struct bf_observed *o = w->request->observed;
    for (uint32_t s = 0; s < BF_CALIBRATE_MEMBERS; s++) {
        uint32_t from = s * (BF_POSTERIOR_SAMPLES / BF_CALIBRATE_MEMBERS), r = s % w->reps;
        double *own = member + (size_t)s * w->rows;
        bf_emulator_at(&w->emulator, w->posterior.sample + (size_t)from * w->inputs, own);
        for (uint32_t i = 0; i < w->rows; i++) {
            double off = w->posterior.discrepancy * o->row[i].value;
            double noise = sqrt(off * off + o->row[i].sd * o->row[i].sd +
                                w->emulator.error[i] * w->emulator.error[i]);
            own[i] += w->value[(size_t)r * w->rows + i] - mean[i] +
                      noise * bf_normal_quantile(uniform(&source));
        }
    }
}

static bool predict(struct work *w, struct bf_err *err)
{
    const struct bf_observed *o = w->request->observed;
    const double *mean = w->c->mean + (size_t)(w->done - 1) * w->rows;
    double *member = bf_heap_take((size_t)BF_CALIBRATE_MEMBERS * w->rows, sizeof *member);
    double *own = bf_heap_take(BF_CALIBRATE_MEMBERS, sizeof *own);
    double *surface = bf_heap_take(w->rows, sizeof *surface), best[BF_EMULATOR_INPUTS];
    bool ok = member && own && surface;
    for (uint32_t j = 0; j < w->inputs; j++)
        best[j] = (w->place[(size_t)(w->done - 1) * w->inputs + j] - w->middle[j]) / w->half[j];
    if (ok) draw_members(w, mean, member);
    if (ok) bf_emulator_at(&w->emulator, best, surface);
    for (uint32_t i = 0; ok && i < w->rows; i++) {
        struct bf_calibrated_row *row = &w->c->row[i];
        double share, sd = sqrt(variance_of(w, i, &share));
        for (uint32_t s = 0; s < BF_CALIBRATE_MEMBERS; s++)
            own[s] = member[(size_t)s * w->rows + i];
        row->modelled = mean[i];
        row->crps = bf_score_crps(own, BF_CALIBRATE_MEMBERS, o->row[i].value);
        row->p05 = bf_quantile_sorted(own, BF_CALIBRATE_MEMBERS, 0.05);
        row->p50 = bf_quantile_sorted(own, BF_CALIBRATE_MEMBERS, 0.50);
        row->p95 = bf_quantile_sorted(own, BF_CALIBRATE_MEMBERS, 0.95);
        row->residual = sd > 0 ? (o->row[i].value - mean[i]) / sd : 0;
        if (o->row[i].held_out) continue;
        w->c->emulator_share = fmax(w->c->emulator_share, share);
        if (sd > 0) w->c->emulator_off = fmax(w->c->emulator_off, fabs(surface[i] - mean[i]) / sd);
    }
    bf_heap_give(member);
    bf_heap_give(own);
    bf_heap_give(surface);
    return ok || bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the predictions");
}

static bool tell(struct work *w, struct bf_err *err)
{
    for (uint32_t j = 0; j < w->inputs; j++)
        if (!tell_input(w, j, err)) return false;
    tell_together(w);
    w->c->discrepancy = w->posterior.discrepancy;
    w->c->discrepancy_found = w->posterior.discrepancy_found;
    w->c->squares = w->posterior.squares;
    return predict(w, err);
}

/* ---- the whole ------------------------------------------------------------------------- */

static bool take_memory(struct work *w, struct bf_err *err)
{
    struct bf_calibration *c = w->c;
    c->input = bf_heap_take(w->inputs, sizeof *c->input);
    c->correlation = bf_heap_take((size_t)w->inputs * w->inputs, sizeof(double));
    c->information = bf_heap_take((size_t)w->inputs * w->inputs, sizeof(double));
    c->row = bf_heap_take(w->rows, sizeof *c->row);
    c->point = bf_heap_take((size_t)w->budget * w->inputs, sizeof(double));
    c->mean = bf_heap_take((size_t)w->budget * w->rows, sizeof(double));
    w->place = bf_heap_take((size_t)w->budget * w->inputs, sizeof(double));
    w->value = bf_heap_take((size_t)w->reps * w->rows, sizeof(double));
    w->covariance = bf_heap_take((size_t)w->rows * w->rows, sizeof(double));
    if (c->input && c->correlation && c->information && c->row && c->point && c->mean && w->place &&
        w->value && w->covariance)
        return true;
    return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %u points of %u rows", w->budget,
                   w->rows);
}

/* Half of the points everywhere, a run where they agree best, the rest there, and one at last. */
static bool search(struct work *w, struct bf_err *err)
{
    uint32_t later = (w->budget - 1) / 2, first = w->budget - 2 - later;
    if (!add_points(w, first, REACH_OUT, err)) return false;
    bf_covariance_shrunk(w->value, w->reps, w->rows, w->covariance);
    if (!fit_surface(w, err) || !infer(w, err) || !run_best(w, err)) return false;
    if (!fit_surface(w, err) || !infer(w, err) || !narrow(w, err)) return false;
    if (!add_points(w, later, 1, err)) return false;
    return fit_surface(w, err) && infer(w, err) && run_best(w, err) && tell(w, err);
}

bool bf_calibrate(const struct bf_calibrate_request *q, struct bf_calibration *c,
                  struct bf_err *err)
{
    struct work w = {.request = q,
                     .c = c,
                     .inputs = q->factors->count,
                     .rows = q->observed->row_count,
                     .reps = q->study->replications};
    BF_REQUIRE(w.inputs >= 1 && w.inputs <= BF_EMULATOR_INPUTS);
    BF_REQUIRE(w.reps >= BF_CALIBRATE_REPLICATIONS_LEAST);
    w.budget = q->points ? q->points : bf_calibrate_points(w.inputs);
    BF_REQUIRE(w.budget >= bf_calibrate_points_least(w.inputs));
    memset(c, 0, sizeof *c);
    c->inputs = w.inputs;
    c->rows = w.rows;
    c->replications = w.reps;
    for (uint32_t j = 0; j < w.inputs; j++)
        w.half[j] = 1;
    w.runs = (struct bf_points){.study = q->study,
                                .file = q->file,
                                .loader = q->loader,
                                .set = q->set,
                                .set_count = q->set_count,
                                .factors = q->factors};
    bool ok = bf_points_warm_up(&w.runs, err);
    c->warm_up_days = w.runs.warm_up_days;
    ok = ok && take_memory(&w, err) && search(&w, err);
    bf_emulator_free(&w.emulator);
    bf_posterior_free(&w.posterior);
    bf_heap_give(w.place);
    bf_heap_give(w.value);
    bf_heap_give(w.covariance);
    return ok;
}

void bf_calibration_free(struct bf_calibration *c)
{
    bf_heap_give(c->input);
    bf_heap_give(c->correlation);
    bf_heap_give(c->information);
    bf_heap_give(c->row);
    bf_heap_give(c->point);
    bf_heap_give(c->mean);
    memset(c, 0, sizeof *c);
}
