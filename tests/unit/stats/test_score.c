/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/random/draw.h"
#include "bedflow/stats/score.h"

#include <math.h>

static void a_score_is_what_it_is_by_hand(void **state)
{
    (void)state;
    double member[] = {4.5, 1.5, 3.0};
    /* |x - y|: 2.3 0.7 0.8, mean 1.26667; pairs: 3.0 1.5 1.5, mean 2, half 1 */
    assert_close(bf_score_crps(member, 3, 2.2), 3.8 / 3 - 1, 1e-12);
}

static void one_member_scores_its_distance(void **state)
{
    (void)state;
    double member[] = {7.25};
    assert_close(bf_score_crps(member, 1, 9.5), 2.25, 1e-12);
    assert_true(isnan(bf_score_crps(member, 0, 9.5)));
}

/* Fair: the mean score of small ensembles of a law is that of the law itself; the uniform law on
 * 0..1 has CRPS 1/3 - y + y^2 at y. */
static void small_ensembles_are_not_punished_for_being_small(void **state)
{
    (void)state;
    const double y = 0.37;
    double sum = 0;
    enum { TRIES = 40000, MEMBERS = 3 };
    for (uint64_t k = 0; k < TRIES; k++) {
        struct bf_key key = {5, 0};
        struct bf_block u = bf_draw(&key, k, 1);
        sum += bf_score_crps(u.u, MEMBERS, y) / TRIES;
    }
    assert_close(sum, 1.0 / 3 - y + y * y, 0.004);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_score_is_what_it_is_by_hand),
        cmocka_unit_test(one_member_scores_its_distance),
        cmocka_unit_test(small_ensembles_are_not_punished_for_being_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
