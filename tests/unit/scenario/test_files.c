/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "depots.h"

#include "sim/scenario/files.h"

static void paths_are_relative_to_the_file_that_names_them(void **state)
{
    (void)state;
    static const struct {
        const char *base, *name, *path;
    } row[] = {
        {"main.cfg", "base.cfg", "base.cfg"},
        {"a/b/main.cfg", "base.cfg", "a/b/base.cfg"},
        {"a/b/main.cfg", "../base.cfg", "a/base.cfg"},
        {"a/b/main.cfg", "./c//d/../base.cfg", "a/b/c/base.cfg"},
        {"main.cfg", "../../base.cfg", "../../base.cfg"},
        {"../x/main.cfg", "../base.cfg", "../base.cfg"},
        {"a/main.cfg", "/etc/base.cfg", "/etc/base.cfg"},
        {"/a/main.cfg", "base.cfg", "/a/base.cfg"},
        {"C:\\plans\\main.cfg", "base.cfg", "C:/plans/base.cfg"},
        {"a/main.cfg", "D:/base.cfg", "D:/base.cfg"},
    };
    struct bf_pieces pieces = {0};
    struct bf_files files = {.pieces = &pieces};
    for (size_t i = 0; i < UNIT_COUNT(row); i++)
        assert_string_equal(bf_files_resolve(&files, row[i].base, row[i].name), row[i].path);
    bf_pieces_free(&pieces);
}

static void bytes_that_are_no_text_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length, bad;
    } row[] = {
        {"plain\ttext\r\n", 12, 12},
        {"\xC2\xA3\xE2\x80\x9C\xF0\x9F\x9B\x8F", 9, 9},
        {"ab\x01", 3, 2},
        {"a\0b", 3, 1},
        {"\xA3 5", 3, 0},
        {"ab\xC2", 3, 2},           /* cut off */
        {"\xC0\x80", 2, 0},         /* overlong */
        {"x\xED\xA0\x80", 4, 1},    /* surrogate */
        {"\xF4\x90\x80\x80", 4, 0}, /* beyond U+10FFFF */
        {"del\x7F", 4, 3},
    };
    for (size_t i = 0; i < UNIT_COUNT(row); i++)
        assert_int_equal(bf_files_bad_byte(row[i].text, row[i].length), row[i].bad);
}

static void lines_end_alike_whatever_the_system(void **state)
{
    (void)state;
    struct reading r = read_text("\xEF\xBB\xBF"
                                 "format = 1;\r\ngrowth = 2.385;\r\rscale = 11;\r\n");
    assert_fine(&r);
    assert_int_equal(bf_bound_find(&r.scenario.bound, "growth")->where.line, 2);
    assert_int_equal(bf_bound_find(&r.scenario.bound, "scale")->where.line, 4);
    reading_free(&r);
}

static void what_is_no_scenario_is_refused_with_its_line(void **state)
{
    (void)state;
    struct memory_file nul = {.path = "m.cfg", .text = "format = 1;\n\0growth = 2;", .length = 23};
    struct memory_file wide = {.path = "m.cfg",
                               .text = "\xFF\xFE"
                                       "f\0o\0",
                               .length = 6};
    assert_faults(read_files(&nul, 1), 1, "m.cfg:2: expected text, received a NUL byte");
    assert_faults(read_files(&wide, 1), 1, "received UTF-16; save the file again as UTF-8");
    assert_faults(read_text("format = 1;\r\n\r\ntitle = \"\xA3 5\";"), 1,
                  "main.cfg:3: expected UTF-8 text, received the byte 0xA3");
    assert_faults(read_text("format = 1;\n\x02"), 1, "control character 0x02");
}

static void a_file_that_is_missing_is_named_with_its_reader(void **state)
{
    (void)state;
    struct memory_file main_file = {
        .path = "plans/main.cfg",
        .text = "format = 1;\n\n  @include \"parts/more.cfg\"\n  @include \"parts/more.cfg\"\n"};
    struct memory memory = {.file = &main_file, .count = 0};
    struct bf_loader loader = {.context = &memory, .load = memory_load};
    struct reading r = {.fine = false};
    assert_faults(read_files(&main_file, 1), 1,
                  "plans/main.cfg:3: expected a file that can be read after @include, received "
                  "plans/parts/more.cfg: no such file");
    r.fine = bf_scenario_read("gone.cfg", &loader, NULL, 0, &county_table, &r.scenario, &r.faults);
    assert_faults(r, 1, "gone.cfg: no such file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_relative_to_the_file_that_names_them),
        cmocka_unit_test(bytes_that_are_no_text_are_found),
        cmocka_unit_test(lines_end_alike_whatever_the_system),
        cmocka_unit_test(what_is_no_scenario_is_refused_with_its_line),
        cmocka_unit_test(a_file_that_is_missing_is_named_with_its_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
