/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify_flows.c -- several services: what people wait for, who blocks whom, who comes back. */
#include "ladder.h"

#include "bedflow/stats/theory.h"

#include <math.h>

/* ---- in series ------------------------------------------------------------------------- */

/* What leaves M/M/c is a Poisson stream (Burke), and stays one through a place without limit. */
static void the_second_queue_does_not_know_of_the_first(void **state)
{
    (void)state;
    const double per_h = 9.7, first_h = 0.181, second_h = 0.113, between_h = 2.7;
    const struct rung_claim claims[] = {
        {"wait at the first, h", bf_theory_mmc_wait_mean(3, per_h, first_h), "first", "all",
         "wait_mean", 0, NULL, false},
        {"wait at the second, h", bf_theory_mmc_wait_mean(2, per_h, second_h), "second", "all",
         "wait_mean", 0, NULL, false},
        {"delayed between, people", per_h * bf_theory_mmc_wait_mean(2, per_h, second_h), "between",
         "all", "delayed_mean", 0, NULL, false},
        {"between, people", per_h * (between_h + bf_theory_mmc_wait_mean(2, per_h, second_h)),
         "between", "all", "occupied_mean", 0, NULL, false},
    };
    RUNG_CLIMB("Tandem M/M/3, G/infinity, M/M/2", rung_head(2200, 3),
               rung_text("demand: { all_comers: { rate = \"%.10g per hour\";\n"
                         "  enter = ( { to = \"first\"; } ); }; };\n"
                         "services: {\n"
                         "  first: { kind = \"beds\"; beds = 3; stay = { mean = \"%.10g h\"; };\n"
                         "    then = ( { to = \"between\"; } ); };\n"
                         "  between: { kind = \"beds\"; unlimited = true; setting = \"acute\";\n"
                         "    stay = { shape = \"lognormal\"; mean = \"%.10g h\"; cv = 0.83; };\n"
                         "    then = ( { to = \"second\"; } ); };\n"
                         "  second: { kind = \"beds\"; beds = 2; stay = { mean = \"%.10g h\"; };\n"
                         "    then = ( { to = \"home\"; } ); };\n"
                         "};\n",
                         per_h, first_h, between_h, second_h),
               claims);
}

/* ---- coming back ----------------------------------------------------------------------- */

/* A hospital and the homes to which people go is a network of Jackson's, with BCMP's places without
 * limit: however long people are away, the hospital is M/M/c at the rate of all who come. */
static void those_who_come_back_wait_as_new_ones_do(void **state)
{
    (void)state;
    const double per_h[2] = {3.1, 1.7}, stay_h = 0.139, q = 0.271, factor = 1.63;
    const double back[2] = {q, 1 - pow(1 - q, factor)};
    const double all[2] = {per_h[0] / (1 - back[0]), per_h[1] / (1 - back[1])};
    const double total = all[0] + all[1];
    const struct rung_claim claims[] = {
        {"wait, h", bf_theory_mmc_wait_mean(2, total, stay_h), "hospital", "all", "wait_mean", 0,
         NULL, false},
        {"in beds, people", total * stay_h, "hospital", "all", "occupied_mean", 0, NULL, false},
        {"readmitted, %", 100 * (all[0] * back[0] + all[1] * back[1]) / total, "system", "all",
         "readmission_rate", 0, NULL, false},
        {"readmitted of the frail, %", 100 * back[1], "system", "class:frail", "readmission_rate",
         0, NULL, false},
        {"admissions an hour", total, "system", "all", "emergency_admissions", 1 / (24 * 2400.0),
         NULL, false},
    };
    RUNG_CLIMB("Feedback by readmission, M/M/2", rung_head(2400, 5),
               rung_text("classes: { fit: {}; frail: { readmission_factor = %.10g; }; };\n"
                         "demand: {\n"
                         "  a: { rate = \"%.10g per hour\"; classes = { fit = 1.0; };\n"
                         "    enter = ( { to = \"hospital\"; } ); };\n"
                         "  b: { rate = \"%.10g per hour\"; classes = { frail = 1.0; };\n"
                         "    enter = ( { to = \"hospital\"; } ); }; };\n"
                         "services: { hospital: { kind = \"beds\"; beds = 2; setting = \"acute\";\n"
                         "  stay = { mean = \"%.10g h\"; }; then = ( { to = \"home\"; } );\n"
                         "  after_discharge = { readmission = { days = [\"29 h\"];\n"
                         "    share = [%.10g]; }; }; }; };\n",
                         factor, per_h[0], per_h[1], stay_h, q),
               claims);
}

/* One clock from discharge on, at the pace of the place: 13.7 h in a step-down bed, then home. The
 * chance of a readmission before death is the integral of both survivals over its hazard. */
struct clock {
    double at_h[3], share[3]; /* incidence, straight between the points from 0 at 0 */
    int points;
    double bed, home; /* factors on the hazard */
};

static double incidence(const struct clock *clock, double t)
{
    double from_h = 0, from = 0;
    for (int k = 0; k < clock->points; k++) {
        if (t < clock->at_h[k])
            return from + (clock->share[k] - from) * (t - from_h) / (clock->at_h[k] - from_h);
        from_h = clock->at_h[k];
        from = clock->share[k];
    }
    return from;
}

/* Chances of a readmission and of a death, whichever is first. */
static void compete(const struct clock clock[2], double bed_h, double chance[2])
{
    const int steps = 400000;
    const double end_h =
        fmax(clock[0].at_h[clock[0].points - 1], clock[1].at_h[clock[1].points - 1]);
    double alive = 1;
    chance[0] = chance[1] = 0;
    for (int i = 0; i < steps; i++) {
        const double t = end_h * i / steps, u = end_h * (i + 1) / steps;
        double hazard[2], sum = 0;
        for (int k = 0; k < 2; k++) {
            hazard[k] = ((t + u) / 2 < bed_h ? clock[k].bed : clock[k].home) *
                        log((1 - incidence(&clock[k], t)) / (1 - incidence(&clock[k], u)));
            sum += hazard[k];
        }
        for (int k = 0; k < 2; k++)
            chance[k] += sum > 0 ? alive * -expm1(-sum) * hazard[k] / sum : 0;
        alive *= exp(-sum);
    }
}

static void the_clock_after_discharge_runs_in_every_place(void **state)
{
    (void)state;
    const double per_h = 7.3, bed_h = 13.7;
    const struct clock clock[2] = {
        {{19.3, 47.9}, {0.113, 0.247}, 2, 1.9, 1.3},
        {{35.1}, {0.171}, 1, 0.41, 0.83},
    };
    double chance[2];
    compete(clock, bed_h, chance);
    const double all = per_h / (1 - chance[0]);
    const struct rung_claim claims[] = {
        {"readmitted, %", 100 * chance[0], "system", "all", "readmission_rate", 0, NULL, false},
        {"died, share of discharges", chance[1], "system", "all", "deaths", 0, "discharges_alive",
         false},
        {"admissions an hour", all, "system", "all", "emergency_admissions", 1 / (24 * 240.0), NULL,
         false},
    };
    RUNG_CLIMB("Readmission and death compete", rung_head(240, 20),
               rung_text("demand: { all_comers: { rate = \"%.10g per hour\";\n"
                         "  enter = ( { to = \"hospital\"; } ); }; };\n"
                         "services: {\n"
                         "  hospital: { kind = \"beds\"; unlimited = true; setting = \"acute\";\n"
                         "    stay = { mean = \"5.3 h\"; }; then = ( { to = \"step_down\"; } );\n"
                         "    after_discharge = {\n"
                         "      readmission = { days = [\"19.3 h\", \"47.9 h\"];\n"
                         "        share = [0.113, 0.247]; };\n"
                         "      death = { days = [\"35.1 h\"]; share = [0.171]; }; }; };\n"
                         "  step_down: { kind = \"beds\"; unlimited = true;\n"
                         "    setting = \"non-acute\"; readmission_factor = 1.9;\n"
                         "    death_factor = 0.41; stay = { shape = \"constant\";\n"
                         "    mean = \"%.10g h\"; }; then = ( { to = \"home\"; } ); };\n"
                         "  at_home: { kind = \"home\"; readmission_factor = 1.3;\n"
                         "    death_factor = 0.83; };\n"
                         "};\n",
                         per_h, bed_h),
               claims);
}

/* ---- blocking -------------------------------------------------------------------------- */

/* A ward of four beds before a rehabilitation ward and a home-care service of one place each:
 * whoever is ready and finds no place stays in the ward's bed. n: waiting outside, in a stay,
 * blocked for rehabilitation, blocked for home care, in rehabilitation, in home care. */
enum { OUT, STAY, FOR_REHAB, FOR_CARE, REHAB, CARE };
struct ward {
    double per_h, stay_h, rehab_h, care_h, to_rehab, to_care;
    int beds, room, rehab, care;
};

static struct chain_state let_in(const struct ward *it, struct chain_state s)
{
    while (s.n[OUT] > 0 && s.n[STAY] + s.n[FOR_REHAB] + s.n[FOR_CARE] < it->beds) {
        s.n[OUT]--;
        s.n[STAY]++;
    }
    return s;
}

static struct chain_state changed(struct chain_state s, int less, int more)
{
    if (less >= 0) s.n[less]--;
    if (more >= 0) s.n[more]++;
    return s;
}

static void ward_moves(struct chain *chain, struct chain_state s)
{
    const struct ward *it = chain->context;
    if (s.n[OUT] < it->room) chain_move(chain, it->per_h, let_in(it, changed(s, -1, OUT)));
    const double ends = s.n[STAY] / it->stay_h;
    chain_move(chain, ends * it->to_rehab,
               let_in(it, changed(s, STAY, s.n[REHAB] < it->rehab ? REHAB : FOR_REHAB)));
    chain_move(chain, ends * it->to_care,
               let_in(it, changed(s, STAY, s.n[CARE] < it->care ? CARE : FOR_CARE)));
    chain_move(chain, ends * (1 - it->to_rehab - it->to_care), let_in(it, changed(s, STAY, -1)));
    /* a place that frees is taken by the first who is blocked for it */
    chain_move(chain, s.n[REHAB] / it->rehab_h,
               s.n[FOR_REHAB] ? let_in(it, changed(s, FOR_REHAB, -1)) : changed(s, REHAB, -1));
    chain_move(chain, s.n[CARE] / it->care_h,
               s.n[FOR_CARE] ? let_in(it, changed(s, FOR_CARE, -1)) : changed(s, CARE, -1));
}

static double full(const struct chain_state *s)
{
    return s->n[OUT] == 1;
}

static void a_place_onward_that_is_full_delays_transfers(void **state)
{
    (void)state;
    const struct ward it = {.per_h = 1.43,
                            .stay_h = 0.97,
                            .rehab_h = 2.93,
                            .care_h = 3.37,
                            .to_rehab = 0.39,
                            .to_care = 0.36,
                            .beds = 4,
                            .room = 1,
                            .rehab = 1,
                            .care = 1};
    struct chain chain;
    chain_solve(&chain, (struct chain_state){{0}}, ward_moves, &it);
    const double rehab = chain_number(&chain, FOR_REHAB), care = chain_number(&chain, FOR_CARE);
    const double lost = chain_mean(&chain, full), moved = it.per_h * (1 - lost);
    const struct rung_claim claims[] = {
        {"delayed, people", rehab + care, "ward", "all", "delayed_mean", 0, NULL, false},
        {"delayed at midnight, people", rehab + care, "system", "all", "delayed", 0, NULL, false},
        {"for rehabilitation (C), people", rehab, "system", "reason:C", "delayed", 0, NULL, true},
        {"for home care (E), people", care, "system", "reason:E", "delayed", 0, NULL, true},
        {"for the NHS, people", rehab, "system", "body:NHS", "delayed", 0, NULL, true},
        {"delay of those who leave, days", (rehab + care) / moved / 24, "ward", "all", "stay_delay",
         0, NULL, false},
        {"share turned away", lost, "ward", "all", "turned_away", 0, "joined", false},
        {"in rehabilitation, people", chain_number(&chain, REHAB), "rehab", "all", "occupied_mean",
         0, NULL, false},
        {"waiting for the ward, people", chain_number(&chain, OUT), "ward", "all", "waiting_mean",
         0, NULL, false},
    };
    RUNG_CLIMB("Two stages, blocking", rung_head(9900, 9),
               rung_text("demand: { all_comers: { rate = \"%.10g per hour\";\n"
                         "  enter = ( { to = \"ward\"; } ); }; };\n"
                         "services: {\n"
                         "  ward: { kind = \"beds\"; beds = %d; queue_limit = %d;\n"
                         "    setting = \"acute\"; stay = { mean = \"%.10g h\"; };\n"
                         "    then = ( { to = \"rehab\"; share = %.10g; },\n"
                         "      { to = \"care\"; share = %.10g; },\n"
                         "      { to = \"home\"; share = %.10g; } ); };\n"
                         "  rehab: { kind = \"beds\"; beds = %d; setting = \"non-acute\";\n"
                         "    waiting_counts_as = { reason = \"C\"; responsible = \"NHS\"; };\n"
                         "    stay = { mean = \"%.10g h\"; }; then = ( { to = \"home\"; } ); };\n"
                         "  care: { kind = \"caseload\"; places = %d;\n"
                         "    waiting_counts_as = { reason = \"E\"; responsible = \"social care\"; "
                         "};\n"
                         "    stay = { mean = \"%.10g h\"; }; then = ( { to = \"home\"; } ); };\n"
                         "};\n",
                         it.per_h, it.beds, it.room, it.stay_h, it.to_rehab, it.to_care,
                         1 - it.to_rehab - it.to_care, it.rehab, it.rehab_h, it.care, it.care_h),
               claims);
    chain_free(&chain);
}

/* ---- several services at once ----------------------------------------------------------- */

/* A ward before packages of care, which some people need together with therapy; others come to
 * therapy from outside when there is room. Nobody holds the one while waiting for the other, and
 * whoever asked first goes first of those for whom there is all that they need. The queue is a
 * binary number with a leading one, the first who asked lowest; 1: needs therapy as well. */
enum { W_STAY, W_QUEUE, W_PACKAGE, W_BOTH, W_THERAPY };
struct together {
    double per_h, stay_h, package_h, direct_per_h, direct_h, both;
    int beds, packages, therapy;
};

static int queue_length(int queue)
{
    int length = -1;
    for (; queue; queue >>= 1)
        length++;
    return length;
}

static bool can_go(const struct together *it, const struct chain_state *s, bool both)
{
    return s->n[W_PACKAGE] + s->n[W_BOTH] < it->packages &&
           (!both || s->n[W_BOTH] + s->n[W_THERAPY] < it->therapy);
}

/* The first of the queue who can go does, until nobody can. */
static struct chain_state serve_together(const struct together *it, struct chain_state s)
{
    for (int k = 0; k < queue_length(s.n[W_QUEUE]); k++) {
        const bool both = s.n[W_QUEUE] >> k & 1;
        if (!can_go(it, &s, both)) continue;
        const int below = s.n[W_QUEUE] & ((1 << k) - 1);
        s.n[W_QUEUE] = (int16_t)((s.n[W_QUEUE] >> (k + 1)) << k | below);
        s.n[both ? W_BOTH : W_PACKAGE]++;
        k = -1;
    }
    return s;
}

static struct chain_state asks(const struct together *it, struct chain_state s, bool both)
{
    const int length = queue_length(s.n[W_QUEUE]);
    s.n[W_STAY]--;
    s.n[W_QUEUE] =
        (int16_t)(s.n[W_QUEUE] - (1 << length) + ((int)both << length) + (1 << (length + 1)));
    return serve_together(it, s);
}

static void together_moves(struct chain *chain, struct chain_state s)
{
    const struct together *it = chain->context;
    if (s.n[W_STAY] + queue_length(s.n[W_QUEUE]) < it->beds)
        chain_move(chain, it->per_h, changed(s, -1, W_STAY));
    const double ends = s.n[W_STAY] / it->stay_h;
    if (s.n[W_STAY]) {
        chain_move(chain, ends * it->both, asks(it, s, true));
        chain_move(chain, ends * (1 - it->both), asks(it, s, false));
    }
    for (int k = W_PACKAGE; k <= W_BOTH; k++)
        chain_move(chain, s.n[k] / it->package_h, serve_together(it, changed(s, k, -1)));
    chain_move(chain, s.n[W_THERAPY] / it->direct_h, serve_together(it, changed(s, W_THERAPY, -1)));
    if (s.n[W_BOTH] + s.n[W_THERAPY] < it->therapy)
        chain_move(chain, it->direct_per_h, changed(s, -1, W_THERAPY));
}

static double all_delayed(const struct chain_state *s)
{
    return queue_length(s->n[W_QUEUE]);
}

static const struct together together = {.per_h = 1.13,
                                         .stay_h = 1.07,
                                         .package_h = 2.71,
                                         .direct_per_h = 0.59,
                                         .direct_h = 1.83,
                                         .both = 0.47,
                                         .beds = 5,
                                         .packages = 4,
                                         .therapy = 2};

/* Whoever waits while a package is free waits for therapy. */
static double delayed_for_package(const struct chain_state *s)
{
    return s->n[W_PACKAGE] + s->n[W_BOTH] == together.packages ? all_delayed(s) : 0;
}

static double need_both(const struct chain_state *s)
{
    int both = 0;
    for (int k = 0; k < queue_length(s->n[W_QUEUE]); k++)
        both += s->n[W_QUEUE] >> k & 1;
    return both;
}

static void a_package_and_therapy_begin_together(void **state)
{
    (void)state;
    const struct together *it = &together;
    struct chain chain;
    chain_solve(&chain, (struct chain_state){{[W_QUEUE] = 1}}, together_moves, it);
    const double delayed = chain_mean(&chain, all_delayed);
    const double package = chain_mean(&chain, delayed_for_package);
    const double packages = chain_number(&chain, W_PACKAGE) + chain_number(&chain, W_BOTH);
    const struct rung_claim claims[] = {
        {"delayed, people", delayed, "ward", "all", "delayed_mean", 0, NULL, false},
        {"for want of a package (E), people", package, "system", "reason:E", "delayed", 0, NULL,
         true},
        {"for want of therapy alone (C), people", delayed - package, "system", "reason:C",
         "delayed", 0, NULL, true},
        {"with a package, people", packages, "package", "all", "occupied_mean", 0, NULL, false},
        {"in therapy, people", chain_number(&chain, W_BOTH) + chain_number(&chain, W_THERAPY),
         "therapy", "all", "occupied_mean", 0, NULL, false},
        {"waiting for therapy and a package, people", chain_mean(&chain, need_both), "therapy",
         "all", "waiting_mean", 0, NULL, false},
    };
    RUNG_CLIMB(
        "Two services at once", rung_head(26000, 9),
        rung_text("demand: {\n"
                  "  x: { rate = \"%.10g per hour\"; enter = ( { to = \"ward\"; } ); };\n"
                  "  y: { rate = \"%.10g per hour\"; enter = ( { to = \"therapy\"; } ); }; };\n"
                  "services: {\n"
                  "  ward: { kind = \"beds\"; beds = %d; queue_limit = 0; setting = \"acute\";\n"
                  "    stay = { mean = \"%.10g h\"; };\n"
                  "    then = ( { to = \"package\"; with = { therapy = %.10g; }; } ); };\n"
                  "  package: { kind = \"caseload\"; places = %d;\n"
                  "    waiting_counts_as = { reason = \"E\"; responsible = \"social care\"; };\n"
                  "    stay = { mean = \"%.10g h\"; }; then = ( { to = \"home\"; } ); };\n"
                  "  therapy: { kind = \"caseload\"; places = %d; queue_limit = 0;\n"
                  "    waiting_counts_as = { reason = \"C\"; responsible = \"NHS\"; };\n"
                  "    stay = { mean = \"%.10g h\"; }; then = ( { to = \"home\"; } ); };\n"
                  "};\n",
                  it->per_h, it->direct_per_h, it->beds, it->stay_h, it->both, it->packages,
                  it->package_h, it->therapy, it->direct_h),
        claims);
    chain_free(&chain);
}

/* The chain above, with one bed and one way on, is the textbook's tandem. */
static void the_chain_of_a_ward_is_the_textbooks(void **state)
{
    (void)state;
    const struct ward it = {.per_h = 0.87,
                            .stay_h = 0.93,
                            .rehab_h = 0.71,
                            .care_h = 1,
                            .to_rehab = 1,
                            .to_care = 0,
                            .beds = 1,
                            .room = 4,
                            .rehab = 1,
                            .care = 1};
    struct chain chain;
    struct bf_theory_tandem tandem;
    chain_solve(&chain, (struct chain_state){{0}}, ward_moves, &it);
    assert_true(bf_theory_tandem_blocking(it.per_h, it.stay_h, it.rehab_h, 5, 1, &tandem));
    assert_close(chain_number(&chain, FOR_REHAB), tandem.p_blocked, 1e-12);
    assert_close(chain_number(&chain, REHAB), tandem.second_mean, 1e-12);
    chain_free(&chain);
}

/* ---- cycles ---------------------------------------------------------------------------- */

/* Two wards that send people to each other: when each has somebody for the other, they change
 * places. n: in a stay and blocked at the first, the same at the second, exchanges so far modulo 2
 * left out. People from outside come in only when there is room. */
enum { A, A_WAITS, B, B_WAITS };
struct pair {
    double per_h[2], stay_h[2], on[2];
    int beds[2];
};

/* A place has come free in ward `w`: the other's first who waits takes it, which frees one there.
 */
static struct chain_state fill(const struct pair *it, struct chain_state s)
{
    for (bool again = true; again;) {
        again = false;
        for (int w = 0; w < 2; w++) {
            const int mine = 2 * w, other = 2 - mine;
            if (s.n[mine] + s.n[mine + 1] >= it->beds[w] || s.n[other + 1] == 0) continue;
            s.n[other + 1]--;
            s.n[mine]++;
            again = true;
        }
    }
    return s;
}

static bool exchanges(const struct pair *it, const struct chain_state *s, int w)
{
    const int other = 2 - 2 * w;
    return s->n[other] + s->n[other + 1] == it->beds[!w] && s->n[other + 1] > 0;
}

static void pair_moves(struct chain *chain, struct chain_state s)
{
    const struct pair *it = chain->context;
    for (int w = 0; w < 2; w++) {
        const int mine = 2 * w, other = 2 - mine;
        const double ends = s.n[mine] / it->stay_h[w];
        if (s.n[mine] + s.n[mine + 1] < it->beds[w])
            chain_move(chain, it->per_h[w], changed(s, -1, mine));
        chain_move(chain, ends * (1 - it->on[w]), fill(it, changed(s, mine, -1)));
        if (exchanges(it, &s, w)) /* mine goes there, the other's who waits comes here */
            chain_move(chain, ends * it->on[w], changed(s, other + 1, other));
        else if (s.n[other] + s.n[other + 1] < it->beds[!w])
            chain_move(chain, ends * it->on[w], fill(it, changed(s, mine, other)));
        else
            chain_move(chain, ends * it->on[w], changed(s, mine, mine + 1));
    }
}

static double exchange_rate(const struct pair *it, const struct chain *chain)
{
    double rate = 0;
    for (uint32_t i = 0; i < chain->count; i++)
        for (int w = 0; w < 2; w++)
            if (exchanges(it, &chain->state[i], w))
                rate +=
                    chain->probability[i] * chain->state[i].n[2 * w] / it->stay_h[w] * it->on[w];
    return rate;
}

static void two_wards_that_wait_for_each_other_do_not_stall(void **state)
{
    (void)state;
    const struct pair it = {{1.91, 1.37}, {1.07, 1.29}, {0.67, 0.61}, {3, 2}};
    struct chain chain;
    chain_solve(&chain, (struct chain_state){{0}}, pair_moves, &it);
    const struct rung_claim claims[] = {
        {"exchanges an hour", exchange_rate(&it, &chain), "system", "all", "exchanges",
         1 / (24 * 1250.0), NULL, false},
        {"delayed at the first, people", chain_number(&chain, A_WAITS), "a", "all", "delayed_mean",
         0, NULL, false},
        {"at the first, people", chain_number(&chain, A) + chain_number(&chain, A_WAITS), "a",
         "all", "occupied_mean", 0, NULL, false},
        {"at the second, people", chain_number(&chain, B) + chain_number(&chain, B_WAITS), "b",
         "all", "occupied_mean", 0, NULL, false},
    };
    RUNG_CLIMB(
        "A cycle of two, exchanging", rung_head(1250, 5),
        rung_text("demand: {\n"
                  "  x: { rate = \"%.10g per hour\"; enter = ( { to = \"a\"; } ); };\n"
                  "  y: { rate = \"%.10g per hour\"; enter = ( { to = \"b\"; } ); }; };\n"
                  "services: {\n"
                  "  a: { kind = \"beds\"; beds = %d; queue_limit = 0; setting = \"acute\";\n"
                  "    stay = { mean = \"%.10g h\"; }; then = ( { to = \"b\";\n"
                  "    share = %.10g; }, { to = \"home\"; share = %.10g; } ); };\n"
                  "  b: { kind = \"beds\"; beds = %d; queue_limit = 0;\n"
                  "    setting = \"non-acute\"; stay = { mean = \"%.10g h\"; };\n"
                  "    then = ( { to = \"a\"; share = %.10g; },\n"
                  "      { to = \"home\"; share = %.10g; } ); };\n"
                  "};\n",
                  it.per_h[0], it.per_h[1], it.beds[0], it.stay_h[0], it.on[0], 1 - it.on[0],
                  it.beds[1], it.stay_h[1], it.on[1], 1 - it.on[1]),
        claims);
    chain_free(&chain);
}

/* Three beds in a ring. n[k]: 0 empty, 1 in a stay, 2 waiting for the next one; all three waiting
 * is left at once, all moving on by one. */
static const double ring_per_h[3] = {1.31, 0.47, 0.83}, ring_stay_h[3] = {0.71, 1.17, 0.89},
                    ring_on[3] = {0.79, 0.73, 0.87};

static struct chain_state settle(struct chain_state s)
{
    for (bool again = true; again;) {
        again = false;
        for (int k = 0; k < 3; k++) {
            const int next = (k + 1) % 3;
            if (s.n[k] != 2 || s.n[next] != 0) continue;
            s.n[next] = 1;
            s.n[k] = 0;
            again = true;
        }
    }
    if (s.n[0] == 2 && s.n[1] == 2 && s.n[2] == 2) s.n[0] = s.n[1] = s.n[2] = 1;
    return s;
}

static void ring_moves(struct chain *chain, struct chain_state s)
{
    for (int k = 0; k < 3; k++) {
        struct chain_state to = s;
        if (s.n[k] == 0) {
            to.n[k] = 1;
            chain_move(chain, ring_per_h[k], to);
        } else if (s.n[k] == 1) {
            to.n[k] = 2;
            chain_move(chain, ring_on[k] / ring_stay_h[k], settle(to));
            to.n[k] = 0;
            chain_move(chain, (1 - ring_on[k]) / ring_stay_h[k], settle(to));
        }
    }
}

static double ring_exchanges(const struct chain *chain)
{
    double rate = 0;
    for (uint32_t i = 0; i < chain->count; i++)
        for (int k = 0; k < 3; k++) {
            const int16_t *n = chain->state[i].n;
            if (n[k] == 1 && n[(k + 1) % 3] == 2 && n[(k + 2) % 3] == 2)
                rate += chain->probability[i] * ring_on[k] / ring_stay_h[k];
        }
    return rate;
}

static double first_waits(const struct chain_state *s)
{
    return s->n[0] == 2;
}

static void a_ring_of_three_turns(void **state)
{
    (void)state;
    struct chain chain;
    chain_solve(&chain, (struct chain_state){{0}}, ring_moves, NULL);
    const struct rung_claim claims[] = {
        {"turns of the ring an hour", ring_exchanges(&chain), "system", "all", "exchanges",
         1 / (24 * 900.0), NULL, false},
        {"delayed at the first, people", chain_mean(&chain, first_waits), "a", "all",
         "delayed_mean", 0, NULL, false},
    };
    char *ward[3];
    for (int k = 0; k < 3; k++)
        ward[k] = strdup(rung_text(
            "  %c: { kind = \"beds\"; beds = 1; queue_limit = 0; setting = \"acute\";\n"
            "    stay = { mean = \"%.10g h\"; }; then = ( { to = \"%c\"; share = %.10g; },\n"
            "    { to = \"home\"; share = %.10g; } ); };\n",
            'a' + k, ring_stay_h[k], 'a' + (k + 1) % 3, ring_on[k], 1 - ring_on[k]));
    RUNG_CLIMB("A ring of three, exchanging", rung_head(900, 5),
               rung_text("demand: {\n"
                         "  x: { rate = \"%.10g per hour\"; enter = ( { to = \"a\"; } ); };\n"
                         "  y: { rate = \"%.10g per hour\"; enter = ( { to = \"b\"; } ); };\n"
                         "  z: { rate = \"%.10g per hour\"; enter = ( { to = \"c\"; } ); }; };\n"
                         "services: {\n%s%s%s};\n",
                         ring_per_h[0], ring_per_h[1], ring_per_h[2], ward[0], ward[1], ward[2]),
               claims);
    for (int k = 0; k < 3; k++)
        free(ward[k]);
    chain_free(&chain);
}

/* ---- further preferences --------------------------------------------------------------- */

/* Whoever waits longer than the patience for a place of the first choice goes to the second, which
 * is never full: M/M/c+D at the first. */
static void after_so_long_the_second_choice_will_do(void **state)
{
    (void)state;
    const double per_h = 8.3, first_h = 0.417, second_h = 1.7, patience_h = 0.31;
    const struct bf_theory_queue q = bf_theory_mmc_fixed_patience(3, per_h, first_h, patience_h);
    const struct rung_claim claims[] = {
        {"delayed, people", q.queue_mean, "ward", "all", "delayed_mean", 0, NULL, false},
        {"delay, days", q.wait_h_mean / 24, "ward", "all", "stay_delay", 0, NULL, false},
        {"at the first choice, people", per_h * (1 - q.p_lost) * first_h, "first", "all",
         "occupied_mean", 0, NULL, false},
        {"at the second, people", per_h * q.p_lost * second_h, "second", "all", "occupied_mean", 0,
         NULL, false},
    };
    RUNG_CLIMB("Second choice after patience (+D)", rung_head(600, 5),
               rung_text("demand: { all_comers: { rate = \"%.10g per hour\";\n"
                         "  enter = ( { to = \"ward\"; } ); }; };\n"
                         "services: {\n"
                         "  ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";\n"
                         "    stay = { shape = \"lognormal\"; mean = \"7.1 h\"; cv = 0.67; };\n"
                         "    then = ( { to = \"first\"; or = ( { to = \"second\";\n"
                         "      after = \"%.10g h\"; } ); } ); };\n"
                         "  first: { kind = \"beds\"; beds = 3; stay = { mean = \"%.10g h\"; };\n"
                         "    then = ( { to = \"home\"; } ); };\n"
                         "  second: { kind = \"beds\"; unlimited = true;\n"
                         "    stay = { mean = \"%.10g h\"; }; then = ( { to = \"home\"; } ); };\n"
                         "};\n",
                         per_h, patience_h, first_h, second_h),
               claims);
}

/* A ward of five beds; two places of the first choice, two of the second, which is taken at once
 * when the first is full. Whoever keeps the claim moves on when a first choice frees. n: in a stay
 * in the ward, ready and waiting there, at the first choice, at the second. */
struct choices {
    double per_h, stay_h, first_h, second_h;
    bool keeps;
};

enum { WARD_STAY, WARD_WAIT, FIRST, SECOND, WARD_BEDS = 5 };

static void choice_moves(struct chain *chain, struct chain_state s)
{
    const struct choices *it = chain->context;
    const double ready = s.n[WARD_STAY] / it->stay_h;
    if (s.n[WARD_STAY] + s.n[WARD_WAIT] < WARD_BEDS)
        chain_move(chain, it->per_h, changed(s, -1, WARD_STAY));
    chain_move(chain, ready,
               changed(s, WARD_STAY,
                       s.n[FIRST] < 2    ? FIRST
                       : s.n[SECOND] < 2 ? SECOND
                                         : WARD_WAIT));
    const double first = s.n[FIRST] / it->first_h, second = s.n[SECOND] / it->second_h;
    if (s.n[WARD_WAIT] > 0) { /* whatever frees, one fewer waits; a kept claim passes it on */
        chain_move(chain, first + second, changed(s, WARD_WAIT, -1));
    } else {
        chain_move(chain, first, changed(s, it->keeps && s.n[SECOND] ? SECOND : FIRST, -1));
        chain_move(chain, second, changed(s, SECOND, -1));
    }
}

static double ward_full(const struct chain_state *s)
{
    return s->n[WARD_STAY] + s->n[WARD_WAIT] == WARD_BEDS;
}

static void choices_rung(const char *title, bool keeps)
{
    const struct choices it = {3.71, 0.97, 1.07, 1.61, keeps};
    struct chain chain;
    chain_solve(&chain, (struct chain_state){{0}}, choice_moves, &it);
    const struct rung_claim claims[] = {
        {"delayed in the ward, people", chain_number(&chain, WARD_WAIT), "ward", "all",
         "delayed_mean", 0, NULL, false},
        {"at the first choice, people", chain_number(&chain, FIRST), "first", "all",
         "occupied_mean", 0, NULL, false},
        {"at the second, people", chain_number(&chain, SECOND), "second", "all", "occupied_mean", 0,
         NULL, false},
        {"share turned away", chain_mean(&chain, ward_full), "ward", "all", "turned_away", 0,
         "joined", false},
    };
    RUNG_CLIMB(title, rung_head(1350, 5),
               rung_text("demand: { all_comers: { rate = \"%.10g per hour\";\n"
                         "  enter = ( { to = \"ward\"; } ); }; };\n"
                         "services: {\n"
                         "  ward: { kind = \"beds\"; beds = 5; queue_limit = 0;\n"
                         "    setting = \"acute\"; stay = { mean = \"%.10g h\"; };\n"
                         "    then = ( { to = \"first\"; or = ( { to = \"second\";\n"
                         "      keeps_claim = %s; } ); } ); };\n"
                         "  first: { kind = \"beds\"; beds = 2; stay = { mean = \"%.10g h\"; };\n"
                         "    then = ( { to = \"home\"; } ); };\n"
                         "  second: { kind = \"beds\"; beds = 2; stay = { mean = \"%.10g h\"; };\n"
                         "    then = ( { to = \"home\"; } ); };\n"
                         "};\n",
                         it.per_h, it.stay_h, keeps ? "true" : "false", it.first_h, it.second_h),
               claims);
    chain_free(&chain);
}

static void a_second_choice_is_taken_when_it_is_free_first(void **state)
{
    (void)state;
    choices_rung("Two preferences", false);
}

static void a_claim_that_is_kept_is_honoured_in_turn(void **state)
{
    (void)state;
    choices_rung("Two preferences, claim kept", true);
}

/* ---- discharge tasks ------------------------------------------------------------------- */

/* Task one takes X, task two Y less its lead; while one is unmet its reason counts, then two's. */
static void the_unmet_task_gives_the_reason(void **state)
{
    (void)state;
    const double per_h = 3.7, share1 = 0.37, mean1 = 9.1, share2 = 0.61, mean2 = 14.3, lead = 5.2;
    const double rest2 = share2 * exp(-lead / mean2) * mean2; /* E[(Y - lead)+] */
    const double one = share1 * mean1,
                 two = rest2 * (1 - share1 + share1 * mean2 / (mean1 + mean2));
    const struct rung_claim claims[] = {
        {"delayed, people", per_h * (one + two), "ward", "all", "delayed_mean", 0, NULL, false},
        {"for funding (B), people", per_h * one, "system", "reason:B", "delayed", 0, NULL, true},
        {"for equipment (F), people", per_h * two, "system", "reason:F", "delayed", 0, NULL, true},
        {"for both bodies, people", per_h * two, "system", "body:both", "delayed", 0, NULL, true},
        {"delay, days", (one + two) / 24, "ward", "all", "stay_delay", 0, NULL, false},
    };
    RUNG_CLIMB(
        "Two discharge tasks", rung_head(730, 20),
        rung_text("tasks: {\n"
                  "  funding: { reason = \"B\"; responsible = \"NHS\";\n"
                  "    duration = { mean = \"%.10g h\"; }; };\n"
                  "  equipment: { reason = \"F\"; responsible = \"both\";\n"
                  "    duration = { mean = \"%.10g h\"; }; lead = \"%.10g h\"; }; };\n"
                  "demand: { all_comers: { rate = \"%.10g per hour\";\n"
                  "  enter = ( { to = \"ward\"; } ); }; };\n"
                  "services: { ward: { kind = \"beds\"; unlimited = true;\n"
                  "  setting = \"acute\"; stay = { shape = \"constant\"; mean = \"31.3 h\"; };\n"
                  "  then = ( { to = \"home\"; needs = { funding = %.10g;\n"
                  "    equipment = %.10g; }; } ); }; };\n",
                  mean1, mean2, lead, per_h, share1, share2),
        claims);
}

/* A task done by a team: the delay is the time in the team's queue and contact. */
static void a_task_takes_as_long_as_its_teams_queue(void **state)
{
    (void)state;
    const double per_h = 7.1, share = 0.79, contact_h = 0.173;
    const double wait_h = bf_theory_mmc_wait_mean(2, per_h * share, contact_h);
    const struct rung_claim claims[] = {
        {"wait for the team, h", wait_h, "hub", "all", "wait_mean", 0, NULL, false},
        {"delayed, people", per_h * share * (wait_h + contact_h), "ward", "all", "delayed_mean", 0,
         NULL, false},
        {"delay, days", share * (wait_h + contact_h) / 24, "ward", "all", "stay_delay", 0, NULL,
         false},
    };
    RUNG_CLIMB("A task in a team's queue, M/M/2", rung_head(2400, 5),
               rung_text("tasks: { assess: { reason = \"A\"; team = \"hub\"; }; };\n"
                         "demand: { all_comers: { rate = \"%.10g per hour\";\n"
                         "  enter = ( { to = \"ward\"; } ); }; };\n"
                         "services: {\n"
                         "  ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";\n"
                         "    stay = { mean = \"17.3 h\"; }; then = ( { to = \"home\";\n"
                         "    needs = { assess = %.10g; }; } ); };\n"
                         "  hub: { kind = \"team\"; staff = 2; stay = { mean = \"%.10g h\"; };\n"
                         "    then = ( { to = \"left\"; } ); };\n"
                         "};\n",
                         per_h, share, contact_h),
               claims);
}

/* ---- avoiding an admission, leaving early ------------------------------------------------ */

static void who_answers_in_time_avoids_the_admission(void **state)
{
    (void)state;
    const double per_h = 6.7, share = 0.63, after = 0.23, visit_h = 0.83, patience_h = 0.71;
    const double stay_h = 19.7, moves = 0.41;
    const double offered = per_h * share * (1 - after), late = per_h * share * after;
    const struct bf_theory_queue q = bf_theory_mmc_fixed_patience(3, offered, visit_h, patience_h);
    const double avoided = offered * (1 - q.p_lost), admitted = per_h - avoided;
    const struct rung_claim claims[] = {
        {"avoided, share of all", avoided / per_h, "system", "all", "avoided", 0, "presented",
         false},
        {"admissions an hour", admitted, "system", "all", "emergency_admissions", 1 / (24 * 480.0),
         NULL, false},
        {"in hospital, people", stay_h * (admitted - late * moves), "hospital", "all",
         "occupied_mean", 0, NULL, false},
        {"finishing their stay at home, people", stay_h * late * moves, "support", "all",
         "occupied_mean", 0, NULL, false},
        {"left early, share of all", late / per_h, "system", "all", "early_discharges", 0,
         "presented", false},
    };
    RUNG_CLIMB("Crisis response, early discharge", rung_head(480, 8),
               rung_text("demand: { all_comers: { rate = \"%.10g per hour\";\n"
                         "  offer = { to = \"crisis\"; share = %.10g; after_admission = %.10g;\n"
                         "    early_to = \"support\"; };\n"
                         "  enter = ( { to = \"hospital\"; } ); }; };\n"
                         "services: {\n"
                         "  crisis: { kind = \"team\"; staff = 3; patience = \"%.10g h\";\n"
                         "    stay = { mean = \"%.10g h\"; }; then = ( { to = \"home\"; } ); };\n"
                         "  hospital: { kind = \"beds\"; unlimited = true; setting = \"acute\";\n"
                         "    stay = { mean = \"%.10g h\"; }; then = ( { to = \"home\"; } ); };\n"
                         "  support: { kind = \"beds\"; unlimited = true; moves_stay = %.10g;\n"
                         "    stay = { mean = \"91 h\"; }; then = ( { to = \"home\"; } ); };\n"
                         "};\n",
                         per_h, share, after, patience_h, visit_h, stay_h, moves),
               claims);
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_second_queue_does_not_know_of_the_first),
        cmocka_unit_test(those_who_come_back_wait_as_new_ones_do),
        cmocka_unit_test(the_clock_after_discharge_runs_in_every_place),
        cmocka_unit_test(a_place_onward_that_is_full_delays_transfers),
        cmocka_unit_test(a_package_and_therapy_begin_together),
        cmocka_unit_test(the_chain_of_a_ward_is_the_textbooks),
        cmocka_unit_test(two_wards_that_wait_for_each_other_do_not_stall),
        cmocka_unit_test(a_ring_of_three_turns),
        cmocka_unit_test(after_so_long_the_second_choice_will_do),
        cmocka_unit_test(a_second_choice_is_taken_when_it_is_free_first),
        cmocka_unit_test(a_claim_that_is_kept_is_honoured_in_turn),
        cmocka_unit_test(the_unmet_task_gives_the_reason),
        cmocka_unit_test(a_task_takes_as_long_as_its_teams_queue),
        cmocka_unit_test(who_answers_in_time_avoids_the_admission),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
