/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "model_fixture.h"

#define HEAD                                                                                       \
    "format = 1; period = { from = \"2021-03-01\"; to = \"2021-12-31\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"60 days\"; };"                                                          \
    "demand: { falls: { rate = \"13.7 per day\"; enter = ( { to = \"ward\"; } ); }; };"

#define TASKS                                                                                      \
    "tasks: {"                                                                                     \
    " assess: { reason = \"A\"; responsible = \"both\"; duration = { mean = \"1.7 days\"; };"      \
    "           lead = \"8 h\"; };"                                                                \
    " fund: { reason = \"B\"; responsible = \"social care\"; duration = { mean = \"2.9 days\"; "   \
    "}; };"                                                                                        \
    " kit: { reason = \"F\"; duration = { shape = \"constant\"; mean = \"30 h\"; }; }; };"

static void with_unlimited_onward_capacity_and_no_tasks_nobody_is_delayed(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, HEAD
        "services: {"
        " ward: { kind = \"beds\"; beds = 90; setting = \"acute\"; rounds = \"Mon-Fri "
        "09:00-12:00\";"
        "   review = [1, 0.9, 0.9, 0.9, 1, 0.4, 0.3, 0.2]; discharges = \"Mon-Sat 10:00-20:00\";"
        "   process = { mean = \"5 h\"; }; stay = { mean = \"5.2 days\"; };"
        "   then = ( { to = \"step\"; share = 0.3; }, { to = \"visits\"; share = 0.2; },"
        "            { to = \"home\"; share = 0.5; } ); };"
        " step: { kind = \"beds\"; unlimited = true; setting = \"non-acute\";"
        "   admits = \"Mon-Fri 09:00-17:00\"; discharges = \"08:00-18:00\";"
        "   stay = { mean = \"13 days\"; }; then = ( { to = \"visits\"; share = 0.4; },"
        "            { to = \"home\"; share = 0.6; } ); };"
        " visits: { kind = \"caseload\"; places = 100000; admits = \"Mon-Fri 09:00-17:00\";"
        "   stay = { mean = \"21 days\"; }; then = ( { to = \"home\"; } ); }; };");
    for (uint32_t r = 0; r < 5; r++) {
        fixture_run(&f, r);
        assert_same_double(fixture_scalar(&f, "system", "delayed_days"), 0);
        assert_same_double(fixture_scalar(&f, "system", "delayed_max"), 0);
        assert_same_double(fixture_scalar(&f, "system", "dtoc_rate"), 0);
        assert_same_double(fixture_scalar(&f, "ward", "delayed_mean"), 0);
        assert_same_double(fixture_scalar(&f, "step", "delayed_mean"), 0);
        assert_same_double(fixture_scalar(&f, "ward", "stay_delay"), 0);
        /* rounds, transport and windows are there, and shown apart */
        assert_true(fixture_scalar(&f, "ward", "stay_process") > 0.4);
        assert_true(fixture_day(&f, "system", "all", "in_process", 40) > 0);
    }
    fixture_close(&f);
}

/* Everyone waits for the tasks that they need, one told after another, and goes at that instant,
 * since places are free. */
static void a_person_moves_at_the_instant_at_which_the_last_task_is_done(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, HEAD TASKS
        "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
        "   stay = { mean = \"5.2 days\"; };"
        "   then = ( { to = \"step\"; needs = { assess = 0.7; fund = 0.5; kit = 0.4; }; } ); };"
        " step: { kind = \"beds\"; unlimited = true; setting = \"non-acute\";"
        "   stay = { mean = \"3 days\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_follow(&f, 2);
    uint32_t ward = fixture_service(&f, "ward"), moved = 0, held_up = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *ready = &f.story.told[k];
        if (ready->step != BF_STEP_READY || ready->service != ward) continue;
        double at_h = ready->at_h;
        for (size_t j = k + 1; j < f.story.count; j++) {
            const struct bf_told *told = &f.story.told[j];
            if (told->who != ready->who) continue;
            if (told->step == BF_STEP_TASK) {
                assert_close(told->at_h, at_h, 1e-9);
                assert_true(told->value > 0);
                at_h += told->value;
                held_up++;
            }
            if (told->step != BF_STEP_LEAVES) continue;
            assert_close(told->at_h, at_h, 1e-9);
            moved++;
            break;
        }
    }
    assert_in_range(moved, 3000, 6000);
    assert_in_range(held_up, moved / 2, 3 * moved);
    fixture_close(&f);
}

/* What a person needs may be there, and the place not: they wait for it, for its reason. */
static void a_person_with_all_tasks_done_waits_for_the_place(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, HEAD TASKS
                 "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
                 "   stay = { mean = \"5.2 days\"; };"
                 "   then = ( { to = \"step\"; needs = { assess = 0.5; fund = 0.3; }; } ); };"
                 " step: { kind = \"beds\"; beds = 40; setting = \"non-acute\";"
                 "   waiting_counts_as = { reason = \"Dii\"; responsible = \"NHS\"; };"
                 "   stay = { mean = \"2.8 days\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_follow(&f, 1);
    uint32_t ward = fixture_service(&f, "ward"), step = fixture_service(&f, "step");
    uint32_t early = 0;
    int inside = 0, most = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->service == step && told->step == BF_STEP_STARTS) inside++;
        if (told->service == step && told->step == BF_STEP_LEAVES) inside--;
        most = inside > most ? inside : most;
        if (told->step != BF_STEP_TASK || told->service != ward) continue;
        const struct bf_told *start = fixture_find(&f, k, told->who, BF_STEP_STARTS);
        if (start && start->at_h < told->at_h + told->value - 1e-9) early++;
    }
    assert_int_equal(early, 0); /* nobody moves before their tasks are done */
    assert_int_equal(most, 40); /* nor into a place that is not there */
    assert_true(fixture_of(&f, "system", "reason:Dii", "delayed_days") > 100);
    assert_true(fixture_of(&f, "system", "reason:A", "delayed_days") > 100);
    assert_true(fixture_of(&f, "system", "reason:B", "delayed_days") > 100);
    fixture_close(&f);
}

static void reasons_and_bodies_add_up_on_every_day_of_every_replication(void **state)
{
    (void)state;
    static const char *const body[] = {"body:NHS", "body:social care", "body:both"};
    struct fixture f;
    fixture_text(
        &f, HEAD TASKS
        "services: { ward: { kind = \"beds\"; beds = 110; setting = \"acute\";"
        "   stay = { mean = \"5.2 days\"; }; then = ( { to = \"step\"; share = 0.6;"
        "     needs = { assess = 0.5; fund = 0.3; kit = 0.2; }; }, { to = \"home\"; share = 0.4;"
        "     needs = { kit = 0.4; }; } ); };"
        " step: { kind = \"beds\"; beds = 30; setting = \"non-acute\";"
        "   waiting_counts_as = { reason = \"C\"; };"
        "   stay = { mean = \"3.2 days\"; }; then = ( { to = \"visits\"; } ); };"
        " visits: { kind = \"caseload\"; places = 29; setting = \"home\";"
        "   waiting_counts_as = { reason = \"E\"; responsible = \"both\"; };"
        "   stay = { mean = \"3.3 days\"; }; then = ( { to = \"home\"; } ); }; };");
    for (uint32_t r = 0; r < 4; r++) {
        double by_reason = 0, by_body = 0;
        fixture_run(&f, r);
        for (uint32_t d = 0; d < fixture_days(&f); d++) {
            double reasons = 0, bodies = 0;
            for (int k = 0; k < BF_REASON_COUNT; k++) {
                char group[32];
                snprintf(group, sizeof group, "reason:%s", bf_reason_names[k]);
                reasons += fixture_day(&f, "system", group, "delayed", d);
            }
            for (int k = 0; k < BF_BODY_COUNT; k++)
                bodies += fixture_day(&f, "system", body[k], "delayed", d);
            double all = fixture_day(&f, "system", "all", "delayed", d);
            assert_same_double(reasons, all);
            assert_same_double(bodies, all);
            by_reason += reasons;
            by_body += bodies;
        }
        assert_same_double(fixture_scalar(&f, "system", "delayed_days"), by_reason);
        assert_same_double(fixture_scalar(&f, "system", "delayed_days"), by_body);
        assert_true(by_reason > 1000);
    }
    fixture_close(&f);
}

/* Draws know a task and a service by name: another service in front changes nothing. */
static void what_a_person_needs_does_not_depend_on_the_order_of_services(void **state)
{
    (void)state;
#define WARD                                                                                       \
    " ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; stay = { mean = \"5.2 "      \
    "days\"; };"                                                                                   \
    "   then = ( { to = \"home\"; needs = { assess = 0.5; fund = 0.3; kit = 0.2; }; } ); }; "
#define HOSPICE                                                                                    \
    " hospice: { kind = \"beds\"; beds = 3; stay = { mean = \"9 days\"; };"                        \
    "   then = ( { to = \"died\"; } ); }; "
    static const char *const texts[] = {HEAD TASKS "services: {" WARD "};",
                                        HEAD TASKS "services: {" HOSPICE WARD "};"};
    double days[2];
    for (int k = 0; k < 2; k++) {
        struct fixture f;
        fixture_text(&f, texts[k]);
        fixture_run(&f, 7);
        days[k] = fixture_scalar(&f, "ward", "delayed_mean");
        fixture_close(&f);
    }
    assert_true(days[0] > 1);
    assert_same_double(days[1], days[0]);
}

/* Two visits to one place in one episode: needed or not, each time anew. */
static void a_second_visit_has_needs_of_its_own(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, HEAD TASKS
                 "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
                 "   stay = { mean = \"1 day\"; };"
                 "   then = ( { to = \"ward\"; share = 0.5; needs = { kit = 0.5; }; },"
                 "            { to = \"home\"; share = 0.5; needs = { kit = 0.5; }; } ); }; };");
    fixture_follow(&f, 2);
    uint32_t same = 0, pairs = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        if (f.story.told[k].step != BF_STEP_READY) continue;
        uint64_t who = f.story.told[k].who;
        const struct bf_told *leaves = fixture_find(&f, k, who, BF_STEP_LEAVES);
        const struct bf_told *again = fixture_find(&f, k + 1, who, BF_STEP_READY);
        if (!leaves || !again || f.story.told[k].at_h < 24 * 30) continue;
        size_t j = (size_t)(again - f.story.told);
        const struct bf_told *leaves_again = fixture_find(&f, j, who, BF_STEP_LEAVES);
        if (!leaves_again) continue;
        bool first = leaves->at_h > f.story.told[k].at_h + 1;
        bool second = leaves_again->at_h > again->at_h + 1;
        same += first == second;
        pairs++;
    }
    assert_in_range(pairs, 1500, 9000);
    /* by chance half of them agree */
    assert_close(same / (double)pairs, 0.5, 5 * 0.5 / sqrt(pairs));
    fixture_close(&f);
}

static void a_stay_that_death_ends_in_delay_was_ready_before(void **state)
{
    (void)state;
    struct fixture f;
    /* step is full for ever: people wait there until they die or come back */
    fixture_text(
        &f,
        "format = 1; period = { from = \"2021-03-01\"; to = \"2021-06-30\"; };"
        "start = { warm_up = \"60 days\"; };"
        "demand: { falls: { rate = \"2 per day\"; enter = ( { to = \"ward\"; } ); }; };"
        "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
        "   stay = { mean = \"1 day\"; }; then = ( { to = \"step\"; } );"
        "   after_discharge = { death = { days = [\"25 days\"]; share = [0.95]; };"
        "     readmission = { days = [\"30 days\"]; share = [0.3]; }; }; };"
        " step: { kind = \"beds\"; unlimited = true; setting = \"non-acute\";"
        "   stay = { shape = \"constant\"; mean = \"4 days\"; }; then = ( { to = \"full\"; } ); };"
        " full: { kind = \"beds\"; beds = 0; setting = \"non-acute\";"
        "   stay = { mean = \"4 days\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_run(&f, 1);
    double ready = fixture_scalar(&f, "step", "stay_ready");
    double delay = fixture_scalar(&f, "step", "stay_delay");
    assert_true(ready > 2 && ready < 4);
    assert_true(delay > 4);
    assert_close_relative(ready + delay, fixture_scalar(&f, "step", "stay_total"), 1e-12);
    fixture_close(&f);
}

/* A person keeps the claim on the first choice while about to leave for the second, and gets it. */
static void a_place_granted_and_given_up_goes_to_somebody_else(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f,
                 HEAD "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
                      "   stay = { mean = \"2 days\"; }; then = ( { to = \"first\";"
                      "     or = ( { to = \"second\"; keeps_claim = true; } ); } ); };"
                      " first: { kind = \"beds\"; beds = 12; setting = \"non-acute\";"
                      "   stay = { mean = \"1.5 days\"; }; then = ( { to = \"home\"; } ); };"
                      " second: { kind = \"beds\"; beds = 9; setting = \"non-acute\";"
                      "   admits = \"Mon-Fri 09:00-17:00\"; stay = { mean = \"1.5 days\"; };"
                      "   then = ( { to = \"home\"; } ); }; };");
    fixture_follow(&f, 3);
    uint32_t second = fixture_service(&f, "second"), first = fixture_service(&f, "first");
    uint32_t changed = 0, moved_on = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_GRANTED || told->service != second) continue;
        const struct bf_told *start = fixture_find(&f, k, told->who, BF_STEP_STARTS);
        if (start && start->service == first) changed++;
    }
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        moved_on += told->step == BF_STEP_LEAVES && told->service == second && told->other == first;
    }
    assert_true(changed > 50);
    assert_true(moved_on > 50);
    /* had the places given up been lost, nobody would have started there after a while */
    double last = 0;
    for (uint32_t d = fixture_days(&f) - 30; d < fixture_days(&f); d++)
        last += fixture_day(&f, "second", "all", "occupied", d);
    assert_true(last / 30 > 2);
    fixture_close(&f);
}

/* A visit by a team, then a decision: 1 h and 30 h, asked for so long before ready. */
#define VISIT_AND_DECISION(lead)                                                                   \
    HEAD "tasks: { fund: { reason = \"B\"; team = \"panel\"; lead = \"" lead "\";"                 \
         "   duration = { shape = \"constant\"; mean = \"30 h\"; }; }; };"                         \
         "services: {"                                                                             \
         " ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"                        \
         "   stay = { shape = \"constant\"; mean = \"5 days\"; };"                                 \
         "   then = ( { to = \"home\"; needs = { fund = 1; }; } ); };"                             \
         " panel: { kind = \"team\"; staff = 500; stay = { shape = \"constant\"; mean = \"1 h\"; " \
         "}; "                                                                                     \
         "   then = ( { to = \"home\"; } ); }; };"

static void a_task_can_be_a_teams_contact_and_then_a_time(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, VISIT_AND_DECISION("0 h"));
    fixture_run(&f, 1);
    assert_close(fixture_scalar(&f, "ward", "stay_delay"), 31 / 24.0, 1e-9);
    assert_close(fixture_scalar(&f, "panel", "occupied_mean"), 13.7 / 24, 0.05); /* not 31 hours */
    fixture_close(&f);
    fixture_text(&f, VISIT_AND_DECISION("20 h")); /* 11 h of it after ready */
    fixture_run(&f, 1);
    assert_close(fixture_scalar(&f, "ward", "stay_delay"), 11 / 24.0, 1e-9);
    fixture_close(&f);
    fixture_text(&f, VISIT_AND_DECISION("40 h"));
    fixture_run(&f, 1);
    assert_close(fixture_scalar(&f, "ward", "stay_delay"), 0, 0);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_task_can_be_a_teams_contact_and_then_a_time),
        cmocka_unit_test(with_unlimited_onward_capacity_and_no_tasks_nobody_is_delayed),
        cmocka_unit_test(a_person_moves_at_the_instant_at_which_the_last_task_is_done),
        cmocka_unit_test(a_person_with_all_tasks_done_waits_for_the_place),
        cmocka_unit_test(reasons_and_bodies_add_up_on_every_day_of_every_replication),
        cmocka_unit_test(what_a_person_needs_does_not_depend_on_the_order_of_services),
        cmocka_unit_test(a_second_visit_has_needs_of_its_own),
        cmocka_unit_test(a_stay_that_death_ends_in_delay_was_ready_before),
        cmocka_unit_test(a_place_granted_and_given_up_goes_to_somebody_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
