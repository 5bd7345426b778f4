/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "depots.h"

#include "bedflow/base/sha256.h"

/* Reads to the same values and evidence, and to the same text again. */
static void assert_returns(const struct reading *r)
{
    assert_fine(r);
    struct reading again = read_text(r->scenario.resolved);
    assert_fine(&again);
    assert_string_equal(again.scenario.resolved, r->scenario.resolved);
    assert_string_equal(again.scenario.sha256, r->scenario.sha256);
    assert_same_values(&r->scenario.bound, &again.scenario.bound);
    reading_free(&again);
}

static void the_resolved_text_is_canonical(void **state)
{
    (void)state;
    struct reading r = read_text("format=1;/* x */ title : \"a \\\"b\\\" \\\\ \\n\xC2\xA3\";\r\n"
                                 "depots={x={kind=\"crew\",then=({to=\"y\"},{to=\"z\"})\n"
                                 "by_month=(1,2.50,3e0)};};tags=(\"a\",\"b\");growth=0x1F");
    assert_fine(&r);
    assert_string_equal(r.scenario.resolved, "format = 1;\n"
                                             "title = \"a \\\"b\\\" \\\\ \\n\xC2\xA3\";\n"
                                             "depots = {\n"
                                             "  x = {\n"
                                             "    kind = \"crew\";\n"
                                             "    then = (\n"
                                             "      {\n"
                                             "        to = \"y\";\n"
                                             "      },\n"
                                             "      {\n"
                                             "        to = \"z\";\n"
                                             "      }\n"
                                             "    );\n"
                                             "    by_month = (1, 2.50, 3e0);\n"
                                             "  };\n"
                                             "};\n"
                                             "tags = [\"a\", \"b\"];\n"
                                             "growth = 0x1F;\n");
    char hash[BF_SHA256_TEXT];
    bf_sha256_text(r.scenario.resolved, strlen(r.scenario.resolved), hash);
    assert_string_equal(r.scenario.sha256, hash);
    reading_free(&r);
}

static void every_type_returns(void **state)
{
    (void)state;
    struct reading r = read_text(COUNTY_TEXT);
    assert_returns(&r);
    reading_free(&r);
}

static void control_characters_and_lone_backslashes_return(void **state)
{
    (void)state;
    struct reading r =
        read_text("format = 1; title = \"a\\tb\\rc\\fd\\qe \\\\\\\\ \\\\x41 \\x41 f\ng\";");
    assert_fine(&r);
    assert_string_equal(county_of(&r)->title, "a\tb\rc\fd\\qe \\\\ \\x41 A f\ng");
    assert_returns(&r);
    reading_free(&r);
}

static void merged_evidence_returns(void **state)
{
    (void)state;
    static const struct memory_file files[] = {
        {.path = "over.cfg",
         .text = "format = 1; extends = \"base.cfg\"; note = \"over\";\n"
                 "depots: { x: { beds = 461; source = \"K2\"; by_month = [1, 2]; open = "
                 "\"always\"; };\n"
                 "y: { hours = \"3 h/week\"; assumption = \"mine\"; visit = { range = [\"1 h\", "
                 "\"2 h\"]; }; };\n"
                 "};\ngrowth = { range = [2, 3]; };\n"},
        {.path = "base.cfg",
         .text =
             "format = 1; source = \"ALL\"; growth = 2.385; scale = { value = 3; source = \"\"; "
             "};\n"
             "depots: { x: { kind = \"store\"; beds = 431; source = \"C36\"; stay = { mean = \"3 "
             "h\"; };\n"
             " classes = { a = 0.25; b = { value = 0.75; range = [0.7, 0.8]; note = \"n\"; }; };\n"
             " then = ( { to = \"y\"; share = 0.5; source = \"T\"; } ); };\n"
             "y: { kind = \"crew\"; visit = { value = \"90 min\"; source = \"V\"; }; }; };\n"}};
    const struct bf_setting set[] = {{"depots.x.stay.cv", "2.5"},
                                     {"depots.x.by_month[1]", "7"},
                                     {"depots.x.then[0].share", "0.25"},
                                     {"scale", "9"}};
    struct reading r = read_files_set(files, 2, set, UNIT_COUNT(set));
    assert_fine(&r);
    const struct bf_bound *bound = &r.scenario.bound;
    assert_string_equal(bf_bound_find(bound, "growth")->source, "ALL");
    assert_string_equal(bf_bound_find(bound, "depots.x.beds")->source, "K2");
    assert_string_equal(bf_bound_find(bound, "depots.x.stay.mean")->source, "C36");
    assert_null(bf_bound_find(bound, "depots.x.stay.cv")->source);
    assert_null(bf_bound_find(bound, "depots.x.by_month[1]")->source);
    assert_string_equal(bf_bound_find(bound, "depots.x.by_month[0]")->source, "K2");
    assert_string_equal(bf_bound_find(bound, "depots.x.then[0].to")->source, "T");
    assert_null(bf_bound_find(bound, "depots.x.then[0].share")->source);
    assert_string_equal(bf_bound_find(bound, "depots.y.visit")->source, "V");
    assert_close(bf_bound_find(bound, "depots.y.visit")->high, 2, 0);
    assert_string_equal(bf_bound_find(bound, "depots.y.hours")->assumption, "mine");
    assert_string_equal(bf_bound_find(bound, "depots.y.kind")->source, "ALL");
    assert_returns(&r);
    reading_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_resolved_text_is_canonical),
        cmocka_unit_test(every_type_returns),
        cmocka_unit_test(control_characters_and_lone_backslashes_return),
        cmocka_unit_test(merged_evidence_returns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
