/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "synthetic.h"

#include "bedflow/study/worth.h"

static const struct bf_measure measure[] = {
    {.service = "system", .group = "all", .name = "delayed_days", .unit = "bed days"},
    {.service = "system", .group = "all", .name = "spend", .unit = "£"},
};
static const struct bf_catalogue with_bill = {.scalar = measure, .scalar_count = 2};
static const struct bf_catalogue without_bill = {.scalar = measure, .scalar_count = 1};

/* Six winters; the option costs 50,000 and 20 more for each day it avoids. */
static const double base_days[6] = {410.5, 388, 502.25, 365, 441, 472};
static const double avoided[6] = {91, 84.5, 120, 79.25, 99, 108};

static void make(struct bf_result result[2], struct bf_decision *d, double effect)
{
    struct bf_err err;
    synthetic_begin(&result[0], &without_bill, 0, 6);
    synthetic_begin(&result[1], &with_bill, 0, 6);
    for (uint32_t r = 0; r < 6; r++) {
        double less = effect * avoided[r] + (1 - effect) * (r % 2 == 0 ? 7.5 : -7.5);
        synthetic_set(&result[0], r, 0, base_days[r]);
        synthetic_set(&result[1], r, 0, base_days[r] - less);
        synthetic_set(&result[1], r, 1, 50000 + 20 * less);
    }
    struct bf_decision_request request = {.result = result, .count = 2};
    assert_true(bf_decide(&request, d, &err));
}

static void end(struct bf_result result[2], struct bf_decision *d)
{
    bf_decision_free(d);
    bf_result_free(&result[0]);
    bf_result_free(&result[1]);
}

static void a_base_without_a_bill_spends_nothing(void **state)
{
    (void)state;
    struct bf_result result[2];
    struct bf_decision d;
    struct bf_worth worth;
    make(result, &d, 1);
    bf_worth_of(&d, result, 1, &worth);
    double mean = (91 + 84.5 + 120 + 79.25 + 99 + 108) / 6;
    assert_true(worth.known);
    assert_close(worth.avoided.estimate, mean, 1e-9);
    assert_close(worth.spend.estimate, 50000 + 20 * mean, 1e-6);
    assert_close(worth.per_day.estimate, (50000 + 20 * mean) / mean, 1e-9);
    assert_true(worth.per_day.low < worth.per_day.estimate);
    assert_true(worth.per_day.high > worth.per_day.estimate);
    /* more days avoided go with a lower price of each: 20 + 50000 / days, and days are known to
     * within 79..120 */
    assert_true(worth.per_day.low > 20 + 50000 / 120.0);
    assert_true(worth.per_day.high < 20 + 50000 / 79.0);
    end(result, &d);
}

static void a_price_is_not_told_where_nothing_may_be_avoided(void **state)
{
    (void)state;
    struct bf_result result[2];
    struct bf_decision d;
    struct bf_worth worth;
    make(result, &d, 0);
    bf_worth_of(&d, result, 1, &worth);
    assert_true(worth.known);
    assert_nan(worth.per_day.low);
    assert_nan(worth.per_day.high);
    end(result, &d);
}

static void without_any_bill_nothing_is_known(void **state)
{
    (void)state;
    struct bf_result result[2];
    struct bf_decision d;
    struct bf_worth worth;
    struct bf_err err;
    for (int o = 0; o < 2; o++) {
        synthetic_begin(&result[o], &synthetic_catalogue, 0, 6);
        synthetic_fill(&result[o], (uint64_t)o, 0, 2.5);
    }
    struct bf_decision_request request = {.result = result, .count = 2};
    assert_true(bf_decide(&request, &d, &err));
    bf_worth_of(&d, result, 1, &worth);
    assert_false(worth.known);
    assert_int_equal(bf_decision_find(&d, "occupancy"), 1);
    assert_int_equal(bf_decision_find(&d, "wait_p95"), UINT32_MAX);
    end(result, &d);
}

/* Twelve pounds of net saving a day released, and 30,000 to set up: 30,000 / days - 12. */
static void the_break_even_leaves_out_what_acute_services_cost(void **state)
{
    (void)state;
    static const struct bf_measure valued[] = {
        {.service = "system", .group = "all", .name = "acute_bed_days", .unit = "bed days"},
        {.service = "system", .group = "all", .name = "spend_elsewhere", .unit = "£"},
        {.service = "system", .group = "all", .name = "spend", .unit = "£"}};
    static const struct bf_catalogue catalogue = {.scalar = valued, .scalar_count = 3};
    struct bf_result result[2];
    struct bf_decision d;
    struct bf_worth worth;
    struct bf_err err;
    double mean = 0;
    for (int o = 0; o < 2; o++) {
        synthetic_begin(&result[o], &catalogue, 0, 6);
        for (uint32_t r = 0; r < 6; r++) {
            synthetic_set(&result[o], r, 0, base_days[r] - o * avoided[r]);
            synthetic_set(&result[o], r, 1, 7000 + o * (30000 - 12 * avoided[r]));
            synthetic_set(&result[o], r, 2, 1e7); /* acute services among it */
            mean += o * avoided[r] / 6;
        }
    }
    struct bf_decision_request request = {.result = result, .count = 2};
    assert_true(bf_decide(&request, &d, &err));
    bf_worth_of(&d, result, 1, &worth);
    assert_true(worth.valued);
    assert_false(worth.known); /* no delayed days here */
    assert_close(worth.released.estimate, mean, 1e-9);
    assert_close(worth.spend.estimate, 30000 - 12 * mean, 1e-6);
    assert_close(worth.net[BF_DAY_AT_NOTHING].estimate, worth.spend.estimate, 1e-9);
    assert_nan(worth.net[BF_DAY_AT_AVERAGE].estimate); /* none is stated */
    assert_close(worth.break_even.estimate, 30000 / mean - 12, 1e-9);
    assert_true(worth.break_even.low > 30000 / 120.0 - 12);
    assert_true(worth.break_even.high < 30000 / 79.0 - 12);
    end(result, &d);
}

/* A spot option that pays 187 a day for 40 + r days, against a block that nets 9,000 + 100 r: with
 * price p the spot nets 1,000 + p (40 + r), so p = mean(8,000 + 100 r) / mean(40 + r). */
static void the_price_of_a_spot_place_is_told_against_a_block(void **state)
{
    (void)state;
    static const struct bf_measure base[] = {
        {.service = "system", .group = "all", .name = "delayed_days", .unit = "bed days"},
        {.service = "system", .group = "all", .name = "spend_elsewhere", .unit = "£"}};
    static const struct bf_measure spot[] = {
        {.service = "system", .group = "all", .name = "delayed_days", .unit = "bed days"},
        {.service = "system", .group = "all", .name = "spend_elsewhere", .unit = "£"},
        {.service = "beds", .group = "purchase:spot", .name = "spend", .unit = "£"},
        {.service = "beds", .group = "purchase:spot", .name = "bought", .unit = "bed days"},
        {.service = "beds", .group = "purchase:spot", .name = "people", .unit = "people"}};
    static const struct bf_measure block[] = {
        {.service = "system", .group = "all", .name = "delayed_days", .unit = "bed days"},
        {.service = "system", .group = "all", .name = "spend_elsewhere", .unit = "£"},
        {.service = "beds", .group = "purchase:block", .name = "spend", .unit = "£"},
        {.service = "beds", .group = "purchase:block", .name = "bought", .unit = "bed days"}};
    static const struct bf_catalogue has[3] = {{.scalar = base, .scalar_count = 2},
                                               {.scalar = spot, .scalar_count = 5},
                                               {.scalar = block, .scalar_count = 4}};
    struct bf_result result[3];
    struct bf_decision d;
    struct bf_price price[BF_PRICES_CAP];
    struct bf_err err;
    for (int o = 0; o < 3; o++)
        synthetic_begin(&result[o], &has[o], 0, 6);
    for (uint32_t r = 0; r < 6; r++) {
        double days = 40 + (double)r * (r % 2 == 0 ? 1 : -1);
        for (int o = 0; o < 3; o++)
            synthetic_set(&result[o], r, 0, base_days[r]);
        synthetic_set(&result[0], r, 1, 0);
        synthetic_set(&result[1], r, 1, 1000 + 187.25 * days);
        synthetic_set(&result[1], r, 2, 187.25 * days);
        synthetic_set(&result[1], r, 3, days);
        synthetic_set(&result[1], r, 4, 3);
        synthetic_set(&result[2], r, 1, 9000 + 100.0 * r);
        synthetic_set(&result[2], r, 2, 9000);
        synthetic_set(&result[2], r, 3, 60);
    }
    struct bf_decision_request request = {.result = result, .count = 3};
    assert_true(bf_decide(&request, &d, &err));
    assert_int_equal(bf_prices_of(&d, result, price, BF_PRICES_CAP), 1);
    assert_int_equal(price[0].own, 1);
    assert_int_equal(price[0].other, 2);
    double mean_days = 40 + (0 - 1 + 2 - 3 + 4 - 5) / 6.0;
    assert_close(price[0].now, 187.25, 1e-9);
    assert_close(price[0].at[BF_DAY_AT_NOTHING].estimate, (8000 + 250) / mean_days, 1e-9);
    assert_true(price[0].at[BF_DAY_AT_NOTHING].low < (8000 + 250) / mean_days);
    assert_nan(price[0].at[BF_DAY_AT_AVERAGE].estimate);
    bf_decision_free(&d);
    for (int o = 0; o < 3; o++)
        bf_result_free(&result[o]);
}

/* NHS and social care move apart and add up to the whole. */
static void payers_add_up_to_what_is_spent(void **state)
{
    (void)state;
    static const struct bf_measure measure_of[] = {
        {.service = "system", .group = "all", .name = "delayed_days", .unit = "bed days"},
        {.service = "system", .group = "payer:NHS", .name = "spend_elsewhere", .unit = "£"},
        {.service = "system", .group = "payer:social care", .name = "spend_elsewhere", .unit = "£"},
        {.service = "system", .group = "all", .name = "spend_elsewhere", .unit = "£"}};
    static const struct bf_catalogue catalogue = {.scalar = measure_of, .scalar_count = 4};
    struct bf_result result[2];
    struct bf_decision d;
    struct bf_worth worth;
    struct bf_interval payer[2];
    struct bf_err err;
    for (int o = 0; o < 2; o++) {
        synthetic_begin(&result[o], &catalogue, 0, 6);
        for (uint32_t r = 0; r < 6; r++) {
            double nhs = 5000 + o * 17 * avoided[r], care = 4000 - o * 3.5 * base_days[r];
            synthetic_set(&result[o], r, 0, base_days[r]);
            synthetic_set(&result[o], r, 1, nhs);
            synthetic_set(&result[o], r, 2, care);
            synthetic_set(&result[o], r, 3, nhs + care);
        }
    }
    struct bf_decision_request request = {.result = result, .count = 2};
    assert_true(bf_decide(&request, &d, &err));
    bf_worth_of(&d, result, 1, &worth);
    assert_false(bf_worth_of_payer(&d, result, 1, 0, &payer[0]));
    assert_true(bf_worth_of_payer(&d, result, 1, 1, &payer[0]));
    assert_true(bf_worth_of_payer(&d, result, 1, 2, &payer[1]));
    assert_string_equal(bf_worth_payer(d.measure[2]), "social care");
    assert_close(payer[0].estimate + payer[1].estimate, worth.spend.estimate, 1e-9);
    assert_true(payer[1].estimate < 0 && payer[0].estimate > 0);
    end(result, &d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_base_without_a_bill_spends_nothing),
        cmocka_unit_test(a_price_is_not_told_where_nothing_may_be_avoided),
        cmocka_unit_test(the_break_even_leaves_out_what_acute_services_cost),
        cmocka_unit_test(the_price_of_a_spot_place_is_told_against_a_block),
        cmocka_unit_test(payers_add_up_to_what_is_spent),
        cmocka_unit_test(without_any_bill_nothing_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
