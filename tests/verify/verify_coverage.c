/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify_coverage.c -- does a 95% interval hold the truth 95 times in a hundred?
 *
 * A thousand small studies of twenty replications each, of systems whose answer is known. The
 * intervals are those that reports print: bf_summarise of a mean, bf_decide of a paired
 * difference under common random numbers. Accepted are 93 to 97% (quick: 250 studies, 90.5 to
 * 99%; beyond either lies less than one run in a thousand of a right program).
 */
#include "ladder.h"

#include "model_fixture.h"

#include "bedflow/stats/theory.h"
#include "bedflow/study/compare.h"

#define EACH 20u /* replications of a study */

static uint32_t studies(void)
{
    return rung_quick() ? 250 : 1000;
}

static uint32_t column(const struct rung *rung, const char *service, const char *name)
{
    const struct bf_catalogue *c = rung->result.catalogue;
    return fixture_column(c->scalar, c->scalar_count, service, "all", name);
}

/* Three days after a warm-up of one, and nobody followed up. */
static const char head[] = "format = 1; start = { warm_up = \"1 day\"; };\n"
                           "period = { from = \"2001-01-01\"; to = \"2001-01-03\";\n"
                           "  follow_up = \"0 days\"; };\n";

/* The replications of study `k` as a result of their own. */
static struct bf_result slice(const struct rung *rung, uint32_t k)
{
    struct bf_result part = rung->result;
    part.replication += k * EACH;
    part.scalar += (size_t)k * EACH * part.catalogue->scalar_count;
    part.daily += (size_t)k * EACH * part.catalogue->daily_count * part.catalogue->day_count;
    part.digest += k * EACH;
    part.events += k * EACH;
    part.count = part.planned = EACH;
    return part;
}

static void accept(const char *what, uint32_t held, double mean, double truth)
{
    const double share = 100.0 * held / studies();
    const double low = rung_quick() ? 90.5 : 93, high = rung_quick() ? 99 : 97;
    printf("# %-44s truth %-10.6g mean %-10.6g covered in %.1f%% of %u studies\n", what, truth,
           mean, share, (unsigned)studies());
    if (!(share >= low && share <= high))
        fail_msg("%s: a 95%% interval held the truth in %.1f%% of %u studies", what, share,
                 (unsigned)studies());
}

/* Studies of one system: intervals of means. */
static void cover_means(const struct rung *rung, const char *what, const char *service,
                        const char *name, double truth)
{
    uint32_t held = 0, at = column(rung, service, name);
    double mean = 0;
    for (uint32_t k = 0; k < studies(); k++) {
        const struct bf_result part = slice(rung, k);
        double value[EACH];
        struct bf_summary summary;
        for (uint32_t r = 0; r < EACH; r++)
            value[r] = part.scalar[(size_t)r * part.catalogue->scalar_count + at];
        bf_summarise(value, EACH, &summary);
        held += summary.mc_low <= truth && truth <= summary.mc_high;
        mean += summary.mean / studies();
    }
    accept(what, held, mean, truth);
}

/* Studies of two systems with the same people: intervals of the difference. */
static double cover_differences(const struct rung rung[2], const char *what, const char *service,
                                const char *name, double truth)
{
    uint32_t held = 0, at = column(&rung[0], service, name);
    double mean = 0, fewer = 0;
    for (uint32_t k = 0; k < studies(); k++) {
        const struct bf_result pair[2] = {slice(&rung[0], k), slice(&rung[1], k)};
        const struct bf_decision_request request = {.result = pair, .count = 2, .best_by = at};
        struct bf_decision decision;
        struct bf_err err;
        if (!bf_decide(&request, &decision, &err)) fail_msg("%s", err.what);
        const struct bf_paired *paired = bf_paired_at(&decision, 1, at);
        held += paired->low <= truth && truth <= paired->high;
        mean += paired->difference / studies();
        fewer += paired->fewer / studies();
        bf_decision_free(&decision);
    }
    accept(what, held, mean, truth);
    return fewer;
}

/* Rungs get draws by their titles: two with one title have the same people. */
static void open_wards(struct rung *rung, int beds)
{
    rung_open(rung, "wards", head,
              rung_text("demand: { all_comers: { rate = \"7.13 per hour\";\n"
                        "  enter = ( { to = \"ward\"; } ); }; };\n"
                        "services: { ward: { kind = \"beds\"; beds = %d; queue_limit = 0;\n"
                        "  stay = { mean = \"1.13 h\"; }; then = ( { to = \"home\"; } ); }; };\n"
                        "limits = { patients = 2000; waiting = 100; events = 8000; };\n",
                        beds),
              EACH * studies());
}

static void intervals_of_means_and_of_differences_hold_the_truth(void **state)
{
    (void)state;
    struct rung rung[2];
    const double load = 7.13 * 1.13, people = 7.13 * 24 * 3;
    const double lost[2] = {bf_theory_erlang_b(6, load), bf_theory_erlang_b(7, load)};
    open_wards(&rung[0], 6);
    open_wards(&rung[1], 7);
    cover_means(&rung[0], "mean: people turned away", "ward", "turned_away", people * lost[0]);
    cover_means(&rung[0], "mean: people in the ward", "ward", "occupied_mean",
                load * (1 - lost[0]));
    double fewer = cover_differences(rung, "paired: turned away, 7 beds less 6", "ward",
                                     "turned_away", people * (lost[1] - lost[0]));
    cover_differences(rung, "paired: people in the ward, 7 beds less 6", "ward", "occupied_mean",
                      load * (lost[0] - lost[1]));
    printf("# the same people in both: as good as %.1f times the replications\n", fewer);
    if (!(fewer > 2)) fail_msg("common random numbers gain too little: %.2f", fewer);
    rung_close(&rung[0]);
    rung_close(&rung[1]);
}

/* Lead times are independent, so the quantile of the wait is that of their law. */
static void intervals_of_a_quantile_hold_the_truth(void **state)
{
    (void)state;
    const double lead_h = 1.67;
    struct rung rung;
    rung_open(
        &rung, "quantiles", head,
        rung_text("demand: { all_comers: { rate = \"17.3 per hour\";\n"
                  "  enter = ( { to = \"spot\"; } ); }; };\n"
                  "services: { spot: { kind = \"market\"; then = ( { to = \"home\"; } );\n"
                  "  lead_time = { mean = \"%.10g h\"; }; stay = { mean = \"0.31 h\"; }; }; };\n"
                  "limits = { patients = 4000; waiting = 3000; events = 16000; };\n",
                  lead_h),
        EACH * studies());
    cover_means(&rung, "quantile: 90% wait less than, h", "spot", "wait_p90", -lead_h * log(0.1));
    cover_means(&rung, "quantile: median wait, h", "spot", "wait_p50", lead_h * log(2));
    rung_close(&rung);
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_of_means_and_of_differences_hold_the_truth),
        cmocka_unit_test(intervals_of_a_quantile_hold_the_truth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
