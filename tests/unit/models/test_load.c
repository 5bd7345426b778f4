/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "care_builder.h"
#include "bedflow/base/heap_hook.h"

#define TIGHT 1e-10 /* relative: the equations are followed to 1e-12 of demand */

struct result {
    struct bf_load load[16];
    double emergency, readmissions;
};

static struct result load_of(const struct care_builder *b)
{
    struct result r = {.emergency = -1};
    assert_true(b->network.service_count <= UNIT_COUNT(r.load));
    assert_true(bf_network_load(&b->network, r.load, &r.emergency, &r.readmissions));
    return r;
}

static void compile(struct care_builder *b)
{
    if (!care_compile(b)) fail_msg("%s", b->faults.count ? b->faults.fault[0].err.what : "?");
}

/* ---- flows and stays ------------------------------------------------------------------- */

static void load_of_beds_is_rate_times_stay_by_class(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 2);
    struct bf_service *ward = care_beds(&b, "ward", BF_SETTING_ACUTE, 27, 5.31 * 24);
    ward->same_day = 0.137;
    ward->same_day_stay = care_mean(7.43);
    care_way(&b, &ward->then, "home", 0.957);
    care_way(&b, &ward->then, "died", 0.043);
    care_class(&b, "fit");
    care_class(&b, "frail");
    care_by_class(&b, ward, "frail")->stay_factor = 1.713;
    struct bf_stream *s = care_stream(&b, "falls", 2.385, "ward");
    care_share(&b, &s->classes, "fit", 0.613);
    care_share(&b, &s->classes, "frail", 0.387);
    compile(&b);
    struct result r = load_of(&b);
    double fit = 0.863 * 5.31 + 0.137 * 7.43 / 24;
    double frail = 0.863 * 5.31 * 1.713 + 0.137 * 7.43 / 24;
    assert_close_relative(r.load[0].arrivals_per_day, 2.385, TIGHT);
    assert_close_relative(r.load[0].offered, 2.385 * (0.613 * fit + 0.387 * frail), TIGHT);
    assert_same_double(r.load[0].capacity, 27);
    assert_close_relative(r.load[0].starts_per_week, 7 * 2.385, TIGHT);
    assert_close_relative(r.emergency, 2.385 * 365, TIGHT);
    assert_same_double(r.readmissions, 0);
    /* three events for each arrival, and the days' own */
    assert_close_relative(b.network.events_per_day, 3 * 2.385 + 50, TIGHT);
    care_end(&b);
}

static void flows_solve_the_traffic_equations_on_a_cycle_with_classes(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 3);
    struct bf_service *ward = care_beds(&b, "ward", BF_SETTING_ACUTE, 90, 5.31 * 24);
    care_way(&b, &ward->then, "rehab", 0.371);
    care_way(&b, &ward->then, "home", 0.629);
    struct bf_service *rehab = care_beds(&b, "rehab", BF_SETTING_NON_ACUTE, 60, 19.7 * 24);
    care_way(&b, &rehab->then, "ward", 0.213);
    care_way(&b, &rehab->then, "home", 0.787);
    care_service(&b, "living", BF_KIND_HOME, BF_SETTING_HOME, 0);
    care_class(&b, "fit");
    care_class(&b, "frail");
    struct bf_items *frail = &care_by_class(&b, ward, "frail")->then;
    care_way(&b, frail, "rehab", 0.829);
    care_way(&b, frail, "home", 0.171);
    struct bf_stream *s = care_stream(&b, "falls", 2.385, "ward");
    care_share(&b, &s->classes, "fit", 0.613);
    care_share(&b, &s->classes, "frail", 0.387);
    compile(&b);
    struct result r = load_of(&b);
    double fit = 2.385 * 0.613 / (1 - 0.371 * 0.213);
    double old = 2.385 * 0.387 / (1 - 0.829 * 0.213);
    assert_close_relative(r.load[0].arrivals_per_day, fit + old, TIGHT);
    assert_close_relative(r.load[1].arrivals_per_day, fit * 0.371 + old * 0.829, TIGHT);
    assert_close_relative(r.load[1].offered, (fit * 0.371 + old * 0.829) * 19.7, TIGHT);
    /* who goes home is at home; nobody is counted there for good */
    assert_close_relative(r.load[2].arrivals_per_day, 2.385, TIGHT);
    assert_same_double(r.load[2].offered, 0);
    assert_true(isinf(r.load[2].capacity));
    /* coming back to the ward from rehab is an emergency admission as well */
    double back = (fit * 0.371 + old * 0.829) * 0.213;
    assert_close_relative(r.emergency, (2.385 + back) * 365, TIGHT);
    care_end(&b);
}

static void further_preferences_carry_no_load(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 3);
    struct bf_service *ward = care_beds(&b, "ward", BF_SETTING_ACUTE, 90, 5.31 * 24);
    care_or(&b, care_way(&b, &ward->then, "care", 1), "interim", 71.3, true);
    care_way(&b, &care_beds(&b, "care", BF_SETTING_HOME, 40, 77)->then, "home", 1);
    care_way(&b, &care_beds(&b, "interim", BF_SETTING_NON_ACUTE, 40, 77)->then, "home", 1);
    care_stream(&b, "falls", 2.385, "ward");
    compile(&b);
    struct result r = load_of(&b);
    assert_close_relative(r.load[1].arrivals_per_day, 2.385, TIGHT);
    assert_same_double(r.load[2].arrivals_per_day, 0);
    care_end(&b);
}

static void only_offers_before_admission_go_to_the_service_that_may_avoid_it(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 3);
    care_way(&b, &care_beds(&b, "ward", BF_SETTING_ACUTE, 90, 5.31 * 24)->then, "home", 1);
    struct bf_service *crisis = care_service(&b, "crisis", BF_KIND_TEAM, BF_SETTING_HOME, 1.63);
    care_way(&b, &crisis->then, "home", 0.741);
    care_way(&b, &crisis->then, "ward", 0.259);
    struct bf_stream *s = care_stream(&b, "falls", 12.385, "ward");
    s->offer.to = "crisis";
    s->offer.share = 0.317;
    s->offer.after_admission = 0.229;
    compile(&b);
    struct result r = load_of(&b);
    double offered = 12.385 * 0.317 * (1 - 0.229);
    assert_close_relative(r.load[1].arrivals_per_day, offered, TIGHT);
    assert_close_relative(r.load[0].arrivals_per_day, 12.385 - offered * 0.741, TIGHT);
    assert_close_relative(r.emergency, (12.385 - offered * 0.741) * 365, TIGHT);
    care_end(&b);
}

/* ---- readmission ----------------------------------------------------------------------- */

/* Both curves straight to one point: closed forms. */
static void readmission_competes_with_death_and_scales_with_class_factors(void **state)
{
    (void)state;
    const double r = 0.1731, d = 0.0817;
    static const double factors[][2] = {{1, 1}, {2, 1}, {0, 1}, {1, 0}};
    const double want[] = {r * (1 - d / 2), 2 * r * (1 - (r + d) / 2 + r * d / 3), 0, r};
    for (size_t i = 0; i < UNIT_COUNT(want); i++) {
        struct care_builder b;
        care_begin(&b, 1);
        struct bf_service *ward = care_beds(&b, "ward", BF_SETTING_ACUTE, 90, 5.31 * 24);
        care_way(&b, &ward->then, "home", 0.957);
        care_way(&b, &ward->then, "died", 0.031);
        care_way(&b, &ward->then, "left", 0.012);
        care_curve(&b, &ward->after_discharge.readmission, 29.3, r);
        care_curve(&b, &ward->after_discharge.death, 29.3, d);
        struct bf_class *k = care_class(&b, "all");
        k->readmission_factor = factors[i][0];
        k->death_factor = factors[i][1];
        care_stream(&b, "falls", 2.385, "ward");
        compile(&b);
        struct result got = load_of(&b);
        double flow = 2.385 / (1 - 0.957 * want[i]);
        assert_close_relative(got.load[0].arrivals_per_day, flow, 1e-6);
        assert_close_relative(got.emergency, flow * 365, 1e-6);
        assert_close(got.readmissions, (flow - 2.385) * 365, 1e-3);
        care_end(&b);
    }
}

static void curves_need_not_share_their_points(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 1);
    struct bf_service *ward = care_beds(&b, "ward", BF_SETTING_ACUTE, 90, 5.31 * 24);
    care_way(&b, &ward->then, "home", 1);
    struct bf_after *after = &ward->after_discharge;
    care_curve(&b, &after->readmission, 7, 0.061);
    care_curve(&b, &after->readmission, 30, 0.152);
    care_curve(&b, &after->readmission, 90, 0.203);
    care_curve(&b, &after->death, 12, 0.034);
    care_curve(&b, &after->death, 51, 0.079);
    care_stream(&b, "falls", 2.385, "ward");
    compile(&b);
    /* each stretch: people readmitted x mean survival, between the points of either curve */
    double s7 = 1 - 0.034 * 7 / 12, s12 = 1 - 0.034, s51 = 1 - 0.079;
    double s30 = s12 - 0.045 * 18 / 39;
    double per_day = 0.091 / 23, late = 0.051 / 60;
    double share = 0.061 * (1 + s7) / 2 + per_day * 5 * (s7 + s12) / 2 +
                   per_day * 18 * (s12 + s30) / 2 + late * 21 * (s30 + s51) / 2 + late * 39 * s51;
    struct result r = load_of(&b);
    assert_close_relative(r.load[0].arrivals_per_day, 2.385 / (1 - share), 1e-9);
    care_end(&b);
}

static void transfers_between_hospitals_start_no_clock_and_returns_go_where_told(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 4);
    struct bf_service *front = care_service(&b, "front", BF_KIND_BEDS, BF_SETTING_AE, 3.17);
    front->unlimited = true;
    care_way(&b, &front->then, "ward", 0.313);
    care_way(&b, &front->then, "home", 0.687);
    struct bf_service *ward = care_beds(&b, "ward", BF_SETTING_ACUTE, 90, 5.31 * 24);
    care_way(&b, &ward->then, "other", 0.217);
    care_way(&b, &ward->then, "rehab", 0.123);
    care_way(&b, &ward->then, "home", 0.66);
    care_curve(&b, &ward->after_discharge.readmission, 29.3, 0.1731);
    ward->after_discharge.returns_to = "front";
    care_way(&b, &care_beds(&b, "other", BF_SETTING_ACUTE, 90, 5.31 * 24)->then, "home", 1);
    care_way(&b, &care_beds(&b, "rehab", BF_SETTING_NON_ACUTE, 90, 5.31 * 24)->then, "home", 1);
    care_stream(&b, "falls", 7.385, "front");
    care_stream(&b, "hips", 1.931, "ward")->kind = 1;
    compile(&b);
    struct result r = load_of(&b);
    double again = 0.783 * 0.1731; /* presents at the front door, of those in the ward */
    double in_ward = (7.385 * 0.313 + 1.931) / (1 - again * 0.313);
    assert_close_relative(r.load[1].arrivals_per_day, in_ward, TIGHT);
    assert_close_relative(r.load[0].arrivals_per_day, 7.385 + in_ward * again, TIGHT);
    assert_close_relative(r.load[2].arrivals_per_day, in_ward * 0.217, TIGHT);
    assert_close_relative(r.emergency, (in_ward - 1.931) * 365, TIGHT);
    assert_close_relative(r.readmissions, in_ward * again * 0.313 * 365, TIGHT);
    assert_true(isinf(r.load[0].capacity));
    care_end(&b);
}

/* ---- kinds of capacity ----------------------------------------------------------------- */

static void a_team_has_its_contacts_for_tasks_and_its_rota(void **state)
{
    (void)state;
    struct care_builder b;
    char why[256];
    struct bf_on_duty duty[2] = {{.staff = 3, .from = BF_DAY_NONE, .to = BF_DAY_NONE},
                                 {.staff = 1.25, .from = BF_DAY_NONE, .to = BF_DAY_NONE}};
    assert_true(bf_week_parse("Mon-Fri 08:00-18:30, Hol never", &duty[0].hours, why, sizeof why));
    duty[1].hours.always = true;
    care_begin(&b, 3);
    struct bf_service *ward = care_beds(&b, "ward", BF_SETTING_ACUTE, 90, 5.31 * 24);
    struct bf_way *way = care_way(&b, &ward->then, "home", 0.629);
    care_share(&b, &way->needs, "assessment", 0.431);
    care_share(&b, &way->needs, "transport", 0.9);
    care_share(&b, &care_way(&b, &ward->then, "hub", 0.371)->needs, "assessment", 0.887);
    struct bf_service *hub = care_service(&b, "hub", BF_KIND_TEAM, BF_SETTING_HOME, 1.63);
    hub->staff = 0.83;
    hub->on_duty.item = duty;
    hub->on_duty.count = 2;
    care_way(&b, &hub->then, "home", 1);
    struct bf_service *plain = care_service(&b, "plain", BF_KIND_TEAM, BF_SETTING_HOME, 1.63);
    plain->staff = 2.7;
    care_way(&b, &plain->then, "home", 1);
    care_task(&b, "assessment", "hub");
    care_task(&b, "transport", NULL);
    care_stream(&b, "falls", 12.385, "ward");
    care_stream(&b, "calls", 4.117, "plain");
    compile(&b);
    struct result r = load_of(&b);
    double contacts = 12.385 * (0.371 + 0.629 * 0.431 + 0.371 * 0.887);
    assert_close_relative(r.load[1].arrivals_per_day, contacts, TIGHT);
    assert_close_relative(r.load[1].offered, contacts * 1.63 / 24, TIGHT);
    assert_close_relative(r.load[1].capacity, 0.83 * (3 * 52.5 / 168 + 1.25), TIGHT);
    assert_close_relative(r.load[2].offered, 4.117 * 1.63 / 24, TIGHT);
    assert_close_relative(r.load[2].capacity, 2.7, TIGHT);
    care_end(&b);
}

static void a_caseload_is_counted_in_hours_or_else_in_people(void **state)
{
    (void)state;
    for (int hours = 0; hours < 2; hours++) {
        struct care_builder b;
        care_begin(&b, 1);
        struct bf_service *care =
            care_service(&b, "care", BF_KIND_CASELOAD, BF_SETTING_HOME, 38.3 * 24);
        care->places = 150;
        if (hours) care->hours = 1733 / 168.0;
        care->first_visits = 14.7 / 168;
        care->last_visits = 3.9 / 168;
        care_way(&b, &care->then, "home", 1);
        care_stream(&b, "discharged", 2.385, "care");
        compile(&b);
        struct result r = load_of(&b);
        double people = 2.385 * 38.3, a_day = (14.7 + 3.9) / 14;
        assert_close_relative(r.load[0].offered, hours ? people * a_day : people, TIGHT);
        assert_close_relative(r.load[0].capacity, hours ? 1733 / 7.0 : 150, TIGHT);
        assert_int_equal(care_fault_count(&b, BF_WARNING), 0);
        care_end(&b);
    }
}

static void a_market_is_counted_in_starts_a_week(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 3);
    struct bf_service *homes = care_service(&b, "homes", BF_KIND_MARKET, BF_SETTING_CARE_HOME, 0);
    homes->lead_time = care_mean(93.7);
    homes->weekly_limit = 21;
    struct bf_service *spot = care_service(&b, "spot", BF_KIND_MARKET, BF_SETTING_NON_ACUTE, 411);
    spot->lead_time = care_mean(31.3);
    care_way(&b, &spot->then, "home", 1);
    /* people stay there for good: nobody takes this way, nor needs its task */
    struct bf_way *never = care_way(&b, &homes->then, "spot", 1);
    care_share(&b, &never->needs, "assessment", 0.431);
    struct bf_service *hub = care_service(&b, "hub", BF_KIND_TEAM, BF_SETTING_HOME, 1.63);
    care_way(&b, &hub->then, "home", 1);
    care_task(&b, "assessment", "hub");
    care_stream(&b, "placed", 2.385, "homes");
    care_stream(&b, "bought", 1.117, "spot");
    compile(&b);
    struct result r = load_of(&b);
    assert_close_relative(r.load[0].offered, 7 * 2.385, TIGHT);
    assert_same_double(r.load[0].capacity, 21);
    assert_close_relative(r.load[1].offered, 7 * 1.117, TIGHT);
    assert_true(isinf(r.load[1].capacity));
    assert_same_double(r.load[2].arrivals_per_day, 0);
    care_end(&b);
}

/* ---- first presentations --------------------------------------------------------------- */

static void a_published_total_is_met_with_readmissions_inside(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 1);
    struct bf_service *ward = care_beds(&b, "ward", BF_SETTING_ACUTE, 900, 5.31 * 24);
    care_way(&b, &ward->then, "home", 0.957);
    care_way(&b, &ward->then, "died", 0.043);
    care_curve(&b, &ward->after_discharge.readmission, 29.3, 0.1731);
    care_stream(&b, "older", 91.7, "ward")->contains_readmissions = true;
    care_stream(&b, "younger", 46.9, "ward")->contains_readmissions = true;
    compile(&b);
    struct result r = load_of(&b);
    double scale = 1 - 0.957 * 0.1731;
    assert_close_relative(r.emergency, (91.7 + 46.9) * 365, TIGHT);
    assert_close_relative(b.network.stream_scale[0], scale, TIGHT);
    assert_close_relative(b.network.stream_scale[1], scale, TIGHT);
    assert_close_relative(b.network.numbers.stream[1].rate_per_day, 46.9 * scale, TIGHT);
    /* 50589 x 0.957 x 0.1731 = 8380.4 */
    assert_string_equal(
        care_fault(&b, BF_NOTE, "demand", 0),
        "first presentations 42,209 a year + readmissions 8,380 = 50,589 published; "
        "the stated rate times 0.8343");
    care_end(&b);
}

static void other_streams_and_partial_admission_are_taken_into_account(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 2);
    struct bf_service *front = care_service(&b, "front", BF_KIND_BEDS, BF_SETTING_AE, 3.17);
    front->unlimited = true;
    care_way(&b, &front->then, "ward", 0.313);
    care_way(&b, &front->then, "home", 0.687);
    struct bf_service *ward = care_beds(&b, "ward", BF_SETTING_ACUTE, 900, 5.31 * 24);
    care_way(&b, &ward->then, "home", 1);
    care_curve(&b, &ward->after_discharge.readmission, 29.3, 0.1731);
    care_stream(&b, "front", 131.7, "front")->contains_readmissions = true;
    care_stream(&b, "referred", 11.3, "ward");
    care_stream(&b, "hips", 23.9, "ward")->kind = 1;
    compile(&b);
    struct result r = load_of(&b);
    assert_close_relative(r.emergency, 131.7 * 365, TIGHT);
    /* in the ward: first x 0.313 + 11.3 + 23.9, of whom 0.1731 come back; 23.9 are planned */
    double in_ward = 131.7 + 23.9, again = in_ward * 0.1731;
    double first = (131.7 - again - 11.3) / 0.313;
    assert_close_relative(b.network.stream_scale[0], first / 131.7, TIGHT);
    assert_same_double(b.network.stream_scale[1], 1);
    assert_same_double(b.network.stream_scale[2], 1);
    assert_close_relative(r.readmissions, again * 365, TIGHT);
    assert_close(first * 365, 108993, 0.5);
    assert_contains(care_fault(&b, BF_NOTE, "demand", 0),
                    "(108,993 people present in these streams)");
    care_end(&b);
}

static void a_published_total_below_what_others_bring_is_an_error(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 1);
    care_way(&b, &care_beds(&b, "ward", BF_SETTING_ACUTE, 900, 5.31 * 24)->then, "home", 1);
    care_stream(&b, "published", 3.7, "ward")->contains_readmissions = true;
    care_stream(&b, "others", 11.3, "ward");
    assert_false(care_compile(&b));
    assert_contains(care_fault(&b, BF_ERROR, "demand", 0),
                    "above the 4,125 emergency admissions a year");
    assert_contains(care_fault(&b, BF_ERROR, "demand", 0), "received 1,351");
    care_end(&b);
}

static void a_published_total_without_hospital_is_an_error(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 1);
    care_way(&b, &care_beds(&b, "rehab", BF_SETTING_NON_ACUTE, 900, 5.31 * 24)->then, "home", 1);
    care_stream(&b, "published", 3.7, "rehab")->contains_readmissions = true;
    assert_false(care_compile(&b));
    assert_contains(care_fault(&b, BF_ERROR, "demand", 0), "setting is acute, received none");
    care_end(&b);
}

/* ---- people who never leave ------------------------------------------------------------ */

static void people_who_go_round_without_end_are_an_error(void **state)
{
    (void)state;
    for (int reached = 0; reached < 2; reached++) {
        struct care_builder b;
        care_begin(&b, 3);
        care_way(&b, &care_beds(&b, "ward", BF_SETTING_ACUTE, 90, 77)->then,
                 reached ? "round" : "home", 1);
        care_way(&b, &care_beds(&b, "round", BF_SETTING_NON_ACUTE, 90, 77)->then, "about", 1);
        care_way(&b, &care_beds(&b, "about", BF_SETTING_NON_ACUTE, 90, 77)->then, "round", 1);
        care_stream(&b, "falls", 2.385, "ward");
        assert_int_equal(care_compile(&b), !reached);
        if (reached) {
            const char *what = care_fault(&b, BF_ERROR, "services.round.then", 0);
            if (!what) what = care_fault(&b, BF_ERROR, "services.about.then", 0);
            assert_contains(what, "expected people to leave in the end");
            struct bf_load load[3];
            double a, c;
            assert_false(bf_network_load(&b.network, load, &a, &c));
        }
        care_end(&b);
    }
}

static void many_rounds_are_followed_to_the_end(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 2);
    struct bf_service *round = care_beds(&b, "round", BF_SETTING_NON_ACUTE, 90, 0.77);
    care_way(&b, &round->then, "about", 1);
    struct bf_service *about = care_beds(&b, "about", BF_SETTING_NON_ACUTE, 90, 0.77);
    care_way(&b, &about->then, "round", 0.9973);
    care_way(&b, &about->then, "home", 0.0027);
    care_stream(&b, "falls", 2.385, "round");
    compile(&b);
    struct result r = load_of(&b);
    assert_close_relative(r.load[0].arrivals_per_day, 2.385 / 0.0027, 1e-8);
    care_end(&b);
}

/* ---- warnings -------------------------------------------------------------------------- */

static void load_above_capacity_is_told_with_the_arithmetic(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 2);
    struct bf_service *beds = care_beds(&b, "beds", BF_SETTING_NON_ACUTE, 60, 28 * 24);
    care_way(&b, &beds->then, "enough", 1);
    care_way(&b, &care_beds(&b, "enough", BF_SETTING_NON_ACUTE, 65, 28 * 24)->then, "home", 1);
    care_stream(&b, "falls", 2.31, "beds");
    compile(&b);
    assert_string_equal(care_fault(&b, BF_WARNING, "services.beds", 0),
                        "offered load 1.08 of capacity: 2.31 people a day x 28.0 days = 64.7 at "
                        "once, for 60 beds; the queue grows without bound (0.85 to 0.92 is "
                        "usual)");
    assert_null(care_fault(&b, BF_WARNING, "services.enough", 0));
    care_end(&b);
}

static void each_kind_of_capacity_says_what_is_short(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 6);
    struct bf_service *care =
        care_service(&b, "care", BF_KIND_CASELOAD, BF_SETTING_HOME, 38.3 * 24);
    care->places = 91;
    care->hours = 100 / 24.0;
    care->first_visits = 14.7 / 168;
    care->last_visits = 3.9 / 168;
    care_way(&b, &care->then, "home", 1);
    struct bf_service *team = care_service(&b, "team", BF_KIND_TEAM, BF_SETTING_HOME, 13.1);
    team->patience_h = 47;
    care_way(&b, &team->then, "home", 1);
    struct bf_service *market = care_service(&b, "market", BF_KIND_MARKET, BF_SETTING_HOME, 0);
    market->lead_time = care_mean(31.3);
    market->weekly_limit = 11;
    care_way(&b, &care_beds(&b, "closed", BF_SETTING_NON_ACUTE, 0, 77)->then, "home", 1);
    care_stream(&b, "a", 2.385, "care");
    care_stream(&b, "b", 2.385, "team");
    care_stream(&b, "c", 2.385, "market");
    care_stream(&b, "d", 2.385, "closed");
    compile(&b);
    assert_contains(care_fault(&b, BF_WARNING, "services.care", 0),
                    "offered load 1.21 of capacity: 2.38 people a day x 38.3 days x 1.33 hours a "
                    "day = 121 hours a day, for 100;");
    assert_contains(care_fault(&b, BF_WARNING, "services.care", 1),
                    "2.38 people a day x 38.3 days = 91.3 at once, for 91 places;");
    assert_contains(care_fault(&b, BF_WARNING, "services.team", 0),
                    "offered load 1.30 of capacity: 2.38 contacts a day x 13.1 hours / 24 = 1.30 "
                    "at once, for 1 staff on duty on average; the rest give up or are turned away");
    assert_contains(care_fault(&b, BF_WARNING, "services.market", 0),
                    "2.38 people a day x 7 days = 16.7 starts a week, for 11;");
    assert_contains(care_fault(&b, BF_WARNING, "services.closed", 0), "no capacity: 2.38 people");
    assert_int_equal(care_fault_count(&b, BF_WARNING), 5);
    care_end(&b);
}

#ifdef BF_FAULTS
/* Whichever request fails, compiling says so and gives back what it took (the sanitizer looks). */
static void memory_that_runs_out_while_compiling_is_an_error(void **state)
{
    (void)state;
    bool done = false;
    for (unsigned n = 1; !done; n++) {
        struct care_builder b;
        care_begin(&b, 2);
        struct bf_service *ward = care_beds(&b, "ward", BF_SETTING_ACUTE, 90, 77);
        care_way(&b, &ward->then, "home", 1);
        care_curve(&b, &ward->after_discharge.readmission, 29.3, 0.1731);
        care_stream(&b, "falls", 2.385, "ward")->contains_readmissions = true;
        bf_heap_hook = n;
        bool compiled = care_compile(&b);
        done = bf_heap_hook > 0; /* it asked for less than n */
        bf_heap_hook = 0;
        const struct bf_fault *last = b.faults.count ? &b.faults.fault[b.faults.count - 1] : NULL;
        if (done) {
            assert_true(compiled);
            assert_true(n > 20); /* the arena, the edges, four solutions of seven arrays */
        } else if (last) {       /* else it was the list of faults that had no memory */
            assert_false(compiled);
            assert_int_equal(b.faults.errors, 1);
            assert_int_equal(last->severity == BF_NOTE ? last[-1].err.code : last->err.code,
                             BF_E_NOMEM);
        }
        care_end(&b);
    }
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(load_of_beds_is_rate_times_stay_by_class),
        cmocka_unit_test(flows_solve_the_traffic_equations_on_a_cycle_with_classes),
        cmocka_unit_test(further_preferences_carry_no_load),
        cmocka_unit_test(only_offers_before_admission_go_to_the_service_that_may_avoid_it),
        cmocka_unit_test(readmission_competes_with_death_and_scales_with_class_factors),
        cmocka_unit_test(curves_need_not_share_their_points),
        cmocka_unit_test(transfers_between_hospitals_start_no_clock_and_returns_go_where_told),
        cmocka_unit_test(a_team_has_its_contacts_for_tasks_and_its_rota),
        cmocka_unit_test(a_caseload_is_counted_in_hours_or_else_in_people),
        cmocka_unit_test(a_market_is_counted_in_starts_a_week),
        cmocka_unit_test(a_published_total_is_met_with_readmissions_inside),
        cmocka_unit_test(other_streams_and_partial_admission_are_taken_into_account),
        cmocka_unit_test(a_published_total_below_what_others_bring_is_an_error),
        cmocka_unit_test(a_published_total_without_hospital_is_an_error),
        cmocka_unit_test(people_who_go_round_without_end_are_an_error),
        cmocka_unit_test(many_rounds_are_followed_to_the_end),
#ifdef BF_FAULTS
        cmocka_unit_test(memory_that_runs_out_while_compiling_is_an_error),
#endif
        cmocka_unit_test(load_above_capacity_is_told_with_the_arithmetic),
        cmocka_unit_test(each_kind_of_capacity_says_what_is_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
