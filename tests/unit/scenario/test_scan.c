/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "depots.h"

#include "sim/scenario/scan.h"

static void the_length_of_a_number_is_all_of_it(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
    } row[] = {{"29 days", 2}, {"-1.5e-3;", 7}, {".5", 2},     {"5.", 2},   {"1e5x", 3},
               {"1ex", 1},     {"+7", 2},       {"0x1F,", 4},  {"0x", 1},   {"5L;", 2},
               {"5LL", 3},     {"-", 0},        {".", 0},      {"-.e5", 0}, {"abc", 0},
               {"", 0},        {"1.5L", 3},     {"2021-11", 4}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++)
        assert_int_equal(bf_number_length(row[i].text), row[i].length);
}

static void an_include_stands_in_place_of_its_line(void **state)
{
    (void)state;
    static const struct memory_file files[] = {
        {.path = "d/main.cfg",
         .text = "format = 1;\n@include \"sub/one.cfg\" // first\ndepots: {\n\t@include "
                 "\"two.cfg\"\n};\nscale = 5;\n"},
        {.path = "d/sub/one.cfg", .text = "growth = 2.385;\n\n@include \"../deep.cfg\""},
        {.path = "d/deep.cfg", .text = "\n\n\nstrict = true;"},
        {.path = "d/two.cfg", .text = "\nx = { kind = \"crew\"; };\n"}};
    struct reading r = read_files(files, UNIT_COUNT(files));
    assert_fine(&r);
    const struct bf_given *given = bf_bound_find(&r.scenario.bound, "strict");
    assert_string_equal(given->where.file, "d/deep.cfg");
    assert_int_equal(given->where.line, 4);
    given = bf_bound_find(&r.scenario.bound, "depots.x.kind");
    assert_string_equal(given->where.file, "d/two.cfg");
    assert_int_equal(given->where.line, 2);
    given = bf_bound_find(&r.scenario.bound, "scale");
    assert_string_equal(given->where.file, "d/main.cfg");
    assert_int_equal(given->where.line, 6);
    assert_int_equal(r.scenario.file_count, 4);
    assert_string_equal(r.scenario.files[2].path, "d/deep.cfg");
    assert_int_equal(r.scenario.files[2].length, 17);
    assert_int_equal(strlen(r.scenario.files[2].sha256), 64);
    reading_free(&r);
}

static void faults_inside_an_include_have_its_place(void **state)
{
    (void)state;
    static const struct memory_file files[] = {
        {.path = "main.cfg", .text = "format = 1;\n@include \"one.cfg\"\nscale = ;\n"},
        {.path = "one.cfg", .text = "\n\ngrowth = \"x\";\n"},
        {.path = "one2.cfg", .text = ""}};
    static const struct memory_file syntax[] = {
        {.path = "main.cfg", .text = "format = 1;\n@include \"one.cfg\"\n"},
        {.path = "one.cfg", .text = "\n\ngrowth = ;\n"}};
    assert_faults(read_files(files, 2), 1, "main.cfg:3: expected settings such as name = value;");
    assert_faults(read_files(syntax, 2), 1, "one.cfg:3: expected settings");
}

static void circles_and_depth_of_includes_are_refused(void **state)
{
    (void)state;
    static const struct memory_file circle[] = {
        {.path = "main.cfg", .text = "format = 1;\n@include \"a.cfg\"\n"},
        {.path = "a.cfg", .text = "\n@include \"./b.cfg\"\n"},
        {.path = "b.cfg", .text = "@include \"a.cfg\"\n"}};
    assert_faults(read_files(circle, 3), 1,
                  "b.cfg:1: expected includes without a circle, received a.cfg again");
    char names[13][24], texts[13][64];
    struct memory_file deep[13];
    for (int i = 0; i < 13; i++) {
        snprintf(names[i], sizeof names[i], "%d.cfg", i);
        snprintf(texts[i], sizeof texts[i], "%s@include \"%d.cfg\"\n", i ? "" : "format = 1;\n",
                 i + 1);
        deep[i] = (struct memory_file){.path = names[i], .text = texts[i]};
    }
    assert_faults(read_files(deep, 13), 1, "10.cfg:1: expected includes at most 10 deep");
    deep[10].text = "growth = 1.5;";
    struct reading r = read_files(deep, 11);
    assert_fine(&r);
    reading_free(&r);
}

static void includes_that_multiply_are_stopped(void **state)
{
    (void)state;
    static char text[600];
    struct memory_file files[11];
    char names[11][24];
    static char texts[11][640];
    for (int i = 0; i < 11; i++) {
        snprintf(names[i], sizeof names[i], "%d.cfg", i);
        text[0] = '\0';
        for (size_t j = 0; j < 20 && i < 10; j++)
            snprintf(text + strlen(text), sizeof text - strlen(text), "@include \"%d.cfg\"\n",
                     i + 1);
        snprintf(texts[i], sizeof texts[i], "%s%s", i ? "" : "format = 1;\n", text);
        files[i] = (struct memory_file){.path = names[i], .text = texts[i]};
    }
    assert_faults(read_files(files, 11), 0, "expected at most 1000 includes");
}

static const struct {
    const char *text, *says;
} slips[] = {
    {"format = 1;\nbeds = 29days;", "main.cfg:2: expected a number, or a text in double quotes, "
                                    "received 29days; write \"29days\""},
    {"format = 1;\nstart = 2021-11-01;", "received 2021-11-01; write \"2021-11-01\""},
    {"format = 1; open = 09:00;", "write \"09:00\""},
    {"format = 1; growth = 35%;", "received 35%; write \"35%\""},
    {"format = 1; growth = 1.2.3;", "received 1.2.3"},
    {"format = 1; price = \xC2\xA3"
     "5;",
     "received \xC2\xA3"
     "5; a text stands in double quotes"},
    {"format = 1; title = \xE2\x80\x9Cx\xE2\x80\x9D;", "expected straight double quotes"},
    {"format = 1; title = 'x';", "expected straight double quotes, received 'x'"},
    {"format = 1;\ntitle = \"x;\nstrict = true;\n", "main.cfg:2: expected a closing double quote"},
    {"format = 1;\ntitle = \"x;\nquestion = \"why\";\nname = \"y\";\n",
     "main.cfg:2: expected double quotes in pairs, received one too few"},
    {"format = 1;\ntitle = \"two\nlines\";\nquestion = \"why;\n",
     "main.cfg:4: expected a closing double quote"},
    {"format = 1;\n/* never ends\n", "main.cfg:2: expected */"},
    {"format = 1; @include \"x.cfg\"", "expected @include \"file.cfg\" on a line of its own"},
    {"format = 1;\n@include x.cfg\n", "main.cfg:2: expected @include \"file.cfg\""},
    {"format = 1;\n@import \"x.cfg\"\n", "expected @include"},
    {"format = 1;\n@include \"main2.cfg\" scale = 3;\n", "expected nothing behind the file"},
    {"format = 1; title = \"a\\x00b\";", "received a NUL byte"},
    {"format = 1; title = \"a\\x02b\";", "received an escape of the byte 0x02"},
    {"format = 1; title = \"a\\xA3\";", "received an escape of the byte 0xA3"},
    {"format = 1; aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa = 1;",
     "expected a name of at most 63 letters"},
};

static void slips_of_the_pen_are_named(void **state)
{
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(slips); i++)
        assert_faults(read_text(slips[i].text), 0, slips[i].says);
}

static void nothing_inside_a_text_or_a_comment_is_a_word(void **state)
{
    (void)state;
    struct reading r =
        read_text("format = 1; // @include \"x\" {\n# \" {\n/* \"\n@include \"y\"\n*/\n"
                  "title = \"# // /* @include { \n@include \\\"z\\\" \\\\\";\n"
                  "growth = 2.5/* c */;scale = 3// d\n;");
    assert_fine(&r);
    assert_string_equal(county_of(&r)->title, "# // /* @include { \n@include \"z\" \\");
    assert_int_equal(bf_bound_find(&r.scenario.bound, "growth")->where.line, 8);
    reading_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_length_of_a_number_is_all_of_it),
        cmocka_unit_test(an_include_stands_in_place_of_its_line),
        cmocka_unit_test(faults_inside_an_include_have_its_place),
        cmocka_unit_test(circles_and_depth_of_includes_are_refused),
        cmocka_unit_test(includes_that_multiply_are_stopped),
        cmocka_unit_test(slips_of_the_pen_are_named),
        cmocka_unit_test(nothing_inside_a_text_or_a_comment_is_a_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
