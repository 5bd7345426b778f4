/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every service of the catalogue, on and off: the same people present, and whoever the service
 * cannot reach is unchanged to the last bit.
 *
 * "Without" a service means, by its kind, that it can take nobody: no beds (and not unlimited), no
 * care hours or places, no staff, no starts in a week. Home cannot be without: there the hazard of
 * death is twenty times as large in its place (doubled, it need not change three weeks).
 *
 * Whom a service can reach is found on the compiled network: ways on and preferences (people, and
 * whoever waits behind them), teams of tasks, offers, stays finished early, returns. In a county
 * around one hospital that is nearly everybody, so another, small county stands beside it that
 * shares nobody with it: hospital, task of a team, beds, care hours by area, market, readmission.
 */
#include "unit.h"

#include "model_fixture.h"

#include <glob.h>

#define SERVICES_CAP 96
#define SETTINGS_CAP 2

static const char county[] =
    "format = 1; extends = \"scenarios/east-sussex/programme.cfg\";\n"
    "period = { from = \"2021-11-01\"; to = \"2021-11-21\"; follow_up = \"2 days\"; };\n"
    "start = { warm_up = \"17 days\"; };\n"
    "demand: { far_people: { rate = \"23.7 per day\";\n"
    "  classes = { fit_75_84 = 0.7; frail_75_84 = 0.3; }; enter = ( { to = \"far_ward\"; } ); }; "
    "};\n"
    "tasks: { far_assessment: { reason = \"A\"; team = \"far_team\"; }; };\n"
    "services: {\n"
    "  far_ward: { kind = \"beds\"; setting = \"acute\"; beds = 103; stay = { mean = \"4.3 days\"; "
    "};\n"
    "    after_discharge = { readmission = { days = [\"9 days\", \"30 days\"];\n"
    "                                        share = [0.071, 0.134]; }; };\n"
    "    then = ( { to = \"home\"; share = 0.55; needs = { far_assessment = 0.3; }; },\n"
    "             { to = \"far_beds\"; share = 0.17; or = ( { to = \"far_care\"; after = \"2 "
    "days\"; "
    "} ); },\n"
    "             { to = \"far_care\"; share = 0.16; }, { to = \"far_market\"; share = 0.12; } ); "
    "};\n"
    "  far_beds: { kind = \"beds\"; setting = \"non-acute\"; beds = 46; stay = { mean = \"13 "
    "days\"; "
    "};\n"
    "    then = ( { to = \"home\"; } ); };\n"
    "  far_care: { kind = \"caseload\"; hours = \"970 hours per week\"; stay = { mean = \"29 "
    "days\"; "
    "};\n"
    "    first_visits = \"11 hours per week\"; last_visits = \"5 hours per week\";\n"
    "    areas = { eastbourne = 0.2; hastings = 0.2; bexhill = 0.1; rural_rother = 0.1;\n"
    "              lewes = 0.1; wealden = 0.3; };\n"
    "    then = ( { to = \"home\"; } ); };\n"
    "  far_market: { kind = \"market\"; weekly_limit = 17; lead_time = { mean = \"5.5 days\"; };\n"
    "    stay = { mean = \"30 days\"; }; then = ( { to = \"home\"; } ); };\n"
    "  far_team: { kind = \"team\"; staff = 2; stay = { mean = \"3.1 h\"; };\n"
    "    then = ( { to = \"home\"; } ); };\n"
    "};\n";

static struct fixture on;
static uint64_t people_on;

/* ---- without --------------------------------------------------------------------------- */

struct without {
    struct bf_setting set[SETTINGS_CAP];
    char path[SETTINGS_CAP][128];
    size_t count;
};

static void without_set(struct without *w, const char *name, const char *what, const char *value)
{
    snprintf(w->path[w->count], sizeof w->path[0], "services.%s.%s", name, what);
    w->set[w->count] = (struct bf_setting){w->path[w->count], value};
    w->count++;
}

static void find_without(struct without *w, const char *name, const struct bf_service *service)
{
    w->count = 0;
    switch (service->kind) {
    case BF_KIND_BEDS:
        without_set(w, name, "beds", "0");
        if (service->unlimited) without_set(w, name, "unlimited", "false");
        break;
    case BF_KIND_CASELOAD:
        if (!isnan(service->hours)) without_set(w, name, "hours", "0 hours per week");
        if (isnan(service->hours)) without_set(w, name, "places", "0");
        break;
    case BF_KIND_TEAM:
        without_set(w, name, "staff", "0");
        break;
    case BF_KIND_MARKET:
        without_set(w, name, "weekly_limit", "0");
        break;
    default:
        without_set(w, name, "death_factor", "20");
    }
}

/* ---- whom a service can reach ---------------------------------------------------------- */

/* way[s][t]: people go from s to t. touches[s][t]: what happens at s can change what happens at t.
 * People at home meet nobody: home is touched by all and touches nothing. */
struct reach {
    const struct bf_network *n;
    bool way[SERVICES_CAP][SERVICES_CAP], touches[SERVICES_CAP][SERVICES_CAP];
};

static bool somewhere(const struct reach *r, uint32_t service)
{
    return bf_is_service(service) && service != r->n->home;
}

/* Who waits for a place where they are holds up those behind them. */
static void go(struct reach *r, uint32_t from, uint32_t to, bool waits)
{
    if (!somewhere(r, from) || !somewhere(r, to)) return;
    r->way[from][to] = r->touches[from][to] = true;
    if (waits) r->touches[to][from] = true;
}

static void touch_team(struct reach *r, uint32_t from, const struct bf_choice *choice)
{
    for (uint32_t k = choice->need; k < choice->need + choice->need_count; k++) {
        uint32_t team = r->n->task[r->n->numbers.need[k].task].team;
        if (!somewhere(r, team) || !somewhere(r, from)) continue;
        r->touches[from][team] = r->touches[team][from] = true;
    }
}

static void go_ways(struct reach *r, uint32_t from, uint32_t first, uint32_t count, bool waits)
{
    for (uint32_t i = first; i < first + count; i++) {
        const struct bf_choice *choice = &r->n->numbers.choice[i];
        go(r, from, choice->to, waits);
        touch_team(r, from, choice);
        for (uint32_t k = choice->alt; k < choice->alt + choice->alt_count; k++) {
            go(r, from, r->n->numbers.alt[k].to, waits);
            go(r, r->n->numbers.alt[k].to, choice->to, true);
            go(r, choice->to, r->n->numbers.alt[k].to, true);
        }
    }
}

static void close_over(bool edge[SERVICES_CAP][SERVICES_CAP], uint32_t count)
{
    for (uint32_t k = 0; k < count; k++)
        for (uint32_t i = 0; i < count; i++)
            for (uint32_t j = 0; edge[i][k] && j < count; j++)
                edge[i][j] = edge[i][j] || edge[k][j];
}

static void add_services(struct reach *r)
{
    for (uint32_t s = 0; s < r->n->service_count; s++) {
        const struct bf_service_info *info = &r->n->service[s];
        const struct bf_site *site = &r->n->numbers.site[(size_t)s * r->n->group_count];
        for (uint32_t k = 0; k < r->n->group_count; k++)
            if (!site[k].permanent) go_ways(r, s, site[k].choice, site[k].choice_count, true);
        go(r, s, info->gives_up_to, false);
        go(r, s, info->turned_away_to, false);
        for (uint32_t k = 0; info->some_give_up && k < r->n->group_count; k++)
            go(r, s, info->some_give_up[k], false);
        for (uint32_t k = 0; info->some_turned_away && k < r->n->group_count; k++)
            go(r, s, info->some_turned_away[k], false);
    }
}

/* The ways into the system of a stream's people, of any group, one by one: NULL after the last. */
static const struct bf_choice *entry_of(const struct reach *r, const struct bf_stream_info *info,
                                        uint32_t k)
{
    for (uint32_t group = 0; group < (info->enter ? r->n->group_count : 1); group++) {
        struct bf_ways ways = bf_enter_ways(info, group);
        if (k < ways.count) return &r->n->numbers.choice[ways.first + k];
        k -= ways.count;
    }
    return NULL;
}

static void offer(struct reach *r, const struct bf_stream_info *info, uint32_t to)
{
    const struct bf_choice *choice;
    if (!bf_is_service(to)) return;
    for (uint32_t k = 0; (choice = entry_of(r, info, k)) != NULL; k++)
        go_ways(r, to, (uint32_t)(choice - r->n->numbers.choice), 1, false);
}

static void add_streams(struct reach *r)
{
    for (uint32_t i = 0; i < r->n->stream_count; i++) {
        const struct bf_stream_info *info = &r->n->stream[i];
        const struct bf_choice *choice;
        offer(r, info, info->offer_to);
        for (uint32_t k = 0; k < info->offer_or_count; k++) {
            go(r, k ? info->offer_or[k - 1] : info->offer_to, info->offer_or[k], false);
            offer(r, info, info->offer_or[k]);
        }
        for (uint32_t k = 0; (choice = entry_of(r, info, k)) != NULL; k++) {
            touch_team(r, choice->to, choice);
            for (uint32_t a = choice->alt; a < choice->alt + choice->alt_count; a++) {
                go(r, choice->to, r->n->numbers.alt[a].to, true);
                go(r, r->n->numbers.alt[a].to, choice->to, true);
            }
        }
    }
}

/* Where the people of a stream may be, by the ways so far. */
static bool is_reached(const struct reach *r, const struct bf_stream_info *info, uint32_t service)
{
    const struct bf_choice *choice;
    bool found = info->offer_to == service;
    for (uint32_t k = 0; k < info->offer_or_count; k++)
        found = found || info->offer_or[k] == service;
    for (uint32_t k = 0; !found && (choice = entry_of(r, info, k)) != NULL; k++)
        found = bf_is_service(choice->to) && (choice->to == service || r->way[choice->to][service]);
    for (uint32_t s = 0; !found && s < r->n->service_count; s++)
        found = info->offer_to == s && r->way[s][service];
    return found;
}

/* Needs the ways closed: stays finished early, and the clock that runs from a discharge on
 * wherever they then are. */
static void add_far_edges(struct reach *r)
{
    uint32_t count = r->n->service_count;
    for (uint32_t s = 0; s < count; s++) {
        for (uint32_t i = 0; i < r->n->stream_count; i++) {
            const struct bf_stream_info *info = &r->n->stream[i];
            if (!is_reached(r, info, s)) continue;
            if (r->n->service[s].setting == BF_SETTING_ACUTE) go(r, s, info->early_to, true);
            if (info->offers_again) go(r, s, info->offer_to, false);
        }
        for (uint32_t a = 0; a < count; a++)
            if (r->n->numbers.service[a].after[0].count && (a == s || r->way[a][s]))
                go(r, s, r->n->service[a].returns_to, false);
    }
}

static void find_reach(struct reach *r, const struct bf_network *n)
{
    memset(r, 0, sizeof *r);
    r->n = n;
    assert_true(n->service_count <= SERVICES_CAP);
    assert_int_equal(n->policy_count, 0); /* a rule would touch what it changes, too */
    add_services(r);
    add_streams(r);
    for (int again = 0; again < 2; again++) { /* the first adds ways to the second */
        close_over(r->way, n->service_count);
        add_far_edges(r);
    }
    close_over(r->touches, n->service_count);
}

/* ---- on and off ------------------------------------------------------------------------ */

static uint64_t run_people(struct fixture *f, uint32_t number)
{
    uint64_t people;
    f->outcome.people = &people;
    fixture_run(f, number);
    f->outcome.people = NULL;
    return people;
}

static bool same_bits(const double *a, const double *b)
{
    return memcmp(a, b, sizeof *a) == 0 || (isnan(*a) && isnan(*b));
}

/* Values of one service that differ. */
static uint32_t differing(const struct fixture *a, const struct fixture *b, const char *service)
{
    const struct bf_catalogue *c = &a->model.measures.catalogue;
    uint32_t count = 0;
    assert_int_equal(c->scalar_count, b->model.measures.catalogue.scalar_count);
    assert_int_equal(c->daily_count, b->model.measures.catalogue.daily_count);
    for (uint32_t i = 0; i < c->scalar_count; i++)
        if (strcmp(c->scalar[i].service, service) == 0)
            count += !same_bits(&a->outcome.scalar[i], &b->outcome.scalar[i]);
    for (uint32_t i = 0; i < c->daily_count; i++)
        for (uint32_t day = 0; strcmp(c->daily[i].service, service) == 0 && day < c->day_count;
             day++) {
            double x = (double)a->outcome.daily[(size_t)day * c->daily_count + i];
            double y = (double)b->outcome.daily[(size_t)day * c->daily_count + i];
            count += !same_bits(&x, &y);
        }
    return count;
}

static void compare_untouched(const struct fixture *off, uint32_t changed)
{
    static struct reach reach;
    uint32_t untouched = 0, felt = 0;
    find_reach(&reach, &off->model.network);
    bool home = changed == reach.n->home;
    for (uint32_t s = 0; s < reach.n->service_count; s++) {
        const char *name = reach.n->service[s].name;
        uint32_t count = differing(&on, off, name);
        /* whoever dies at home does not come back: that is anybody of the county */
        bool far = strncmp(name, "far_", 4) == 0;
        bool touched =
            home ? true : s == changed || s == reach.n->home || reach.touches[changed][s];
        if (far && !home) assert_false(touched);
        felt += count > 0;
        if (touched) continue;
        untouched++;
        if (count)
            fail_msg("%u values of %s differ, which %s cannot reach", count, name,
                     reach.n->service[changed].name);
    }
    if (felt == 0) fail_msg("%s is not there, and nobody feels it", reach.n->service[changed].name);
    if (getenv("FIXTURE_SHOW"))
        fprintf(stderr, "%s: %u services feel it, %u cannot\n", reach.n->service[changed].name,
                felt, untouched);
    if (!home) assert_true(untouched >= 5);
}

/* The state is the name of a service. */
static void without_it_the_same_people_present_and_only_those_in_reach_feel_it(void **state)
{
    const char *name = *state;
    uint32_t service = fixture_service(&on, name);
    const struct bf_service *written =
        (const struct bf_service *)on.model.care->services.item + service;
    struct without w;
    struct fixture off;
    find_without(&w, name, written);
    fixture_open(&off, county, "given.cfg", w.set, w.count);
    assert_int_equal(run_people(&off, 3), people_on);
    compare_untouched(&off, service);
    fixture_close(&off);
}

/* ---- identical, and equal in law ------------------------------------------------------- */

static void the_same_county_again_differs_by_exactly_nothing(void **state)
{
    (void)state;
    struct fixture again;
    fixture_text(&again, county);
    assert_int_not_equal(run_people(&again, 4), people_on);
    assert_int_equal(run_people(&again, 3), people_on);
    assert_int_equal(again.outcome.digest, on.outcome.digest);
    fixture_close(&again);
}

static void other_people_are_told_from_these(void **state)
{
    (void)state;
    const struct bf_setting more = {"demand.far_people.rate", "23.9 per day"};
    const struct bf_setting longer = {"start.warm_up", "19 days"};
    struct fixture f;
    fixture_open(&f, county, "given.cfg", &more, 1);
    assert_int_not_equal(run_people(&f, 3), people_on);
    fixture_close(&f);
    fixture_open(&f, county, "given.cfg", &longer,
                 1); /* who comes before the period is not asked */
    assert_int_equal(run_people(&f, 3), people_on);
    fixture_close(&f);
}

#define HALF(name, beds)                                                                           \
    "  " name ": { kind = \"beds\"; " beds                                                         \
    " setting = \"acute\"; stay = { mean = \"4.7 days\"; };"                                       \
    "    then = ( { to = \"care\"; share = 0.3; }, { to = \"home\"; share = 0.7; } ); };\n"
#define SMALL(enter, wards, hours, team)                                                           \
    "format = 1; period = { from = \"2021-01-01\"; to = \"2021-06-30\"; };\n"                      \
    "start = { warm_up = \"90 days\"; };\n"                                                        \
    "demand: { all: { rate = \"17.3 per day\"; enter = ( " enter " ); };\n"                        \
    "          calls: { rate = \"9.1 per day\"; enter = ( { to = \"" team "\"; } ); }; };\n"       \
    "services: {\n" wards "  " team                                                                \
    ": { kind = \"team\"; staff = 2; stay = { mean = \"3.7 h\"; };"                                \
    "    then = ( { to = \"home\"; } ); };\n"                                                      \
    "  care: { kind = \"caseload\"; hours = \"" hours "\"; stay = { mean = \"20 days\"; };\n"      \
    "    first_visits = \"9 hours per week\"; last_visits = \"5 hours per week\";\n"               \
    "    then = ( { to = \"home\"; } ); }; };\n"

#define ONE "{ to = \"ward\"; }"
#define TWO "{ to = \"east\"; share = 0.5; }, { to = \"west\"; share = 0.5; }"
static const char one_ward[] =
    SMALL(ONE, HALF("ward", "unlimited = true;"), "840 hours per week", "team");
static const char two_wards[] =
    SMALL(TWO, HALF("east", "unlimited = true;") HALF("west", "unlimited = true;"),
          "120 hours per day", "team");
static const char renamed[] = SMALL("{ to = \"station\"; }", HALF("station", "unlimited = true;"),
                                    "840 hours per week", "people");
static const char by_the_day[] =
    SMALL(ONE, HALF("ward", "unlimited = true;"), "120 hours per day", "team");

/* The difference of two sums of means, over `runs` replications each. */
struct side {
    const char *text;
    const char *service[2];
    const char *measure;
};

static void tally_of(const struct side *side, uint32_t from, uint32_t runs, struct bf_tally *tally)
{
    struct fixture f;
    fixture_text(&f, side->text);
    bf_tally_init(tally);
    for (uint32_t r = from; r < from + runs; r++) {
        fixture_run(&f, r);
        double sum = fixture_scalar(&f, side->service[0], side->measure);
        if (side->service[1]) sum += fixture_scalar(&f, side->service[1], side->measure);
        bf_tally_add(tally, sum);
    }
    fixture_close(&f);
}

/* By chance, and by chance only: at one error in a million, and with little room. */
static void differ_by_chance_only(struct side a, struct side b, double room)
{
    struct bf_tally x, y;
    uint32_t runs = 40;
    tally_of(&a, 0, runs, &x);
    tally_of(&b, runs, runs, &y);
    double half = bf_interval_half_width(runs, hypot(bf_tally_sd(&x), bf_tally_sd(&y)), 1 - 1e-6);
    double d = bf_tally_mean(&x) - bf_tally_mean(&y);
    assert_true(d != 0);
    if (!(fabs(d) <= half && half < room * bf_tally_mean(&x)))
        fail_msg("%s: %.6g and %.6g: a difference of %.3g, half-width %.3g", a.measure,
                 bf_tally_mean(&x), bf_tally_mean(&y), d, half);
}

static void a_service_in_two_halves_differs_from_the_whole_by_chance_only(void **state)
{
    (void)state;
    differ_by_chance_only((struct side){one_ward, {"ward"}, "occupied_mean"},
                          (struct side){two_wards, {"east", "west"}, "occupied_mean"}, 0.06);
    differ_by_chance_only((struct side){one_ward, {"care"}, "occupied_mean"},
                          (struct side){two_wards, {"care"}, "occupied_mean"}, 0.06);
}

static void another_name_makes_a_difference_by_chance_only(void **state)
{
    (void)state;
    differ_by_chance_only((struct side){one_ward, {"ward"}, "occupied_mean"},
                          (struct side){renamed, {"station"}, "occupied_mean"}, 0.06);
    differ_by_chance_only((struct side){one_ward, {"team"}, "occupied_mean"},
                          (struct side){renamed, {"people"}, "occupied_mean"}, 0.06);
}

static void hours_by_the_day_are_those_of_the_week(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, one_ward);
    fixture_run(&f, 2);
    uint64_t digest = f.outcome.digest;
    fixture_close(&f);
    fixture_text(&f, by_the_day);
    fixture_run(&f, 2);
    assert_int_equal(f.outcome.digest, digest);
    fixture_close(&f);
}

/* ---- the catalogue --------------------------------------------------------------------- */

/* The first name of a service file is its service. */
static bool service_in(const char *file, char name[64])
{
    char line[400];
    size_t length = 0;
    FILE *in = fopen(file, "r");
    assert_non_null(in);
    while (!length && fgets(line, sizeof line, in)) {
        length = strspn(line, "abcdefghijklmnopqrstuvwxyz_0123456789");
        if (length > 63 || strncmp(line + length, ": {", 3) != 0) length = 0;
    }
    fclose(in);
    memcpy(name, line, length);
    name[length] = '\0';
    return length > 0;
}

#define FIXED_CASES 5

int main(void)
{
    const struct CMUnitTest fixed[FIXED_CASES] = {
        cmocka_unit_test(the_same_county_again_differs_by_exactly_nothing),
        cmocka_unit_test(other_people_are_told_from_these),
        cmocka_unit_test(a_service_in_two_halves_differs_from_the_whole_by_chance_only),
        cmocka_unit_test(another_name_makes_a_difference_by_chance_only),
        cmocka_unit_test(hours_by_the_day_are_those_of_the_week),
    };
    static struct CMUnitTest tests[SERVICES_CAP];
    static char name[SERVICES_CAP][64], title[SERVICES_CAP][160];
    glob_t found;
    size_t count = FIXED_CASES;
    if (glob(unit_path("scenarios/services/*.cfg"), 0, NULL, &found) != 0) return 1;
    memcpy(tests, fixed, sizeof fixed);
    for (size_t i = 0; i < found.gl_pathc && count < SERVICES_CAP; i++) {
        if (!service_in(found.gl_pathv[i], name[count])) return 1;
        snprintf(title[count], sizeof title[0],
                 "without_%s_the_same_people_present_and_only_those_in_reach_feel_it", name[count]);
        tests[count] = (struct CMUnitTest)cmocka_unit_test_prestate(
            without_it_the_same_people_present_and_only_those_in_reach_feel_it, name[count]);
        tests[count].name = title[count];
        count++;
    }
    globfree(&found);
    if (count < FIXED_CASES + 30) return 1;
    fixture_text(&on, county);
    people_on = run_people(&on, 3);
    int failed = _cmocka_run_group_tests("on_off", tests, count, NULL, NULL);
    fixture_close(&on);
    return failed;
}
