/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "assert_close.h"
#include "model_fixture.h"

#define START                                                                                      \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"0 days\"; };"

static const char county[] = START
    "classes: { young: { }; old: { readmission_factor = 1.7; death_factor = 2.9; }; };"
    "localities: { east: { population = 300; }; west: { population = 100; }; };"
    "demand: { people: { rate = \"36500 per year\"; by_weekday = [2, 1, 1, 1, 1, 1, 0];"
    "   by_month = [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0];"
    "   bank_holiday = 0.25; classes = { young = 0.4; old = 0.6; }; enter = ( { to = \"ward\"; } "
    "); }; };"
    "services: {"
    " ward: { kind = \"beds\"; beds = 17; setting = \"acute\"; observed_stay = { shape = \"gamma\";"
    "     mean = \"8 days\"; cv = 1.3; }; delay_share = 0.25;"
    "   by_class = { old = { stay_factor = 1.5; then = ( { to = \"visits\"; } ); }; };"
    "   then = ( { to = \"home\"; share = 0.7; }, { to = \"visits\"; share = 0.3; } );"
    "   after_discharge = { readmission = { days = [\"7 days\", \"30 days\"]; share = [0.04, 0.1]; "
    "}; }; };"
    " visits: { kind = \"caseload\"; hours = \"168 hours per week\"; first_visits = \"14 hours per "
    "week\";"
    "   last_visits = \"7 hours per week\"; areas = { east = 0.75; west = 0.25; };"
    "   stay = { mean = \"20 days\"; }; then = ( { to = \"home\"; } ); };"
    "};";

static void an_observed_stay_is_netted_of_its_delay(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, county);
    const struct bf_site *site = f.model.network.numbers.site;
    assert_close(bf_dist_mean(&site[0].stay), 6 * 24, 1e-9);
    assert_close(bf_dist_sd(&site[0].stay), 1.3 * 6 * 24, 1e-6);
    assert_close(site[0].factor, 1, 0);
    assert_close(site[1].factor, 1.5, 0);
    fixture_close(&f);
}

/* Points 2.5, 4.1 and 9.7 days: mean (2.5 + 2 x 4.1 + 9.7) / 4 = 5.1 days, of which 0.65 is care.
 */
static void a_table_of_observed_stays_is_netted_of_its_delay(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, START
        "classes: { young: { }; old: { }; own: { }; };"
        "demand: { people: { rate = \"9.3 per day\"; classes = { young = 0.4; old = 0.5; own "
        "= 0.1; }; enter = ( { to = \"ward\"; } ); }; };"
        "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
        "  observed_stay = { shape = \"empirical\"; points = [\"2.5 days\", \"4.1 days\", "
        "\"9.7 days\"]; }; delay_share = 0.35;"
        "  by_class = { old = { stay_factor = 1.2; }; own = { stay = { mean = \"7.7 days\"; }; "
        "}; }; then = ( { to = \"home\"; } ); }; };");
    const struct bf_site *site = f.model.network.numbers.site;
    static const double days[] = {5.1 * 0.65, 5.1 * 0.65 * 1.2, 7.7};
    struct bf_load load[1];
    double admissions, readmissions;
    for (int k = 0; k < 3; k++)
        assert_close(site[k].factor * bf_dist_mean(&site[k].stay) / 24, days[k], 1e-9);
    assert_true(bf_network_load(&f.model.network, load, &admissions, &readmissions));
    assert_close(load[0].offered, 9.3 * (0.4 * days[0] + 0.5 * days[1] + 0.1 * days[2]), 1e-6);
    fixture_close(&f);
}

static void people_stay_as_long_as_a_table_says_less_its_delay(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f,
                 START "demand: { people: { rate = \"31.7 per day\"; enter = ( { to = \"ward\"; "
                       "} ); }; };"
                       "services: { ward: { kind = \"beds\"; unlimited = true; observed_stay = {"
                       "  shape = \"empirical\"; points = [\"4.8 days\", \"4.8 days\"]; };"
                       "  delay_share = 0.35; then = ( { to = \"home\"; } ); }; };");
    fixture_run(&f, 0);
    assert_close(fixture_scalar(&f, "ward", "stay_ready"), 4.8 * 0.65, 1e-9);
    fixture_close(&f);
}

static void a_class_has_its_own_ways_or_those_of_the_service(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, county);
    const struct bf_numbers *numbers = &f.model.network.numbers;
    assert_int_equal(numbers->site[0].choice_count, 2);
    assert_close(numbers->choice[numbers->site[0].choice].cumulative, 0.7, 1e-12);
    assert_int_equal(numbers->site[1].choice_count, 1);
    assert_int_equal(numbers->choice[numbers->site[1].choice].to, 1);
    fixture_close(&f);
}

static void care_hours_are_by_the_day_and_by_locality(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, county);
    const struct bf_numbers *numbers = &f.model.network.numbers;
    assert_close(numbers->service[1].hours_per_day, 24, 1e-12);
    assert_close(numbers->service[1].first_per_day, 2, 1e-12);
    assert_close(numbers->service[1].last_per_day, 1, 1e-12);
    assert_close(numbers->area_share[2], 0.75, 0);
    assert_close(numbers->area_share[3], 0.25, 0);
    assert_true(numbers->service[1].places > 1e9);
    fixture_close(&f);
}

static void a_stream_keeps_its_yearly_rate_whatever_its_factors(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, county);
    const struct bf_stream_numbers *s = &f.model.network.numbers.stream[0];
    static const double days[12] = {31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    double week = 0, year = 0;
    assert_close(s->rate_per_day, 100, 1e-9);
    for (int i = 0; i < 7; i++)
        week += s->weekday[i] / 7;
    for (int i = 0; i < 12; i++)
        year += s->month[i] * days[i] / 365.25;
    assert_close(week, 1, 1e-12);
    assert_close(year, 1, 1e-12);
    assert_close(s->weekday[0], 2, 1e-12);
    assert_close(s->weekday[7], 0.25, 1e-12);
    fixture_close(&f);
}

static void localities_without_shares_go_by_population(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, county);
    const struct bf_numbers *numbers = &f.model.network.numbers;
    assert_close(numbers->locality_share[0], 0.75, 1e-12);
    assert_close(numbers->locality_share[1], 1, 0);
    assert_close(numbers->class_share[0], 0.4, 1e-12);
    assert_close(numbers->class_factor[2], 1.7, 0);
    assert_close(numbers->class_factor[3], 2.9, 0);
    fixture_close(&f);
}

static void a_curve_of_incidence_becomes_cumulative_hazard(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, county);
    const struct bf_incidence *curve = &f.model.network.numbers.service[0].after[0];
    assert_int_equal(curve->count, 3);
    assert_close(curve->at_h[1], 168, 1e-9);
    assert_close(curve->hazard[2], -log(0.9), 1e-12);
    assert_int_equal(f.model.network.numbers.service[0].after[1].count, 0);
    fixture_close(&f);
}

/* 10% by day 30, then for 61 days at 0.63 of the mean hazard, -ln 0.9 / 30 a day. */
static void a_curve_goes_on_at_a_part_of_its_hazard(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_setting set[] = {
        {"services.ward.after_discharge.readmission.goes_on_until", "91 days"},
        {"services.ward.after_discharge.readmission.goes_on_at", "0.63"}};
    char *text = bf_heap_text(county);
    struct bf_loader loader = {text, fixture_load};
    memset(&f, 0, sizeof f);
    assert_true(bf_model_load(&f.model, "given.cfg", &loader, set, 2, &f.faults));
    const struct bf_incidence *curve = &f.model.network.numbers.service[0].after[0];
    assert_int_equal(curve->count, 4);
    assert_close(curve->share[2], 0.1, 1e-12);
    assert_close(curve->at_h[3], 91 * 24, 1e-9);
    assert_close(curve->hazard[3], -log(0.9) * (1 + 0.63 * 61 / 30.0), 1e-12);
    assert_close(curve->share[3], 1 - pow(0.9, 1 + 0.63 * 61 / 30.0), 1e-12);
    fixture_close(&f);
    set[0].value = "30 days";
    memset(&f, 0, sizeof f);
    assert_false(bf_model_load(&f.model, "given.cfg", &loader, set, 2, &f.faults));
    size_t late = 0; /* a warning about what is not used may come after it */
    for (size_t i = 0; i < f.faults.count; i++)
        late +=
            strstr(f.faults.fault[i].err.what,
                   "expected goes_on_until after the last of the days, received day 30") != NULL;
    assert_int_equal(late, 1);
    fixture_close(&f);
    bf_heap_give(text);
}

static void a_layout_without_a_block_only_measures(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_numbers numbers;
    fixture_text(&f, county);
    bf_numbers_layout(&f.model.network, &numbers, NULL);
    assert_null(numbers.service);
    assert_true(numbers.size == f.model.network.numbers.size && numbers.size > 0);
    fixture_close(&f);
}

/* Derived from the scenario with this target's number 1.37 times as large. */
static unsigned char *derived_with(const struct fixture *f, const struct bf_target *target,
                                   bool capacity)
{
    const struct bf_network *n = &f->model.network;
    unsigned char *block = bf_heap_take(n->numbers.size, 1);
    unsigned char *copy = bf_heap_take(n->bound->size, 1);
    const struct bf_care *care = (const struct bf_care *)(const void *)copy;
    struct bf_numbers numbers;
    char why[256];
    double value;
    bf_numbers_layout(n, &numbers, block);
    memcpy(block, n->numbers.block, numbers.size);
    bf_bound_copy(n->bound, copy);
    memcpy(&value, copy + target->offset, sizeof value);
    value *= 1.37;
    memcpy(copy + target->offset, &value, sizeof value);
    if (capacity)
        bf_numbers_derive_capacity(n, care, target->object, &numbers);
    else
        assert_true(bf_numbers_derive(n, care, target->object, &numbers, why, sizeof why));
    bf_heap_give(copy);
    return block;
}

static void from_capacity_alone_follows_what_follows_when_all_is_derived(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, START
        "demand: { people: { rate = \"9.3 per day\"; by_month = [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, "
        "0]; enter = ( { to = \"ward\"; } ); }; };"
        "services: {"
        " ward: { kind = \"beds\"; beds = 47; setting = \"acute\"; stay = { mean = \"3.7 days\"; };"
        "   workforce = { turnover = 0.25; recruitment_delay = \"12 weeks\"; sickness = 0.047; };"
        "   then = ( { to = \"visits\"; share = 0.3; }, { to = \"care\"; share = 0.7; } ); };"
        " visits: { kind = \"caseload\"; hours = \"168 hours per week\"; places = 31;"
        "   first_visits = \"14 hours per week\"; last_visits = \"7 hours per week\";"
        "   stay = { mean = \"20 days\"; }; then = ( { to = \"seen\"; } ); };"
        " seen: { kind = \"team\"; staff = 5.3; stay = { mean = \"2 hours\"; };"
        "   then = ( { to = \"home\"; } ); };"
        " care: { kind = \"market\"; weekly_limit = 23; lead_time = { mean = \"5 days\"; }; stay = "
        "{ mean = \"90 days\"; };"
        "   then = ( { to = \"home\"; } ); }; };"
        "changes: { more: { what = [\"services.ward.beds\", \"services.visits.hours\","
        "  \"services.visits.places\", \"services.seen.staff\", \"services.care.weekly_limit\","
        "  \"demand.people.rate\", \"services.ward.stay.mean\","
        "  \"services.visits.first_visits\", \"demand.people.by_month[0]\"];"
        "  factor = 1.05; from = \"2021-11-05\"; }; };");
    const struct bf_network *n = &f.model.network;
    assert_int_equal(n->target_count, 9);
    for (uint32_t t = 0; t < n->target_count; t++) {
        const struct bf_target *target = &n->target[t];
        assert_int_equal(target->capacity, t < 6);
        unsigned char *all = derived_with(&f, target, false);
        assert_memory_not_equal(all, n->numbers.block, n->numbers.size);
        if (target->capacity) {
            unsigned char *some = derived_with(&f, target, true);
            assert_memory_equal(some, all, n->numbers.size);
            bf_heap_give(some);
        }
        bf_heap_give(all);
    }
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_observed_stay_is_netted_of_its_delay),
        cmocka_unit_test(a_table_of_observed_stays_is_netted_of_its_delay),
        cmocka_unit_test(people_stay_as_long_as_a_table_says_less_its_delay),
        cmocka_unit_test(a_class_has_its_own_ways_or_those_of_the_service),
        cmocka_unit_test(care_hours_are_by_the_day_and_by_locality),
        cmocka_unit_test(a_stream_keeps_its_yearly_rate_whatever_its_factors),
        cmocka_unit_test(localities_without_shares_go_by_population),
        cmocka_unit_test(a_curve_of_incidence_becomes_cumulative_hazard),
        cmocka_unit_test(a_curve_goes_on_at_a_part_of_its_hazard),
        cmocka_unit_test(a_layout_without_a_block_only_measures),
        cmocka_unit_test(from_capacity_alone_follows_what_follows_when_all_is_derived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
