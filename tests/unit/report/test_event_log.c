/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "assert_close.h"
#include "bedflow/base/sheet.h"
#include "bedflow/report/event_log.h"
#include "model_fixture.h"
#include "scratch.h"

/* Beds run short, tasks hold people up, some give up, some come back, children do not count. */
static const char scenario[] =
    "format = 1; title = \"x\";\n"
    "period = { from = \"2021-11-01\"; to = \"2021-12-12\"; follow_up = \"30 days\"; };\n"
    "start = { warm_up = \"35 days\"; };\n"
    "classes = { child = { adult = false; ages = \"0-17\"; }; old = { label = \"Over \\\"65\\\", "
    "frail\"; }; };\n"
    "demand: { falls: { rate = \"9.7 per day\"; classes = { child = 0.27; old = 0.73; };\n"
    "  enter = ( { to = \"ward\"; } ); }; };\n"
    "tasks: { assessment: { reason = \"A\"; duration = { mean = \"1.1 days\"; }; }; };\n"
    "services: {\n"
    "  ward: { kind = \"beds\"; setting = \"acute\"; beds = 57; stay = { mean = \"4.3 days\"; };\n"
    "    patience = \"19 hours\"; gives_up_to = \"home\"; discharges = \"10:00-18:00\";\n"
    "    after_discharge = { readmission = { days = [\"7 days\", \"30 days\"]; share = [0.04, "
    "0.09]; }; };\n"
    "    then = ( { to = \"rehab\"; share = 0.37; needs = { assessment = 0.6; };\n"
    "      or = ( { to = \"home\"; after = \"6 days\"; } ); }, { to = \"home\"; share = 0.63; } "
    ");\n"
    "  };\n"
    "  rehab: { kind = \"beds\"; setting = \"non-acute\"; beds = 31; stay = { mean = \"9.1 days\"; "
    "};\n"
    "    then = ( { to = \"home\"; needs = { assessment = 0.2; }; } ); };\n"
    "};\n";

enum {
    CASE,
    ACTIVITY,
    INSTANCE,
    LIFECYCLE,
    TIME,
    STEP = 8,
    SERVICE,
    SETTING,
    ADULT = 13,
    REASON = 15
};

static struct fixture f;
static struct bf_sheet sheet;

/* Log one replication from its first hour on, and keep what it measured. */
static void make(enum bf_log_shape shape, uint32_t number, double from_h, double to_h)
{
    struct bf_event_log log = {.network = &f.model.network,
                               .shape = shape,
                               .first_day = f.model.network.from - (bf_day)fixture_warm_up(&f),
                               .from_h = from_h,
                               .to_h = to_h};
    struct bf_err err = {.code = BF_OK};
    struct bf_replication replication = {.seed = FIXTURE_SEED,
                                         .number = number,
                                         .warm_up_days = fixture_warm_up(&f),
                                         .trace = bf_event_log_hear,
                                         .trace_context = &log};
    assert_true(bf_event_log_open(&log, scratch_path("log.csv"), &err));
    bf_event_log_begin(&log, number);
    if (!bf_replicate(f.workspace, &replication, &f.outcome, &err)) fail_msg("%s", err.what);
    assert_true(bf_event_log_close(&log, &err));
    bf_sheet_free(&sheet);
    if (!bf_sheet_read(&sheet, scratch_path("log.csv"), &err)) fail_msg("%s", err.what);
    assert_int_equal(sheet.rows, log.rows);
}

static const char *at(size_t row, int column)
{
    return bf_sheet_at(&sheet, row, column);
}

static bool is(size_t row, int column, const char *text)
{
    return strcmp(at(row, column), text) == 0;
}

/* Who has been heard of, and whether they are ready and without a place. */
struct heard {
    char who[64];
    bool delayed;
};

static struct heard *hear(struct heard heard[], size_t *count, const char *who)
{
    for (size_t i = *count; i > 0; i--)
        if (strcmp(heard[i - 1].who, who) == 0) return &heard[i - 1];
    struct heard *fresh = &heard[(*count)++];
    snprintf(fresh->who, sizeof fresh->who, "%s", who);
    fresh->delayed = false;
    return fresh;
}

static void the_delayed_at_every_midnight_come_out_of_the_log(void **state)
{
    (void)state;
    char midnight[BF_TIMESTAMP_CAP];
    size_t row = 0, count = 0;
    double most = 0;
    struct heard *heard = calloc(4000, sizeof *heard);
    assert_non_null(heard);
    make(BF_LOG_BUPAR, 3, 0, 1e9);
    bf_day first = f.model.measures.catalogue.first_day;
    for (uint32_t day = 0; day < fixture_days(&f); day++) {
        double delayed = 0;
        bf_timestamp(first, (day + 1) * 24.0, midnight);
        for (; row < sheet.rows && strcmp(at(row, TIME), midnight) < 0; row++) {
            bool bed = is(row, SETTING, "acute") || is(row, SETTING, "non-acute");
            assert_true(count < 4000);
            struct heard *one = hear(heard, &count, at(row, CASE));
            if (is(row, STEP, "ready") && bed && is(row, ADULT, "yes")) one->delayed = true;
            if (is(row, STEP, "granted") || is(row, STEP, "leaves")) one->delayed = false;
        }
        for (size_t i = 0; i < count; i++)
            delayed += heard[i].delayed;
        assert_close(delayed, fixture_day(&f, "system", "all", "delayed", day), 1e-12);
        most = delayed > most ? delayed : most;
    }
    assert_true(most > 5); /* there was something to count */
    free(heard);
}

static double count_of(const char *step, const char *service, const char *from, const char *to)
{
    double count = 0;
    for (size_t row = 0; row < sheet.rows; row++)
        count += is(row, STEP, step) && (service == NULL || is(row, SERVICE, service)) &&
                 strcmp(at(row, TIME), from) >= 0 && strcmp(at(row, TIME), to) < 0;
    return count;
}

static void people_starts_and_arrivals_are_those_of_the_measures(void **state)
{
    (void)state;
    char from[BF_TIMESTAMP_CAP], to[BF_TIMESTAMP_CAP];
    make(BF_LOG_BUPAR, 5, 0, 1e9);
    bf_day first = f.model.measures.catalogue.first_day;
    bf_timestamp(first, 0, from);
    bf_timestamp(first, fixture_days(&f) * 24.0, to);
    assert_close(count_of("presents", NULL, from, to), fixture_scalar(&f, "system", "presented"),
                 1e-12);
    static const char *const service[] = {"ward", "rehab"};
    for (int i = 0; i < 2; i++)
        assert_close(count_of("starts", service[i], from, to),
                     fixture_scalar(&f, service[i], "started"), 1e-12);
    assert_close(count_of("gives_up", "ward", from, to), fixture_scalar(&f, "ward", "gave_up"),
                 1e-12);
    assert_true(count_of("returns", NULL, from, to) > 0);
    for (uint32_t day = 0; day < fixture_days(&f); day++) {
        bf_timestamp(first, day * 24.0, from);
        bf_timestamp(first, (day + 1) * 24.0, to);
        assert_close(count_of("presents", NULL, from, to),
                     fixture_day(&f, "system", "all", "presented", day), 1e-12);
    }
}

static void a_stay_is_one_instance_from_asking_to_leaving(void **state)
{
    (void)state;
    uint32_t whole = 0, withdrawn = 0;
    make(BF_LOG_BUPAR, 3, 0, 1e9);
    for (size_t row = 0; row < sheet.rows; row++) {
        if (row > 0) assert_true(strcmp(at(row - 1, TIME), at(row, TIME)) <= 0);
        if (!is(row, STEP, "waits") || row > sheet.rows / 2) continue;
        const char *order = "schedule";
        for (size_t k = row + 1; k < sheet.rows; k++) {
            if (strcmp(at(k, INSTANCE), at(row, INSTANCE)) != 0) continue;
            assert_string_equal(at(k, CASE), at(row, CASE));
            assert_string_equal(at(k, ACTIVITY), at(row, ACTIVITY));
            if (is(k, LIFECYCLE, "complete")) assert_string_equal(order, "start");
            whole += is(k, LIFECYCLE, "complete");
            withdrawn += is(k, LIFECYCLE, "withdraw");
            order = at(k, LIFECYCLE);
        }
    }
    assert_true(whole > 20);
    assert_true(withdrawn > 0);
}

static void rows_carry_class_ages_setting_and_reason(void **state)
{
    (void)state;
    bool child = false, task = false, place = false;
    make(BF_LOG_BUPAR, 3, 0, 1e9);
    for (size_t row = 0; row < sheet.rows; row++) {
        assert_true(is(row, ADULT, is(row, 11, "child") ? "no" : "yes"));
        child = child || (is(row, 11, "child") && is(row, 12, "0-17"));
        task = task || (is(row, STEP, "task") && is(row, ACTIVITY, "assessment") &&
                        is(row, REASON, "A") && is(row, SETTING, "acute"));
        place =
            place || (is(row, STEP, "waits") && is(row, SERVICE, "rehab") && is(row, REASON, "O"));
        assert_non_null(strchr(at(row, CASE), '@'));
    }
    assert_true(child && task && place);
}

static void a_part_of_the_run_has_the_rows_of_its_days(void **state)
{
    (void)state;
    make(BF_LOG_XES, 3, 40 * 24.0, 47 * 24.0);
    assert_true(sheet.rows > 50);
    assert_string_equal(sheet.head[0], "case:concept:name");
    assert_string_equal(sheet.head[4], "time:timestamp");
    assert_true(strcmp(at(0, TIME), "2021-11-06T00:00:00.000") >= 0);
    assert_true(strcmp(at(sheet.rows - 1, TIME), "2021-11-13T00:00:00.000") < 0);
}

static void what_comes_before_a_midnight_is_shown_before_it(void **state)
{
    (void)state;
    static const struct {
        double at_h;
        const char *text;
    } row[] = {{0, "2021-11-01T00:00:00.000"},
               {24 - 1e-9, "2021-11-01T23:59:59.999"},
               {24, "2021-11-02T00:00:00.000"},
               {33 - 1e-12, "2021-11-02T09:00:00.000"},
               {2.385, "2021-11-01T02:23:06.000"}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        char text[BF_TIMESTAMP_CAP];
        bf_timestamp(bf_day_from_civil(2021, 11, 1), row[i].at_h, text);
        assert_string_equal(text, row[i].text);
    }
}

static void a_full_disk_is_said(void **state)
{
    (void)state;
    struct bf_event_log log = {.network = &f.model.network};
    struct bf_err err;
    if (!bf_event_log_open(&log, "/dev/full", &err)) return; /* no such device here */
    assert_false(bf_event_log_close(&log, &err));
    assert_int_equal(err.code, BF_E_IO);
}

static void an_xes_document_holds_the_same_steps(void **state)
{
    (void)state;
    struct bf_event_log log = {.network = &f.model.network,
                               .shape = BF_LOG_XML,
                               .title = "A <title>",
                               .first_day = f.model.network.from - (bf_day)fixture_warm_up(&f),
                               .from_h = 0,
                               .to_h = 1e9};
    struct bf_replication replication = {.seed = FIXTURE_SEED,
                                         .number = 2,
                                         .warm_up_days = fixture_warm_up(&f),
                                         .trace = bf_event_log_hear,
                                         .trace_context = &log};
    struct bf_err err = {.code = BF_OK};
    make(BF_LOG_BUPAR, 2, 0, 1e9);
    assert_true(bf_event_log_open(&log, scratch_path("log.xes"), &err));
    bf_event_log_begin(&log, 2);
    if (!bf_replicate(f.workspace, &replication, &f.outcome, &err)) fail_msg("%s", err.what);
    assert_true(bf_event_log_close(&log, &err));
    assert_int_equal(log.rows, sheet.rows);
    char *xml = scratch_read("log.xes");
    size_t events = 0, withdrawn = 0, rows = 0;
    for (const char *at_ = xml; (at_ = strstr(at_, "<event>")) != NULL; at_++)
        events++;
    for (const char *at_ = xml; (at_ = strstr(at_, "value=\"withdraw\"")) != NULL; at_++)
        withdrawn++;
    for (size_t row = 0; row < sheet.rows; row++)
        rows += is(row, LIFECYCLE, "withdraw");
    assert_int_equal(events, sheet.rows);
    assert_int_equal(withdrawn, rows);
    assert_contains(xml, "<string key=\"concept:name\" value=\"A &lt;title&gt;\"/>");
    assert_contains(xml, "<string key=\"class\" value=\"Over &quot;65&quot;, frail\"/>");
    assert_contains(xml, "<boolean key=\"adult\" value=\"false\"/>");
    free(xml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_delayed_at_every_midnight_come_out_of_the_log),
        cmocka_unit_test(people_starts_and_arrivals_are_those_of_the_measures),
        cmocka_unit_test(a_stay_is_one_instance_from_asking_to_leaving),
        cmocka_unit_test(rows_carry_class_ages_setting_and_reason),
        cmocka_unit_test(a_part_of_the_run_has_the_rows_of_its_days),
        cmocka_unit_test(what_comes_before_a_midnight_is_shown_before_it),
        cmocka_unit_test(a_full_disk_is_said),
        cmocka_unit_test(an_xes_document_holds_the_same_steps),
    };
    if (scratch_begin(NULL) != 0) return 1;
    fixture_text(&f, scenario);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bf_sheet_free(&sheet);
    fixture_close(&f);
    return scratch_end(NULL) != 0 || failed;
}
