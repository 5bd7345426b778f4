/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/calibrate.h -- inputs that make the model agree with what was observed.
 *
 * The scenario is simulated at a few tens of points of the inputs' ranges, with
 * the same random numbers at each (common random numbers: differences between
 * points are differences of the inputs). Half of the points lie evenly over the
 * ranges (Sobol); a quadratic surface is fitted to every observed row's modelled
 * mean (stats/emulator.h), and what agrees with the observations is found on it
 * (stats/posterior.h). The other half of the points lie where that is; surface
 * and posterior are then made again there. At last the model itself runs at the
 * best place, and the surface is held against it.
 *
 * What is allowed to differ between observed and modelled mean, row by row:
 *   chance        the real history is one draw: covariance over replications
 *                 (stats/covariance.h), which has every input that declares a range and is not
 *                 fitted, too
 *   simulation    the same over the number of replications
 *   observation   low..high of the row
 *   emulator      what the surface gets wrong
 *   discrepancy   what the model is off beyond all that, a share of each value: found from the
 *                 misfit, or given
 *
 * Validity: means that bend once at most within the ranges (the emulator's error
 * tells), discrepancies that are independent from row to row. A definition that
 * differs is no discrepancy of this kind: it moves the inputs.
 *
 * Held-out rows are not fitted. Each row gets a predictive law: a posterior
 * draw, plus one replication's distance from its mean, plus draws of
 * discrepancy and of the observation's error.
 *
 * Determinism: a function of scenario, table, factors, seed and numbers of
 * points and replications; the same for any number of threads.
 */
#ifndef BF_STUDY_CALIBRATE_H
#define BF_STUDY_CALIBRATE_H

#include "bedflow/stats/posterior.h"
#include "bedflow/study/factor.h"
#include "bedflow/study/observed.h"
#include "bedflow/study/study.h"

#define BF_CALIBRATE_REPLICATIONS_LEAST 5u
#define BF_CALIBRATE_MEMBERS            2000u /* of a predictive law */

struct bf_calibrate_request {
    const char *file;
    const struct bf_loader *loader;
    const struct bf_setting *set; /* [set_count]: at every point */
    size_t set_count;
    const struct bf_factors *factors; /* see bf_calibrate_accepts */
    const struct bf_observed *observed;
    const struct bf_study *study; /* of the base: its model, seed, replications, threads,
                                     fixed_inputs and stop are taken */
    uint32_t points;              /* at most, the last run included; 0: bf_calibrate_points */
    double discrepancy;           /* share of a value; NaN: found */
    /* Called before each point; may be NULL. */
    void (*progress)(void *context, uint32_t point, uint32_t points);
    void *progress_context;
};

/* One fitted input, in the unit as typed. */
struct bf_calibrated_input {
    double best, low, high, sd;   /* 95% interval and sd of the posterior */
    double range_low, range_high; /* a range whose triangle (models/changes.c) has that sd */
    double left;                  /* sd as a share of that of the typed range, all values equally
                                     likely: 1 means that nothing was learned */
    bool at_low, at_high;         /* best is at the end of the typed range */
};

struct bf_calibrated_row {
    double modelled;      /* mean of the replications at the best place */
    double p05, p50, p95; /* of the predictive law */
    double crps;
    double residual; /* (observed - modelled) / sd of all that may differ */
};

struct bf_calibration {
    uint32_t inputs, rows, points, replications;
    struct bf_calibrated_input *input; /* [inputs] */
    double *correlation;               /* [inputs][inputs], of the posterior */
    double *information;               /* [inputs][inputs], per typed range = -1..1 */
    struct bf_calibrated_row *row;     /* [rows], as observed */
    double discrepancy;
    bool discrepancy_found;
    double squares;        /* weighted, over the fitted rows */
    double emulator_share; /* of the variance of a fitted row, the largest: 1 is all of it */
    double emulator_off;   /* worst |emulator - model| at the best place, in sd's of the row */
    bool edge;             /* the posterior touches the edge of where the last points lay */
    uint32_t warm_up_days;
    double *point; /* [points][inputs], as typed, in the order they ran */
    double *mean;  /* [points][rows] */
};

/* Points that `inputs` fitted inputs call for, and the fewest that are taken. */
uint32_t bf_calibrate_points(uint32_t inputs);
uint32_t bf_calibrate_points_least(uint32_t inputs);

/* Whether these factors can be fitted: 1 to BF_EMULATOR_INPUTS numbers with LOW..HIGH. */
bool bf_calibrate_accepts(const struct bf_factors *factors, struct bf_err *err);

/* Calibrate. Fails with what loading or running a point fails with (the point is
 * said), BF_E_RANGE, BF_E_STOPPED or BF_E_NOMEM. Free in any case. */
bool bf_calibrate(const struct bf_calibrate_request *request, struct bf_calibration *calibration,
                  struct bf_err *err);
void bf_calibration_free(struct bf_calibration *calibration);

#endif
