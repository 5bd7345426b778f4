/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/random/poisson.h"

#include "bedflow/base/contract.h"

#include <math.h>

/* ln n! less Stirling's leading terms, for n >= 16: the next term is below 1e-14. */
static double stirling_error(double n)
{
    const double n2 = n * n;
    return (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / (1680.0 * n2)) / n2) / n2) / n;
}

/* P(N = n) for n >= 16, in Loader's form: the large terms have cancelled on paper. */
static double poisson_pmf(double mean, double n)
{
    const double deviance = n * log1p((n - mean) / mean) - (n - mean);
    return exp(-stirling_error(n) - deviance) / sqrt(2.0 * 3.14159265358979323846 * n);
}

/* Which of n + 1 .. n + 4 is the first with P(N <= it) >= u, when one of them is;
 * sum = P(N <= n) and p = P(N = n). */
static uint32_t pick(double mean, double n, double p, double sum, double u)
{
    uint32_t k = 1;
    for (; k < 4; k++) {
        p *= mean / (n + k);
        sum += p;
        if (sum >= u) break;
    }
    return (uint32_t)n + k;
}

/* The same from above, for u near 1, where the sum from below has lost the digits that decide. */
static uint32_t quantile_from_above(double mean, double u)
{
    double n = ceil(mean + 9.0 * sqrt(mean) + 30.0);
    double p = poisson_pmf(mean, n), tail = p; /* P(N > n - 1) */
    while (tail <= 1.0 - u) {
        p *= n / mean;
        n -= 1.0;
        tail += p;
    }
    return (uint32_t)n;
}

uint32_t bf_poisson_quantile(double mean, double u)
{
    BF_REQUIRE(mean >= 0.0 && mean <= 1e6);
    BF_REQUIRE(u > 0.0 && u < 1.0);
    if (mean >= 16.0 && u > 0.999) return quantile_from_above(mean, u);
    double n = floor(mean - 9.0 * sqrt(mean));
    if (n < 16.0) n = 0.0; /* the mean is below 113 then, and exp(-mean) keeps its digits */
    double p = n > 0.0 ? poisson_pmf(mean, n) : exp(-mean);
    double sum = p;
    const double mean4 = mean * mean * mean * mean;
    while (sum < u) { /* four terms by one division */
        const double n4 = n + 4.0, n34 = n4 * (n + 3.0), n234 = n34 * (n + 2.0);
        const double scale = 1.0 / (n234 * (n + 1.0));
        const double four = mean * (n234 + mean * (n34 + mean * (n4 + mean)));
        const double next = sum + p * (scale * four);
        if (next >= u) return pick(mean, n, p, sum, u);
        if (next == sum && n > mean) /* rounding would keep the sum below u for ever */
            break;
        sum = next;
        p *= scale * mean4;
        n = n4;
    }
    return (uint32_t)n;
}
