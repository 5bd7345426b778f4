/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify_queues.c -- one service at a time against the closed forms of queueing theory. */
#include "ladder.h"

#include "bedflow/stats/theory.h"

#include <math.h>

/* One stream and one service of so many beds, from which people go home. */
static const char *one_service(double per_h, const char *capacity, const char *stay)
{
    return rung_text("demand: { all_comers: { rate = \"%.10g per hour\";\n"
                     "  enter = ( { to = \"unit\"; } ); }; };\n"
                     "services: { unit: { %s stay = { %s };\n"
                     "  then = ( { to = \"home\"; } ); }; };\n",
                     per_h, capacity, stay);
}

/* ---- delay ----------------------------------------------------------------------------- */

static void one_server_waits_as_its_load_says(void **state)
{
    (void)state;
    const double per_h = 17.3, stay_h = 0.0293, rho = per_h * stay_h;
    const struct rung_claim claims[] = {
        {"wait, h", rho * stay_h / (1 - rho), "unit", "all", "wait_mean", 0, NULL, false},
        {"waiting, people", rho * rho / (1 - rho), "unit", "all", "waiting_mean", 0, NULL, false},
        {"in service, people", rho, "unit", "all", "occupied_mean", 0, NULL, false},
        {"95th percentile of the wait, h", log(rho / 0.05) * stay_h / (1 - rho), "unit", "all",
         "wait_p95", 0, NULL, false},
    };
    RUNG_CLIMB("M/M/1", rung_head(560, 3),
               one_service(per_h, "kind = \"team\"; staff = 1;", "mean = \"0.0293 h\";"), claims);
}

static void several_servers_wait_as_erlang_c_says(void **state)
{
    (void)state;
    const double per_h = 13.7, stay_h = 0.1117;
    const double wait_h = bf_theory_mmc_wait_mean(3, per_h, stay_h);
    const struct rung_claim claims[] = {
        {"wait, h", wait_h, "unit", "all", "wait_mean", 0, NULL, false},
        {"waiting, people", per_h * wait_h, "unit", "all", "waiting_mean", 0, NULL, false},
        {"in service, people", per_h * stay_h, "unit", "all", "occupied_mean", 0, NULL, false},
        {"90th percentile of the wait, h", bf_theory_mmc_wait_quantile(3, per_h, stay_h, 0.9),
         "unit", "all", "wait_p90", 0, NULL, false},
        {"stay, days", stay_h / 24, "unit", "all", "stay_total", 0, NULL, false},
    };
    RUNG_CLIMB("M/M/3", rung_head(1550, 5),
               one_service(per_h, "kind = \"beds\"; beds = 3;", "mean = \"0.1117 h\";"), claims);
}

static void one_server_waits_by_the_square_of_its_stays(void **state)
{
    (void)state;
    static const struct {
        const char *title, *stay;
        double cv2;
    } law[] = {
        {"M/G/1, lognormal stays", "shape = \"lognormal\"; mean = \"0.0351 h\"; cv = 0.83;",
         0.83 * 0.83},
        {"M/D/1", "shape = \"constant\"; mean = \"0.0351 h\";", 0},
        {"M/G/1, Weibull stays", "shape = \"weibull\"; mean = \"0.0351 h\"; cv = 0.61;",
         0.61 * 0.61},
    };
    const double per_h = 13.9, stay_h = 0.0351;
    for (size_t k = 0; k < UNIT_COUNT(law); k++) {
        double wait_h = bf_theory_mg1_wait_mean(per_h, stay_h, stay_h * stay_h * (1 + law[k].cv2));
        const struct rung_claim claims[] = {
            {"wait, h", wait_h, "unit", "all", "wait_mean", 0, NULL, false},
            {"in service, people", per_h * stay_h, "unit", "all", "occupied_mean", 0, NULL, false},
        };
        RUNG_CLIMB(law[k].title, rung_head(k == 0 ? 1000 : 330, 3),
                   one_service(per_h, "kind = \"beds\"; beds = 1;", law[k].stay), claims);
    }
}

static void short_and_long_stays_mix_in_their_shares(void **state)
{
    (void)state;
    const double per_h = 11.3, share = 0.37, short_h = 0.0113, long_h = 0.0571;
    const double mean_h = share * short_h + (1 - share) * long_h;
    const double square = 2 * (share * short_h * short_h + (1 - share) * long_h * long_h);
    const struct rung_claim claims[] = {
        {"wait, h", bf_theory_mg1_wait_mean(per_h, mean_h, square), "unit", "all", "wait_mean", 0,
         NULL, false},
        {"in service, people", per_h * mean_h, "unit", "all", "occupied_mean", 0, NULL, false},
    };
    RUNG_CLIMB("M/H2/1, same-day share", rung_head(950, 3),
               one_service(per_h,
                           "kind = \"beds\"; beds = 1; same_day = 0.37;\n"
                           "  same_day_stay = { mean = \"0.0113 h\"; };",
                           "mean = \"0.0571 h\";"),
               claims);
}

/* ---- loss, room, patience -------------------------------------------------------------- */

static void the_share_lost_does_not_know_the_law_of_stays(void **state)
{
    (void)state;
    static const struct {
        const char *title, *stay;
    } law[] = {
        {"M/M/6/6", "mean = \"1.13 h\";"},
        {"M/G/6/6, lognormal stays", "shape = \"lognormal\"; mean = \"1.13 h\"; cv = 1.13;"},
        {"M/D/6/6", "shape = \"constant\"; mean = \"1.13 h\";"},
    };
    const double per_h = 7.13, stay_h = 1.13;
    const double lost = bf_theory_erlang_b(6, per_h * stay_h);
    const struct rung_claim claims[] = {
        {"share turned away", lost, "unit", "all", "turned_away", 0, "joined", false},
        {"in service, people", per_h * stay_h * (1 - lost), "unit", "all", "occupied_mean", 0, NULL,
         false},
    };
    for (size_t k = 0; k < UNIT_COUNT(law); k++)
        RUNG_CLIMB(law[k].title, rung_head(165, 5),
                   one_service(per_h, "kind = \"beds\"; beds = 6; queue_limit = 0;", law[k].stay),
                   claims);
}

static void a_waiting_room_turns_away_when_it_is_full(void **state)
{
    (void)state;
    const double per_h = 9.7, stay_h = 0.47;
    const struct bf_theory_queue q = bf_theory_mmck(3, 7, per_h, stay_h);
    const struct rung_claim claims[] = {
        {"share turned away", q.p_lost, "unit", "all", "turned_away", 0, "joined", false},
        {"wait of those let in, h", q.wait_h_mean, "unit", "all", "wait_mean", 0, NULL, false},
        {"waiting, people", q.queue_mean, "unit", "all", "waiting_mean", 0, NULL, false},
    };
    RUNG_CLIMB(
        "M/M/3/7", rung_head(220, 3),
        one_service(per_h, "kind = \"beds\"; beds = 3; queue_limit = 4;", "mean = \"0.47 h\";"),
        claims);
}

static void who_has_waited_long_enough_gives_up(void **state)
{
    (void)state;
    const double per_h = 10.3, stay_h = 0.53, patience_h = 0.61;
    const struct bf_theory_queue q = bf_theory_mmc_fixed_patience(4, per_h, stay_h, patience_h);
    const struct rung_claim claims[] = {
        {"share who give up", q.p_lost, "unit", "all", "gave_up", 0, "joined", false},
        {"waiting, people", q.queue_mean, "unit", "all", "waiting_mean", 0, NULL, false},
        {"wait of those served, h", (q.wait_h_mean - q.p_lost * patience_h) / (1 - q.p_lost),
         "unit", "all", "wait_mean", 0, NULL, false},
        {"in service, people", per_h * stay_h * (1 - q.p_lost), "unit", "all", "occupied_mean", 0,
         NULL, false},
    };
    RUNG_CLIMB("M/M/4 with patience (+D)", rung_head(270, 3),
               one_service(per_h, "kind = \"team\"; staff = 4; patience = \"0.61 h\";",
                           "mean = \"0.53 h\";"),
               claims);
}

/* Everyone has a patience of their own: Palm's, exponential. */
static void people_of_different_patience_give_up_as_palm_says(void **state)
{
    (void)state;
    const double per_h = 10.3, stay_h = 0.53, patience_h = 0.61;
    const struct bf_theory_queue q = bf_theory_erlang_a(4, per_h, stay_h, patience_h);
    const struct rung_claim claims[] = {
        {"share who give up", q.p_lost, "unit", "all", "gave_up", 0, "joined", false},
        {"waiting, people", q.queue_mean, "unit", "all", "waiting_mean", 0, NULL, false},
        {"in service, people", per_h * stay_h * (1 - q.p_lost), "unit", "all", "occupied_mean", 0,
         NULL, false},
    };
    RUNG_CLIMB("M/M/4 with patience (+M)", rung_head(330, 3),
               one_service(per_h,
                           "kind = \"team\"; staff = 4; patience = \"0.61 h\"; patience_cv = 1.0;",
                           "mean = \"0.53 h\";"),
               claims);
}

/* Own beds, a block of them, and for whoever has waited so long a place bought for them alone: to
 * the others that is as if they gave up, and to them a wait of just so long. */
static void a_spot_place_is_bought_for_whoever_waits_too_long(void **state)
{
    (void)state;
    const double per_h = 10.3, stay_h = 0.53, after_h = 0.38, lead_h = 0.23, price = 1722;
    const struct bf_theory_queue q =
        bf_theory_mmc_fixed_patience(4, per_h, stay_h, after_h + lead_h);
    const struct rung_claim claims[] = {
        {"share for whom one is bought", q.p_lost, "unit", "purchase:alone", "people",
         1 / (per_h * 24 * 540), NULL, false},
        {"bill of spot places, pounds a day", q.p_lost * per_h * 24 * price, "unit",
         "purchase:alone", "spend", 1 / 540.0, NULL, false},
        {"wait, h", q.wait_h_mean, "unit", "all", "wait_mean", 0, NULL, false},
        {"waiting, people", q.queue_mean, "unit", "all", "waiting_mean", 0, NULL, false},
        {"in any place, people", per_h * stay_h, "unit", "all", "occupied_mean", 0, NULL, false},
    };
    RUNG_CLIMB(
        "Spot after block, M/M/(3+1)+spot", rung_head(540, 3),
        rung_text("%spurchases: {\n"
                  "  block: { service = \"unit\"; kind = \"block\"; beds = 1;\n"
                  "    from = \"2000-12-01\"; to = \"2002-12-31\";\n"
                  "    price = \"£150 per bed per day\"; };\n"
                  "  alone: { service = \"unit\"; kind = \"spot\"; after = \"%.10g h\";\n"
                  "    lead_time = \"%.10g h\"; from = \"2000-12-01\"; to = \"2002-12-31\";\n"
                  "    price = \"£%.10g per person\"; }; };\n",
                  one_service(per_h, "kind = \"beds\"; beds = 3;", "mean = \"0.53 h\";"), after_h,
                  lead_h, price),
        claims);
}

/* ---- priorities ------------------------------------------------------------------------ */

static const char *three_streams(const char *unit)
{
    return rung_text("classes: { first: {}; middle: {}; last: {}; };\n"
                     "demand: {\n"
                     "  f: { rate = \"2.3 per hour\"; classes = { first = 1.0; };\n"
                     "    enter = ( { to = \"unit\"; priority = 1; } ); };\n"
                     "  m: { rate = \"3.1 per hour\"; classes = { middle = 1.0; };\n"
                     "    enter = ( { to = \"unit\"; priority = 3; } ); };\n"
                     "  l: { rate = \"1.7 per hour\"; classes = { last = 1.0; };\n"
                     "    enter = ( { to = \"unit\"; priority = 6; } ); };\n"
                     "};\n"
                     "services: { unit: { kind = \"beds\"; %s\n"
                     "  then = ( { to = \"home\"; } ); }; };\n",
                     unit);
}

static void the_urgent_wait_less_as_cobham_says(void **state)
{
    (void)state;
    const double per_h[3] = {2.3, 3.1, 1.7};
    double wait_h[3];
    bf_theory_priority_mmc(2, 3, per_h, 0.131, wait_h);
    const struct rung_claim claims[] = {
        {"wait of the first, h", wait_h[0], "system", "class:first", "wait_mean", 0, NULL, false},
        {"wait of the middle, h", wait_h[1], "system", "class:middle", "wait_mean", 0, NULL, false},
        {"wait of the last, h", wait_h[2], "system", "class:last", "wait_mean", 0, NULL, false},
    };
    RUNG_CLIMB("M/M/2, strict priorities", rung_head(3500, 3),
               three_streams("beds = 2; stay = { mean = \"0.131 h\"; };"), claims);
}

/* Any order that does not look at stays gives the same mean wait of all. */
static void ageing_only_passes_waiting_around(void **state)
{
    (void)state;
    const struct rung_claim claims[] = {
        {"wait of all, h", bf_theory_mmc_wait_mean(1, 7.1, 0.0709), "unit", "all", "wait_mean", 0,
         NULL, false},
    };
    RUNG_CLIMB("M/M/1, priorities that age", rung_head(1350, 3),
               three_streams("beds = 1; ageing = \"0.071 h\"; stay = { mean = \"0.0709 h\"; };"),
               claims);
}

static void priorities_with_stays_of_their_own_wait_as_cobham_says(void **state)
{
    (void)state;
    const double per_h[2] = {4.3, 2.9}, stay_h[2] = {0.0713, 0.1117};
    const double square[2] = {2 * stay_h[0] * stay_h[0], stay_h[1] * stay_h[1] * (1 + 0.83 * 0.83)};
    double wait_h[2];
    bf_theory_priority_mg1(2, per_h, stay_h, square, wait_h);
    const struct rung_claim claims[] = {
        {"wait of the first, h", wait_h[0], "system", "class:first", "wait_mean", 0, NULL, false},
        {"wait of the last, h", wait_h[1], "system", "class:last", "wait_mean", 0, NULL, false},
    };
    RUNG_CLIMB("M/G/1, priorities", rung_head(2150, 3),
               "classes: { first: {}; last: {}; };\n"
               "demand: {\n"
               "  f: { rate = \"4.3 per hour\"; classes = { first = 1.0; };\n"
               "    enter = ( { to = \"unit\"; priority = 2; } ); };\n"
               "  l: { rate = \"2.9 per hour\"; classes = { last = 1.0; };\n"
               "    enter = ( { to = \"unit\"; priority = 5; } ); };\n"
               "};\n"
               "services: { unit: { kind = \"beds\"; beds = 1; stay = { mean = \"0.0713 h\"; };\n"
               "  by_class = { last = { stay = { shape = \"lognormal\"; mean = \"0.1117 h\";\n"
               "    cv = 0.83; }; }; };\n"
               "  then = ( { to = \"home\"; } ); }; };\n",
               claims);
}

/* ---- demand ---------------------------------------------------------------------------- */

/* A day's count is Poisson about a gamma factor of the day: its variance is m + v m^2. */
static void days_vary_as_much_as_was_said(void **state)
{
    (void)state;
    const double per_day = 11.7, dispersion = 0.067;
    struct rung rung;
    rung_open(&rung, "Demand over-dispersed by day", rung_head(15500, 1),
              rung_text("demand: { all_comers: { rate = \"%.10g per day\"; dispersion = %.10g;\n"
                        "  enter = ( { to = \"left\"; } ); }; };\n"
                        "services: { unit: { kind = \"beds\"; beds = 1; stay = { mean = \"1 h\"; };"
                        " then = ( { to = \"home\"; } ); }; };\n",
                        per_day, dispersion),
              rung_replications(96));
    const struct bf_result *result = &rung.result;
    const struct bf_catalogue *c = result->catalogue;
    uint32_t column = 0;
    while (strcmp(c->daily[column].name, "presented") != 0)
        column++;
    struct bf_tally mean, variance;
    bf_tally_init(&mean);
    bf_tally_init(&variance);
    for (uint32_t r = 0; r < result->count; r++) {
        struct bf_tally days;
        bf_tally_init(&days);
        for (uint32_t d = 0; d < c->day_count; d++)
            bf_tally_add(
                &days,
                (double)result->daily[((size_t)r * c->day_count + d) * c->daily_count + column]);
        bf_tally_add(&mean, bf_tally_mean(&days));
        bf_tally_add(&variance, bf_tally_variance(&days));
    }
    rung_compare(rung.title, "people a day", &mean, per_day, true);
    rung_compare(rung.title, "variance of a day's count", &variance,
                 per_day + dispersion * per_day * per_day, true);
    rung_close(&rung);
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_server_waits_as_its_load_says),
        cmocka_unit_test(several_servers_wait_as_erlang_c_says),
        cmocka_unit_test(one_server_waits_by_the_square_of_its_stays),
        cmocka_unit_test(short_and_long_stays_mix_in_their_shares),
        cmocka_unit_test(the_share_lost_does_not_know_the_law_of_stays),
        cmocka_unit_test(a_waiting_room_turns_away_when_it_is_full),
        cmocka_unit_test(who_has_waited_long_enough_gives_up),
        cmocka_unit_test(people_of_different_patience_give_up_as_palm_says),
        cmocka_unit_test(a_spot_place_is_bought_for_whoever_waits_too_long),
        cmocka_unit_test(the_urgent_wait_less_as_cobham_says),
        cmocka_unit_test(ageing_only_passes_waiting_around),
        cmocka_unit_test(priorities_with_stays_of_their_own_wait_as_cobham_says),
        cmocka_unit_test(days_vary_as_much_as_was_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
