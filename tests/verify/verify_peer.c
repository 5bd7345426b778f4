/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify_peer.c -- a published peer: discharge-to-assess beds of Bristol and North Somerset.
 *
 * scenarios/ipacs, in the twelve variants of IPACS 2023 (beds as they were or without limit; stays
 * as they were or in two steps shorter; people as they came or fewer) and under two rules for what
 * is left of the stay of those found in a bed, through the scenario reader and the engine, against
 *
 *   the reference  an independent program written from the peer's inputs: 2,000 replications and
 *                  their standard errors (tests/verify/peer.csv);
 *   theory         people in beds without limit are a sum of independent ones, and the queue of a
 *                  place that is never idle is all who came less the renewals of its beds (same
 *                  file, computed apart from both programs);
 *   the peer       its own output of 50 runs, which is shown beside and explained.
 *
 * The standard error of a difference is the root of the sum of squares: ours is the standard
 * deviation over replications / root of their number; the reference's is as published, and where
 * none is (waits, costs) our standard deviation / root of its 2,000. People in
 * beds and people waiting over the 181 days must lie within four of them; the other quantities,
 * which are seven hundred together, within five. Means of the last 28 days are those of straight
 * lines between midnights.
 *
 * All differences that remain are the peer's, and follow from what its program does and a right one
 * does not (read in its code; what each is worth was not taken apart here):
 *   - people queueing on 1 January are a number without patients, so that later arrivals are
 *     admitted early in their stead: in beds without limit it has 12 to 56% more people than its
 *     own arrivals and stays can fill (columns "in" and "peer_in", S1Cap);
 *   - its queue is served only when somebody leaves, so that free beds stay empty beside a queue:
 *     up to 3 people wait even with 2,000 beds;
 *   - what is left of a stay is uniform from a day to a stay drawn anew, and not length-biased:
 * this is the rule "U1L" here, and worth what "EQ" and "U1L" differ by: 23 of 88 people waiting for
 *     Bristol's P2, and nearly all of its distance from EQ there;
 *   - every pathway has the same random numbers, so that localities move together.
 * Where beds are always full (North Somerset's P2) none of this matters, and peer, reference,
 * theory and this program agree within 2%.
 *
 * BF_PEER=all in the environment prints all 96 rows of the table, not only the eight of the
 * baseline. BF_VERIFY=quick runs 50 replications in place of 2,000.
 */
#include "ladder.h"

#include "bedflow/base/sheet.h"
#include "model_fixture.h"

#include <math.h>

#define NODES       4
#define POINTS      101
#define STAYS_DRAWN 2000
#define DAYS        181u
#define LAST        28u
#define OF_THEIR    2000.0
#define ROUNDED     6e-5 /* they have four digits behind the point */

enum { BEDS_ALL = 2, STAYS_ALL = 3, PEOPLE_ALL = 2, RULES_ALL = 2 };
static const char *const rule_name[RULES_ALL] = {"EQ", "U1L"};
static const char *const beds_name[BEDS_ALL] = {"BCap", "S1Cap"};
static const char *const stays_name[STAYS_ALL] = {"Blos", "S1los", "S2los"};
static const char *const people_name[PEOPLE_ALL] = {"BArr", "S1Arr"};

struct node_input {
    const char *id, *service;
    int beds;
    double mean[STAYS_ALL], median[STAYS_ALL]; /* days */
    double bed_cost;
    const char *fewer; /* a week, Monday first */
};
static const struct node_input node[NODES] = {
    {"P2_B",
     "bristol_p2",
     102,
     {42.79, 21, 31.895},
     {34, 16.7, 25.3},
     150,
     "1.41, 1.94, 3.15, 2.35, 2.82, 3.36, 1.15"},
    {"P2_NS",
     "north_somerset_p2",
     28,
     {38.28, 21, 29.64},
     {33, 18.1, 25.6},
     150,
     "0.18, 1.57, 2.85, 2.35, 2.36, 2.35, 0.70"},
    {"P3_B",
     "bristol_p3",
     72,
     {59.15, 28, 43.575},
     {50, 23.7, 36.8},
     164,
     "0.57, 0.98, 1.48, 1.46, 2.02, 2.30, 1.68"},
    {"P3_NS",
     "north_somerset_p3",
     39,
     {44.91, 28, 36.455},
     {39, 24.3, 31.7},
     164,
     "0.02, 1.11, 1.19, 1.19, 1.23, 1.10, 0.05"},
};
static const double fewer_a_week[NODES] = {16.18, 12.36, 10.49, 5.89};

/* ---- the reference --------------------------------------------------------------------- */

static struct bf_sheet reference;

static int read_reference(void **state)
{
    (void)state;
    struct bf_faults faults = {0};
    char *text = NULL;
    size_t length = 0;
    assert_true(fixture_read("tests/verify/peer.csv", &text, &length));
    bool ok = bf_sheet_parse(&reference, text, length, "peer.csv", &faults);
    fixture_show(&faults);
    bf_faults_free(&faults);
    return ok && reference.rows == 96 ? 0 : -1;
}

static int free_reference(void **state)
{
    (void)state;
    bf_sheet_free(&reference);
    return 0;
}

static const char *field(size_t row, const char *column)
{
    int c = bf_sheet_column(&reference, column);
    if (c < 0) fail_msg("peer.csv has no column %s", column);
    return bf_sheet_at(&reference, row, c);
}

/* NaN where the file says nothing. */
static double given(size_t row, const char *column)
{
    const char *text = field(row, column);
    return *text ? strtod(text, NULL) : (double)NAN;
}

static size_t row_of(int rule, const char *id, int beds, int stays, int people)
{
    for (size_t row = 0; row < reference.rows; row++)
        if (!strcmp(field(row, "rule"), rule_name[rule]) && !strcmp(field(row, "node"), id) &&
            !strcmp(field(row, "beds"), beds_name[beds]) &&
            !strcmp(field(row, "stays"), stays_name[stays]) &&
            !strcmp(field(row, "arrivals"), people_name[people]))
            return row;
    fail_msg("peer.csv has no row %s %s", rule_name[rule], id);
    return 0;
}

/* ---- a variant of the scenario --------------------------------------------------------- */

/* Nobody comes after the 181 days, and everybody who did is followed until served. */
static const char drained[] = "period = { from = \"2023-01-01\"; to = \"2025-06-30\"; };\n"
                              "changes: { nobody_more: { what = [\"demand.bristol_p2.rate\",\n"
                              "  \"demand.north_somerset_p2.rate\", \"demand.bristol_p3.rate\",\n"
                              "  \"demand.north_somerset_p3.rate\"]; set = \"0 per day\";\n"
                              "  from = \"2023-07-01\"; }; };\n";

static void append(char text[], size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
static void append(char text[], size_t size, const char *fmt, ...)
{
    size_t used = strlen(text);
    va_list args;
    va_start(args, fmt);
    int length = vsnprintf(text + used, size - used, fmt, args);
    va_end(args);
    assert_in_range(length, 0, size - used - 1);
}

/* The chance that what is left is at most x days: uniform from 1 to a stay drawn anew. */
static double left_cdf(const double stay[], double x)
{
    double sum = 0;
    for (int i = 0; i < STAYS_DRAWN; i++)
        sum += fmin(1, (x - 1) / (stay[i] - 1));
    return sum / STAYS_DRAWN;
}

/* Quantiles of what is left at steps of 1%; the last one keeps the mean. */
static void left_points(double mean, double median, double point[POINTS])
{
    const double all = (mean + 1) / 2 * (POINTS - 1);
    double stay[STAYS_DRAWN], sum = 0;
    for (int i = 0; i < STAYS_DRAWN; i++) {
        double z = bf_normal_quantile((i + 0.5) / STAYS_DRAWN);
        stay[i] = median * exp(z * sqrt(2 * log(mean / median)));
    }
    point[0] = 1;
    for (int k = 1; k < POINTS - 1; k++) {
        double low = point[k - 1], high = 5000;
        while (high - low > 1e-6 * high) {
            double middle = (low + high) / 2;
            if (left_cdf(stay, middle) < k / (POINTS - 1.0))
                low = middle;
            else
                high = middle;
        }
        point[k] = high;
        sum += (point[k - 1] + point[k]) / 2;
    }
    point[POINTS - 1] = 2 * (all - sum) - point[POINTS - 2];
}

static void write_left(char text[], size_t size, int n, int stays)
{
    double point[POINTS];
    left_points(node[n].mean[stays], node[n].median[stays], point);
    append(text, size, "by_class = { %s_bed = { stay = { points = [", node[n].service);
    for (int k = 0; k < POINTS; k++)
        append(text, size, "%s\"%.5g d\"", k ? ", " : "", point[k]);
    append(text, size, "]; }; }; };\n");
}

static void write_services(char text[], size_t size, int rule, int beds, int stays)
{
    append(text, size, "services: {\n");
    for (int n = 0; n < NODES; n++) {
        append(text, size, "%s: { beds = %d;", node[n].service, beds ? 2000 : node[n].beds);
        if (stays) /* else as the scenario says */
            append(text, size, "stay = { mean = \"%.10g days\"; median = \"%.10g days\"; };\n",
                   node[n].mean[stays], node[n].median[stays]);
        if (stays && rule) write_left(text, size, n, stays);
        append(text, size, "};\n");
    }
    append(text, size, "};\n");
}

static void write_variant(char text[], size_t size, int rule, int beds, int stays, int people,
                          bool drain)
{
    text[0] = '\0';
    append(text, size, "format = 1; extends = \"scenarios/ipacs/d2a-beds%s.cfg\";\n%s",
           rule ? "-uniform" : "", drain ? drained : "");
    write_services(text, size, rule, beds, stays);
    if (!people) return;
    append(text, size, "demand: {\n");
    for (int n = 0; n < NODES; n++)
        append(text, size, "%s: { rate = \"%.10g per week\"; by_weekday = [%s]; };\n",
               node[n].service, fewer_a_week[n], node[n].fewer);
    append(text, size, "};\n");
}

/* ---- what is measured ------------------------------------------------------------------ */

enum what { IN, WAITING, IN_28, WAITING_28, WAITING_END, COST, WAIT, WAIT_FIRST, WHATS };
static const struct {
    const char *words, *column, *se;
    double within; /* standard errors */
} what_of[WHATS] = {
    {"in beds", "in", "in_se", 4},
    {"waiting", "waiting", "waiting_se", 4},
    {"in beds, last 28 days", "in_28d", "in_28d_se", 5},
    {"waiting, last 28 days", "waiting_28d", "waiting_28d_se", 5},
    {"waiting at the end", "waiting_end", NULL, 5},
    {"cost, pounds", "cost", NULL, 5},
    {"wait of those who come, days", "wait", NULL, 5},
    {"wait of the first queue, days", "wait_first", NULL, 5},
};

struct found {
    struct bf_tally what[NODES][WHATS];
    struct bf_tally in_at[NODES][3]; /* after 31, 91, 181 days */
};
static const uint32_t theory_day[3] = {31, 91, 181};

static double midnight(const struct rung *rung, uint32_t r, uint32_t column, uint32_t day)
{
    const struct bf_catalogue *c = rung->result.catalogue;
    return (double)
        rung->result.daily[((size_t)r * c->day_count + day - 1) * c->daily_count + column];
}

/* The mean of straight lines between midnights over the last days. */
static double last_days(const struct rung *rung, uint32_t r, uint32_t column)
{
    double sum = (midnight(rung, r, column, DAYS - LAST) + midnight(rung, r, column, DAYS)) / 2;
    for (uint32_t d = DAYS - LAST + 1; d < DAYS; d++)
        sum += midnight(rung, r, column, d);
    return sum / LAST;
}

static void tally_period(const struct rung *rung, struct found *found)
{
    const struct bf_catalogue *c = rung->result.catalogue;
    for (int n = 0; n < NODES; n++) {
        const char *service = node[n].service;
        uint32_t in = fixture_column(c->daily, c->daily_count, service, "all", "occupied");
        uint32_t waiting = fixture_column(c->daily, c->daily_count, service, "all", "waiting");
        struct rung_claim mean = {.service = service, .group = "all", .name = "occupied_mean"};
        struct rung_claim queue = {.service = service, .group = "all", .name = "waiting_mean"};
        for (uint32_t r = 0; r < rung->result.count; r++) {
            double people = rung_value(rung, r, &mean), queueing = rung_value(rung, r, &queue);
            bf_tally_add(&found->what[n][IN], people);
            bf_tally_add(&found->what[n][WAITING], queueing);
            bf_tally_add(&found->what[n][IN_28], last_days(rung, r, in));
            bf_tally_add(&found->what[n][WAITING_28], last_days(rung, r, waiting));
            bf_tally_add(&found->what[n][WAITING_END], midnight(rung, r, waiting, DAYS));
            bf_tally_add(&found->what[n][COST],
                         DAYS * (people * node[n].bed_cost + queueing * 346));
            for (int k = 0; k < 3; k++)
                bf_tally_add(&found->in_at[n][k], midnight(rung, r, in, theory_day[k]));
        }
    }
}

/* The program's own bill counts people at midnight. */
static void check_bill(const struct rung *rung)
{
    const struct bf_catalogue *c = rung->result.catalogue;
    const struct rung_claim bill = {.service = "system", .group = "all", .name = "spend"};
    for (uint32_t r = 0; r < rung->result.count; r++) {
        double sum = 0;
        for (int n = 0; n < NODES; n++) {
            uint32_t in =
                fixture_column(c->daily, c->daily_count, node[n].service, "all", "occupied");
            uint32_t waiting =
                fixture_column(c->daily, c->daily_count, node[n].service, "all", "waiting");
            for (uint32_t d = 1; d <= DAYS; d++)
                sum += midnight(rung, r, in, d) * node[n].bed_cost +
                       midnight(rung, r, waiting, d) * 346;
        }
        assert_close(rung_value(rung, r, &bill), sum, 1e-9 * sum);
    }
}

/* Those who come wait twice, not at all for `acute` and then for the bed: half of it on average. */
static void tally_waits(const struct rung *rung, struct found *found)
{
    for (int n = 0; n < NODES; n++) {
        char first[64];
        snprintf(first, sizeof first, "class:%s_queue", node[n].service);
        char later[64];
        snprintf(later, sizeof later, "class:%s", node[n].service);
        struct rung_claim wait = {
            .service = "system", .group = later, .name = "wait_mean", .scale = 2 / 24.0};
        struct rung_claim queue = {
            .service = "system", .group = first, .name = "wait_mean", .scale = 1 / 24.0};
        for (uint32_t r = 0; r < rung->result.count; r++) {
            bf_tally_add(&found->what[n][WAIT], rung_value(rung, r, &wait));
            bf_tally_add(&found->what[n][WAIT_FIRST], rung_value(rung, r, &queue));
        }
    }
}

static void simulate(struct found *found, int rule, int beds, int stays, int people, bool drain)
{
    const uint32_t all = rung_quick() ? 50 : 2000, batch = 50;
    char title[64], text[12000];
    struct rung rung;
    snprintf(title, sizeof title, "%s_%s_%s_%s", rule_name[rule], beds_name[beds],
             stays_name[stays], people_name[people]);
    write_variant(text, sizeof text, rule, beds, stays, people, drain);
    rung_load(&rung, title, "", text);
    for (uint32_t first = 0; first < all; first += batch) {
        rung_run(&rung, first, batch);
        if (drain)
            tally_waits(&rung, found);
        else
            tally_period(&rung, found);
        if (!drain && first == 0) check_bill(&rung);
        bf_result_free(&rung.result);
    }
    bf_model_free(&rung.model);
}

/* ---- ours, theirs, theory -------------------------------------------------------------- */

struct distance {
    uint32_t compared;
    double most;    /* standard errors */
    double off;     /* of those that are not next to nothing: the largest, as a share */
    char where[64]; /* of `most` */
};
static struct distance far_reference[RULES_ALL][WHATS], far_theory[3];

static void note(struct distance *d, double errors, double off, const char *where)
{
    d->compared++;
    d->off = fmax(d->off, off);
    if (errors < d->most) return;
    d->most = errors;
    snprintf(d->where, sizeof d->where, "%s", where);
}

static double error_of(const struct bf_tally *t)
{
    return bf_tally_sd(t) / sqrt((double)t->count);
}

static void hold(struct distance *d, const char *where, const char *what, double ours,
                 double theirs, double error, double within)
{
    double away = fmax(0, fabs(ours - theirs) - ROUNDED * fmax(1, fabs(theirs) / 1e4));
    double errors = away > 0 ? away / error : 0;
    note(d, errors, fabs(theirs) > 1 ? fabs(ours / theirs - 1) : 0, where);
    if (!(errors <= within))
        fail_msg("%s: %s: ours %.6g, theirs %.6g: %.1f standard errors apart", where, what, ours,
                 theirs, errors);
}

static void hold_reference(const struct found *found, int n, int rule, size_t row,
                           const char *where)
{
    for (int k = 0; k < WHATS; k++) {
        const struct bf_tally *t = &found->what[n][k];
        if (t->count == 0) continue;
        double theirs = given(row, what_of[k].column);
        double error = what_of[k].se      ? given(row, what_of[k].se)
                       : k == WAITING_END ? given(row, "waiting_end_sd") / sqrt(OF_THEIR)
                                          : bf_tally_sd(t) / sqrt(OF_THEIR);
        hold(&far_reference[rule][k], where, what_of[k].words, bf_tally_mean(t), theirs,
             hypot(error, error_of(t)), what_of[k].within);
    }
    /* the spread at the end, too: the error of a standard deviation of a normal count */
    const struct bf_tally *end = &found->what[n][WAITING_END];
    double sd = given(row, "waiting_end_sd");
    if (given(row, "waiting_end") > 4 * sd)
        hold(&far_theory[2], where, "sd of waiting at the end", bf_tally_sd(end), sd,
             sd * sqrt(0.5 / OF_THEIR + 0.5 / (double)end->count), 5);
}

static void hold_theory(const struct found *found, int n, size_t row, const char *where)
{
    for (int k = 0; k < 3; k++) {
        char mean[32], sd[32];
        snprintf(mean, sizeof mean, "theory_in_%u", (unsigned)theory_day[k]);
        snprintf(sd, sizeof sd, "theory_sd_%u", (unsigned)theory_day[k]);
        const struct bf_tally *t = &found->in_at[n][k];
        if (isnan(given(row, mean))) continue;
        hold(&far_theory[0], where, mean, bf_tally_mean(t), given(row, mean), error_of(t), 5);
        hold(&far_theory[0], where, sd, bf_tally_sd(t), given(row, sd),
             given(row, sd) / sqrt(2 * (double)t->count), 5);
    }
    if (isnan(given(row, "theory_waiting_181"))) return;
    const struct bf_tally *t = &found->what[n][WAITING_END];
    hold(&far_theory[1], where, "queue of beds that are never idle", bf_tally_mean(t),
         given(row, "theory_waiting_181"), error_of(t), 5);
}

static void print_row(const struct found *found, int n, size_t row, const char *where,
                      bool baseline)
{
    const char *all = getenv("BF_PEER");
    if (!baseline && !(all && strcmp(all, "all") == 0)) return;
    double theory = given(row, "theory_in_181");
    bool in = !isnan(theory);
    if (!in) theory = given(row, "theory_waiting_181");
    const struct bf_tally *end = in ? &found->in_at[n][2] : &found->what[n][WAITING_END];
    printf("# %-26s in beds %7.2f reference %7.2f peer %7.2f; waiting %7.2f reference %7.2f peer "
           "%7.2f",
           where, bf_tally_mean(&found->what[n][IN]), given(row, "in"), given(row, "peer_in"),
           bf_tally_mean(&found->what[n][WAITING]), given(row, "waiting"),
           given(row, "peer_waiting"));
    if (!isnan(theory))
        printf("; %s on day 181 %.2f theory %.2f", in ? "in beds" : "waiting", bf_tally_mean(end),
               theory);
    printf("\n");
}

static void variant(int rule, int beds, int stays, int people)
{
    struct found found;
    for (int n = 0; n < NODES; n++) {
        for (int k = 0; k < WHATS; k++)
            bf_tally_init(&found.what[n][k]);
        for (int k = 0; k < 3; k++)
            bf_tally_init(&found.in_at[n][k]);
    }
    simulate(&found, rule, beds, stays, people, false);
    if (!beds) simulate(&found, rule, beds, stays, people, true);
    for (int n = 0; n < NODES; n++) {
        char where[64];
        size_t row = row_of(rule, node[n].id, beds, stays, people);
        snprintf(where, sizeof where, "%s %s %s %s %s", rule_name[rule], node[n].id,
                 beds_name[beds], stays_name[stays], people_name[people]);
        hold_reference(&found, n, rule, row, where);
        hold_theory(&found, n, row, where);
        print_row(&found, n, row, where, !stays && !people);
    }
}

static void all_variants(int rule)
{
    for (int beds = 0; beds < BEDS_ALL; beds++)
        for (int stays = 0; stays < STAYS_ALL; stays++)
            for (int people = 0; people < PEOPLE_ALL; people++)
                variant(rule, beds, stays, people);
    for (int k = 0; k < WHATS; k++)
        printf("# Peer IPACS 2023, %-3s %-30s %2u means, at most %.1f standard errors and %.2f%% "
               "from the reference (%s)\n",
               rule_name[rule], what_of[k].words, (unsigned)far_reference[rule][k].compared,
               far_reference[rule][k].most, 100 * far_reference[rule][k].off,
               far_reference[rule][k].where);
}

static void equilibrium_stays_give_the_references_beds_and_queues(void **state)
{
    (void)state;
    all_variants(0);
}

static void the_peers_own_stays_give_the_references_beds_and_queues(void **state)
{
    (void)state;
    all_variants(1);
    static const char *const words[3] = {"in beds without limit (mean, sd)",
                                         "queue of beds never idle", "spread of the last queue"};
    for (int k = 0; k < 3; k++)
        printf("# Peer IPACS 2023, %-34s %3u numbers, at most %.1f standard errors and %.2f%% from "
               "%s (%s)\n",
               words[k], (unsigned)far_theory[k].compared, far_theory[k].most,
               100 * far_theory[k].off, k < 2 ? "theory" : "the reference", far_theory[k].where);
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equilibrium_stays_give_the_references_beds_and_queues),
        cmocka_unit_test(the_peers_own_stays_give_the_references_beds_and_queues),
    };
    return cmocka_run_group_tests(tests, read_reference, free_reference);
}
