/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "example_result.h"
#include "example_sweep.h"
#include "scratch.h"

static struct example_sweep e;

static void store(const char *folder)
{
    struct bf_err err;
    if (!bf_sweep_write(&e.view, &example_identity, scratch_path(folder), false, &err))
        fail_msg("%s: %s", err.where.file, err.what);
}

static void a_folder_holds_every_table(void **state)
{
    (void)state;
    example_sweep_begin(&e, BF_DESIGN_INDICES, 2, 4);
    store("a");
    static const struct {
        const char *file, *text;
    } holds[] = {
        {"a/points.csv", "point,services.ward.beds,services.ward.stay.mean,state,reason\n1,"},
        {"a/points.csv", " days,run,\n"},
        {"a/response.csv", "winters\n1,system,all,delayed_days,bed days,"},
        {"a/replications.csv", "\n16,5,system,all,occupancy,%,91."},
        {"a/effects.csv",
         "services.ward.stay.mean,system,all,delayed_days,bed days,2.5 days,6.5 days,"},
        {"a/variance.csv", "share_high,points,winters\nsystem,all,delayed_days,bed days,"},
        {"a/indices.csv", "services.ward.beds,system,all,delayed_days,"},
        {"a/sweep.json", "\"design\": \"indices\""},
        {"a/sweep.json", "\"text\": \"format = 1;\""},
    };
    for (size_t i = 0; i < UNIT_COUNT(holds); i++) {
        char *text = scratch_read(holds[i].file);
        assert_contains(text, holds[i].text);
        free(text);
    }
    example_sweep_end(&e);
}

static void the_mean_of_replications_is_the_response(void **state)
{
    (void)state;
    example_sweep_begin(&e, BF_DESIGN_GRID, 1, 3);
    store("b");
    char *text = scratch_read("b/replications.csv");
    double sum = 0;
    int count = 0;
    for (char *line = strstr(text, "\n2,"); line; line = strstr(line + 1, "\n2,")) {
        const char *value = strstr(line, "bed days,"); /* the unit of the first measure alone */
        if (!value || value > strchr(line + 1, '\n')) continue;
        sum += strtod(value + strlen("bed days,"), NULL);
        count++;
    }
    assert_int_equal(count, EXAMPLE_WINTERS);
    assert_close(sum / count, e.sweep.of[0].point[1].mean, 1e-9);
    free(text);
    assert_false(scratch_exists("b/indices.csv"));
    example_sweep_end(&e);
}

static void what_is_there_is_not_replaced_unasked(void **state)
{
    (void)state;
    struct bf_err err;
    example_sweep_begin(&e, BF_DESIGN_GRID, 1, 3);
    store("c");
    assert_false(bf_sweep_write(&e.view, &example_identity, scratch_path("c"), false, &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_true(bf_sweep_write(&e.view, &example_identity, scratch_path("c"), true, &err));
    example_sweep_end(&e);
}

static void a_point_that_did_not_run_says_why(void **state)
{
    (void)state;
    example_sweep_begin(&e, BF_DESIGN_GRID, 1, 3);
    e.responses.probe[EXAMPLE_WINTERS + 1].state = BF_PROBE_STOPPED; /* of the second point */
    for (uint32_t w = 0; w < EXAMPLE_WINTERS; w++)
        e.responses.probe[2 * EXAMPLE_WINTERS + w].state = BF_PROBE_REFUSED;
    bf_fail(&e.responses.refused[2], BF_E_RANGE, NULL, "expected fewer beds, received many");
    store("d");
    char *text = scratch_read("d/points.csv");
    assert_contains(text, ",run,\n2,");
    assert_contains(text, ",stopped by a limit,\n3,");
    assert_contains(text, ",refused,\"expected fewer beds, received many\"\n");
    free(text);
    example_sweep_end(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_holds_every_table),
        cmocka_unit_test(the_mean_of_replications_is_the_response),
        cmocka_unit_test(what_is_there_is_not_replaced_unasked),
        cmocka_unit_test(a_point_that_did_not_run_says_why),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
