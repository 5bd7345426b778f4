/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "example_calibration.h"

#include "bedflow/report/calibration_json.h"

#include <gsl/gsl_errno.h>

static void a_calibration_is_written_as_its_tables_say(void **state)
{
    struct example e;
    struct bf_text out = {.bytes = NULL};
    struct bf_json json;
    struct bf_json_document d;
    struct bf_err err;
    (void)state;
    example_begin(&e, well_known);
    bf_json_open_text(&json, &out, 0);
    bf_json_calibration(&json, &e.view);
    bf_json_text(&json, "folder", "c");
    assert_true(bf_json_close(&json, &err));
    assert_true(bf_json_parse(&d, out.bytes, out.length, "x", &err));
    if (!bf_json_schema_check(bf_calibration_members, &d, &d.value[0], &err))
        fail_msg("%s: %s", err.where.path, err.what);
    const struct bf_json_value *first = bf_json_first(&d, bf_json_at(&d, "inputs"));
    assert_close(bf_json_member(&d, first, "best")->number, 3.914, 1e-9);
    assert_string_equal(bf_json_member(&d, bf_json_next(&d, first), "at_end")->text, "high");
    first = bf_json_first(&d, bf_json_at(&d, "rows"));
    assert_close(bf_json_member(&d, first, "crps")->number, 3.1, 1e-9);
    assert_close(bf_json_at(&d, "method.discrepancy")->number, 0.0213, 1e-9);
    assert_contains(bf_json_at(&d, "warnings")->text, "high end of its range");
    bf_json_document_free(&d);
    bf_text_free(&out);
    example_end(&e);
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_calibration_is_written_as_its_tables_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
