/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "assert_close.h"
#include "model_fixture.h"

static const char county[] =
    "format = 1; period = { from = \"2021-11-01\"; to = \"2022-01-31\"; follow_up = \"30 days\"; };"
    "start = { warm_up = \"40 days\"; };"
    "classes: { young: { }; old: { }; }; localities: { east: { }; west: { }; };"
    "demand: { people: { rate = \"9.3 per day\"; classes = { young = 0.4; old = 0.6; };"
    "   enter = ( { to = \"ward\"; } ); }; };"
    "tasks: { assess: { reason = \"A\"; responsible = \"social care\"; duration = { mean = \"1.2 "
    "days\"; }; }; };"
    "services: {"
    " ward: { kind = \"beds\"; beds = 60; setting = \"acute\"; stay = { mean = \"4.4 days\"; };"
    "   then = ( { to = \"home\"; share = 0.7; }, { to = \"step\"; share = 0.3; needs = { assess = "
    "0.6; }; } );"
    "   after_discharge = { readmission = { days = [\"30 days\"]; share = [0.12]; }; }; };"
    " step: { kind = \"beds\"; beds = 31; setting = \"non-acute\"; stay = { mean = \"10.7 days\"; "
    "};"
    "   waiting_counts_as = { reason = \"C\"; }; then = ( { to = \"home\"; } ); };"
    "};";

static void each_column_has_a_name_of_its_own_a_unit_and_words(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, county);
    const struct bf_catalogue *c = &f.model.measures.catalogue;
    const struct bf_measure *lists[] = {c->scalar, c->daily};
    const uint32_t counts[] = {c->scalar_count, c->daily_count};
    for (int k = 0; k < 2; k++)
        for (uint32_t i = 0; i < counts[k]; i++) {
            const struct bf_measure *m = &lists[k][i];
            assert_true(m->service && m->label && m->group && m->name && m->unit[0] && m->help[0]);
            for (uint32_t j = 0; j < i; j++)
                assert_false(strcmp(m->service, lists[k][j].service) == 0 &&
                             strcmp(m->group, lists[k][j].group) == 0 &&
                             strcmp(m->name, lists[k][j].name) == 0);
        }
    assert_int_equal(c->day_count, 92);
    fixture_close(&f);
}

/* Everybody is well after a day, and seen on Monday at 10 at the latest: of 36 people a day 14
 * hours' are not yet seen when Monday ends, and a day's more each midnight until Sunday; people
 * under 18 are not counted, and never delayed. */
static void who_is_well_and_not_yet_seen_is_counted_at_midnight(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        "format = 1; period = { from = \"2021-11-01\"; to = \"2022-01-30\"; follow_up = \"0 days\";"
        "}; start = { warm_up = \"40 days\"; };"
        "classes: { adult: { }; child: { adult = false; }; };"
        "demand: { people: { rate = \"48 per day\"; classes = { adult = 0.75; child = 0.25; };"
        "  enter = ( { to = \"ward\"; } ); }; };"
        "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; rounds = "
        "\"Mon 10:00-10:01\"; stay = { shape = \"constant\"; mean = \"1 day\"; };"
        "  then = ( { to = \"home\"; } ); }; };");
    fixture_run(&f, 3);
    double sum[7] = {0}, mean = 0;
    for (uint32_t d = 0; d < 91; d++) /* 1 November 2021 is a Monday */
        sum[d % 7] += fixture_day(&f, "system", "all", "not_seen", d) / 13;
    for (int k = 0; k < 7; k++) {
        double expected = 36 * (14 / 24.0 + k);
        assert_close(sum[k], expected, 4 * sqrt(expected / 13));
        mean += sum[k] / 7;
    }
    assert_close(fixture_scalar(&f, "system", "not_seen"), mean, 1e-4);
    assert_close(fixture_scalar(&f, "system", "delayed_days"), 0, 0);
    fixture_close(&f);
}

static double day_sum(const struct fixture *f, const char *group, const char *name)
{
    double sum = 0;
    for (uint32_t d = 0; d < f->model.measures.catalogue.day_count; d++)
        sum += fixture_day(f, "system", group, name, d);
    return sum;
}

static void reasons_bodies_classes_and_localities_add_up_each_day(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, county);
    fixture_run(&f, 5);
    bool some = false;
    for (uint32_t d = 0; d < 92; d++) {
        double all = fixture_day(&f, "system", "all", "delayed", d), reasons = 0, bodies = 0;
        for (int r = 0; r < BF_REASON_COUNT; r++) {
            char group[32];
            snprintf(group, sizeof group, "reason:%s", bf_reason_names[r]);
            reasons += fixture_day(&f, "system", group, "delayed", d);
        }
        for (int b = 0; b < BF_BODY_COUNT; b++) {
            char group[32];
            snprintf(group, sizeof group, "body:%s", bf_body_names[b]);
            bodies += fixture_day(&f, "system", group, "delayed", d);
        }
        assert_close(reasons, all, 0);
        assert_close(bodies, all, 0);
        assert_close(fixture_day(&f, "system", "class:young", "delayed", d) +
                         fixture_day(&f, "system", "class:old", "delayed", d),
                     all, 0);
        assert_close(fixture_day(&f, "system", "locality:east", "delayed", d) +
                         fixture_day(&f, "system", "locality:west", "delayed", d),
                     all, 0);
        some = some || all > 0;
    }
    assert_true(some);
    fixture_close(&f);
}

static void the_table_agrees_with_the_curves(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, county);
    fixture_run(&f, 6);
    assert_close(fixture_scalar(&f, "system", "delayed_days"), day_sum(&f, "all", "delayed"), 1e-6);
    assert_close(fixture_scalar(&f, "system", "emergency_admissions"),
                 day_sum(&f, "all", "emergency_admissions"), 1e-6);
    assert_close(fixture_scalar(&f, "system", "readmitted"), day_sum(&f, "all", "readmitted"),
                 1e-6);
    assert_close(fixture_scalar(&f, "system", "discharges_alive"),
                 day_sum(&f, "all", "discharges_alive"), 1e-6);
    assert_close(fixture_scalar(&f, "system", "occupancy"), day_sum(&f, "all", "occupancy") / 92,
                 1e-3);
    fixture_close(&f);
}

static void the_last_days_readmissions_are_counted_after_the_period(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, county);
    double last = 0, all = 0, last_out = 0, out = 0;
    for (uint32_t r = 0; r < 60; r++) {
        fixture_run(&f, r);
        for (uint32_t d = 0; d < 92; d++) {
            double back = fixture_day(&f, "system", "all", "readmitted", d);
            double gone = fixture_day(&f, "system", "all", "discharges_alive", d);
            all += back;
            out += gone;
            if (d >= 78) {
                last += back;
                last_out += gone;
            }
        }
    }
    /* with 12% by day 30 and nothing else that can happen, no week is short of its share */
    assert_close(all / out, 0.12, 0.004);
    assert_close(last / last_out, 0.12, 0.011);
    fixture_close(&f);
}

static void a_stay_is_ready_and_process_and_delay(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, county);
    fixture_run(&f, 7);
    assert_close(fixture_scalar(&f, "ward", "stay_ready") +
                     fixture_scalar(&f, "ward", "stay_process") +
                     fixture_scalar(&f, "ward", "stay_delay"),
                 fixture_scalar(&f, "ward", "stay_total"), 1e-9);
    fixture_close(&f);
}

#define SPRING                                                                                     \
    "format = 1; period = { from = \"2021-03-01\"; to = \"2021-05-31\"; follow_up = \"30 days\"; " \
    "};"                                                                                           \
    "start = { warm_up = \"40 days\"; };"
#define PRESSED                                                                                    \
    SPRING "classes: { fit: { }; frail: { }; }; localities: { north: { }; south: { }; };"          \
           "census: { dtoc: { }; nctr: { hour = \"8 h\"; }; };"                                    \
           "demand: { falls: { rate = \"13 per day\"; classes = { fit = 0.5; frail = 0.5; };"      \
           "   enter = ( { to = \"ward\"; } ); };"                                                 \
           " hips: { rate = \"2 per day\"; kind = \"planned\"; classes = { fit = 1.0; };"          \
           "   enter = ( { to = \"ward\"; } ); }; };"                                              \
           "services: { ward: { kind = \"beds\"; beds = 70; setting = \"acute\";"                  \
           "   stay = { mean = \"3.6 days\"; }; then = ( { to = \"step\"; share = 0.3; },"         \
           "     { to = \"home\"; share = 0.67; }, { to = \"died\"; share = 0.03; } );"            \
           "   after_discharge = { readmission = { days = [\"30 days\"]; share = [0.15]; }; }; };" \
           " step: { kind = \"beds\"; beds = 30; setting = \"non-acute\"; stay = { mean = \"7 "    \
           "days\"; };"                                                                            \
           "   then = ( { to = \"home\"; } ); }; };"

static void what_is_undefined_is_nan_and_not_nought(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, SPRING
                 "demand: { falls: { rate = \"0 per day\"; enter = ( { to = \"visits\"; } ); }; };"
                 "services: { visits: { kind = \"caseload\"; places = 5; target = \"2 h\";"
                 "   stay = { mean = \"9 days\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_run(&f, 1);
    assert_nan(fixture_scalar(&f, "visits", "wait_mean"));
    assert_nan(fixture_scalar(&f, "visits", "wait_p95"));
    assert_nan(fixture_scalar(&f, "visits", "stay_total"));
    assert_nan(fixture_scalar(&f, "visits", "in_target"));
    assert_nan(fixture_scalar(&f, "system", "readmission_rate"));
    assert_nan(fixture_scalar(&f, "system", "dtoc_rate"));
    assert_nan(fixture_scalar(&f, "system", "occupancy"));
    assert_same_double(fixture_scalar(&f, "visits", "occupied_mean"), 0);
    assert_same_double(fixture_scalar(&f, "system", "delayed_days"), 0);
    fixture_close(&f);
}

static void days_above_the_watch_line_are_counted(void **state)
{
    (void)state;
    struct fixture f;
    const struct bf_setting set[] = {
        {"services.ward.beds", "70"}, {"services.step.beds", "90"}, {"occupancy_watch", "0.9"}};
    fixture_open(&f, PRESSED, "given.cfg", set, 3);
    fixture_run(&f, 2);
    double above = 0, most = 0;
    for (uint32_t d = 0; d < fixture_days(&f); d++) {
        double occupancy = fixture_day(&f, "ward", "all", "occupied", d) / 70;
        above += occupancy > 0.9;
        most = occupancy > most ? occupancy : most;
    }
    assert_true(above > 3 && above < 90);
    assert_same_double(fixture_scalar(&f, "system", "days_above"), above);
    assert_close(fixture_scalar(&f, "system", "occupancy_max"), 100 * most, 1e-4);
    fixture_close(&f);
}

static void waits_over_four_and_twelve_hours_are_those_of_the_story(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PRESSED);
    fixture_follow(&f, 5);
    uint32_t ward = fixture_service(&f, "ward"), all = 0, four = 0, twelve = 0;
    double sum = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_GRANTED || told->service != ward) continue;
        if (told->at_h < fixture_start_h(&f) || told->at_h >= fixture_end_h(&f)) continue;
        all++;
        sum += told->value;
        four += told->value > 4;
        twelve += told->value > 12;
    }
    assert_close_relative(fixture_scalar(&f, "ward", "wait_mean"), sum / all, 1e-9);
    assert_true(four > 10);
    /* by histogram: the bins are a few per cent wide */
    assert_close(fixture_scalar(&f, "ward", "wait_over_4h"), 100.0 * four / all, 1);
    assert_close(fixture_scalar(&f, "ward", "wait_over_12h"), 100.0 * twelve / all, 1);
    /* exactly, of emergencies: planned people are called off here and never wait so long */
    double admitted = fixture_scalar(&f, "system", "emergency_admissions");
    assert_close(fixture_scalar(&f, "system", "wait_over_4h"), 100.0 * four / admitted, 1e-9);
    assert_close(fixture_scalar(&f, "system", "wait_over_12h"), 100.0 * twelve / admitted, 1e-9);
    fixture_close(&f);
}

/* ---- for a plan of capacity and demand ------------------------------------------------- */

static double plan_sum(const struct fixture *f, const char *service, const char *name)
{
    double sum = 0;
    for (uint32_t d = 0; d < fixture_days(f); d++)
        sum += fixture_day(f, service, "all", name, d);
    return sum;
}

#define PLAN(beds)                                                                                 \
    SPRING "demand: { falls: { rate = \"9.7 per day\"; enter = ( { to = \"ward\"; } ); }; "        \
           " calls: { rate = \"3.1 per day\"; enter = ( { to = \"step\"; } ); }; };"               \
           "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; "          \
           "   stay = { mean = \"4 days\"; }; "                                                    \
           "   then = ( { to = \"step\"; share = 0.6; }, { to = \"home\"; share = 0.4; } ); }; "   \
           " step: { kind = \"beds\"; " beds " setting = \"non-acute\"; "                          \
           "   stay = { shape = \"constant\"; mean = \"5 days\"; }; "                              \
           "   then = ( { to = \"home\"; } ); }; };"

static void whoever_asks_starts_at_once_where_there_is_always_a_place(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PLAN("unlimited = true;"));
    fixture_run(&f, 2);
    double asked = plan_sum(&f, "step", "asked_hospital") + plan_sum(&f, "step", "asked_community");
    assert_true(asked > 500);
    assert_close(plan_sum(&f, "step", "commenced"), asked, 0);
    assert_close(fixture_scalar(&f, "step", "started"), asked, 0);
    assert_close(plan_sum(&f, "step", "commence_hours"), 0, 0);
    assert_true(isnan(fixture_day(&f, "step", "all", "place_days", 5)));
    /* those from outside are the people of their stream */
    assert_close(plan_sum(&f, "step", "asked_community"), fixture_scalar(&f, "step", "joined"), 0);
    fixture_close(&f);
}

static void who_asked_and_did_not_start_waits(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PLAN("beds = 43;"));
    fixture_run(&f, 2);
    double asked = 0, started = 0;
    uint32_t days = fixture_days(&f);
    for (uint32_t d = 1; d < days; d++) {
        asked += fixture_day(&f, "step", "all", "asked_hospital", d) +
                 fixture_day(&f, "step", "all", "asked_community", d);
        started += fixture_day(&f, "step", "all", "commenced", d);
    }
    double more = fixture_day(&f, "step", "all", "waiting", days - 1) -
                  fixture_day(&f, "step", "all", "waiting", 0);
    assert_close(asked - started, more, 0);
    assert_close(plan_sum(&f, "step", "place_days"), 43.0 * days, 1e-3);
    /* the wait of those who started is the wait that the table tells, by places given */
    assert_true(plan_sum(&f, "step", "commence_hours") > 0);
    assert_close(plan_sum(&f, "step", "commence_hours") / plan_sum(&f, "step", "commenced"),
                 fixture_scalar(&f, "step", "wait_mean"), 1e-4);
    fixture_close(&f);
}

#define PEOPLE                                                                                     \
    SPRING "classes: { fit: { ages = \"65-84\"; }; frail: { ages = \"65-84\"; }; "                 \
           " old: { ages = \"85+\"; }; }; localities: { north: { label = \"The north\"; }; "       \
           " south: { }; };"                                                                       \
           "demand: { falls: { rate = \"9.7 per day\"; enter = ( { to = \"ward\"; } ); "           \
           "   classes = { fit = 0.5; frail = 0.3; old = 0.2; }; "                                 \
           "   localities = { north = 0.7; south = 0.3; }; }; };"                                  \
           "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; "          \
           "   stay = { mean = \"4 days\"; }; then = ( { to = \"step\"; } ); }; "                  \
           " step: { kind = \"beds\"; beds = 47; setting = \"non-acute\"; "                        \
           "   stay = { mean = \"5 days\"; }; then = ( { to = \"home\"; } ); }; };"

static void delay_by_locality_and_age_adds_up_to_that_of_the_beds(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PEOPLE);
    fixture_run(&f, 4);
    static const char *const part[2][2] = {{"locality:north", "locality:south"},
                                           {"ages:65-84", "ages:85+"}};
    double days[2] = {0, 0}, left[2] = {0, 0}, cells = 0;
    for (int k = 0; k < 2; k++)
        for (int j = 0; j < 2; j++) {
            double people = fixture_of(&f, "system", part[k][j], "left_beds");
            left[k] += people;
            days[k] += people * fixture_of(&f, "system", part[k][j], "delay_mean");
        }
    cells = fixture_of(&f, "system", "ages:85+, locality:north", "left_beds") +
            fixture_of(&f, "system", "ages:85+, locality:south", "left_beds");
    assert_true(days[0] > 100);
    assert_close(days[1], days[0], 1e-6);
    assert_close(left[1], left[0], 0);
    assert_close(cells, fixture_of(&f, "system", "ages:85+", "left_beds"), 0);
    /* only the ward's people are delayed; the step-down beds' go home */
    assert_close(fixture_scalar(&f, "step", "stay_delay"), 0, 1e-9);
    assert_close(days[0],
                 fixture_scalar(&f, "ward", "stay_delay") *
                     fixture_scalar(&f, "system", "discharges_alive"),
                 1e-6 * days[0]);
    fixture_close(&f);
}

/* Of those of 65 and over one class is told by its treatment and not its age. */
static void a_wide_age_band_holds_the_narrower_ones_within_it(void **state)
{
    (void)state;
    static const char *const group[] = {"ages:18+",   "ages:65+",      "ages:65-74", "ages:75+",
                                        "ages:18-64", "ages:children", "ages:60-80"};
    struct fixture f;
    fixture_text(&f, SPRING
                 "classes: { any: { ages = \"18+\"; }; cast: { ages = \"65+\"; }; "
                 " young_old: { ages = \"65-74\"; }; old: { ages = \"75+\"; }; "
                 " adult: { ages = \"18-64\"; }; child: { ages = \"children\"; }; "
                 " odd: { ages = \"60-80\"; }; };"
                 "demand: { falls: { rate = \"23.9 per day\"; enter = ( { to = \"ward\"; } ); "
                 " classes = { any = 0.1; cast = 0.13; young_old = 0.2; old = 0.27; adult = 0.12; "
                 "   child = 0.11; odd = 0.07; }; }; };"
                 "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; "
                 "   stay = { mean = \"4 days\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_run(&f, 3);
    double of[7], all = 0;
    for (int k = 0; k < 7; k++)
        of[k] = fixture_of(&f, "system", group[k], "left_beds");
    all = fixture_scalar(&f, "system", "discharges_alive");
    assert_true(all > 500);
    for (int k = 2; k < 7; k++)
        assert_true(of[k] > 20 && of[k] < 0.4 * all);
    assert_true(of[6] > of[2] + 20);
    /* cast is what 65+ has beyond 65-74 and 75+; 60-80 holds 65-74 and lies in 18+ alone */
    assert_true(of[1] - of[2] - of[3] > 20);
    assert_true(of[1] - of[2] - of[3] < 0.25 * all);
    assert_true(of[0] - of[1] - of[4] - (of[6] - of[2]) > 20); /* any */
    assert_close(of[0] + of[5], all, 0);
    fixture_close(&f);
}

#define LEAVERS                                                                                    \
    "format = 1; period = { from = \"2021-12-13\"; to = \"2022-01-19\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"20 days\"; }; classes: { adult: { }; child: { adult = false; }; };"     \
    "demand: { falls: { rate = \"31.7 per day\"; classes = { adult = 0.8; child = 0.2; };"         \
    "   by_weekday = [1.4, 1.3, 1.1, 1.0, 0.9, 0.7, 0.6]; enter = ( { to = \"front\"; } ); }; };"  \
    "services: {"                                                                                  \
    " front: { kind = \"beds\"; unlimited = true; setting = \"acute\"; stay = { mean = \"0.6 "     \
    "days\"; "                                                                                     \
    "};"                                                                                           \
    "   then = ( { to = \"ward\"; share = 0.45; }, { to = \"home\"; share = 0.5; },"               \
    "     { to = \"died\"; share = 0.05; } ); };"                                                  \
    " ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; stay = { mean = \"0.9 "      \
    "days\"; "                                                                                     \
    "};"                                                                                           \
    "   process = { mean = \"3 h\"; }; then = ( { to = \"step\"; } ); };"                          \
    " step: { kind = \"beds\"; unlimited = true; setting = \"non-acute\";"                         \
    "   stay = { mean = \"1.3 days\"; }; then = ( { to = \"front\"; share = 0.3; },"               \
    "     { to = \"home\"; share = 0.7; } ); }; };"

/* Of the story alone: when a person came into acute beds, and when out of them again. */
static void count_leavers(const struct fixture *f, uint32_t hour[24], uint32_t day[])
{
    uint32_t step = fixture_service(f, "step");
    for (size_t k = 0; k < f->story.count; k++) {
        const struct bf_told *out = &f->story.told[k];
        if (out->step != BF_STEP_LEAVES || out->service == step || out->class_ == 1) continue;
        if (out->other == BF_TO_DIED || (out->other != BF_TO_HOME && out->other != step)) continue;
        if (out->at_h < fixture_start_h(f) || out->at_h >= fixture_end_h(f)) continue;
        double came_h = out->at_h;
        for (size_t j = k; j-- > 0;) {
            const struct bf_told *in = &f->story.told[j];
            if (in->who != out->who) continue;
            if (in->step == BF_STEP_LEAVES && in->service == step) break;
            if (in->step == BF_STEP_STARTS) came_h = in->at_h;
        }
        if (floor(came_h / 24) == floor(out->at_h / 24)) continue;
        hour[(int)floor(fmod(out->at_h, 24))]++;
        day[(int)floor((out->at_h - fixture_start_h(f)) / 24)]++;
    }
}

static void discharges_after_a_night_are_those_of_the_story_by_day_weekday_and_hour(void **state)
{
    (void)state;
    static const char *const name[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    struct fixture f;
    fixture_text(&f, LEAVERS);
    fixture_follow(&f, 3);
    uint32_t hour[24] = {0}, day[38] = {0}, days[7] = {0}, before = 0;
    double all = 0, of_weekday[7] = {0}, index = 0;
    char group[32];
    assert_int_equal(fixture_days(&f), 38);
    count_leavers(&f, hour, day);
    for (uint32_t d = 0; d < 38; d++) {
        assert_same_double(fixture_day(&f, "system", "all", "discharges_overnight", d), day[d]);
        all += day[d];
        of_weekday[d % 7] += day[d]; /* the first is a Monday */
        days[d % 7]++;
    }
    assert_true(all > 200);
    assert_same_double(fixture_scalar(&f, "system", "discharges_overnight"), all);
    for (int k = 0; k < 7; k++) {
        snprintf(group, sizeof group, "weekday:%s", name[k]);
        assert_close(fixture_of(&f, "system", group, "discharges_overnight"),
                     of_weekday[k] / days[k], 1e-9);
        index += days[k] * fixture_of(&f, "system", group, "discharges_index");
    }
    assert_close(index, 38, 1e-9);
    for (int h = 0; h < 24; h++) {
        snprintf(group, sizeof group, "hour:%02d", h);
        assert_close(fixture_of(&f, "system", group, "discharges_before"), 100 * before / all,
                     1e-9);
        assert_close(fixture_of(&f, "system", group, "discharges_share"), 100 * hour[h] / all,
                     1e-9);
        before += hour[h];
    }
    fixture_close(&f);
}

static void nobody_who_leaves_has_no_weekday_and_no_hour(void **state)
{
    (void)state;
    struct fixture f;
    fixture_open(&f, LEAVERS, "given.cfg", &(struct bf_setting){"demand.falls.rate", "0 per day"},
                 1);
    fixture_run(&f, 1);
    assert_same_double(fixture_scalar(&f, "system", "discharges_overnight"), 0);
    assert_same_double(fixture_of(&f, "system", "weekday:Wed", "discharges_overnight"), 0);
    assert_true(isnan(fixture_of(&f, "system", "weekday:Wed", "discharges_index")));
    assert_true(isnan(fixture_of(&f, "system", "hour:17", "discharges_before")));
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_column_has_a_name_of_its_own_a_unit_and_words),
        cmocka_unit_test(who_is_well_and_not_yet_seen_is_counted_at_midnight),
        cmocka_unit_test(reasons_bodies_classes_and_localities_add_up_each_day),
        cmocka_unit_test(the_table_agrees_with_the_curves),
        cmocka_unit_test(the_last_days_readmissions_are_counted_after_the_period),
        cmocka_unit_test(a_stay_is_ready_and_process_and_delay),
        cmocka_unit_test(what_is_undefined_is_nan_and_not_nought),
        cmocka_unit_test(days_above_the_watch_line_are_counted),
        cmocka_unit_test(waits_over_four_and_twelve_hours_are_those_of_the_story),
        cmocka_unit_test(whoever_asks_starts_at_once_where_there_is_always_a_place),
        cmocka_unit_test(who_asked_and_did_not_start_waits),
        cmocka_unit_test(delay_by_locality_and_age_adds_up_to_that_of_the_beds),
        cmocka_unit_test(a_wide_age_band_holds_the_narrower_ones_within_it),
        cmocka_unit_test(discharges_after_a_night_are_those_of_the_story_by_day_weekday_and_hour),
        cmocka_unit_test(nobody_who_leaves_has_no_weekday_and_no_hour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
