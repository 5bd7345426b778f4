/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "example_result.h"
#include "scratch.h"

#include "bedflow/report/csv.h"
#include "bedflow/report/picture.h"
#include "bedflow/report/store.h"

static struct example example;
static struct bf_record record;
static bool has[BF_PICTURE_COUNT];

/* Store, read back and write the tables of pictures under name/plots. */
static void prepare(const char *name, struct example_shape shape)
{
    struct bf_err err = {.code = BF_OK};
    char plots[300], data[320];
    example_make(&example, shape);
    bool good = bf_store_write(&example.result, &example_identity, scratch_path(name), true, &err);
    snprintf(plots, sizeof plots, "%s/plots", scratch_path(name));
    snprintf(data, sizeof data, "%s/data", plots);
    good = good && bf_record_read(&record, scratch_path(name), &err) &&
           bf_folder_make(data, &err) && bf_picture_write(&record, plots, has, &err);
    bf_result_free(&example.result);
    if (!good) {
        fail_msg("%s:%d: %s", err.where.file, err.where.line, err.what);
    }
}

static void a_whole_result_has_every_picture(void **state)
{
    (void)state;
    prepare("whole", example_winter());
    for (int i = 0; i < BF_PICTURE_COUNT; i++) {
        /* the made-up result has no plan, no bills and no hours of discharge */
        assert_int_equal(has[i], i != BF_PICTURE_CAPACITY && i != BF_PICTURE_SPEND &&
                                     i != BF_PICTURE_PLANS && i != BF_PICTURE_WHO_WAITS &&
                                     i != BF_PICTURE_DISCHARGES);
    }
    char *bytes = scratch_read("whole/plots/run.gp");
    assert_contains(bytes, "delayed_title = 'Delayed transfers of care: ");
    assert_contains(bytes, "system_target = 92\n");
    assert_contains(bytes, "All acute beds together are ");
    assert_contains(bytes, " above 92%'");
    assert_contains(bytes, "occupancy_panels = 4\n");
    assert_contains(bytes, "rules_panels = 2\n");
    assert_contains(bytes, "rules_title = 'The rule most in use is on for ");
    assert_contains(bytes, "Escalation beds");
    assert_contains(bytes, "has_range = 1\n");
    assert_contains(bytes, "seed 18446744073709551557");
    assert_contains(bytes, "1 Dec 2021 to 4 Jan 2022");
    assert_contains(bytes, "not the error of a mean");
    assert_contains(bytes, "Responsible: NHS 62%, social care 38%.");
    free(bytes);
    bf_record_free(&record);
}

static void a_result_without_rules_has_no_picture_of_them(void **state)
{
    (void)state;
    struct example_shape shape = example_winter();
    shape.rules = 0;
    prepare("ruleless", shape);
    assert_false(has[BF_PICTURE_RULES]);
    assert_true(has[BF_PICTURE_WAITS]);
    bf_record_free(&record);
}

static void the_share_of_winters_is_in_per_cent(void **state)
{
    (void)state;
    struct bf_sheet sheet;
    struct bf_err err;
    prepare("share", example_winter());
    assert_true(bf_sheet_read(&sheet, scratch_path("share/plots/data/rule-01.csv"), &err));
    const struct bf_series_record *on = bf_record_series(&record, "system", "policy:beds", "on");
    double most = 0;
    for (size_t d = 0; d < sheet.rows; d++) {
        double share;
        assert_true(bf_number_parse(bf_sheet_at(&sheet, d, 1), &share));
        assert_close(share, 100 * on->band[BF_BAND_MEAN][d], 1e-4);
        most = share > most ? share : most;
    }
    assert_true(most > 10);
    bf_sheet_free(&sheet);
    bf_record_free(&record);
}

/* One night in one winter of 300 of 35 nights: 0.0095% of nights. */
static void what_is_rarely_on_is_not_on_for_none(void **state)
{
    (void)state;
    struct bf_err err;
    char plots[200];
    prepare("rare", example_winter());
    snprintf(plots, sizeof plots, "%s/plots", scratch_path("rare"));
    for (uint32_t i = 0; i < record.series_count; i++) {
        struct bf_series_record *series = &record.series[i];
        if (strncmp(series->group, "policy:", 7) != 0) continue;
        memset(series->band[BF_BAND_MEAN], 0, record.day_count * sizeof(double));
        series->band[BF_BAND_MEAN][7] = 1 / 300.0;
    }
    assert_true(bf_picture_write(&record, plots, has, &err));
    char *bytes = scratch_read("rare/plots/run.gp");
    assert_contains(bytes, "'on under 1% of nights; most on 8 Dec 2021, in under 1% of winters'");
    assert_contains(bytes, "rules_title = 'The rule most in use is on for under 1% of nights: ");
    free(bytes);
    bf_record_free(&record);
}

static void reasons_are_stacked_up_to_the_mean_of_all(void **state)
{
    (void)state;
    struct bf_sheet reasons, delayed;
    struct bf_err err;
    prepare("stack", example_winter());
    assert_true(bf_sheet_read(&reasons, scratch_path("stack/plots/data/reasons.csv"), &err));
    assert_true(bf_sheet_read(&delayed, scratch_path("stack/plots/data/delayed.csv"), &err));
    assert_int_equal(reasons.columns, 1 + 2 * 8); /* eleven reasons, the small ones as one */
    assert_int_equal(bf_sheet_column(&reasons, "rest_high"), 16);
    for (size_t d = 0; d < reasons.rows; d++) {
        double top = 0, mean = 0, before = 0;
        assert_true(bf_number_parse(reasons.field[d * 17 + 16], &top));
        assert_true(bf_number_parse(delayed.field[d * 7 + 1], &mean));
        assert_close_relative(top, mean, 1e-5);
        for (size_t k = 1; k < 17; k++) {
            double value = 0;
            assert_true(bf_number_parse(reasons.field[d * 17 + k], &value));
            assert_true(value >= before);
            before = value;
        }
    }
    bf_sheet_free(&reasons);
    bf_sheet_free(&delayed);
    bf_record_free(&record);
}

static void titles_fit_what_is_seen(void **state)
{
    (void)state;
    struct example_shape shape = example_winter();
    shape.level = 0;
    shape.no_targets = true;
    prepare("zero", shape);
    assert_false(has[BF_PICTURE_READMISSIONS]); /* nobody was discharged */
    char *bytes = scratch_read("zero/plots/run.gp");
    assert_contains(bytes, "'Hardly anybody waits in a bed for the next place'");
    assert_contains(bytes, "'Nobody waits for any service'");
    assert_contains(bytes, "delayed_target = NaN\n");
    assert_contains(bytes, "reasons = 0\n");
    free(bytes);
    bf_record_free(&record);
}

static void one_replication_says_that_there_is_no_range(void **state)
{
    (void)state;
    struct example_shape shape = example_winter();
    shape.replications = 1;
    shape.days = 20;
    prepare("one", shape);
    char *bytes = scratch_read("one/plots/run.gp");
    assert_contains(bytes, "has_range = 0\n");
    assert_contains(bytes, "One replication is one possible winter: no range can be shown.");
    free(bytes);
    bytes = scratch_read("one/plots/data/delayed-ends.csv");
    assert_contains(bytes, "at the end,middle");
    assert_null(strstr(bytes, "p95"));
    free(bytes);
    bf_record_free(&record);
}

static void missing_series_leave_their_pictures_out(void **state)
{
    (void)state;
    struct example_shape shape = example_winter();
    shape.only_scalars = true;
    prepare("scalars", shape);
    for (int i = 0; i < BF_PICTURE_COUNT; i++) {
        assert_int_equal(has[i], i == BF_PICTURE_WAITS);
    }
    bf_record_free(&record);
    shape.replications = 0;
    prepare("nobody", shape);
    for (int i = 0; i < BF_PICTURE_COUNT; i++) {
        assert_false(has[i]);
    }
    bf_record_free(&record);
}

static void forty_services_over_three_years_have_a_table_each(void **state)
{
    (void)state;
    struct example_shape shape = example_winter();
    struct bf_sheet sheet;
    struct bf_err err;
    shape.services = 40;
    shape.days = 1096;
    shape.replications = 2;
    prepare("many", shape);
    char *bytes = scratch_read("many/plots/run.gp");
    assert_contains(bytes, "occupancy_panels = 40\n");
    assert_contains(bytes, "waits_rows = 40\n");
    assert_contains(bytes, "\"1 day\" 24.000000, \"1 week\" 168"); /* "3 days" would touch it */
    free(bytes);
    assert_true(bf_sheet_read(&sheet, scratch_path("many/plots/data/service-40.csv"), &err));
    assert_int_equal(sheet.rows, 1096);
    assert_int_equal(sheet.columns, 20);
    bf_sheet_free(&sheet);
    bf_record_free(&record);
}

static void the_longest_wait_comes_first(void **state)
{
    (void)state;
    struct bf_sheet waits;
    struct bf_err err;
    prepare("waits", example_winter());
    assert_true(bf_sheet_read(&waits, scratch_path("waits/plots/data/waits.csv"), &err));
    double last = (double)INFINITY;
    int column = bf_sheet_column(&waits, "p95");
    for (size_t i = 0; i < waits.rows; i++) {
        double value = 0;
        assert_true(bf_number_parse(waits.field[i * waits.columns + (size_t)column], &value));
        assert_true(value <= last);
        last = value;
    }
    bf_sheet_free(&waits);
    bf_record_free(&record);
}

static void a_folder_that_is_not_there_is_reported(void **state)
{
    (void)state;
    struct bf_err err = {.code = BF_OK};
    prepare("gone", example_winter());
    assert_false(bf_picture_write(&record, scratch_path("no/plots"), has, &err));
    assert_int_equal(err.code, BF_E_IO);
    bf_record_free(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_result_has_every_picture),
        cmocka_unit_test(a_result_without_rules_has_no_picture_of_them),
        cmocka_unit_test(what_is_rarely_on_is_not_on_for_none),
        cmocka_unit_test(the_share_of_winters_is_in_per_cent),
        cmocka_unit_test(reasons_are_stacked_up_to_the_mean_of_all),
        cmocka_unit_test(titles_fit_what_is_seen),
        cmocka_unit_test(one_replication_says_that_there_is_no_range),
        cmocka_unit_test(missing_series_leave_their_pictures_out),
        cmocka_unit_test(forty_services_over_three_years_have_a_table_each),
        cmocka_unit_test(the_longest_wait_comes_first),
        cmocka_unit_test(a_folder_that_is_not_there_is_reported),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
