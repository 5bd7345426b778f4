/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/covariance.h"

#include "bedflow/base/contract.h"
#include "bedflow/stats/tally.h"

#include <math.h>
#include <stddef.h>

static struct bf_tally tally_of(const double value[], uint32_t count, uint32_t columns, uint32_t j)
{
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (uint32_t r = 0; r < count; r++)
        bf_tally_add(&tally, value[(size_t)r * columns + j]);
    return tally;
}

/* Correlation of two columns and the variance of that estimate, from the products of their
 * standardised values. */
static void pair(const double value[], uint32_t count, uint32_t columns, uint32_t j, uint32_t k,
                 double *correlation, double *variance)
{
    struct bf_tally a = tally_of(value, count, columns, j);
    struct bf_tally b = tally_of(value, count, columns, k), product;
    double scale = bf_tally_sd(&a) * bf_tally_sd(&b), n = count;
    *correlation = *variance = 0;
    if (!(scale > 0)) return;
    bf_tally_init(&product);
    for (uint32_t r = 0; r < count; r++) {
        const double *row = value + (size_t)r * columns;
        bf_tally_add(&product, (row[j] - bf_tally_mean(&a)) * (row[k] - bf_tally_mean(&b)) / scale);
    }
    *correlation = n / (n - 1) * bf_tally_mean(&product);
    *variance = n * n / ((n - 1) * (n - 1)) * bf_tally_variance(&product) / n;
}

double bf_covariance_shrunk(const double value[], uint32_t count, uint32_t columns,
                            double covariance[])
{
    double scatter = 0, squares = 0;
    BF_REQUIRE(count >= 3);
    for (uint32_t j = 0; j < columns; j++) {
        struct bf_tally own = tally_of(value, count, columns, j);
        covariance[(size_t)j * columns + j] = bf_tally_variance(&own);
        for (uint32_t k = 0; k < j; k++) {
            double correlation, variance;
            pair(value, count, columns, j, k, &correlation, &variance);
            scatter += variance;
            squares += correlation * correlation;
            covariance[(size_t)j * columns + k] = correlation;
        }
    }
    double share = squares > 0 ? fmin(1, scatter / squares) : 0;
    for (uint32_t j = 0; j < columns; j++)
        for (uint32_t k = 0; k < j; k++) {
            double sd = sqrt(covariance[(size_t)j * columns + j]) *
                        sqrt(covariance[(size_t)k * columns + k]);
            double shrunk = (1 - share) * covariance[(size_t)j * columns + k] * sd;
            covariance[(size_t)j * columns + k] = covariance[(size_t)k * columns + j] = shrunk;
        }
    return share;
}
