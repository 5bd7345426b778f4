/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "depots.h"

#include "bedflow/base/heap_hook.h"

static void the_place_of_any_path_is_found(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        int line;
        bool written;
    } row[] = {{"growth", 5, true},
               {"depots.north.beds", 15, true},
               {"depots.north.then[1].share", 17, true},
               {"depots.north.classes.fit", 19, true},
               {"depots.north.by_month[2]", 18, true},
               {"weights[1]", 11, true},
               {"depots.north", 13, true},
               {"depots.south.visit", 24, false}, /* a default: the depot */
               {"depots.south.then[3].share", 24, false},
               {"depots.west.beds", 12, false},
               {"depots", 12, true},
               {"pause.mean", 0, false},
               {"depots.north.?", 13, false}};
    struct reading r = read_text(COUNTY_TEXT);
    assert_fine(&r);
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct bf_where where;
        assert_int_equal(bf_scenario_locate(&r.scenario, row[i].path, &where), row[i].written);
        assert_string_equal(where.file, "main.cfg");
        assert_int_equal(where.line, row[i].line);
        assert_string_equal(where.path, row[i].path);
    }
    reading_free(&r);
}

static void places_are_found_even_after_a_fault(void **state)
{
    (void)state;
    struct bf_where where;
    struct reading r = read_text("format = 1;\nscal = 3;\ngrowth = 2;");
    assert_false(r.fine);
    assert_true(bf_scenario_locate(&r.scenario, "growth", &where));
    assert_int_equal(where.line, 3);
    reading_free(&r);
    r = read_text("format = 1;\nscal = ;");
    assert_false(bf_scenario_locate(&r.scenario, "growth", &where));
    assert_string_equal(where.file, "main.cfg");
    reading_free(&r);
    assert_false(bf_scenario_locate(&r.scenario, "growth", &where));
}

static void the_files_that_took_part_are_listed(void **state)
{
    (void)state;
    static const struct memory_file files[] = {
        {.path = "d/over.cfg", .text = "format = 1; extends = \"base.cfg\";\n@include \"x.cfg\"\n"},
        {.path = "d/base.cfg", .text = "format = 1;\n@include \"y.cfg\"\n"},
        {.path = "d/x.cfg", .text = "growth = 2.5;"},
        {.path = "d/y.cfg", .text = "abc = 2.5;\r\n", .length = 0}};
    struct reading r = read_files(files, 4);
    assert_int_equal(r.scenario.file_count, 4);
    assert_string_equal(r.scenario.files[1].path, "d/x.cfg");
    assert_string_equal(r.scenario.files[3].path, "d/y.cfg");
    assert_int_equal(r.scenario.files[3].length, 12); /* as loaded */
    assert_string_not_equal(r.scenario.files[1].sha256, r.scenario.files[3].sha256);
    assert_faults(r, 1, "d/y.cfg:1: abc: unknown setting");
}

/* Some 10 MB, with 10,000 entries of a map. */
static void ten_thousand_entries_in_ten_megabytes_are_read(void **state)
{
    (void)state;
    struct bf_text text = {0};
    bf_text_add(&text, "format = 1;\ndepots: {\n");
    for (int i = 0; i < 10000; i++) {
        bf_text_add(&text, "  d%d: { kind = \"store\"; beds = %d; label = \"%0880d\";\n", i,
                    i % 5999 + 1, i);
        bf_text_add(&text,
                    "    stay = { mean = \"3 days\"; };\n    then = ( { to = \"d%d\"; } );\n  };\n",
                    i / 2);
    }
    bf_text_add(&text, "};\n");
    assert_true(text.length > 9500000);
    struct reading r = read_text(text.bytes);
    assert_fine(&r);
    assert_int_equal(county_of(&r)->depots.count, 10000);
    const struct depot *depots = county_of(&r)->depots.item;
    assert_close(depots[9999].beds, 9999 % 5999 + 1, 0);
    assert_int_equal(bf_bound_find(&r.scenario.bound, "depots.d1.beds")->where.line, 7);
    reading_free(&r);
    bf_text_free(&text);
}

static void a_huge_text_of_nothing_is_refused(void **state)
{
    (void)state;
    size_t length = 10000000;
    char *text = bf_heap_take(length + 1, 1);
    memset(text, ';', length);
    memcpy(text, "format = 1;", 11);
    assert_faults(read_text(text), 1, "expected at most 4000000 words and signs");
    memset(text, '$', length);
    assert_faults(read_text(text), 0, "expected a setting, received $$$");
    memset(text, '(', length);
    assert_faults(read_text(text), 0, "expected at most");
    memset(text, 'a', length);
    assert_faults(read_text(text), 0, "expected a name of at most 63 letters");
    memset(text, '"', length);
    assert_faults(read_text(text), 0, "expected");
    memset(text, '\n', length);
    assert_faults(read_text(text), 1, "write format = 1;");
    bf_heap_give(text);
}

/* A small generator, so that the mutations are the same everywhere (Knuth's MMIX constants). */
static uint32_t next(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static const char *const pieces[] = {"{",
                                     "}",
                                     "(",
                                     ")",
                                     "[",
                                     "]",
                                     ";",
                                     "=",
                                     "\"",
                                     ",",
                                     "\\",
                                     "#",
                                     "/*",
                                     "*/",
                                     "\n",
                                     "@include \"main.cfg\"\n",
                                     "1e400",
                                     "-",
                                     "0x",
                                     "5000000000",
                                     "true",
                                     "\xC2\xA3",
                                     "\xFF",
                                     "\x01",
                                     "value",
                                     "source = \"S\";",
                                     "range = [1, 2];",
                                     "\"remove\"",
                                     "kind = \"crew\";",
                                     "nan",
                                     "1L",
                                     "\r",
                                     "extends = \"main.cfg\";",
                                     "format = 1;",
                                     "depots",
                                     "{ value = ",
                                     "\\x00",
                                     "..",
                                     "'",
                                     "%"};

static void mutate(char *text, size_t cap, uint64_t *seed)
{
    for (uint32_t times = 1 + next(seed) % 2; times > 0; times--) {
        size_t length = strlen(text);
        size_t at = next(seed) % (length + 1);
        size_t drop = next(seed) % 3 == 0 ? next(seed) % 30 : next(seed) % 3;
        if (drop > length - at) drop = length - at;
        const char *piece = next(seed) % 4 ? pieces[next(seed) % UNIT_COUNT(pieces)] : "";
        size_t added = strlen(piece);
        if (length - drop + added + 1 > cap) continue;
        memmove(text + at + added, text + at + drop, length - at - drop + 1);
        memcpy(text + at, piece, added);
    }
}

static void any_text_gives_values_or_a_fault(void **state)
{
    (void)state;
    char text[4096];
    uint64_t seed = 20211101;
    int fine = 0, refused = 0;
    for (int round = 0; round < 2000; round++) {
        snprintf(text, sizeof text, "%s", COUNTY_TEXT);
        mutate(text, sizeof text, &seed);
        struct reading r = read_text(text);
        if (r.fine) {
            assert_int_equal(r.faults.errors, 0);
            struct reading again = read_text(r.scenario.resolved);
            assert_fine(&again);
            assert_string_equal(again.scenario.resolved, r.scenario.resolved);
            assert_same_values(&r.scenario.bound, &again.scenario.bound);
            reading_free(&again);
            fine++;
        } else {
            assert_true(r.faults.count > 0);
            for (size_t i = 0; i < r.faults.count; i++) {
                assert_true(r.faults.fault[i].err.where.line > 0);
                assert_string_equal(r.faults.fault[i].err.where.file, "main.cfg");
                assert_contains(r.faults.fault[i].err.what, "");
            }
            refused++;
        }
        reading_free(&r);
    }
    assert_true(fine > 200);
    assert_true(refused > 1000);
}

static void any_setting_gives_values_or_a_fault(void **state)
{
    (void)state;
    static const char *const paths[] = {"depots.north.then[1].share",
                                        "depots.south.by_month[1]",
                                        "horizon",
                                        "weights[1]",
                                        "depots.north",
                                        "tags"};
    static const char *const values[] = {"0.5", "3 days", "[1, 2]", "{ kind = \"crew\"; }",
                                         "remove"};
    static const struct memory_file file = {.path = "main.cfg", .text = COUNTY_TEXT};
    char path[256], value[256];
    uint64_t seed = 2385;
    for (int round = 0; round < 1000; round++) {
        snprintf(path, sizeof path, "%s", paths[next(&seed) % UNIT_COUNT(paths)]);
        snprintf(value, sizeof value, "%s", values[next(&seed) % UNIT_COUNT(values)]);
        if (round % 3) mutate(path, sizeof path, &seed);
        if (round % 2) mutate(value, sizeof value, &seed);
        struct bf_setting setting = {.path = path, .value = value};
        struct reading r = read_files_set(&file, 1, &setting, 1);
        assert_int_equal(r.fine, r.faults.errors == 0);
        if (r.fine) {
            struct reading again = read_text(r.scenario.resolved);
            assert_fine(&again);
            assert_same_values(&r.scenario.bound, &again.scenario.bound);
            reading_free(&again);
        }
        reading_free(&r);
    }
}

static void running_out_of_memory_is_a_fault_at_every_request(void **state)
{
    (void)state;
#ifdef BF_FAULTS
    static const struct memory_file files[] = {
        {.path = "over.cfg",
         .text = "format = 1; extends = \"main.cfg\"; depots: { north: { beds = 9; }; };"},
        {.path = "main.cfg", .text = COUNTY_TEXT}};
    const struct bf_setting set[] = {{"depots.south.by_month[1]", "3"}, {"tags", "[\"x\"]"}};
    unsigned at = 1;
    for (bool reached = true; reached; at++) {
        bf_heap_hook = at;
        struct reading r = read_files_set(files, 2, set, 2);
        reached = bf_heap_hook == 0;
        bf_heap_hook = 0;
        assert_int_equal(r.fine, r.faults.errors == 0);
        if (reached && r.fine) fail_msg("request %u failed and nobody noticed", at);
        reading_free(&r);
    }
    assert_true(at > 20);
#else
    skip();
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_place_of_any_path_is_found),
        cmocka_unit_test(places_are_found_even_after_a_fault),
        cmocka_unit_test(the_files_that_took_part_are_listed),
        cmocka_unit_test(ten_thousand_entries_in_ten_megabytes_are_read),
        cmocka_unit_test(a_huge_text_of_nothing_is_refused),
        cmocka_unit_test(any_text_gives_values_or_a_fault),
        cmocka_unit_test(any_setting_gives_values_or_a_fault),
        cmocka_unit_test(running_out_of_memory_is_a_fault_at_every_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
