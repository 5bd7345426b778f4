/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "table_loader.h"

#include "bedflow/base/sha256.h"
#include "bedflow/scenario/sheets.h"

struct room {
    const char *people;
};
struct house {
    struct bf_items rooms;
    const char *title, *people;
};

static const struct bf_param room_params[] = {{.name = "people",
                                               .type = BF_PARAM_TEXT,
                                               .flags = BF_PARAM_TABLE,
                                               .offset = offsetof(struct room, people),
                                               .help = "who is in it"},
                                              {0}};
static const struct bf_table room_table = {
    .name = "room", .help = "A room.", .size = sizeof(struct room), .params = room_params};
static const struct bf_param house_params[] = {{.name = "format",
                                                .type = BF_PARAM_TEXT,
                                                .flags = BF_PARAM_LOOSE,
                                                .offset = offsetof(struct house, title),
                                                .help = "version"},
                                               {.name = "extends",
                                                .type = BF_PARAM_TEXT,
                                                .offset = offsetof(struct house, title),
                                                .help = "base"},
                                               {.name = "people",
                                                .type = BF_PARAM_TEXT,
                                                .flags = BF_PARAM_TABLE,
                                                .offset = offsetof(struct house, people),
                                                .help = "who lives here"},
                                               {.name = "rooms",
                                                .type = BF_PARAM_MAP,
                                                .table = &room_table,
                                                .offset = offsetof(struct house, rooms),
                                                .help = "rooms"},
                                               {0}};
static const struct bf_table house_table = {
    .name = "house", .help = "A house.", .size = sizeof(struct house), .params = house_params};

struct fixture {
    struct bf_scenario scenario;
    struct bf_scenario_sheets sheets;
    struct bf_faults faults;
};

static bool open(struct fixture *f, const struct table_text texts[], const struct bf_setting *set)
{
    struct bf_loader loader = table_loader(texts);
    memset(f, 0, sizeof *f);
    assert_true(bf_scenario_read(texts[0].path, &loader, set, set ? 1 : 0, &house_table,
                                 &f->scenario, &f->faults));
    return bf_scenario_sheets_read(&f->scenario, &loader, &f->sheets, &f->faults);
}

static void close_all(struct fixture *f)
{
    bf_scenario_sheets_free(&f->sheets);
    bf_scenario_free(&f->scenario);
    bf_faults_free(&f->faults);
}

static void tables_lie_beside_the_file_that_names_them(void **state)
{
    (void)state;
    const struct table_text texts[] = {
        {"top/winter/a.cfg",
         "format = 1; extends = \"../base.cfg\"; rooms: { hall: { people = \"hall.csv\"; }; };"},
        {"top/base.cfg", "format = 1; people = \"all.csv\"; rooms: { attic: {}; };"},
        {"top/winter/hall.csv", "\xEF\xBB\xBFname\r\nAda\r\n"},
        {"top/all.csv", "name,age\nAda,36\n\"Byron, A.\",36\n"},
        {NULL, NULL}};
    struct fixture f;
    assert_true(open(&f, texts, NULL));
    assert_int_equal(f.sheets.count, 2);
    assert_string_equal(f.sheets.sheet[0].path, "people");
    assert_string_equal(f.sheets.sheet[0].file, "top/all.csv");
    assert_string_equal(bf_sheet_at(&f.sheets.sheet[0].sheet, 1, 0), "Byron, A.");
    assert_string_equal(f.sheets.sheet[1].path, "rooms.hall.people");
    assert_string_equal(f.sheets.sheet[1].sheet.head[0], "name");
    close_all(&f);
}

static void a_name_from_the_command_line_is_beside_the_scenario(void **state)
{
    (void)state;
    const struct table_text texts[] = {{"top/a.cfg", "format = 1; people = \"old.csv\";"},
                                       {"top/new.csv", "name\nAda\n"},
                                       {NULL, NULL}};
    const struct bf_setting set = {"people", "new.csv"};
    struct fixture f;
    assert_true(open(&f, texts, &set));
    assert_string_equal(f.sheets.sheet[0].file, "top/new.csv");
    close_all(&f);
}

static void an_empty_name_is_no_table(void **state)
{
    (void)state;
    const struct table_text texts[] = {{"a.cfg", "format = 1; people = \"\";"}, {NULL, NULL}};
    struct fixture f;
    assert_true(open(&f, texts, NULL));
    assert_int_equal(f.sheets.count, 0);
    close_all(&f);
}

static void the_checksum_of_a_scenario_stands_for_its_tables(void **state)
{
    (void)state;
    char sum[2][65];
    for (int i = 0; i < 2; i++) {
        const struct table_text texts[] = {{"a.cfg", "format = 1; people = \"p.csv\";"},
                                           {"p.csv", i ? "name\nAda\n" : "name\nAdb\n"},
                                           {NULL, NULL}};
        struct fixture f;
        assert_true(open(&f, texts, NULL));
        memcpy(sum[i], f.scenario.sha256, sizeof sum[i]);
        assert_int_equal(f.scenario.file_count, 2);
        assert_string_equal(f.scenario.files[1].path, "p.csv");
        assert_int_equal(f.scenario.files[1].length, 9);
        assert_contains(f.scenario.resolved, f.scenario.files[1].sha256);
        /* the resolved text is still a scenario */
        const struct table_text again[] = {
            {"a.cfg", f.scenario.resolved}, {"p.csv", texts[1].text}, {NULL, NULL}};
        struct fixture g;
        assert_true(open(&g, again, NULL));
        assert_string_equal(g.scenario.sha256, f.scenario.sha256);
        close_all(&g);
        close_all(&f);
    }
    assert_string_not_equal(sum[0], sum[1]);
}

static void one_file_may_serve_two_settings(void **state)
{
    (void)state;
    const struct table_text texts[] = {
        {"a.cfg", "format = 1; people = \"p.csv\"; rooms: { hall: { people = \"./p.csv\"; }; };"},
        {"p.csv", "name\nAda\n"},
        {NULL, NULL}};
    struct fixture f;
    assert_true(open(&f, texts, NULL));
    assert_int_equal(f.sheets.count, 2);
    assert_int_equal(f.scenario.file_count, 2);
    assert_string_equal(bf_sheet_at(&f.sheets.sheet[1].sheet, 0, 0), "Ada");
    close_all(&f);
}

static void a_table_that_is_not_there_is_a_fault_where_it_is_named(void **state)
{
    (void)state;
    const struct table_text texts[] = {{"a.cfg", "format = 1;\npeople = \"lost.csv\";"},
                                       {NULL, NULL}};
    struct fixture f;
    assert_false(open(&f, texts, NULL));
    assert_int_equal(f.faults.errors, 1);
    assert_int_equal(f.faults.fault[0].err.where.line, 2);
    assert_string_equal(f.faults.fault[0].err.where.path, "people");
    assert_contains(f.faults.fault[0].err.what, "lost.csv");
    close_all(&f);
}

static void faults_of_a_table_have_its_name_and_line(void **state)
{
    (void)state;
    static const char *const bad[] = {"a,b\n1\n", "a,b\n1,\xFF\n", "a,b\n1;2\n"};
    for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
        const struct table_text texts[] = {
            {"a.cfg", "format = 1; people = \"p.csv\";"}, {"p.csv", bad[i]}, {NULL, NULL}};
        struct fixture f;
        assert_false(open(&f, texts, NULL));
        assert_string_equal(f.faults.fault[0].err.where.file, "p.csv");
        assert_int_equal(f.faults.fault[0].err.where.line, 2);
        close_all(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_lie_beside_the_file_that_names_them),
        cmocka_unit_test(a_name_from_the_command_line_is_beside_the_scenario),
        cmocka_unit_test(an_empty_name_is_no_table),
        cmocka_unit_test(the_checksum_of_a_scenario_stands_for_its_tables),
        cmocka_unit_test(one_file_may_serve_two_settings),
        cmocka_unit_test(a_table_that_is_not_there_is_a_fault_where_it_is_named),
        cmocka_unit_test(faults_of_a_table_have_its_name_and_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
