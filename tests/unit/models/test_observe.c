/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Censuses against a count made from the story alone. */
#include "unit.h"

#include "bedflow/base/text.h"
#include "model_fixture.h"

#define COUNTY                                                                                     \
    "format = 1; period = { from = \"2021-03-01\"; to = \"2021-06-30\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"40 days\"; };"                                                          \
    "classes: { adult: { }; child: { adult = false; }; };"                                         \
    "census: { dtoc: { label = \"DTOC-2018\"; };"                                                  \
    " nctr: { hour = \"8 h\"; adults_only = false; counts_process = true; settings = "             \
    "[\"acute\"]; };"                                                                              \
    " own: { hour = \"14 h\"; settings = [\"care home\", \"non-acute\"]; }; };"                    \
    "demand: { falls: { rate = \"13 per day\"; classes = { adult = 0.8; child = 0.2; };"           \
    "   enter = ( { to = \"ward\"; } ); }; };"                                                     \
    "services: {"                                                                                  \
    " ward: { kind = \"beds\"; beds = 95; setting = \"acute\"; stay = { mean = \"5.1 days\"; };"   \
    "   process = { mean = \"5 h\"; }; then = ( { to = \"step\"; share = 0.4; },"                  \
    "     { to = \"visits\"; share = 0.2; }, { to = \"home\"; share = 0.4; } ); };"                \
    " step: { kind = \"beds\"; beds = 30; setting = \"non-acute\"; stay = { mean = \"5.6 days\"; " \
    "};"                                                                                           \
    "   then = ( { to = \"care\"; share = 0.4; }, { to = \"visits\"; share = 0.6; } ); };"         \
    " care: { kind = \"beds\"; beds = 25; setting = \"care home\"; stay = { mean = \"12 days\"; "  \
    "};"                                                                                           \
    "   then = ( { to = \"visits\"; } ); };"                                                       \
    " visits: { kind = \"caseload\"; places = 54; setting = \"home\"; stay = { mean = \"9 "        \
    "days\"; };"                                                                                   \
    "   then = ( { to = \"step\"; share = 0.05; }, { to = \"home\"; share = 0.95; } ); }; };"

enum { OUT, IN, DELAYED, PROCESS };
struct life {
    uint64_t who;
    uint16_t service;
    uint8_t class_, state;
};

struct count {
    double occupied, delayed, process;
};

/* Everyone's state at an instant, by playing the story up to it. */
static struct count count_at(const struct fixture *f, double at_h, struct life *life, size_t *lives,
                             size_t *from, bool adults, const bool setting[BF_SETTING_COUNT])
{
    for (; *from < f->story.count && f->story.told[*from].at_h < at_h; (*from)++) {
        const struct bf_told *told = &f->story.told[*from];
        struct life *l = NULL;
        for (size_t i = *lives; i-- > 0 && !l;)
            if (life[i].who == told->who) l = &life[i];
        if (!l) {
            l = &life[(*lives)++];
            *l = (struct life){told->who, BF_TO_LEFT, told->class_, OUT};
        }
        if (told->step == BF_STEP_STARTS)
            *l = (struct life){told->who, told->service, told->class_, IN};
        if (told->step == BF_STEP_READY) l->state = DELAYED;
        if (told->step == BF_STEP_GRANTED && l->state == DELAYED) l->state = PROCESS;
        if (told->step == BF_STEP_LEAVES) l->state = OUT;
        if (l->state == OUT) *l = life[--*lives];
    }
    struct count now = {0, 0, 0};
    for (size_t i = 0; i < *lives; i++) {
        if (adults && life[i].class_ == 1) continue;
        if (!setting[f->model.network.service[life[i].service].setting]) continue;
        now.occupied++;
        now.delayed += life[i].state == DELAYED;
        now.process += life[i].state == PROCESS;
    }
    return now;
}

static void check_census(struct fixture *f, uint32_t census, double hour, const char *delayed,
                         const char *rate)
{
    const struct bf_census_info *info = &f->model.network.census[census];
    struct life *life = calloc(f->story.count + 1, sizeof *life);
    size_t lives = 0, from = 0;
    double days = 0, beds = 0;
    for (uint32_t d = 0; d < fixture_days(f); d++) {
        double at_h = fixture_start_h(f) + d * 24.0 + (hour > 0 ? hour : 24);
        struct count now = count_at(f, at_h, life, &lives, &from, info->adults_only, info->setting);
        double held = now.delayed + (info->counts_process ? now.process : 0);
        assert_same_double(fixture_day(f, "system", "all", delayed, d), held);
        assert_close(fixture_day(f, "system", "all", rate, d), 100 * held / now.occupied, 1e-4);
        days += held;
        beds += now.occupied;
    }
    assert_true(days > 100);
    assert_close_relative(fixture_scalar(f, "system", delayed), days / fixture_days(f), 1e-9);
    assert_close_relative(fixture_scalar(f, "system", rate), 100 * days / beds, 1e-9);
    free(life);
}

static void a_midnight_census_counts_delayed_adults_in_beds(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, COUNTY);
    fixture_follow(&f, 1);
    check_census(&f, 0, 0, "delayed", "dtoc_rate");
    assert_string_equal(f.model.network.census[0].label, "DTOC-2018");
    fixture_close(&f);
}

static void a_morning_census_may_count_everyone_and_the_process(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, COUNTY);
    fixture_follow(&f, 2);
    check_census(&f, 1, 8, "nctr_delayed", "nctr_rate");
    fixture_close(&f);
}

static void a_census_of_ones_own_has_its_settings(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, COUNTY);
    fixture_follow(&f, 3);
    check_census(&f, 2, 14, "own_delayed", "own_rate");
    fixture_close(&f);
}

static void people_who_wait_at_home_are_not_delayed_transfers(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        "format = 1; period = { from = \"2021-03-01\"; to = \"2021-06-30\"; follow_up = \"0 "
        "days\"; };"
        "start = { warm_up = \"40 days\"; };"
        "demand: { falls: { rate = \"3 per day\"; enter = ( { to = \"visits\"; } ); }; };"
        "services: { visits: { kind = \"caseload\"; places = 1000; setting = \"home\";"
        "   stay = { mean = \"9 days\"; }; then = ( { to = \"full\"; } ); };"
        " full: { kind = \"beds\"; beds = 1; setting = \"acute\"; stay = { mean = \"9 days\"; };"
        "   then = ( { to = \"home\"; } ); }; };");
    fixture_run(&f, 1);
    assert_true(fixture_scalar(&f, "full", "waiting_mean") > 100);
    assert_same_double(fixture_scalar(&f, "system", "delayed_days"), 0);
    assert_same_double(fixture_scalar(&f, "visits", "delayed_mean"), 0);
    fixture_close(&f);
}

/* Whoever a census counts, their reasons add up. */
static void reasons_add_up_when_everyone_is_counted(void **state)
{
    (void)state;
    struct fixture f;
    const struct bf_setting set[] = {{"census.dtoc.adults_only", "false"}};
    fixture_open(&f, COUNTY, "given.cfg", set, 1);
    fixture_run(&f, 1);
    double all = 0;
    for (uint32_t d = 0; d < fixture_days(&f); d++) {
        double sum = 0;
        for (int k = 0; k < BF_REASON_COUNT; k++) {
            char group[32];
            snprintf(group, sizeof group, "reason:%s", bf_reason_names[k]);
            sum += fixture_day(&f, "system", group, "delayed", d);
        }
        assert_same_double(fixture_day(&f, "system", "all", "delayed", d), sum);
        all += sum;
    }
    assert_true(all > 100);
    fixture_close(&f);
}

/* Of the beds that the headline counts: people delayed in a care home are told by service. */
static void classes_and_localities_add_up_to_the_headline(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, COUNTY);
    fixture_run(&f, 5);
    const struct bf_network *n = &f.model.network;
    double all = 0;
    for (uint32_t d = 0; d < fixture_days(&f); d++) {
        char group[64];
        double classes = 0, localities = 0;
        for (uint32_t k = 0; k < n->class_count; k++) {
            bf_format(group, sizeof group, "class:%s", n->class_[k].name);
            classes += fixture_day(&f, "system", group, "delayed", d);
        }
        for (uint32_t l = 0; l < n->locality_count; l++) {
            bf_format(group, sizeof group, "locality:%s", n->locality_name[l]);
            localities += fixture_day(&f, "system", group, "delayed", d);
        }
        all += classes;
        assert_same_double(fixture_day(&f, "system", "all", "delayed", d), classes);
        assert_same_double(classes, localities);
    }
    assert_true(all > 100);
    assert_true(fixture_scalar(&f, "care", "delayed_mean") > 0.1);
    fixture_close(&f);
}

/* What the story tells is what the services count. */
static void people_at_a_service_at_midnight_are_those_of_the_story(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, COUNTY);
    fixture_follow(&f, 4);
    static const char *const names[] = {"ward", "step", "care", "visits"};
    for (uint32_t s = 0; s < 4; s++) {
        int inside = 0;
        size_t k = 0;
        for (uint32_t d = 0; d < fixture_days(&f); d++) {
            double at_h = fixture_start_h(&f) + (d + 1) * 24.0;
            for (; k < f.story.count && f.story.told[k].at_h < at_h; k++) {
                inside += f.story.told[k].service == s && f.story.told[k].step == BF_STEP_STARTS;
                inside -= f.story.told[k].service == s && f.story.told[k].step == BF_STEP_LEAVES;
            }
            assert_same_double(fixture_day(&f, names[s], "all", "occupied", d), inside);
        }
    }
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_midnight_census_counts_delayed_adults_in_beds),
        cmocka_unit_test(a_morning_census_may_count_everyone_and_the_process),
        cmocka_unit_test(a_census_of_ones_own_has_its_settings),
        cmocka_unit_test(reasons_add_up_when_everyone_is_counted),
        cmocka_unit_test(classes_and_localities_add_up_to_the_headline),
        cmocka_unit_test(people_who_wait_at_home_are_not_delayed_transfers),
        cmocka_unit_test(people_at_a_service_at_midnight_are_those_of_the_story),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
