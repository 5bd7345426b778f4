/* SPDX-License-Identifier: GPL-3.0-or-later */
/* assert_close.h -- floating-point checks that a NaN cannot pass.
 *
 * cmocka's own float check treats NaN as equal to everything, and compares in
 * single precision. Include "unit.h" first, which brings cmocka.
 */
#ifndef BF_TESTS_ASSERT_CLOSE_H
#define BF_TESTS_ASSERT_CLOSE_H

#include <math.h>

/* |got - want| <= tol. */
#define assert_close(got, want, tol)                                                               \
    do {                                                                                           \
        const double got_ = (got), want_ = (want), tol_ = (tol);                                   \
        if (!(fabs(got_ - want_) <= tol_))                                                         \
            fail_msg("%s = %.17g, expected %.17g within %.3g", #got, got_, want_, tol_);           \
    } while (0)

/* |got - want| <= tol * |want|. */
#define assert_close_relative(got, want, tol)                                                      \
    do {                                                                                           \
        const double got_ = (got), want_ = (want), tol_ = (tol);                                   \
        if (!(fabs(got_ - want_) <= tol_ * fabs(want_)))                                           \
            fail_msg("%s = %.17g, expected %.17g within %.3g of it", #got, got_, want_, tol_);     \
    } while (0)

/* The same number: 0 and -0 are, NaN is not the same as anything. */
#define assert_same_double(got, want)                                                              \
    do {                                                                                           \
        const double got_ = (got), want_ = (want);                                                 \
        if (!(got_ <= want_ && got_ >= want_))                                                     \
            fail_msg("%s = %.17g, expected exactly %.17g", #got, got_, want_);                     \
    } while (0)

#define assert_nan(got)                                                                            \
    do {                                                                                           \
        const double got_ = (got);                                                                 \
        if (!isnan(got_)) fail_msg("%s = %.17g, expected NaN", #got, got_);                        \
    } while (0)

#endif
