/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/param.h"
#include "bedflow/base/text.h"
#include "bedflow/models/care.h"
#include "bedflow/scenario/verify.h"

static void every_table_is_sound(void **state)
{
    (void)state;
    struct bf_faults faults = {0};
    bool sound = bf_table_verify(&bf_care_table, &faults);
    for (size_t i = 0; i < faults.count; i++)
        fprintf(stderr, "%s: %s\n", faults.fault[i].err.where.path, faults.fault[i].err.what);
    assert_true(sound);
    bf_faults_free(&faults);
}

/* A parameter without a line of help would leave a hole in the manual. */
static void check_help(const struct bf_table *table, int depth)
{
    assert_non_null(table->help);
    if (depth > 6) return;
    for (const struct bf_param *p = table->params; p->name; p++) {
        assert_non_null(p->help);
        assert_true(strlen(p->help) > 3);
        if (p->table) check_help(p->table, depth + 1);
    }
}

static void every_setting_has_a_line_of_help(void **state)
{
    (void)state;
    check_help(&bf_care_table, 0);
}

static void every_kind_of_service_has_a_manual(void **state)
{
    (void)state;
    for (int kind = 0; kind < BF_KIND_COUNT; kind++) {
        struct bf_text manual = {0};
        bf_table_manual(&bf_service_table, kind, &manual);
        assert_non_null(manual.bytes);
        assert_contains(manual.bytes, "stay");
        bf_text_free(&manual);
        assert_non_null(bf_service_table.variant_help[kind]);
    }
}

static void names_and_words_of_reasons_go_together(void **state)
{
    (void)state;
    for (int r = 0; r < BF_REASON_COUNT; r++) {
        assert_non_null(bf_reason_names[r]);
        assert_non_null(bf_reason_words[r]);
    }
    assert_null(bf_reason_names[BF_REASON_COUNT]);
    assert_null(bf_reason_words[BF_REASON_COUNT]);
    assert_string_equal(bf_reason_names[BF_REASON_DII], "Dii");
    assert_null(bf_body_names[BF_BODY_COUNT]);
    assert_null(bf_setting_names[BF_SETTING_COUNT]);
    assert_null(bf_kind_names[BF_KIND_COUNT]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_is_sound),
        cmocka_unit_test(every_setting_has_a_line_of_help),
        cmocka_unit_test(every_kind_of_service_has_a_manual),
        cmocka_unit_test(names_and_words_of_reasons_go_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
