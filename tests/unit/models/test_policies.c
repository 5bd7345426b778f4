/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rules of escalation do while they are on, and only then: beds, operations, routes, spot
 * places. Hours of services are in test_hours.c, bills of what is called in test_calls.c. */
#include "unit.h"

#include "assert_close.h"
#include "model_fixture.h"

/* Beds of the next step close for three weeks of December, so that people wait; the rule sees it,
 * five hours after it has been decided, and for thirty hours at least. */
#define COUNTY(what)                                                                               \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2022-01-30\"; follow_up = \"0 days\"; "  \
    "}; start = { warm_up = \"20 days\"; };"                                                       \
    "demand: { crises: { rate = \"5 per day\"; enter = ( { to = \"ward\"; } ); };"                 \
    "  planned: { kind = \"planned\"; rate = \"2 per day\"; rebook = \"3 days\"; enter = ( { to "  \
    "= \"ward\"; } ); }; };"                                                                       \
    "services: { ward: { kind = \"beds\"; beds = 300; setting = \"acute\"; stay = { mean = \"2.9 " \
    "days\"; }; then = ( { to = \"step\"; share = 0.4; or = ( { to = \"other\"; after = \"60 "     \
    "days\"; } ); }, { to = \"home\"; share = 0.6; } ); };"                                        \
    " step: { kind = \"beds\"; beds = 40; setting = \"non-acute\"; stay = { mean = \"5.3 days\"; " \
    "}; then = ( { to = \"home\"; } ); };"                                                         \
    " other: { kind = \"beds\"; beds = 90; setting = \"non-acute\"; stay = { mean = \"5.3 days\";" \
    " }; then = ( { to = \"home\"; } ); }; };"                                                     \
    "changes: { shut: { what = \"services.step.beds\"; set = 9; from = \"2021-12-06\"; to = "      \
    "\"2021-12-26\"; }; };"                                                                        \
    "policies: { rule: { when = \"delayed\"; service = \"ward\"; above = 8; until_below = 4; "     \
    "for = \"3 hours\"; notice = \"5 hours\"; at_least = \"30 hours\"; " what " }; };"
#define WINTERS 4

static void begin(struct fixture *f, const char *text)
{
    fixture_text(f, text);
    f->outcome.use = calloc(bf_measures_uses(&f->model.network), sizeof(struct bf_use));
    assert_non_null(f->outcome.use);
}

static void end(struct fixture *f)
{
    free(f->outcome.use);
    fixture_close(f);
}

/* Whether the rule is on, at an hour since the period began. */
static bool is_on(const struct fixture *f, double at_h)
{
    for (uint32_t k = 0; k < f->outcome.use_count; k++) {
        const struct bf_use *use = &f->outcome.use[k];
        if (at_h >= use->on_h - 1e-9 && !(at_h > use->off_h + 1e-9)) return true;
    }
    return false;
}

/* The log says what the rule asks for: above the line, noticed, kept, and in December alone. */
static void look_at_log(const struct fixture *f)
{
    assert_true(f->outcome.use_count >= 1);
    for (uint32_t k = 0; k < f->outcome.use_count; k++) {
        const struct bf_use *use = &f->outcome.use[k];
        assert_true(use->value > 8);
        assert_close(use->on_h - use->decided_h, 5, 1e-9);
        assert_true(use->off_h - use->on_h >= 30 - 1e-9);
        assert_true(use->decided_h > 35 * 24); /* 6 December */
        if (k > 0) assert_true(use->on_h > use[-1].off_h);
    }
}

static void escalation_beds_are_open_while_the_rule_is_on(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f, COUNTY("what = \"services.ward.beds\"; add = 17;"));
    uint32_t nights = 0;
    for (uint32_t r = 0; r < WINTERS; r++) {
        fixture_run(&f, r);
        look_at_log(&f);
        for (uint32_t d = 0; d < fixture_days(&f); d++) {
            bool on = is_on(&f, (d + 1) * 24.0 - 0.01);
            assert_close(fixture_day(&f, "ward", "all", "capacity", d), on ? 317 : 300, 0);
            nights += on;
        }
    }
    assert_in_range(nights, WINTERS * 5, WINTERS * 60);
    end(&f);
}

static void operations_are_cancelled_while_the_rule_is_on_and_come_back(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f, COUNTY("what = \"demand.planned.cancelled\"; set = \"1\";"));
    for (uint32_t r = 0; r < WINTERS; r++) {
        fixture_follow(&f, r);
        look_at_log(&f);
        uint32_t cancelled = 0, kept = 0, planned_on = 0;
        for (size_t k = 0; k < f.story.count; k++) {
            const struct bf_told *told = &f.story.told[k];
            double at_h = told->at_h - fixture_start_h(&f);
            if (told->step != BF_STEP_CANCELLED) continue;
            assert_true(is_on(&f, at_h));
            cancelled++;
            const struct bf_told *start = fixture_find(&f, k, told->who, BF_STEP_STARTS);
            if (at_h + 73 > fixture_days(&f) * 24.0) continue;
            assert_non_null(start);
            assert_close(start->at_h - told->at_h, 72, 1e-9);
            kept++;
        }
        for (uint32_t d = 0; d < fixture_days(&f); d++)
            planned_on += is_on(&f, d * 24.0 + 12);
        assert_true(cancelled > planned_on && kept > 5); /* two a day */
    }
    end(&f);
}

/* Who waits already when the rule turns is not forgotten: they look again at that hour. */
static void a_route_is_relaxed_while_the_rule_is_on(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f, COUNTY("what = \"services.ward.then[0].or[0].after\"; set = \"6 hours\";"));
    for (uint32_t r = 0; r < WINTERS; r++) {
        fixture_follow(&f, r);
        look_at_log(&f);
        uint32_t accepts = 0, at_once = 0;
        for (size_t k = 0; k < f.story.count; k++) {
            const struct bf_told *told = &f.story.told[k];
            double at_h = told->at_h - fixture_start_h(&f);
            if (told->step != BF_STEP_ACCEPTS) continue;
            assert_true(is_on(&f, at_h));
            accepts++;
            for (uint32_t u = 0; u < f.outcome.use_count; u++)
                at_once += fabs(at_h - f.outcome.use[u].on_h) < 1e-9;
        }
        assert_true(accepts > 5);
        assert_true(at_once >= 4); /* more than eight waited, most of them for six hours */
    }
    end(&f);
}

static void spot_places_are_bought_while_the_rule_is_on(void **state)
{
    (void)state;
    struct fixture f, never;
#define SPOT                                                                                       \
    "purchases: { spare: { service = \"step\"; kind = \"spot\"; weekly_limit = 0; from = "         \
    "\"2021-09-01\"; to = \"2022-02-01\"; after = \"2 hours\"; lead_time = \"1 hour\"; price = "   \
    "\"£1,500 per bed per week\"; }; };"
    begin(&f, COUNTY("what = \"purchases.spare.weekly_limit\"; set = 20;") SPOT);
    begin(&never, COUNTY("what = \"services.ward.beds\"; add = 1;") SPOT);
    double bought = 0;
    for (uint32_t r = 0; r < WINTERS; r++) {
        fixture_run(&f, r);
        look_at_log(&f);
        fixture_run(&never, r);
        bought += fixture_of(&f, "step", "purchase:spare", "people");
        assert_close(fixture_of(&never, "step", "purchase:spare", "people"), 0, 0);
        assert_true(fixture_scalar(&f, "ward", "delayed_mean") <
                    fixture_scalar(&never, "ward", "delayed_mean"));
    }
    assert_true(bought >= 8 * WINTERS); /* at least those who waited when it turned on */
    end(&f);
    end(&never);
}

/* ---- levels by several measures -------------------------------------------------------- */

#define LEVELS                                                                                     \
    "what = \"services.ward.beds\"; add = 1; }; full: { when = \"occupancy\"; service = "          \
    "\"step\"; above = 0.9; until_below = 0.8; }; waits: { when = \"waiting\"; service = "         \
    "\"step\"; "                                                                                   \
    "above = 5; until_below = 2; }; high: { when = \"rules\"; rules = [\"full\", \"waits\"]; "     \
    "above "                                                                                       \
    "= 1.5; until_below = 0.5; what = \"services.other.beds\"; add = 3;"

static uint32_t rule_of(const struct fixture *f, const char *name)
{
    const struct bf_catalogue *c = &f->model.measures.catalogue;
    for (uint32_t k = 0; k < c->rule_count; k++)
        if (strcmp(c->rule[k].name, name) == 0) return k;
    fail_msg("no rule %s", name);
    return 0;
}

static bool rule_is_on(const struct fixture *f, const char *name, double at_h)
{
    for (uint32_t k = 0; k < f->outcome.use_count; k++) {
        const struct bf_use *use = &f->outcome.use[k];
        if (use->rule == rule_of(f, name) && at_h >= use->on_h - 1e-9 && !(at_h >= use->off_h))
            return true;
    }
    return false;
}

/* Hour by hour: on from two of two, off with none. */
static void a_level_is_reached_when_several_measures_say_so(void **state)
{
    (void)state;
    struct fixture f;
    begin(&f, COUNTY(LEVELS));
    uint32_t hours[3] = {0}, high_hours = 0;
    for (uint32_t r = 0; r < WINTERS; r++) {
        fixture_run(&f, r);
        bool high = rule_is_on(&f, "high", -1);
        for (uint32_t h = 0; h < fixture_days(&f) * 24; h++) {
            uint32_t on = rule_is_on(&f, "full", h) + rule_is_on(&f, "waits", h);
            high = high ? on >= 1 : on == 2;
            assert_true(rule_is_on(&f, "high", h) == high);
            hours[on]++;
            high_hours += high;
        }
        for (uint32_t d = 0; d < fixture_days(&f); d++)
            assert_close(fixture_day(&f, "other", "all", "capacity", d),
                         rule_is_on(&f, "high", (d + 1) * 24.0 - 0.5) ? 93 : 90, 0);
    }
    assert_true(hours[0] > 100 && hours[1] > 20 && hours[2] > 100);
    assert_true(high_hours > hours[2]); /* it lasts until none is on */
    const struct bf_rule *rule = &f.model.measures.catalogue.rule[rule_of(&f, "high")];
    assert_string_equal(rule->measure, "rules on of full, waits");
    assert_string_equal(rule[-1].action, "watched, nothing is done");
    end(&f);
}

static void refuse(const char *what, const char *words)
{
    struct fixture f;
    char text[4000];
    snprintf(text, sizeof text, COUNTY("%s"), what);
    assert_false(fixture_try(&f, text, "given.cfg", NULL, 0));
    assert_true(fixture_faults(&f, NULL, words) > 0);
    fixture_close(&f);
}
#define NEXT "what = \"services.ward.beds\"; add = 1; }; x: { above = 1; until_below = 1; "

static void rules_that_cannot_be_counted_are_refused(void **state)
{
    (void)state;
    refuse(NEXT
           "when = \"rules\"; rules = [\"rule\", \"y\"]; }; y: { when = \"waiting\"; above = 1; "
           "until_below = 1;",
           "written before this one, received \"y\"");
    refuse(NEXT "when = \"rules\"; rules = [\"x\"];", "received \"x\"");
    refuse(NEXT "when = \"rules\";", "received none");
    refuse(NEXT "when = \"waiting\"; rules = [\"rule\"];", "received rules alone");
    refuse(NEXT "when = \"rules\"; service = \"ward\"; rules = [\"rule\"];",
           "expected no `service`");
    refuse(NEXT "when = \"waiting\"; add = 3;", "received how alone");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escalation_beds_are_open_while_the_rule_is_on),
        cmocka_unit_test(operations_are_cancelled_while_the_rule_is_on_and_come_back),
        cmocka_unit_test(a_route_is_relaxed_while_the_rule_is_on),
        cmocka_unit_test(a_level_is_reached_when_several_measures_say_so),
        cmocka_unit_test(rules_that_cannot_be_counted_are_refused),
        cmocka_unit_test(spot_places_are_bought_while_the_rule_is_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
