/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/text.h"
#include "care_builder.h"

static const struct bf_service_info *info(const struct care_builder *b, const char *name)
{
    return &b->network.service[care_index(b, name)];
}

/* Beds that are never short, so that load warns of nothing. */
static struct bf_service *plenty(struct care_builder *b, const char *name,
                                 enum bf_care_setting setting)
{
    return care_beds(b, name, setting, 739, 31.7);
}

/* ---- who is reached -------------------------------------------------------------------- */

static void a_service_that_nobody_reaches_is_told_with_the_cure(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 4);
    care_way(&b, &plenty(&b, "ward", BF_SETTING_ACUTE)->then, "home", 1);
    care_way(&b, &plenty(&b, "orphan", BF_SETTING_NON_ACUTE)->then, "child", 1);
    care_way(&b, &plenty(&b, "child", BF_SETTING_NON_ACUTE)->then, "ward", 1);
    care_stream(&b, "falls", 2.385, "ward");
    assert_true(care_compile(&b));
    assert_null(care_fault(&b, BF_WARNING, "services.ward", 0));
    assert_contains(care_fault(&b, BF_WARNING, "services.orphan", 0),
                    "nobody reaches this service");
    assert_contains(care_fault(&b, BF_WARNING, "services.orphan", 0), "`then`");
    assert_contains(care_fault(&b, BF_WARNING, "services.child", 0), "nobody reaches this service");
    assert_int_equal(care_fault_count(&b, BF_WARNING), 2);
    care_end(&b);
}

static void every_way_in_reaches_a_service(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 16);
    struct bf_service *ward = plenty(&b, "ward", BF_SETTING_ACUTE);
    struct bf_way *way = care_way(&b, &ward->then, "first", 1);
    care_or(&b, way, "second", 71.3, false);
    care_share(&b, &way->needs, "assessment", 0.43);
    ward->gives_up_to = "given_up";
    ward->turned_away_to = "turned";
    care_curve(&b, &ward->after_discharge.readmission, 29, 0.17);
    ward->after_discharge.returns_to = "front_door";
    static const char *const names[] = {"first", "second",     "given_up", "turned",
                                        "early", "front_door", "own_way"};
    for (size_t i = 0; i < UNIT_COUNT(names); i++)
        care_way(&b, &plenty(&b, names[i], BF_SETTING_NON_ACUTE)->then, "home", 1);
    care_class(&b, "fit");
    care_class(&b, "frail");
    care_way(&b, &care_by_class(&b, ward, "frail")->then, "own_way", 1);
    care_way(&b, &care_service(&b, "team", BF_KIND_TEAM, BF_SETTING_HOME, 0.37)->then, "beyond", 1);
    care_way(&b, &care_service(&b, "crisis", BF_KIND_TEAM, BF_SETTING_HOME, 1.3)->then, "home", 1);
    care_way(&b, &plenty(&b, "beyond", BF_SETTING_NON_ACUTE)->then, "home", 1);
    care_service(&b, "flat", BF_KIND_HOME, BF_SETTING_HOME, 0);
    care_task(&b, "assessment", "team");
    struct bf_stream *stream = care_stream(&b, "falls", 0.385, "ward");
    care_share(&b, &stream->classes, "fit", 0.61);
    care_share(&b, &stream->classes, "frail", 0.39);
    stream->offer.to = "crisis";
    stream->offer.early_to = "early";
    assert_true(care_compile(&b));
    for (uint32_t i = 0; i < b.network.service_count; i++) {
        char path[BF_PATH_CAP];
        bf_format(path, sizeof path, "services.%s", b.service_name[i]);
        const char *what = care_fault(&b, BF_WARNING, path, 0);
        /* a team that does a task sends nobody on */
        if (strcmp(b.service_name[i], "beyond") == 0)
            assert_contains(what, "nobody reaches this service");
        else if (what)
            fail_msg("%s: %s", path, what);
    }
    care_end(&b);
}

static void finishing_early_reaches_only_where_it_is_finished(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 4);
    care_way(&b, &plenty(&b, "ward", BF_SETTING_ACUTE)->then, "home", 1);
    care_way(&b, &plenty(&b, "shut", BF_SETTING_ACUTE)->then, "home", 1);
    care_way(&b, &plenty(&b, "early", BF_SETTING_HOME)->then, "home", 1);
    struct bf_stream *stream = care_stream(&b, "falls", 2.385, "ward");
    stream->offer.early_to = "early";
    assert_true(care_compile(&b));
    /* and of beds without a setting in their text, as those built here are, at home */
    assert_non_null(care_fault(&b, BF_WARNING, "services.early.setting", 0));
    assert_int_equal(care_fault_count(&b, BF_WARNING), 2);
    assert_non_null(care_fault(&b, BF_WARNING, "services.shut", 0));
    care_end(&b);
}

/* ---- revisits -------------------------------------------------------------------------- */

static void services_on_a_cycle_within_an_episode_count_visits(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 6);
    struct bf_service *ward = plenty(&b, "ward", BF_SETTING_ACUTE);
    care_way(&b, &ward->then, "rehab", 0.37);
    care_way(&b, &ward->then, "home", 0.63);
    struct bf_service *rehab = plenty(&b, "rehab", BF_SETTING_NON_ACUTE);
    care_way(&b, &rehab->then, "ward", 0.21);
    care_way(&b, &rehab->then, "care", 0.79);
    struct bf_service *care = plenty(&b, "care", BF_SETTING_HOME);
    care_way(&b, &care->then, "home", 1);
    struct bf_service *again = plenty(&b, "again", BF_SETTING_HOME);
    care_way(&b, &again->then, "again", 0.29);
    care_way(&b, &again->then, "home", 0.71);
    care_stream(&b, "falls", 2.385, "ward");
    care_stream(&b, "visits", 1.171, "again");
    assert_true(care_compile(&b));
    assert_true(info(&b, "ward")->revisits);
    assert_true(info(&b, "rehab")->revisits);
    assert_false(info(&b, "care")->revisits);
    assert_true(info(&b, "again")->revisits);
    assert_int_equal(info(&b, "ward")->revisit_slot, 0);
    assert_int_equal(info(&b, "rehab")->revisit_slot, 1);
    assert_int_equal(info(&b, "again")->revisit_slot, 2);
    assert_int_equal(b.network.revisit_count, 3);
    care_end(&b);
}

static void a_readmission_is_a_new_episode_and_no_revisit(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 2);
    struct bf_service *ward = plenty(&b, "ward", BF_SETTING_ACUTE);
    care_way(&b, &ward->then, "home", 1);
    care_curve(&b, &ward->after_discharge.readmission, 29, 0.17);
    struct bf_stream *planned = care_stream(&b, "hips", 2.385, "ward");
    planned->kind = 1;
    assert_true(care_compile(&b));
    assert_false(info(&b, "ward")->revisits);
    assert_int_equal(b.network.revisit_count, 0);
    care_end(&b);
}

/* Each alone closes a cycle a -> b -> a, which revisits must see. */
static void alternatives_claims_and_giving_up_lead_back_too(void **state)
{
    (void)state;
    for (int how = 0; how < 5; how++) {
        struct care_builder b;
        care_begin(&b, 4);
        struct bf_service *first = plenty(&b, "first", BF_SETTING_NON_ACUTE);
        struct bf_way *way = care_way(&b, &first->then, how == 3 ? "home" : "second", 1);
        struct bf_service *second = plenty(&b, "second", BF_SETTING_NON_ACUTE);
        struct bf_way *back = care_way(&b, &second->then, how == 0 ? "other" : "home", 1);
        struct bf_service *other = plenty(&b, "other", BF_SETTING_NON_ACUTE);
        care_way(&b, &other->then, "home", 1);
        struct bf_stream *stream = care_stream(&b, "falls", 2.385, "first");
        if (how == 0) care_or(&b, back, "first", 50.9, false);
        if (how == 1) second->gives_up_to = "first";
        if (how == 2) second->turned_away_to = "first";
        if (how == 3) {
            /* an offer that comes to nothing is followed by the stream's own way in */
            care_way(&b, &other->then, "first", 0);
            stream->offer.to = "second";
            first->turned_away_to = "second";
        }
        if (how == 4) care_or(&b, way, "first", 50.9, true);
        assert_true(care_compile(&b));
        if (!info(&b, "first")->revisits) fail_msg("case %d", how);
        /* a claim kept in `first` for `second` leads on, not back */
        if (how < 4 && !info(&b, "second")->revisits) fail_msg("case %d", how);
        assert_false(info(&b, "other")->revisits);
        care_end(&b);
    }
}

static void a_kept_claim_leads_from_the_second_choice_to_the_first(void **state)
{
    (void)state;
    for (int keeps = 0; keeps < 2; keeps++) {
        struct care_builder b;
        care_begin(&b, 4);
        struct bf_way *way = care_way(&b, &plenty(&b, "ward", BF_SETTING_ACUTE)->then, "wanted", 1);
        care_or(&b, way, "interim", 73.1, keeps);
        care_way(&b, &plenty(&b, "wanted", BF_SETTING_NON_ACUTE)->then, "interim", 1);
        care_way(&b, &plenty(&b, "interim", BF_SETTING_NON_ACUTE)->then, "home", 1);
        care_stream(&b, "falls", 2.385, "ward");
        assert_true(care_compile(&b));
        assert_int_equal(info(&b, "wanted")->revisits, keeps);
        assert_int_equal(info(&b, "interim")->revisits, keeps);
        assert_int_equal(info(&b, "interim")->on_cycle, keeps);
        assert_false(info(&b, "ward")->revisits);
        care_end(&b);
    }
}

static void a_stay_finished_early_leads_on_from_where_it_is_finished(void **state)
{
    (void)state;
    for (int back = 0; back < 2; back++) {
        struct care_builder b;
        care_begin(&b, 4);
        care_way(&b, &plenty(&b, "ward", BF_SETTING_ACUTE)->then, "home", 1);
        struct bf_service *team = plenty(&b, "team", BF_SETTING_HOME);
        care_way(&b, &team->then, back ? "ward" : "home", 0.071);
        care_way(&b, &team->then, "home", 0.929);
        care_way(&b, &plenty(&b, "front", BF_SETTING_AE)->then, "ward", 1);
        care_stream(&b, "falls", 2.385, "front")->offer.early_to = "team";
        assert_true(care_compile(&b));
        assert_int_equal(info(&b, "team")->revisits, back);
        assert_int_equal(info(&b, "ward")->revisits, back);
        assert_false(info(&b, "front")->revisits);
        assert_false(info(&b, "team")->on_cycle);
        care_end(&b);
    }
}

static void nobody_goes_on_from_where_people_stay_for_good(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 4);
    care_way(&b, &plenty(&b, "ward", BF_SETTING_ACUTE)->then, "placement", 1);
    struct bf_service *placement =
        care_service(&b, "placement", BF_KIND_MARKET, BF_SETTING_CARE_HOME, 0);
    placement->lead_time = care_mean(93.7);
    care_share(&b, &care_way(&b, &placement->then, "ward", 0.271)->needs, "assessment", 0.43);
    care_way(&b, &placement->then, "beyond", 0.729);
    care_way(&b, &plenty(&b, "beyond", BF_SETTING_HOME)->then, "home", 1);
    care_way(&b, &care_service(&b, "hub", BF_KIND_TEAM, BF_SETTING_HOME, 1.3)->then, "home", 1);
    care_task(&b, "assessment", "hub");
    care_stream(&b, "falls", 2.385, "ward");
    assert_true(care_compile(&b));
    assert_false(info(&b, "ward")->revisits);
    assert_non_null(care_fault(&b, BF_WARNING, "services.beyond", 0));
    assert_non_null(care_fault(&b, BF_WARNING, "services.hub", 0));
    care_end(&b);
}

static char names[10000][12];

static void name_services(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        snprintf(names[i], sizeof names[i], "s%05u", (unsigned)i);
}

static void counters_of_visits_are_shared_beyond_64_services(void **state)
{
    (void)state;
    struct care_builder b;
    enum { COUNT = 91 };
    name_services(COUNT);
    care_begin(&b, COUNT);
    for (uint32_t i = 0; i < COUNT; i++) {
        struct bf_service *s = plenty(&b, names[i], BF_SETTING_NON_ACUTE);
        care_way(&b, &s->then, names[(i + 1) % COUNT], 0.87);
        care_way(&b, &s->then, "home", 0.13);
    }
    care_stream(&b, "falls", 2.385, names[0]);
    assert_true(care_compile(&b));
    assert_int_equal(b.network.revisit_count, 64);
    for (uint32_t i = 0; i < COUNT; i++)
        assert_int_equal(b.network.service[i].revisit_slot, i % 64);
    /* one note, which names some and counts the rest */
    assert_int_equal(care_fault_count(&b, BF_NOTE), 1);
    assert_contains(care_fault(&b, BF_NOTE, "services.s00000", 0), "s00001, s00002");
    assert_contains(care_fault(&b, BF_NOTE, "services.s00000", 0), "s00008 and 82 more can wait");
    care_end(&b);
}

/* Two long chains joined in the middle and at the ends: recursion would need a deep stack. */
static void ten_thousand_services_in_a_row_are_compiled(void **state)
{
    (void)state;
    struct care_builder b;
    enum { COUNT = 10000 };
    name_services(COUNT);
    care_begin(&b, COUNT);
    for (uint32_t i = 0; i < COUNT; i++) {
        struct bf_service *s = plenty(&b, names[i], BF_SETTING_NON_ACUTE);
        care_way(&b, &s->then, i + 1 < COUNT ? names[i + 1] : "home", 0.9999);
        care_way(&b, &s->then, i == 7342 ? names[2385] : "home", 0.0001);
    }
    care_stream(&b, "falls", 2.385, names[0]);
    assert_true(care_compile(&b));
    for (uint32_t i = 0; i < COUNT; i++) {
        bool on = i >= 2385 && i <= 7342;
        assert_int_equal(b.network.service[i].revisits, on);
        assert_int_equal(b.network.service[i].on_cycle, on);
    }
    assert_int_equal(care_fault_count(&b, BF_WARNING), 0);
    assert_int_equal(care_fault_count(&b, BF_NOTE), 1);
    assert_contains(care_fault(&b, BF_NOTE, "services.s02385", 0), "s02386");
    care_end(&b);
}

/* Against the definition: v lies on a cycle if v reaches itself by at least one edge. */
static void cycles_of_random_networks_match_a_closure_by_hand(void **state)
{
    (void)state;
    enum { COUNT = 23, EDGES = 3 };
    name_services(COUNT);
    uint32_t random = 2385;
    for (int round = 0; round < 60; round++) {
        struct care_builder b;
        bool path[COUNT][COUNT] = {{false}};
        care_begin(&b, COUNT);
        for (uint32_t i = 0; i < COUNT; i++) {
            struct bf_service *s = plenty(&b, names[i], BF_SETTING_NON_ACUTE);
            for (int k = 0; k < EDGES; k++) {
                random = random * 1664525u + 1013904223u;
                uint32_t to = (random >> 12) % (COUNT + 40);
                care_way(&b, &s->then, to < COUNT ? names[to] : "home", 0.2);
                if (to < COUNT) path[i][to] = true;
            }
            care_way(&b, &s->then, "home", 0.4);
        }
        for (int k = 0; k < COUNT; k++)
            for (int i = 0; i < COUNT; i++)
                for (int j = 0; j < COUNT; j++)
                    path[i][j] = path[i][j] || (path[i][k] && path[k][j]);
        care_stream(&b, "falls", 0.385, names[0]);
        assert_true(care_compile(&b));
        size_t notes = 0;
        for (int i = 0; i < COUNT; i++) {
            assert_int_equal(b.network.service[i].on_cycle, path[i][i]);
            assert_int_equal(b.network.service[i].revisits, path[i][i]);
            bool lowest = path[i][i];
            for (int j = 0; j < i; j++)
                lowest = lowest && !(path[i][j] && path[j][i]);
            notes += lowest;
            char where[BF_PATH_CAP];
            bf_format(where, sizeof where, "services.%s", names[i]);
            assert_int_equal(care_fault(&b, BF_NOTE, where, 0) != NULL, lowest);
        }
        assert_int_equal(care_fault_count(&b, BF_NOTE), notes);
        for (int i = 1; i < COUNT; i++) {
            char where[BF_PATH_CAP];
            bf_format(where, sizeof where, "services.%s", names[i]);
            assert_int_equal(care_fault(&b, BF_WARNING, where, 0) == NULL, path[0][i]);
        }
        care_end(&b);
    }
}

/* ---- blocking cycles ------------------------------------------------------------------- */

static void a_finite_blocking_cycle_is_noted_once_with_its_members(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 5);
    struct bf_service *ward = plenty(&b, "ward", BF_SETTING_ACUTE);
    care_way(&b, &ward->then, "rehab", 1);
    struct bf_service *rehab = plenty(&b, "rehab", BF_SETTING_NON_ACUTE);
    care_way(&b, &rehab->then, "care", 0.83);
    care_or(&b, care_way(&b, &rehab->then, "care", 0.17), "ward", 12.5, false);
    struct bf_service *care = care_service(&b, "care", BF_KIND_CASELOAD, BF_SETTING_HOME, 31.7);
    care->places = 417;
    care_way(&b, &care->then, "ward", 0.09);
    care_way(&b, &care->then, "home", 0.91);
    struct bf_service *alone = plenty(&b, "alone", BF_SETTING_NON_ACUTE);
    care_way(&b, &alone->then, "alone", 0.31);
    care_way(&b, &alone->then, "ward", 0.69);
    care_stream(&b, "falls", 2.385, "ward");
    care_stream(&b, "others", 0.7, "alone");
    assert_true(care_compile(&b));
    assert_true(info(&b, "ward")->on_cycle);
    assert_true(info(&b, "rehab")->on_cycle);
    assert_true(info(&b, "care")->on_cycle);
    assert_true(info(&b, "alone")->on_cycle);
    assert_int_equal(care_fault_count(&b, BF_NOTE), 2);
    assert_string_equal(care_fault(&b, BF_NOTE, "services.ward", 0),
                        "people here and in rehab, care can wait for each other's places; "
                        "exchanges are resolved at once and counted");
    assert_string_equal(care_fault(&b, BF_NOTE, "services.alone", 0),
                        "people here can wait for each other's places; exchanges are resolved at "
                        "once and counted");
    care_end(&b);
}

static void hours_of_care_can_be_full_and_block_a_cycle(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 4);
    struct bf_service *ward = plenty(&b, "ward", BF_SETTING_ACUTE);
    care_way(&b, &ward->then, "visits", 1);
    struct bf_service *visits = care_service(&b, "visits", BF_KIND_CASELOAD, BF_SETTING_HOME, 1.37);
    visits->hours = 919;
    visits->first_visits = visits->last_visits = 0.03;
    care_way(&b, &visits->then, "ward", 0.19);
    care_way(&b, &visits->then, "home", 0.81);
    care_stream(&b, "falls", 2.385, "ward");
    assert_true(care_compile(&b));
    assert_true(info(&b, "ward")->on_cycle);
    assert_true(info(&b, "visits")->on_cycle);
    care_end(&b);
}

static void a_cycle_with_a_service_that_is_never_full_blocks_nobody(void **state)
{
    (void)state;
    for (int how = 0; how < 3; how++) {
        struct care_builder b;
        care_begin(&b, 4);
        struct bf_service *ward = plenty(&b, "ward", BF_SETTING_ACUTE);
        care_way(&b, &ward->then, "next", 0.27);
        care_way(&b, &ward->then, "home", 0.73);
        static const enum bf_kind kinds[] = {BF_KIND_BEDS, BF_KIND_TEAM, BF_KIND_MARKET};
        struct bf_service *next = care_service(&b, "next", kinds[how], BF_SETTING_HOME, 1.37);
        next->unlimited = how == 0;
        if (how == 2) next->lead_time = care_mean(47.1);
        care_way(&b, &next->then, "ward", 0.19);
        care_way(&b, &next->then, "home", 0.81);
        care_stream(&b, "falls", 2.385, "ward");
        assert_true(care_compile(&b));
        assert_true(info(&b, "ward")->revisits);
        assert_true(info(&b, "next")->revisits);
        assert_false(info(&b, "ward")->on_cycle);
        assert_false(info(&b, "next")->on_cycle);
        assert_int_equal(care_fault_count(&b, BF_NOTE), 0);
        care_end(&b);
    }
}

static void giving_up_and_readmission_block_nobody(void **state)
{
    (void)state;
    struct care_builder b;
    care_begin(&b, 4);
    struct bf_service *ward = plenty(&b, "ward", BF_SETTING_ACUTE);
    care_way(&b, &ward->then, "rehab", 1);
    care_curve(&b, &ward->after_discharge.readmission, 29, 0.17);
    struct bf_service *rehab = plenty(&b, "rehab", BF_SETTING_NON_ACUTE);
    rehab->gives_up_to = "ward";
    care_way(&b, &rehab->then, "home", 1);
    care_stream(&b, "falls", 2.385, "ward");
    assert_true(care_compile(&b));
    assert_true(info(&b, "ward")->revisits);
    assert_false(info(&b, "ward")->on_cycle);
    assert_false(info(&b, "rehab")->on_cycle);
    care_end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_service_that_nobody_reaches_is_told_with_the_cure),
        cmocka_unit_test(every_way_in_reaches_a_service),
        cmocka_unit_test(finishing_early_reaches_only_where_it_is_finished),
        cmocka_unit_test(services_on_a_cycle_within_an_episode_count_visits),
        cmocka_unit_test(a_readmission_is_a_new_episode_and_no_revisit),
        cmocka_unit_test(alternatives_claims_and_giving_up_lead_back_too),
        cmocka_unit_test(a_kept_claim_leads_from_the_second_choice_to_the_first),
        cmocka_unit_test(a_stay_finished_early_leads_on_from_where_it_is_finished),
        cmocka_unit_test(nobody_goes_on_from_where_people_stay_for_good),
        cmocka_unit_test(counters_of_visits_are_shared_beyond_64_services),
        cmocka_unit_test(ten_thousand_services_in_a_row_are_compiled),
        cmocka_unit_test(cycles_of_random_networks_match_a_closure_by_hand),
        cmocka_unit_test(a_finite_blocking_cycle_is_noted_once_with_its_members),
        cmocka_unit_test(hours_of_care_can_be_full_and_block_a_cycle),
        cmocka_unit_test(a_cycle_with_a_service_that_is_never_full_blocks_nobody),
        cmocka_unit_test(giving_up_and_readmission_block_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
