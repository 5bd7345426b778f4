/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbered scenarios against the theory that their comments name. */
#include "unit.h"

#include "bedflow/random/dist.h"
#include "bedflow/stats/theory.h"
#include "numbered.h"

/* ---- 01 to 05 -------------------------------------------------------------------------- */

static void one_queue_waits_as_erlang_c_says(void **state)
{
    (void)state;
    struct fixture f;
    OPEN(&f, "01-one-queue.cfg", {"demand.referrals.rate", "1.8 per hour"},
         {"services.unit.stay.mean", "1.07 hours"}, {"period.to", "2022-12-31"});
    double per_h = 1.8, stay_h = 1.07;
    double wait_h = bf_theory_mmc_wait_mean(3, per_h, stay_h);
    struct fixture_expected expected[] = {
        {"unit", "all", "wait_mean", wait_h, 0.025, {0}},
        {"unit", "all", "waiting_mean", per_h * wait_h, 0.025, {0}},
        {"unit", "all", "occupied_mean", per_h * stay_h, 0.005, {0}},
        {"unit", "all", "stay_total", 1.07 / 24, 0.005, {0}},
        {"unit", "all", "wait_p95", bf_theory_mmc_wait_quantile(3, per_h, stay_h, 0.95), 0.03, {0}},
    };
    EXPECT(&f, 180, expected);
    fixture_close(&f);
}

static void no_waiting_room_turns_away_as_erlang_b_says(void **state)
{
    (void)state;
    double share = bf_theory_erlang_b(4, 1.37 * 2.6);
    /* whatever the law of stays */
    static const struct bf_setting shape[][1] = {
        {{"services.unit.stay", "{ shape = \"lognormal\"; mean = \"2.6 h\"; cv = 1.2; }"}},
        {{"services.unit.stay", "{ mean = \"2.6 h\"; }"}},
        {{"services.unit.stay", "{ shape = \"constant\"; mean = \"2.6 h\"; }"}},
    };
    for (size_t k = 0; k < UNIT_COUNT(shape); k++) {
        struct fixture f;
        OPEN(&f, "02-no-waiting-room.cfg", {"demand.referrals.rate", "1.37 per hour"}, shape[k][0]);
        struct fixture_expected full[] = {
            {"unit", "all", "turned_away", 1.37 * 24 * 365 * share, 0.02, {0}},
            {"unit", "all", "occupied_mean", 1.37 * 2.6 * (1 - share), 0.01, {0}}};
        EXPECT(&f, 90, full);
        fixture_close(&f);
    }
}

static void the_urgent_go_first_as_cobham_says(void **state)
{
    (void)state;
    struct fixture f;
    OPEN(&f, "04-priorities.cfg", {"demand.urgent.rate", "0.7 per hour"},
         {"demand.routine.rate", "1.1 per hour"}, {"services.unit.stay.mean", "1.07 hours"},
         {"period.to", "2022-12-31"});
    const double per_h[2] = {0.7, 1.1};
    double wait_h[2];
    bf_theory_priority_mmc(3, 2, per_h, 1.07, wait_h);
    struct fixture_expected expected[] = {
        {"system", "class:urgent", "wait_mean", wait_h[0], 0.025, {0}},
        {"system", "class:routine", "wait_mean", wait_h[1], 0.03, {0}},
        {"unit", "all", "wait_mean", bf_theory_mmc_wait_mean(3, 1.8, 1.07), 0.025, {0}},
    };
    EXPECT(&f, 180, expected);
    fixture_close(&f);
}

static double still_there(const void *law, double x)
{
    return bf_dist_survival(law, x);
}

static void beds_full_at_midnight_follow_demand_through_the_week(void **state)
{
    (void)state;
    struct fixture f;
    fixture_file(&f, "scenarios/05-a-day-of-demand.cfg", NULL, 0);
    const struct bf_stream *s = f.model.care->demand.item;
    double rate_per_h[168], of_day = 0;
    for (uint32_t h = 0; h < 24; h++)
        of_day += s->by_hour.value[h];
    for (uint32_t h = 0; h < 168; h++)
        rate_per_h[h] = 138 * s->by_weekday.value[h / 24] * s->by_hour.value[h % 24] / of_day;
    const struct bf_dist *stay = &f.model.network.numbers.site[0].stay;
    struct bf_tally midnight[7];
    for (uint32_t d = 0; d < 7; d++)
        bf_tally_init(&midnight[d]);
    for (uint32_t r = 0; r < 40; r++) {
        double sum[7] = {0};
        fixture_run(&f, r);
        assert_int_equal(fixture_days(&f), 52 * 7);
        for (uint32_t d = 0; d < 52 * 7; d++)
            sum[d % 7] += fixture_day(&f, "unit", "all", "occupied", d) / 52;
        for (uint32_t d = 0; d < 7; d++)
            bf_tally_add(&midnight[d], sum[d]);
    }
    for (uint32_t d = 0; d < 7; d++) {
        struct fixture_expected e = {
            "unit",
            "all",
            "occupied at midnight",
            bf_theory_mt_g_infinity(rate_per_h, 168, 1, (d + 1) * 24.0, still_there, stay),
            0.02,
            midnight[d]};
        fixture_check(&e);
    }
    fixture_close(&f);
}

/* ---- 06: a chain of (in care, ready, in rehabilitation) --------------------------------- */

enum { WARD = 3, REHAB = 2 };

static size_t chain_state(int care, int ready, int rehab)
{
    return (size_t)((care * (WARD + 1) + ready) * (REHAB + 1) + rehab);
}

static void chain_rates(double *rates, size_t n, int care, int ready, int rehab)
{
    double in = 0.8, out = care / 4.1, end = rehab / 7.9;
    double *row = rates + chain_state(care, ready, rehab) * n;
    if (care + ready < WARD) row[chain_state(care + 1, ready, rehab)] += in;
    if (care) {
        row[chain_state(care - 1, ready, rehab)] += out * 0.55;
        if (rehab < REHAB)
            row[chain_state(care - 1, ready, rehab + 1)] += out * 0.45;
        else
            row[chain_state(care - 1, ready + 1, rehab)] += out * 0.45;
    }
    if (rehab && ready) row[chain_state(care, ready - 1, rehab)] += end;
    if (rehab && !ready) row[chain_state(care, ready, rehab - 1)] += end;
}

static void delayed_transfers_match_the_solved_chain(void **state)
{
    (void)state;
    enum { STATES = (WARD + 1) * (WARD + 1) * (REHAB + 1) };
    static double rates[STATES * STATES], p[STATES];
    for (int care = 0; care <= WARD; care++)
        for (int ready = 0; ready <= WARD; ready++)
            for (int rehab = 0; rehab <= REHAB; rehab++) {
                bool real = care + ready <= WARD && (ready == 0 || rehab == REHAB);
                if (real)
                    chain_rates(rates, STATES, care, ready, rehab);
                else /* never entered; leads back, so that there is one closed class */
                    rates[chain_state(care, ready, rehab) * STATES] = 1;
            }
    assert_true(bf_theory_ctmc_stationary(STATES, rates, p));
    double delayed = 0, full = 0, rehab_mean = 0, ward_mean = 0;
    for (int care = 0; care <= WARD; care++)
        for (int ready = 0; ready <= WARD; ready++)
            for (int rehab = 0; rehab <= REHAB; rehab++) {
                double share = p[chain_state(care, ready, rehab)];
                delayed += ready * share;
                ward_mean += (care + ready) * share;
                rehab_mean += rehab * share;
                if (care + ready == WARD) full += share;
            }
    struct fixture f;
    OPEN(&f, "06-two-stages-blocking.cfg", {"demand.emergencies.rate", "0.8 per hour"},
         {"services.ward.stay.mean", "4.1 hours"}, {"services.rehab.stay.mean", "7.9 hours"},
         {"period.to", "2023-12-31"});
    struct fixture_expected expected[] = {
        {"ward", "all", "delayed_mean", delayed, 0.02, {0}},
        {"ward", "all", "occupied_mean", ward_mean, 0.01, {0}},
        {"rehab", "all", "occupied_mean", rehab_mean, 0.01, {0}},
        {"rehab", "all", "waiting_mean", delayed, 0.02, {0}},
        {"ward", "all", "turned_away", full * 0.8 * 24 * 1095, 0.02, {0}},
        {"system", "all", "delayed", delayed, 0.02, {0}},
    };
    EXPECT(&f, 190, expected);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_queue_waits_as_erlang_c_says),
        cmocka_unit_test(no_waiting_room_turns_away_as_erlang_b_says),
        cmocka_unit_test(the_urgent_go_first_as_cobham_says),
        cmocka_unit_test(beds_full_at_midnight_follow_demand_through_the_week),
        cmocka_unit_test(delayed_transfers_match_the_solved_chain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
