/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify_capacity.c -- calendars, care hours, purchases and changes against exact answers. */
#include "ladder.h"

#include "model_fixture.h"

#include "bedflow/random/dist.h"
#include "bedflow/stats/theory.h"

/* ---- M(t)/G/infinity at every hour of the week ------------------------------------------ */

#define WEEK_H    168u
#define WARM_DAYS 14u
#define WEEKS     13u
#define ALL_DAYS  (WARM_DAYS + 7u * WEEKS)

static const double by_hour[24] = {0.61, 0.52, 0.47, 0.43, 0.45, 0.57, 0.71, 0.93,
                                   1.18, 1.37, 1.46, 1.51, 1.43, 1.39, 1.33, 1.29,
                                   1.27, 1.31, 1.24, 1.11, 1.03, 0.91, 0.79, 0.68};
static const double by_weekday[7] = {1.13, 1.04, 1.01, 0.98, 1.07, 0.91, 0.83};
static const double by_month[12] = {1.21, 1.12, 1.03, 0.97, 0.94, 0.91,
                                    0.89, 0.87, 0.93, 0.99, 1.05, 1.17};

static const char *list_of(const double value[], size_t count)
{
    static char text[3][400];
    static int turn;
    turn = (turn + 1) % 3;
    size_t used = 0;
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(text[turn] + used, sizeof text[turn] - used, "%s%.10g",
                                 i ? ", " : "", value[i]);
    return text[turn];
}

/* The rate at each hour of the run, by the rules of the manual: months of mean 1 over a year,
 * weekdays of mean 1 over a week, hours of mean 1 over a day, growth from the period's first day.
 */
static void rates_of_run(double per_day, double growth, double rate[ALL_DAYS * 24])
{
    static const double days[12] = {31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    double month = 0, week = 0, hour = 0;
    for (int m = 0; m < 12; m++)
        month += by_month[m] * days[m] / 365.25;
    for (int d = 0; d < 7; d++)
        week += by_weekday[d] / 7;
    for (int h = 0; h < 24; h++)
        hour += by_hour[h] / 24;
    const bf_day from = bf_day_from_civil(2001, 1, 1);
    for (uint32_t d = 0; d < ALL_DAYS; d++) {
        int year, of_year, of_month;
        bf_day day = from - (bf_day)WARM_DAYS + (bf_day)d;
        bf_day_to_civil(day, &year, &of_year, &of_month);
        double mean = per_day / 24 * by_month[of_year - 1] / month *
                      by_weekday[bf_day_weekday(day)] / week *
                      pow(1 + growth, (double)(day - from) / 365.25);
        for (int h = 0; h < 24; h++)
            rate[d * 24 + (uint32_t)h] = mean * by_hour[h] / hour;
    }
}

static double survives(const void *law, double x)
{
    return bf_dist_survival(law, x);
}

/* How many are in service at each hour of the week, on the mean of the weeks reported. */
static void theory_of_week(const struct bf_dist *stay, double per_day, double growth,
                           double number[WEEK_H])
{
    static double rate[ALL_DAYS * 24];
    rates_of_run(per_day, growth, rate);
    for (uint32_t h = 0; h < WEEK_H; h++) {
        number[h] = 0;
        for (uint32_t week = 0; week < WEEKS; week++)
            number[h] +=
                bf_theory_mt_g_infinity(rate, ALL_DAYS * 24, 1, WARM_DAYS * 24 + week * WEEK_H + h,
                                        survives, stay) /
                WEEKS;
    }
}

/* Counts starts and leavers as they happen, and looks at every full hour. */
struct hourly {
    double now;
    uint32_t next_h;
    double sum[WEEK_H];
};

static void look(struct hourly *hourly, double until_h)
{
    for (; hourly->next_h <= until_h && hourly->next_h < ALL_DAYS * 24; hourly->next_h++)
        if (hourly->next_h >= WARM_DAYS * 24)
            hourly->sum[(hourly->next_h - WARM_DAYS * 24) % WEEK_H] += hourly->now;
}

static void hear(void *context, const struct bf_told *told)
{
    struct hourly *hourly = context;
    look(hourly, told->at_h);
    if (told->step == BF_STEP_STARTS) hourly->now += 1;
    if (told->step == BF_STEP_LEAVES) hourly->now -= 1;
}

static void wards_follow_demand_through_week_and_season(void **state)
{
    (void)state;
    const double per_day = 83.7, growth = 0.083;
    struct fixture f;
    char *text = strdup(rung_text(
        "%sdemand: { all_comers: { rate = \"%.10g per day\"; growth = %.10g; by_hour = [%s];\n"
        "  by_weekday = [%s]; by_month = [%s]; enter = ( { to = \"ward\"; } ); }; };\n"
        "services: { ward: { kind = \"beds\"; unlimited = true; then = ( { to = \"home\"; } );\n"
        "  stay = { shape = \"lognormal\"; mean = \"31 h\"; cv = 0.77; max = \"150 h\"; }; }; };\n",
        rung_head(7 * WEEKS, WARM_DAYS), per_day, growth, list_of(by_hour, 24),
        list_of(by_weekday, 7), list_of(by_month, 12)));
    fixture_text(&f, text);
    free(text);
    double theory[WEEK_H];
    theory_of_week(&f.model.network.numbers.site[0].stay, per_day, growth, theory);
    struct bf_tally found[WEEK_H];
    for (uint32_t h = 0; h < WEEK_H; h++)
        bf_tally_init(&found[h]);
    for (uint32_t r = 0; r < rung_replications(384); r++) {
        struct hourly hourly = {.next_h = 0};
        struct bf_replication run = {.seed = 53,
                                     .number = r,
                                     .warm_up_days = WARM_DAYS,
                                     .trace = hear,
                                     .trace_context = &hourly};
        struct bf_err err;
        if (!bf_replicate(f.workspace, &run, &f.outcome, &err)) fail_msg("%s", err.what);
        look(&hourly, ALL_DAYS * 24);
        for (uint32_t h = 0; h < WEEK_H; h++)
            bf_tally_add(&found[h], hourly.sum[h] / WEEKS);
    }
    double furthest = 0;
    uint32_t at = 0;
    for (uint32_t h = 0; h < WEEK_H; h++) {
        double z = fabs(bf_tally_mean(&found[h]) - theory[h]) / bf_tally_sd(&found[h]);
        if (z > furthest) {
            furthest = z;
            at = h;
        }
        rung_compare("M(t)/G/infinity", "people at an hour of the week", &found[h], theory[h],
                     false);
    }
    char what[60];
    snprintf(what, sizeof what, "168 hours of the week, worst is %u", (unsigned)at);
    rung_compare("M(t)/G/infinity", what, &found[at], theory[at], true);
    fixture_close(&f);
}

/* ---- care hours ------------------------------------------------------------------------ */

/* Packages of three days, whose visits taper from the first day to the last. All are booked whole.
 * What is booked on the days ahead is then a matter of how many started today, yesterday and the
 * day before: a Markov chain by days. n: started one day ago, two days ago, waiting at midnight. */
struct caseload {
    double per_day, offered, visit[3]; /* hours */
    int most;                          /* waiting: the limit of the queue */
};

static bool fits(const struct caseload *it, const double ahead[3], int more)
{
    for (int j = 0; j < 3; j++)
        if (ahead[j] + it->visit[j] * more > it->offered + 1e-9) return false;
    return true;
}

static void caseload_day(struct chain *chain, struct chain_state from)
{
    const struct caseload *it = chain->context;
    const double ahead[3] = {it->visit[1] * from.n[0] + it->visit[2] * from.n[1],
                             it->visit[2] * from.n[0], 0};
    int room = 0;
    while (fits(it, ahead, room + 1))
        room++;
    double p = exp(-it->per_day), rest = 1;
    for (int arrivals = 0; rest > 1e-13; arrivals++) {
        int want = from.n[2] + arrivals, start = want < room ? want : room;
        int wait = want - start < it->most ? want - start : it->most;
        chain_move(chain, p, (struct chain_state){{(int16_t)start, from.n[0], (int16_t)wait}});
        rest -= p;
        p *= it->per_day / (arrivals + 1);
    }
}

static void caseload_rung(const char *title, struct caseload it, double first, double last,
                          uint32_t days)
{
    for (int j = 0; j < 3; j++)
        it.visit[j] = (first + (last - first) * (j + 0.5) / 3) / 7;
    struct chain chain;
    chain_solve(&chain, (struct chain_state){{0}}, caseload_day, &it);
    double hours = 0;
    for (int j = 0; j < 3; j++)
        hours += it.per_day * it.visit[j];
    const double starts = chain_number(&chain, 0);
    const struct rung_claim claims[] = {
        {"share turned away", 1 - starts / it.per_day, "visits", "all", "turned_away", 0, "joined",
         false},
        {"waiting at midnight, people", chain_number(&chain, 2), "visits", "all", "waiting", 0,
         NULL, true},
        {"hours a day", hours * starts / it.per_day, "visits", "all", "hours_booked", 0, NULL,
         true},
        {"people at once", 3 * starts, "visits", "all", "occupied_mean", 0, NULL, false},
    };
    const size_t waits = it.most > 0;
    struct rung_claim chosen[4] = {claims[0], claims[2], claims[3], claims[1]};
    rung_climb(title, rung_head(days, 30),
               rung_text("demand: { all_comers: { rate = \"%.10g per day\";\n"
                         "  enter = ( { to = \"visits\"; } ); }; };\n"
                         "services: { visits: { kind = \"caseload\"; queue_limit = %d;\n"
                         "  hours = \"%.12g hours per week\"; stay = { shape = \"constant\";\n"
                         "    mean = \"3 days\"; };\n"
                         "  first_visits = \"%.12g hours per week\";\n"
                         "  last_visits = \"%.12g hours per week\";\n"
                         "  then = ( { to = \"home\"; } ); }; };\n",
                         it.per_day, it.most, it.offered * 7, first, last),
               chosen, 3 + waits);
    chain_free(&chain);
}

static void care_hours_hold_as_many_as_the_chain_says(void **state)
{
    (void)state;
    caseload_rung("Caseload, level visits",
                  (struct caseload){.per_day = 2.57, .offered = 5 * 9.3 / 7 + 0.1, .most = 3}, 9.3,
                  9.3, 6000);
    caseload_rung("Caseload, tapering visits",
                  (struct caseload){.per_day = 2.53, .offered = 6.13, .most = 4}, 13.3, 4.9, 6000);
}

static void who_finds_no_hours_and_may_not_wait_is_turned_away(void **state)
{
    (void)state;
    caseload_rung("Caseload, no waiting",
                  (struct caseload){.per_day = 2.39, .offered = 6.47, .most = 0}, 11.9, 5.3, 5000);
}

/* ---- what is bought -------------------------------------------------------------------- */

static void a_market_delivers_after_its_lead_time(void **state)
{
    (void)state;
    const double per_h = 3.7, lead_h = 41.3, stay_h = 67.1;
    const struct rung_claim claims[] = {
        {"waiting, people", per_h * lead_h, "spot", "all", "waiting_mean", 0, NULL, false},
        {"wait, h", lead_h, "spot", "all", "wait_mean", 0, NULL, false},
        {"there, people", per_h * stay_h, "spot", "all", "occupied_mean", 0, NULL, false},
        {"median wait, h", lead_h / sqrt(1 + 0.71 * 0.71), "spot", "all", "wait_p50", 0, NULL,
         false},
    };
    RUNG_CLIMB(
        "Market, lead time", rung_head(400, 60),
        rung_text("demand: { all_comers: { rate = \"%.10g per hour\";\n"
                  "  enter = ( { to = \"spot\"; } ); }; };\n"
                  "services: { spot: { kind = \"market\"; then = ( { to = \"home\"; } );\n"
                  "  lead_time = { shape = \"lognormal\"; mean = \"%.10g h\"; cv = 0.71; };\n"
                  "  stay = { mean = \"%.10g h\"; }; }; };\n",
                  per_h, lead_h, stay_h),
        claims);
}

/* Seven may start in a week and six may wait: a queue that is served in bulk. n: waiting as the
 * week ends; the second number is how many started in it. */
static void bulk_week(struct chain *chain, struct chain_state from)
{
    const double mean = *(const double *)chain->context;
    double p = exp(-mean), rest = 1;
    for (int arrivals = 0; rest > 1e-13; arrivals++) {
        int want = from.n[0] + arrivals, start = want < 7 ? want : 7;
        int left = want - start < 6 ? want - start : 6;
        chain_move(chain, p, (struct chain_state){{(int16_t)left, (int16_t)start}});
        rest -= p;
        p *= mean / (arrivals + 1);
    }
}

static void a_weekly_limit_serves_so_many_a_week(void **state)
{
    (void)state;
    const double per_week = 10.87;
    struct chain chain;
    chain_solve(&chain, (struct chain_state){{0}}, bulk_week, &per_week);
    const double lost = 1 - chain_number(&chain, 1) / per_week;
    const struct rung_claim claims[] = {
        {"share turned away", lost, "spot", "all", "turned_away", 0, "joined", false},
        {"bought a week", chain_number(&chain, 1), "spot", "all", "started", 1 / 1900.0, NULL,
         false},
    };
    RUNG_CLIMB("Market, seven a week", rung_head(7 * 1900, 7 * 20),
               rung_text("demand: { all_comers: { rate = \"%.12g per day\";\n"
                         "  enter = ( { to = \"spot\"; } ); }; };\n"
                         "services: { spot: { kind = \"market\"; then = ( { to = \"home\"; } );\n"
                         "  lead_time = { shape = \"constant\"; mean = \"1 minute\"; };\n"
                         "  weekly_limit = 7; queue_limit = 6; stay = { mean = \"3.1 days\"; };\n"
                         "  }; };\n",
                         per_week / 7),
               claims);
    chain_free(&chain);
}

/* ---- a team that goes home at night ----------------------------------------------------- */

/* n[s][q]: the chance of s contacts under way and q people waiting. At most three on duty; a
 * contact under way at the end of a shift is finished. The forward equations over a day, by Runge
 * and Kutta's method, day after day until a day ends as it began. */
#define SHIFT_MOST  3
#define SHIFT_QUEUE 160
struct shift {
    double p[SHIFT_MOST + 1][SHIFT_QUEUE];
};

static int on_duty(int hour)
{
    return hour < 8 ? 0 : hour < 13 ? 3 : hour < 20 ? 2 : 0;
}

static void slope(const struct shift *now, int staff, double arrive, double finish,
                  struct shift *change)
{
    memset(change, 0, sizeof *change);
    for (int s = 0; s <= SHIFT_MOST; s++)
        for (int q = 0; q < SHIFT_QUEUE; q++) {
            const double p = now->p[s][q], in = p * arrive, out = p * finish * s;
            if (s < staff && q == 0) {
                change->p[s][q] -= in;
                change->p[s + 1][q] += in;
            } else if (q + 1 < SHIFT_QUEUE) {
                change->p[s][q] -= in;
                change->p[s][q + 1] += in;
            }
            if (s == 0) continue;
            change->p[s][q] -= out;
            if (q > 0 && s - 1 < staff)
                change->p[s][q - 1] += out;
            else
                change->p[s - 1][q] += out;
        }
}

static struct shift along(const struct shift *from, const struct shift *change, double by)
{
    struct shift to;
    for (int s = 0; s <= SHIFT_MOST; s++)
        for (int q = 0; q < SHIFT_QUEUE; q++)
            to.p[s][q] = from->p[s][q] + by * change->p[s][q];
    return to;
}

static void step(struct shift *now, int staff, double arrive, double finish, double h)
{
    struct shift k[4], at;
    slope(now, staff, arrive, finish, &k[0]);
    at = along(now, &k[0], h / 2);
    slope(&at, staff, arrive, finish, &k[1]);
    at = along(now, &k[1], h / 2);
    slope(&at, staff, arrive, finish, &k[2]);
    at = along(now, &k[2], h);
    slope(&at, staff, arrive, finish, &k[3]);
    for (int s = 0; s <= SHIFT_MOST; s++)
        for (int q = 0; q < SHIFT_QUEUE; q++)
            now->p[s][q] +=
                h / 6 * (k[0].p[s][q] + 2 * k[1].p[s][q] + 2 * k[2].p[s][q] + k[3].p[s][q]);
}

/* More come on duty: they take people from the queue at once. */
static void begin_shift(struct shift *now, int staff)
{
    struct shift to = {.p = {{0}}};
    for (int s = 0; s <= SHIFT_MOST; s++)
        for (int q = 0; q < SHIFT_QUEUE; q++) {
            int start = staff > s ? staff - s : 0;
            if (start > q) start = q;
            to.p[s + start][q - start] += now->p[s][q];
        }
    *now = to;
}

static double people(const struct shift *now, bool waiting)
{
    double sum = 0;
    for (int s = 0; s <= SHIFT_MOST; s++)
        for (int q = 0; q < SHIFT_QUEUE; q++)
            sum += now->p[s][q] * (waiting ? q : s);
    return sum;
}

/* Means over one day; returns the number waiting at its end. */
static double shift_day(struct shift *now, double per_h, double finish, double *waiting,
                        double *busy)
{
    enum { STEPS = 60 };
    double hour_sum = 0;
    *waiting = *busy = 0;
    for (int h = 0; h < 24; h++)
        hour_sum += by_hour[h] / 24;
    for (int h = 0; h < 24; h++) {
        begin_shift(now, on_duty(h));
        for (int i = 0; i < STEPS; i++) { /* the trapezium rule for the means */
            double before[2] = {people(now, true), people(now, false)};
            step(now, on_duty(h), per_h * by_hour[h] / hour_sum, finish, 1.0 / STEPS);
            *waiting += (before[0] + people(now, true)) / 2 / (24 * STEPS);
            *busy += (before[1] + people(now, false)) / 2 / (24 * STEPS);
        }
    }
    return people(now, true);
}

static void a_team_that_goes_home_finds_the_night_waiting(void **state)
{
    (void)state;
    const double per_h = 0.83, contact_h = 0.79;
    static struct shift now;
    now.p[0][0] = 1;
    double before = -1, waiting = 0, busy = 0, end = 0;
    for (int day = 0; day < 200 && fabs(end - before) > 1e-10; day++) {
        before = end;
        end = shift_day(&now, per_h, 1 / contact_h, &waiting, &busy);
    }
    const struct rung_claim claims[] = {
        {"waiting, people", waiting, "team", "all", "waiting_mean", 0, NULL, false},
        {"waiting at midnight, people", end, "team", "all", "waiting", 0, NULL, true},
        {"wait, h", waiting / per_h, "team", "all", "wait_mean", 0, NULL, false},
        {"in contact, people", busy, "team", "all", "occupied_mean", 0, NULL, false},
    };
    assert_close_relative(busy, per_h * contact_h, 1e-5);
    RUNG_CLIMB("M(t)/M/c(t), closed nights", rung_head(2050, 20),
               rung_text("demand: { all_comers: { rate = \"%.10g per hour\"; by_hour = [%s];\n"
                         "  enter = ( { to = \"team\"; } ); }; };\n"
                         "services: { team: { kind = \"team\"; stay = { mean = \"%.10g h\"; };\n"
                         "  on_duty = ( { hours = \"Mon-Sun 08:00-20:00\"; staff = 2; },\n"
                         "    { hours = \"Mon-Sun 08:00-13:00\"; staff = 1; } );\n"
                         "  then = ( { to = \"home\"; } ); }; };\n",
                         per_h, list_of(by_hour, 24), contact_h),
               claims);
}

/* ---- beds that close ------------------------------------------------------------------- */

/* Seventeen beds until a morning on which there are twelve: nobody is moved, and nobody comes in
 * before fewer than twelve are there. p[n] over time, by small exact-to-fourth-order steps. */
#define CLOSING_BEDS 17
static void drain(double p[CLOSING_BEDS + 1], int open, double arrive, double leave, double hours)
{
    const int steps = (int)ceil(hours * 200);
    const double h = hours / steps;
    for (int i = 0; i < steps; i++) {
        double term[CLOSING_BEDS + 1], next[CLOSING_BEDS + 1];
        memcpy(term, p, sizeof term);
        for (int order = 1; order <= 4; order++) { /* Taylor's series of the exponential */
            for (int n = 0; n <= CLOSING_BEDS; n++) {
                double out = (n < open ? arrive : 0) + leave * n;
                next[n] = -out * term[n];
                if (n > 0 && n - 1 < open) next[n] += arrive * term[n - 1];
                if (n < CLOSING_BEDS) next[n] += leave * (n + 1) * term[n + 1];
            }
            for (int n = 0; n <= CLOSING_BEDS; n++) {
                term[n] = next[n] * h / order;
                p[n] += term[n];
            }
        }
    }
}

static double mean_of(const double p[CLOSING_BEDS + 1])
{
    double sum = 0;
    for (int n = 0; n <= CLOSING_BEDS; n++)
        sum += n * p[n];
    return sum;
}

static void beds_close_as_people_leave(void **state)
{
    (void)state;
    const double per_h = 0.397, stay_h = 43.1;
    double p[CLOSING_BEDS + 1] = {1};
    struct rung rung;
    rung_open(&rung, "17 beds, then 12, then 15", rung_head(9, 21),
              rung_text("demand: { all_comers: { rate = \"%.10g per hour\";\n"
                        "  enter = ( { to = \"ward\"; } ); }; };\n"
                        "services: { ward: { kind = \"beds\"; beds = 17; queue_limit = 0;\n"
                        "  stay = { mean = \"%.10g h\"; }; then = ( { to = \"home\"; } ); }; };\n"
                        "changes: { close: { what = \"services.ward.beds\"; add = -5;\n"
                        "  from = \"2001-01-03\"; to = \"2001-01-06\"; };\n"
                        "  fewer: { what = \"services.ward.beds\"; set = 15;\n"
                        "  from = \"2001-01-07\"; }; };\n"
                        "limits = { patients = 3000; waiting = 500; events = 9000; };\n",
                        per_h, stay_h),
              rung_replications(12000));
    const struct bf_catalogue *c = rung.result.catalogue;
    uint32_t column = fixture_column(c->daily, c->daily_count, "ward", "all", "occupied");
    drain(p, 17, per_h, 1 / stay_h, 21 * 24);
    for (uint32_t d = 0; d < c->day_count; d++) {
        drain(p, d < 2 ? 17 : d < 6 ? 12 : 15, per_h, 1 / stay_h, 24);
        struct bf_tally found;
        bf_tally_init(&found);
        for (uint32_t r = 0; r < rung.result.count; r++)
            bf_tally_add(&found,
                         (double)rung.result
                             .daily[((size_t)r * c->day_count + d) * c->daily_count + column]);
        char what[60];
        snprintf(what, sizeof what, "people at the end of day %u", (unsigned)d + 1);
        rung_compare(rung.title, what, &found, mean_of(p), d == 1 || d == 3 || d == 8);
    }
    rung_close(&rung);
}

/* ---- windows and rounds ---------------------------------------------------------------- */

/* Ends of stays are spread evenly over the week; the mean wait for a window is the sum of half the
 * squares of the closed pieces over the week. Nothing of it is a delayed transfer. */
static void waiting_for_the_door_is_no_delayed_transfer(void **state)
{
    (void)state;
    const double gaps = 4 * 21.0 * 21.0 + 69.0 * 69.0;
    const double again = 0.31, first_round = 22.0 * 22 / 2 / 24;
    const double rounds_h =
        first_round + again * (24 - 2.0 / 24) + again * again * 24 / (1 - again);
    const struct rung_claim claims[] = {
        {"process at the ward, days", (3.7 + gaps / 2 / 168) / 24, "ward", "all", "stay_process", 0,
         NULL, false},
        {"process after rounds, days", rounds_h / 24, "rounds", "all", "stay_process", 0, NULL,
         false},
        {"in the ward, people", 4.1 * (61.7 + 3.7 + gaps / 2 / 168), "ward", "all", "occupied_mean",
         0, NULL, false},
    };
    struct rung rung;
    rung_open(&rung, "Windows, transport, rounds", rung_head(364, 56),
              "demand: { a: { rate = \"4.1 per hour\"; enter = ( { to = \"ward\"; } ); };\n"
              "  b: { rate = \"3.3 per hour\"; enter = ( { to = \"rounds\"; } ); }; };\n"
              "services: {\n"
              "  ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";\n"
              "    stay = { mean = \"61.7 h\"; }; discharges = \"Mon-Fri 09:00-17:00\";\n"
              "    process = { shape = \"constant\"; mean = \"3.7 h\"; };\n"
              "    then = ( { to = \"next\"; } ); };\n"
              "  next: { kind = \"beds\"; unlimited = true; setting = \"non-acute\";\n"
              "    admits = \"Mon-Sat 08:00-12:00\"; stay = { mean = \"5.9 h\"; };\n"
              "    then = ( { to = \"home\"; } ); };\n"
              "  rounds: { kind = \"beds\"; unlimited = true; setting = \"acute\";\n"
              "    stay = { mean = \"47.3 h\"; }; rounds = \"Mon-Sun 09:00-11:00\";\n"
              "    review = [0.69, 0.69, 0.69, 0.69, 0.69, 0.69, 0.69, 0.69];\n"
              "    then = ( { to = \"home\"; } ); };\n"
              "};\n",
              rung_replications(96));
    rung_hold(&rung, claims, UNIT_COUNT(claims));
    const struct rung_claim delayed = {.service = "ward", .group = "all", .name = "delayed_mean"};
    const struct rung_claim dtoc = {.service = "system", .group = "all", .name = "delayed_days"};
    for (uint32_t r = 0; r < rung.result.count; r++) {
        assert_same_double(rung_value(&rung, r, &delayed), 0.0);
        assert_same_double(rung_value(&rung, r, &dtoc), 0.0);
    }
    rung_close(&rung);
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wards_follow_demand_through_week_and_season),
        cmocka_unit_test(care_hours_hold_as_many_as_the_chain_says),
        cmocka_unit_test(who_finds_no_hours_and_may_not_wait_is_turned_away),
        cmocka_unit_test(a_market_delivers_after_its_lead_time),
        cmocka_unit_test(a_weekly_limit_serves_so_many_a_week),
        cmocka_unit_test(a_team_that_goes_home_finds_the_night_waiting),
        cmocka_unit_test(beds_close_as_people_leave),
        cmocka_unit_test(waiting_for_the_door_is_no_delayed_transfer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
