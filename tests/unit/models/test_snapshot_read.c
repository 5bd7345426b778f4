/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows of a snapshot: what is taken, what is refused with its line, what is worth saying. */
#include "unit.h"

#include "today.h"

#include "bedflow/models/snapshot.h"
#include "bedflow/study/study.h"

#include <math.h>

#define HEAD "service,class,locality,days_so_far,waiting_for,delayed_since\n"
static const char scenario[] =
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-12-31\"; };"
    "start = { snapshot = \"people.csv\"; warm_up = \"90 days\"; };"
    "classes: { frail: {}; fit: {}; }; localities: { north: {}; south: {}; };"
    "tasks: { funding: { reason = \"B\"; responsible = \"NHS\"; duration = { mean = \"4 days\"; }; "
    "}; };"
    "demand: { falls: { rate = \"3 per day\"; classes = { frail = 0.4; fit = 0.6; };"
    "    enter = ( { to = \"ward\"; } ); offer = { to = \"response\"; share = 0.2; }; };"
    "  hips: { kind = \"planned\"; rate = \"9 per day\"; classes = { fit = 1.0; };"
    "    enter = ( { to = \"ward\"; } ); }; };"
    "services: { ward: { kind = \"beds\"; setting = \"acute\"; beds = 70; stay = { mean = \"5 "
    "days\"; };"
    "    after_discharge = { readmission = { days = [\"30 days\"]; share = [0.15]; }; };"
    "    then = ( { to = \"rehab\"; share = 0.2; needs = { funding = 0.3; }; }, { to = \"home\"; "
    "share = 0.8; } );"
    "    by_class = { fit = { then = ( { to = \"home\"; } ); }; }; };"
    "  rehab: { kind = \"beds\"; setting = \"non-acute\"; beds = 10; stay = { mean = \"20 days\"; "
    "};"
    "    then = ( { to = \"home\"; } ); };"
    "  response: { kind = \"beds\"; setting = \"home\"; beds = 9; stay = { mean = \"2 days\"; };"
    "    then = ( { to = \"home\"; } ); };"
    "  placement: { kind = \"market\"; lead_time = { mean = \"9 days\"; }; }; };";

static const struct bf_present *at_line(const struct fixture *f, uint32_t line)
{
    const struct bf_snapshot *s = f->model.network.snapshot;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->person[i].line == line) return &s->person[i];
    fail_msg("nobody of line %u", line);
    return NULL;
}

static void rows_become_people_with_what_is_known_of_them(void **state)
{
    (void)state;
    struct fixture f;
    today_open(&f, scenario,
               " delayed_since ,service,class,days_so_far,waiting_for,nhs_site\r\n"
               "2021-10-30 06:00:36, ward ,frail,12.5,rehab,\"X, Y\"\r\n"
               "2021-10-30,ward,,,funding,\r\n"
               ",rehab,,,,\r\n"
               ",response,fit,0.5,,\r\n"
               ",,fit,0.25,ward,\r\n"
               ",,frail,,response,\r\n"
               ",home,,3,,\r\n"
               "2021-10-31 23:30,ward,fit,2,,\r\n"
               ",placement,,70,,\r\n");
    const struct bf_snapshot *s = f.model.network.snapshot;
    assert_int_equal(s->count, 9);
    assert_int_equal(s->in, 3);
    assert_int_equal(s->ready, 3);
    assert_int_equal(s->outside, 2);
    assert_int_equal(s->home, 1);
    assert_int_equal(s->unknown, 1);
    const struct bf_present *p = at_line(&f, 2);
    assert_int_equal(p->awaits, BF_AWAITS_PLACE);
    assert_int_equal(p->target, fixture_service(&f, "rehab"));
    assert_close(p->waited_h, 42 - 0.01, 1e-6);
    assert_close(p->elapsed_h, 300, 0);
    assert_int_equal(p->class_, 0);
    assert_int_equal(p->locality, BF_UNKNOWN);
    p = at_line(&f, 3);
    assert_int_equal(p->awaits, BF_AWAITS_TASK);
    assert_close(p->waited_h, 36, 1e-6); /* a date alone is taken as its noon */
    assert_true(isnan(p->elapsed_h));
    assert_int_equal(p->class_, BF_UNKNOWN);
    assert_true(at_line(&f, 5)->offered);
    p = at_line(&f, 6);
    assert_close(p->waited_h, 6, 1e-6);
    assert_int_equal(p->stream, 0); /* the planned do not wait for a bed */
    assert_true(at_line(&f, 7)->offered);
    assert_int_equal(at_line(&f, 8)->service, BF_TO_HOME);
    assert_int_equal(at_line(&f, 9)->awaits, BF_AWAITS_UNKNOWN);
    assert_true(today_says(&f, BF_WARNING, "\"nhs_site\" is not used"));
    struct bf_snapshot_at ward = bf_snapshot_count(s, fixture_service(&f, "ward"));
    assert_int_equal(ward.in, 3);
    assert_int_equal(ward.ready, 3);
    assert_int_equal(ward.outside, 1);
    fixture_close(&f);
}

static void a_snapshot_takes_the_place_of_the_warm_up(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_err err;
    uint32_t days = 7;
    today_open(&f, scenario, HEAD "ward,,,9,,\n");
    struct bf_study study = {.model = &f.model, .seed = 1, .replications = 1, .warm_up_days = -1};
    assert_true(bf_study_warm_up(&study, &days, &err));
    assert_int_equal(days, 0);
    study.warm_up_days = 30;
    assert_false(bf_study_warm_up(&study, &days, &err));
    assert_contains(err.what, "starts from a snapshot, received 30 days");
    fixture_close(&f);
}

static void people_are_ordered_by_how_long_they_wait(void **state)
{
    (void)state;
    struct fixture f;
    today_open(&f, scenario,
               HEAD
               "ward,frail,,9,rehab,2021-10-30\nward,frail,,9,,\nward,frail,,9,rehab,2021-10-28\n"
               "ward,frail,,9,rehab,2021-10-30\n");
    const struct bf_present *p = f.model.network.snapshot->person;
    assert_int_equal(p[0].line, 3);
    assert_int_equal(p[1].line, 4);
    assert_int_equal(p[2].line, 2);
    assert_int_equal(p[3].line, 5);
    fixture_close(&f);
}

static void equal_rows_are_different_people_and_keep_their_keys(void **state)
{
    (void)state;
    struct fixture a, b;
    today_open(&a, scenario, HEAD "ward,,,9,,\nward,,,9,,\nrehab,,,1,,\n");
    today_open(&b, scenario, HEAD "rehab,,,2,,\nrehab,,,1,,\nward,,,9,,\nward,,,9,,\nward,,,9,,\n");
    assert_true(at_line(&a, 2)->who != at_line(&a, 3)->who);
    assert_true(at_line(&a, 4)->who == at_line(&b, 3)->who);
    assert_true(at_line(&b, 2)->who != at_line(&b, 3)->who);
    for (uint32_t line = 2; line <= 3; line++) {
        bool found = false;
        for (uint32_t other = 4; other <= 6; other++)
            found = found || at_line(&a, line)->who == at_line(&b, other)->who;
        assert_true(found);
    }
    fixture_close(&a);
    fixture_close(&b);
}

static void what_cannot_be_is_refused_with_its_line_and_a_cure(void **state)
{
    (void)state;
    static const struct {
        const char *table;
        int line;
        const char *path, *says;
    } row[] = {
        {HEAD "ward,,,1,,\nwrad,,,1,,\n", 3, "service", "\"wrad\"; did you mean \"ward\"?"},
        {HEAD "ward,frial,,1,,\n", 2, "class", "did you mean \"frail\"?"},
        {HEAD "ward,,nort,1,,\n", 2, "locality", "did you mean \"north\"?"},
        {HEAD "ward,,,1,rehb,\n", 2, "waiting_for", "did you mean \"rehab\"?"},
        {HEAD "ward,,,1,fundin,\n", 2, "waiting_for", "did you mean \"funding\"?"},
        {HEAD "ward,,,-1,,\n", 2, "days_so_far", "received \"-1\""},
        {HEAD "ward,,,nan,,\n", 2, "days_so_far", "received \"nan\""},
        {HEAD "ward,,,5%,,\n", 2, "days_so_far", "expected days so far"},
        {HEAD "ward,,,9,rehab,30/10/2021\n", 2, "delayed_since", "2021-11-01 14:30"},
        {HEAD "ward,,,9,rehab,30/10/2021\n", 2, "delayed_since", "which is 30 October 2021"},
        {HEAD "ward,,,\"3,5\",,\n", 2, "days_so_far", "write a decimal with a point"},
        {HEAD "ward,,,9,rehab,2021-11-01 09:00\n", 2, "delayed_since", "before the run begins"},
        {HEAD "ward,,,9,rehab,2021-10-30 24:00\n", 2, "delayed_since", "expected a date"},
        {HEAD "ward,,,3,rehab,2021-10-20\n", 2, "delayed_since", "after they came, 3 days ago"},
        {HEAD "ward,fit,,9,rehab,\n", 2, "waiting_for", "no way on from there leads to it"},
        {HEAD "rehab,,,9,ward,\n", 2, "waiting_for", "add one to services.rehab.then"},
        {HEAD "rehab,,,9,funding,\n", 2, "waiting_for", "needs it"},
        {HEAD ",,,9,,\n", 2, "service", "received neither"},
        {HEAD ",,,9,funding,\n", 2, "waiting_for", "nobody outside waits for a task"},
        {HEAD "home,,,,,\n", 2, "days_so_far", "since their discharge"},
        {HEAD "home,,,3,ward,\n", 2, "waiting_for", "expected nothing for somebody at home"},
        {HEAD "placement,,,3,home,\n", 2, "waiting_for", "there for good"},
        {HEAD "ward,,,1,\n", 2, "", "expected 6 fields"},
        {"service,days_sofar\nward,1\n", 1, "", "did you mean \"days_so_far\"?"},
        {"class,days_so_far\nfit,1\n", 1, "", "expected a header with a column \"service\""},
    };
    for (size_t i = 0; i < UNIT_COUNT(row); i++)
        today_refused(scenario, row[i].table, row[i].line, row[i].path, row[i].says);
}

static void every_bad_row_is_reported(void **state)
{
    (void)state;
    struct fixture f;
    assert_false(
        today_try(&f, scenario, HEAD "wrad,,,1,,\nward,,,1,,\nward,,,x,,\nward,frial,,,,\n"));
    assert_int_equal(f.faults.errors, 3);
    for (size_t i = 0; i < f.faults.count; i++)
        if (f.faults.fault[i].severity == BF_ERROR)
            assert_string_equal(f.faults.fault[i].err.where.file, "people.csv");
    fixture_close(&f);
}

static void missing_returns_are_pointed_out_unless_people_are_at_home(void **state)
{
    (void)state;
    struct fixture f;
    today_open(&f, scenario, HEAD "ward,,,1,,\n");
    assert_true(today_says(&f, BF_WARNING, "nobody of the table is at home"));
    fixture_close(&f);
    today_open(&f, scenario, HEAD "ward,,,1,,\nhome,,,1,,\n");
    assert_false(today_says(&f, BF_WARNING, "nobody of the table is at home"));
    fixture_close(&f);
}

static void a_table_of_nobody_is_an_empty_start(void **state)
{
    (void)state;
    struct fixture f;
    today_open(&f, scenario, HEAD);
    assert_int_equal(f.model.network.snapshot->count, 0);
    assert_true(today_says(&f, BF_WARNING, "nobody of the table is in ward (about 67 at"));
    fixture_close(&f);
}

/* Those of short stays fill by themselves. */
static void a_service_that_the_table_leaves_out_is_pointed_out(void **state)
{
    (void)state;
    struct fixture f;
    today_open(&f, scenario, HEAD "ward,,,1,,\n");
    assert_true(today_says(&f, BF_WARNING, "nobody of the table is in rehab (about "));
    assert_false(today_says(&f, BF_WARNING, "ward (about"));
    assert_false(today_says(&f, BF_WARNING, "response (about"));
    fixture_close(&f);
    today_open(&f, scenario, HEAD "ward,,,1,,\nrehab,,,,,\n");
    assert_false(today_says(&f, BF_WARNING, "nobody of the table is in "));
    fixture_close(&f);
}

static void more_people_than_care_hours_last_for_are_told(void **state)
{
    (void)state;
    static const char hours[] =
        "format = 1; period = { from = \"2021-11-01\"; to = \"2021-12-31\"; };"
        "start = { snapshot = \"people.csv\"; };"
        "demand: { falls: { rate = \"0.3 per day\"; enter = ( { to = \"care\"; } ); }; };"
        "services: { care: { kind = \"caseload\"; hours = \"70 hours per week\";"
        "    first_visits = \"14 hours per week\"; last_visits = \"7 hours per week\";"
        "    stay = { mean = \"9 days\"; }; then = ( { to = \"home\"; } ); }; };";
    struct fixture f;
    char *table = today_rows("service\n", "care\n", 8);
    today_open(&f, hours, table);
    assert_true(today_says(&f, BF_NOTE, "take about 12 hours a day of the 10 there are"));
    fixture_close(&f);
    free(table);
    today_open(&f, hours, "service\ncare\n");
    assert_false(today_says(&f, BF_NOTE, "hours a day"));
    fixture_close(&f);
}

static void more_people_than_the_limit_are_refused(void **state)
{
    (void)state;
    char *table = today_rows(HEAD, "ward,,,1,,\n", 30);
    char *small = malloc(strlen(scenario) + 64);
    snprintf(small, strlen(scenario) + 64, "%s limits = { patients = 29; };", scenario);
    today_refused(small, table, 0, "", "expected at most 29 people, received 30");
    free(small);
    free(table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_become_people_with_what_is_known_of_them),
        cmocka_unit_test(a_snapshot_takes_the_place_of_the_warm_up),
        cmocka_unit_test(people_are_ordered_by_how_long_they_wait),
        cmocka_unit_test(equal_rows_are_different_people_and_keep_their_keys),
        cmocka_unit_test(what_cannot_be_is_refused_with_its_line_and_a_cure),
        cmocka_unit_test(every_bad_row_is_reported),
        cmocka_unit_test(missing_returns_are_pointed_out_unless_people_are_at_home),
        cmocka_unit_test(a_table_of_nobody_is_an_empty_start),
        cmocka_unit_test(a_service_that_the_table_leaves_out_is_pointed_out),
        cmocka_unit_test(more_people_than_care_hours_last_for_are_told),
        cmocka_unit_test(more_people_than_the_limit_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
