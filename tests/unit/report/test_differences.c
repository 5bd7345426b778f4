/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "narrow.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/differences.h"
#include "bedflow/report/table.h"

/* A small county in pieces, so that a test can change one. */
struct county {
    const char *period, *ward, *step_down, *more_services, *demand, *rest;
};

static const struct county usual = {
    .period = "from = \"2021-11-01\"; to = \"2021-12-12\";",
    .ward = "beds = 58; stay = { mean = \"4.3 days\"; };",
    .step_down = "beds = 33; stay = { mean = \"4 weeks\"; };",
    .more_services = "",
    .demand = "rate = \"9.7 per day\"; by_weekday = [1.1, 1.0, 1.0, 1.0, 1.0, 0.95, 0.95];",
    .rest = ""};

static char *compose(const struct county *c)
{
    struct bf_text text = {.bytes = NULL};
    bf_text_add(
        &text,
        "format = 1; title = \"x\"; period = { %s };\n"
        "demand: { falls: { label = \"Falls\"; %s enter = ( { to = \"ward\"; } ); }; };\n"
        "services: {\n"
        "  ward: { kind = \"beds\"; label = \"Ward\"; setting = \"acute\"; %s\n"
        "    then = ( { to = \"step_down\"; share = 0.3; }, { to = \"home\"; share = 0.7; } "
        "); };\n"
        "  step_down: { kind = \"beds\"; label = \"Step-down beds\"; setting = "
        "\"non-acute\"; %s then = ( { to = \"home\"; } ); };\n%s };\n%s\n",
        c->period, c->demand, c->ward, c->step_down, c->more_services, c->rest);
    assert_false(text.failed);
    return text.bytes;
}

static bool load(void *context, const char *path, char **text, size_t *length, struct bf_err *err)
{
    (void)path;
    (void)err;
    *text = bf_heap_text(context);
    *length = strlen(context);
    return *text != NULL;
}

static void open_model(struct bf_model *model, const struct county *county)
{
    char *text = compose(county);
    struct bf_loader loader = {text, load};
    struct bf_faults faults = {.count = 0};
    if (!bf_model_load(model, "county.cfg", &loader, NULL, 0, &faults))
        fail_msg("%s: %s\n%s", faults.fault[0].err.where.path, faults.fault[0].err.what, text);
    bf_faults_free(&faults);
    bf_heap_give(text);
}

static struct bf_text out;

static uint32_t differ(struct county from, struct county to)
{
    struct bf_model a, b;
    open_model(&a, &from);
    open_model(&b, &to);
    bf_text_free(&out);
    uint32_t found = bf_differences(&a, &b, &out);
    assert_false(out.failed);
    bf_model_free(&a);
    bf_model_free(&b);
    return found;
}

static void a_scenario_does_not_differ_from_itself(void **state)
{
    (void)state;
    assert_int_equal(differ(usual, usual), 0);
    assert_null(out.bytes);
}

static void another_unit_for_the_same_value_is_no_difference(void **state)
{
    (void)state;
    struct county other = usual;
    other.step_down = "stay = { mean = \"28 days\"; }; beds = 33;";
    assert_int_equal(differ(usual, other), 0);
}

static void a_number_is_told_with_its_service_and_as_it_was_written(void **state)
{
    (void)state;
    struct county other = usual;
    other.step_down = "beds = { value = 45; source = \"E20\"; }; stay = { mean = \"26 days\"; };";
    assert_int_equal(differ(usual, other), 2);
    assert_contains(out.bytes, "  Step-down beds: beds 33 -> 45 (+12) (source E20)\n");
    assert_contains(out.bytes, "Services\n  Step-down beds: stay mean 4 weeks -> 26 days\n");
}

static void numbers_of_one_list_make_one_line(void **state)
{
    (void)state;
    struct county other = usual;
    other.demand = "rate = \"9.7 per day\"; by_weekday = [1.1, 1.0, 1.05, 1.0, 1.0, 0.9, 0.95];";
    assert_int_equal(differ(usual, other), 1);
    assert_contains(out.bytes, "Demand\n  Falls: by weekday, number 3 1.0 -> 1.05\n"
                               "    and 1 more number of that list\n");
}

static void a_change_is_told_by_what_it_does_and_when(void **state)
{
    (void)state;
    struct county other = usual;
    other.rest = "changes: { block: { label = \"Winter block\"; what = "
                 "\"services.step_down.beds\"; add = 12; from = \"2021-12-01\"; to = "
                 "\"2022-03-31\"; ramp = \"3 weeks\"; }; };";
    assert_int_equal(differ(usual, other), 1);
    assert_contains(out.bytes,
                    "Changes by date\n  new: Winter block: Step-down beds: beds 33 -> 45, "
                    "from 1 Dec 2021 to 31 Mar 2022,");
    assert_int_equal(differ(other, usual), 1);
    assert_contains(out.bytes, "  gone: Winter block: ");
    struct county later = other;
    later.rest = "changes: { block: { label = \"Winter block\"; what = "
                 "\"services.step_down.beds\"; factor = 1.5; from = \"2021-12-08\"; }; };";
    assert_int_equal(differ(other, later), 1);
    assert_contains(out.bytes, "  Winter block: Step-down beds: beds 33 -> 49.5, from 8 Dec 2021; "
                               "was Step-down beds: beds");
}

static void a_purchase_is_told_as_an_offer(void **state)
{
    (void)state;
    struct county other = usual, dearer = usual;
    other.rest = "purchases: { block: { label = \"Seaview\"; service = \"step_down\"; kind = "
                 "\"block\"; beds = 12; from = \"2021-12-01\"; to = \"2022-03-31\"; price = "
                 "\"£1,050 per bed per week\"; source = \"K07\"; }; };";
    dearer.rest = "purchases: { block: { label = \"Seaview\"; service = \"step_down\"; kind = "
                  "\"block\"; beds = 12; from = \"2021-12-01\"; to = \"2022-03-31\"; price = "
                  "\"£1,150 per bed per week\"; source = \"K07\"; }; };";
    assert_int_equal(differ(usual, other), 1);
    assert_contains(out.bytes,
                    "Purchases\n  new: Seaview: block of 12 beds at Step-down beds, from 1 "
                    "Dec 2021 to 31 Mar 2022,");
    assert_contains(out.bytes, "£1,050 per bed");
    assert_int_equal(differ(other, dearer), 1);
    assert_contains(out.bytes, "  Seaview: block of 12 beds");
    assert_contains(out.bytes, "£1,150");
}

static void a_change_of_a_price_is_told_as_the_price_is_written(void **state)
{
    (void)state;
#define SEAVIEW                                                                                    \
    "purchases: { block: { label = \"Seaview\"; service = \"step_down\"; kind = \"block\"; beds "  \
    "= "                                                                                           \
    "12; from = \"2021-12-01\"; to = \"2022-03-31\"; price = \"£1,050 per bed per week\"; }; };"
    struct county bought = usual, dearer = usual;
    bought.rest = SEAVIEW;
    dearer.rest = SEAVIEW "changes: { dear: { label = \"Dear\"; what = \"purchases.block.price\"; "
                          "factor = 1.2; from = \"2021-12-08\"; }; };";
    assert_int_equal(differ(bought, dearer), 1);
    assert_contains(out.bytes, "price £1,050 per bed per week -> £1,260 per bed per week");
}

static void a_change_of_several_numbers_names_them(void **state)
{
    (void)state;
    struct county other = usual;
    other.rest = "changes: { long_stays: { what = [\"services.ward.stay.mean\", "
                 "\"services.step_down.stay.mean\"]; factor = 1.14; from = \"2021-12-15\"; }; };";
    assert_int_equal(differ(usual, other), 1);
    assert_contains(out.bytes,
                    "new: long_stays: times 1.14: Ward: stay mean; Step-down beds: stay mean, "
                    "from 15 Dec 2021\n");
}

static void no_line_is_wider_than_a_terminal(void **state)
{
    (void)state;
    struct county other = usual;
    other.rest = "changes: { block: { label = \"A block of beds with a name that goes on for long, "
                 "so that it has to be broken\"; what = \"services.step_down.beds\"; add = 12; "
                 "from = \"2021-12-01\"; to = \"2022-03-31\"; ramp = \"3 weeks\"; source = "
                 "\"a paper with a long title\"; }; };";
    assert_int_equal(differ(usual, other), 1);
    assert_contains(out.bytes, "\n      ");
    assert_narrow(out.bytes, BF_TABLE_COLUMNS);
}

static void a_service_that_comes_or_goes_is_one_difference(void **state)
{
    (void)state;
    struct county other = usual;
    other.more_services = "sitters: { kind = \"beds\"; label = \"Night sitters\"; setting = "
                          "\"home\"; beds = 4; stay = { mean = \"2 days\"; }; then = ( { to = "
                          "\"home\"; } ); };";
    assert_int_equal(differ(usual, other), 1);
    assert_contains(out.bytes, "new: Night sitters: kind beds, setting home,");
    assert_contains(out.bytes, "beds 4");
    assert_int_equal(differ(other, usual), 1);
    assert_contains(out.bytes, "gone: Night sitters: ");
}

static void the_period_belongs_to_the_whole(void **state)
{
    (void)state;
    struct county other = usual;
    other.period = "from = \"2021-11-08\"; to = \"2021-12-12\";";
    assert_int_equal(differ(usual, other), 1);
    assert_contains(out.bytes, "The scenario as a whole\n  period from 2021-11-01 -> 2021-11-08\n");
}

static void evidence_alone_is_counted_and_is_no_difference(void **state)
{
    (void)state;
    struct county other = usual;
    other.step_down = "beds = { value = 33; source = \"E20\"; }; stay = { mean = \"4 weeks\"; };";
    assert_int_equal(differ(usual, other), 0);
    assert_contains(out.bytes, "Evidence alone (source, assumption or range) differs for 1 value.");
}

static void a_value_that_only_one_states_is_told(void **state)
{
    (void)state;
    struct county other = usual;
    other.ward = "beds = 58; stay = { mean = \"4.3 days\"; }; queue_limit = 12;";
    assert_int_equal(differ(usual, other), 1);
    assert_contains(out.bytes, "  Ward: queue limit not given -> 12\n");
    assert_int_equal(differ(other, usual), 1);
    assert_contains(out.bytes, "  Ward: queue limit 12 -> not given\n");
}

static void lines_are_read_again_one_difference_after_another(void **state)
{
    (void)state;
    const char *at = "Services\n  Ward: beds 58 -> 62 (+4)\n  new: Night sitters: kind team,\n"
                     "      staff 4\nLimits\n  most events not given -> 500\n"
                     "Evidence alone differs for 2 values.\n";
    static const char *const expected[][2] = {
        {"Services", "Ward: beds 58 -> 62 (+4)"},
        {"Services", "new: Night sitters: kind team, staff 4"},
        {"Limits", "most events not given -> 500"},
        {"", "Evidence alone differs for 2 values."}};
    char section[BF_DIFFERENCE_SECTION] = "";
    struct bf_text item = {.bytes = NULL};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        assert_true(bf_difference_next(&at, section, &item));
        assert_string_equal(section, expected[i][0]);
        assert_string_equal(item.bytes, expected[i][1]);
    }
    assert_false(bf_difference_next(&at, section, &item));
    assert_int_equal(item.length, 0);
    bf_text_free(&item);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scenario_does_not_differ_from_itself),
        cmocka_unit_test(another_unit_for_the_same_value_is_no_difference),
        cmocka_unit_test(a_number_is_told_with_its_service_and_as_it_was_written),
        cmocka_unit_test(numbers_of_one_list_make_one_line),
        cmocka_unit_test(a_change_is_told_by_what_it_does_and_when),
        cmocka_unit_test(a_change_of_a_price_is_told_as_the_price_is_written),
        cmocka_unit_test(a_purchase_is_told_as_an_offer),
        cmocka_unit_test(a_change_of_several_numbers_names_them),
        cmocka_unit_test(no_line_is_wider_than_a_terminal),
        cmocka_unit_test(a_service_that_comes_or_goes_is_one_difference),
        cmocka_unit_test(the_period_belongs_to_the_whole),
        cmocka_unit_test(evidence_alone_is_counted_and_is_no_difference),
        cmocka_unit_test(a_value_that_only_one_states_is_told),
        cmocka_unit_test(lines_are_read_again_one_difference_after_another),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    bf_text_free(&out);
    return failed;
}
