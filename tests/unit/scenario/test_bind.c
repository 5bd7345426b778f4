/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "depots.h"

#define DEPOT(text) "format = 1;\ndepots: { north: {\n" text "\n}; };\n"
#define STORE(text) DEPOT("kind = \"store\"; beds = 431;\n" text)
#define ROOT(text)  "format = 1;\n" text "\n"

static void every_type_is_read(void **state)
{
    (void)state;
    struct reading r = read_text(COUNTY_TEXT);
    assert_fine(&r);
    const struct county *county = county_of(&r);
    assert_string_equal(county->title, "Winter \"21\"\n and \xC2\xA3\\more");
    assert_int_equal(county->start, bf_day_from_civil(2021, 11, 1));
    assert_close(county->horizon_h, 182 * 24, 1e-9);
    assert_close(county->growth, 0.02385, 1e-15);
    assert_close(county->price, 1050.0 / 168, 1e-12);
    assert_true(county->strict);
    assert_close(county->scale, 31, 0);
    assert_int_equal(county->closed.count, 2);
    assert_int_equal(county->closed.day[1], bf_day_from_civil(2021, 12, 28));
    assert_int_equal(county->tags.count, 2);
    assert_string_equal(county->tags.name[1], "flu");
    assert_close(county->weights.value[1], 0.5, 1e-15);
    assert_int_equal(county->depots.count, 2);
    assert_string_equal(county->depots.name[0], "north");
    reading_free(&r);
}

static void structs_inside_structs_are_read(void **state)
{
    (void)state;
    struct reading r = read_text(COUNTY_TEXT);
    assert_fine(&r);
    const struct depot *north = depot_of(&r, "north"), *south = depot_of(&r, "south");
    const struct way *way = north->then.item;
    assert_int_equal(north->kind, 0);
    assert_close(north->beds, 431, 0);
    assert_close(north->stay.mean_h, 5.2 * 24, 1e-9);
    assert_close(north->stay.cv, 1.375, 0);
    assert_int_equal(north->then.count, 2);
    assert_null(north->then.name);
    assert_string_equal(way[0].to, "south");
    assert_close(way[0].share, 0.375, 0);
    assert_close(way[1].share, 0.625, 0);
    assert_int_equal(north->classes.count, 2);
    assert_string_equal(north->classes.name[0], "frail");
    assert_close(north->classes.value[1], 0.625, 0);
    assert_close(north->by_month.value[1], 1.125, 0);
    assert_close(north->by_month.value[2], 0.95, 1e-15);
    assert_false(north->counted);
    assert_false(north->open.always);
    assert_int_equal(north->open.open[2][0].to_min, 17 * 60);
    assert_int_equal(south->kind, 1);
    assert_close(south->hours, 2400.0 / 168, 1e-12);
    assert_string_equal(south->with.name[0], "north");
    reading_free(&r);
}

static void what_is_not_given_is_its_default_or_blank(void **state)
{
    (void)state;
    struct reading r = read_text(DEPOT("kind = \"crew\";"));
    assert_fine(&r);
    const struct county *county = county_of(&r);
    const struct depot *north = depot_of(&r, "north");
    assert_null(county->title);
    assert_int_equal(county->start, BF_DAY_NONE);
    assert_close(county->horizon_h, 26 * 168, 1e-9);
    assert_true(isnan(county->growth));
    assert_int_equal(county->closed.count, 0);
    assert_null(county->closed.day);
    assert_true(isnan(county->pause.mean_h)); /* required, but the group is absent */
    assert_close(county->pause.cv, 0.75, 0);
    assert_int_equal(north->by_month.count, 3);
    assert_close(north->by_month.value[1], 1.25, 0);
    assert_true(north->open.always);
    assert_true(north->counted);
    assert_true(isnan(north->beds)); /* of the other variant */
    assert_close(north->visit, 0.75, 1e-15);
    const struct bf_given *given = bf_bound_find(&r.scenario.bound, "horizon");
    assert_non_null(given);
    assert_null(given->where.file);
    assert_null(given->text);
    assert_non_null(bf_bound_find(&r.scenario.bound, "depots.north.by_month[2]"));
    assert_null(bf_bound_find(&r.scenario.bound, "growth"));
    reading_free(&r);
}

static void every_value_is_recorded_with_its_place_and_evidence(void **state)
{
    (void)state;
    struct reading r = read_text(COUNTY_TEXT);
    assert_fine(&r);
    const struct bf_bound *bound = &r.scenario.bound;
    const struct bf_given *given = bf_bound_find(bound, "horizon");
    assert_string_equal(given->text, "182 days");
    assert_string_equal(given->source, "W01");
    assert_close(given->low, 20 * 168, 1e-9);
    assert_close(given->high, 30 * 168, 1e-9);
    assert_int_equal(given->where.line, 4);
    given = bf_bound_find(bound, "depots.north.beds");
    assert_string_equal(given->where.file, "main.cfg");
    assert_int_equal(given->where.line, 15);
    assert_string_equal(given->source, "C36");
    assert_string_equal(given->text, "431");
    assert_true(isnan(given->low));
    double beds;
    memcpy(&beds, bound->region + given->offset, sizeof beds);
    assert_close(beds, 431, 0);
    given = bf_bound_find(bound, "depots.north.stay.cv");
    assert_null(given->source);
    assert_string_equal(given->assumption, "as elsewhere");
    assert_string_equal(bf_bound_find(bound, "depots.north.then[1].share")->source, "C36");
    assert_string_equal(bf_bound_find(bound, "depots.north.classes.fit")->text, "0.625");
    assert_string_equal(bf_bound_find(bound, "depots.north.by_month[2]")->text, "9.5e-1");
    assert_string_equal(bf_bound_find(bound, "weights[1]")->assumption, "a guess");
    assert_string_equal(bf_bound_find(bound, "title")->text, "Winter \"21\"\n and \xC2\xA3\\more");
    assert_non_null(bf_bound_find(bound, "closed[1]"));
    assert_non_null(bf_bound_find(bound, "tags[0]"));
    assert_non_null(bf_bound_find(bound, "strict"));
    assert_null(bf_bound_find(bound, "depots.south.hours")->source);
    reading_free(&r);
}

static void a_copy_of_the_region_stands_alone(void **state)
{
    (void)state;
    struct reading r = read_text(COUNTY_TEXT);
    assert_fine(&r);
    unsigned char *copy = bf_heap_take(1, r.scenario.bound.size);
    bf_bound_copy(&r.scenario.bound, copy);
    const struct county *one = county_of(&r), *two = (const struct county *)(const void *)copy;
    const struct depot *a = one->depots.item, *b = two->depots.item;
    assert_ptr_not_equal(a, b);
    assert_ptr_not_equal(a->classes.value, b->classes.value);
    assert_string_equal(b->classes.name[1], "fit");
    assert_string_equal(two->depots.name[1], "south");
    memset(r.scenario.bound.region, 0x5A, r.scenario.bound.size);
    assert_close(b->by_month.value[1], 1.125, 0);
    assert_close(((const struct way *)b->then.item)[1].share, 0.625, 0);
    bf_heap_give(copy);
    reading_free(&r);
}

struct message {
    const char *text, *says;
};

/* Each is the only fault of its text. */
static const struct message messages[] = {
    {STORE("bedz = 3;"),
     "main.cfg:4: depots.north.bedz: unknown setting 'bedz'; did you mean 'beds'?"},
    {ROOT("zebra = 3;"), "unknown setting 'zebra'; a county has title, start, horizon"},
    {STORE("hours = \"3 h/week\";"), "'hours' belongs to kind \"crew\", this is kind \"store\""},
    {DEPOT("kind = \"stor\"; beds = 3;"), "depots.north.kind: expected \"store\" or \"crew\", "
                                          "received \"stor\"; did you mean \"store\"?"},
    {DEPOT("kind = 2; beds = 3;"), "expected \"store\" or \"crew\", received 2"},
    {DEPOT("beds = 3;"),
     "main.cfg:2: depots.north.kind: expected 'kind' (what it is), received none"},
    {DEPOT("kind = \"store\";"), "main.cfg:2: depots.north.beds: expected 'beds' (places)"},
    {DEPOT("kind = \"store\"; beds = 12.9;"), "expected a whole number such as 30, received 12.9"},
    {DEPOT("kind = \"store\"; beds = 30.0;"), "expected a whole number such as 30, received 30.0"},
    {DEPOT("kind = \"store\"; beds = 5000000000;"), "expected 1 to 6,000, received 5000000000"},
    {DEPOT("kind = \"store\"; beds = 0;"), "expected 1 to 6,000, received 0"},
    {DEPOT("kind = \"store\"; beds = true;"), "received true"},
    {ROOT("growth = 1e400;"), "received \"1e400\""},
    {ROOT("growth = \"inf\";"), "received \"inf\""},
    {ROOT("growth = \"nan\";"), "received \"nan\""},
    {ROOT("scale = 99999999999999999999;"), "received \"99999999999999999999\""},
    {ROOT("horizon = 26;"), "minutes, hours, days, weeks"},
    {ROOT("price = 5;"), "expected"},
    {ROOT("title = 2021;"), "main.cfg:2: title: expected a text in double quotes, received 2021"},
    {ROOT("strict = 1;"), "expected true or false, received 1"},
    {ROOT("strict = \"true\";"), "received \"true\"; without quotes"},
    {ROOT("start = \"2021-02-30\";"),
     "expected a date such as \"2021-11-01\", received \"2021-02-30\""},
    {ROOT("start = 20211101;"), "expected a date such as \"2021-11-01\", received 20211101"},
    {STORE("open = \"Mon-Fro\";"), "expected"},
    {STORE("open = 9;"), "expected hours such as \"Mon-Fri 09:00-17:00\", received 9"},
    {STORE("stay = \"3 days\";"),
     "expected a group, received \"3 days\"; write { mean = \"3 days\"; }; what else goes"},
    {STORE("stay = \"soon\";"), "expected a group, received \"soon\"; write { ... }; what goes"},
    {STORE("stay = { cv = 1; };"),
     "depots.north.stay.mean: expected 'mean' (mean time), received none; "
     "give it a duration"},
    {STORE("stay = { mean = \"3 years\"; };"),
     "expected 30 minutes to 365 days, received \"3 years\""},
    {STORE("stay = { mean = \"3 days\"; cv = -1.5; };"), "expected at least 0, received -1.5"},
    {STORE("then = { to = \"x\"; };"),
     "expected a list, received a group { ... }; write ( { ... }"},
    {STORE("then = ( \"x\" );"), "depots.north.then[0]: expected a group, received \"x\""},
    {STORE("then = ( { to = \"x\"; }, { share = 0.5; } );"),
     "main.cfg:4: depots.north.then[1].to: expected 'to' (where to)"},
    {STORE("classes = [0.5, 0.5];"), "expected named numbers, received a list of 2"},
    {STORE("classes = { a = 1.5; };"), "depots.north.classes.a: expected a share"},
    {STORE("by_month = 3;"), "expected a list, received 3; write [ first, second ]"},
    {STORE("by_month = [1, \"x\"];"), "depots.north.by_month[1]: expected a number"},
    {ROOT("weights = [\"200 hours\"];"), "weights[0]: expected 0 hours to 4.167 days"},
    {ROOT("closed = [\"2021-13-01\"];"), "closed[0]: expected a date"},
    {ROOT("tags = [3];"), "tags[0]: expected a text in double quotes, received 3"},
    {ROOT("depots = ( { kind = \"crew\"; } );"), "expected named groups, received a list of 1"},
    {ROOT("depots = { a = 3; };"), "depots.a: expected a group, received 3"},
    {ROOT("depots = { north = { kind = \"crew\"; }; nort = \"remove\"; };"),
     "expected an inherited entry to remove, received 'nort', which there is not; did you mean "
     "'north'?"},
    {ROOT("growth = { source = \"x\"; };"), "expected a value, received a group"},
    {ROOT("growth = { value = 2; from = 3; };"),
     "growth.from: unknown setting 'from'; 'growth' is one value, with value, source, assumption, "
     "range"},
    {ROOT("growth = { value = 2; range = [3, 4]; };"),
     "expected a range around the value 2, received 3 to 4"},
    {ROOT("growth = { value = 2; range = [1]; };"), "expected a range of two values"},
    {ROOT("growth = { value = 2; range = [1, \"x\"]; };"), "expected a number such as 1.25"},
    {ROOT("growth = { value = 2; source = 36; };"),
     "growth.source: expected a text in double quotes, received 36"},
    {ROOT("note = 3;"), "note: expected a text in double quotes"},
    {ROOT("title = { value = \"x\"; range = [\"a\", \"b\"]; };"), "unknown setting 'range'"},
};

static void every_fault_says_what_where_and_the_cure(void **state)
{
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(messages); i++)
        assert_faults(read_text(messages[i].text), 1, messages[i].says);
}

static void all_faults_are_found_not_the_first(void **state)
{
    (void)state;
    assert_faults(read_text("format = 1; titel = \"x\"; strict = 3;\ngrowth = \"x\";\n"
                            "depots: { a: { kind = \"store\"; bed = 3; }; b: 5; };\n"),
                  6, "main.cfg:3: depots.a.bed: unknown setting 'bed'; did you mean 'beds'?");
}

static void evidence_is_allowed_in_every_group(void **state)
{
    (void)state;
    struct reading r =
        read_text("format = 1; source = \"A\"; note = \"n\"; growth = 2;\n"
                  "depots: { source = \"B\"; x: { kind = \"crew\"; hours = \"3 h/d\";"
                  " classes = { a = 0.5; assumption = \"D\"; b = 0.5; };\n"
                  " then = ( { to = \"y\"; source = \"\"; } ); }; };");
    assert_fine(&r);
    const struct bf_bound *bound = &r.scenario.bound;
    assert_string_equal(bf_bound_find(bound, "growth")->source, "A");
    assert_string_equal(bf_bound_find(bound, "depots.x.hours")->source, "B");
    assert_null(bf_bound_find(bound, "depots.x.classes.a")->source);
    assert_string_equal(bf_bound_find(bound, "depots.x.classes.b")->assumption, "D");
    assert_null(bf_bound_find(bound, "depots.x.then[0].to")->source);
    assert_int_equal(depot_of(&r, "x")->classes.count, 2);
    reading_free(&r);
}

struct loose {
    const char *amount;
    struct bf_names what;
};

static const struct bf_param loose_params[] = {{.name = "amount",
                                                .type = BF_PARAM_TEXT,
                                                .flags = BF_PARAM_LOOSE,
                                                .offset = offsetof(struct loose, amount),
                                                .help = "h"},
                                               {.name = "what",
                                                .type = BF_PARAM_NAMES,
                                                .flags = BF_PARAM_LOOSE,
                                                .offset = offsetof(struct loose, what),
                                                .help = "h"},
                                               {0}};
static const struct bf_table loose_table = {
    .name = "loose", .help = "h", .size = sizeof(struct loose), .params = loose_params};

/* Read `text` with `what` set to `set` (NULL: not set); it must be one name, `want`. */
static void assert_one_name(const char *text, const char *set, const char *want)
{
    struct memory_file file = {.path = "main.cfg", .text = text};
    struct memory memory = {.file = &file, .count = 1};
    struct bf_loader loader = {.context = &memory, .load = memory_load};
    struct bf_setting setting = {.path = "what", .value = set};
    struct reading r = {.fine = false};
    r.fine = bf_scenario_read("main.cfg", &loader, &setting, set != NULL, &loose_table, &r.scenario,
                              &r.faults);
    assert_fine(&r);
    const struct loose *loose = (const struct loose *)(const void *)r.scenario.bound.region;
    assert_string_equal(loose->amount, "2.50");
    assert_int_equal(loose->what.count, 1);
    assert_string_equal(loose->what.name[0], want);
    reading_free(&r);
}

static void a_loose_text_may_be_a_number_and_loose_names_one_text(void **state)
{
    (void)state;
    assert_one_name("format = 1; amount = 2.50; what = \"beds\";", NULL, "beds");
    assert_one_name("format = 1; amount = \"2.50\"; what = [\"beds\"];", NULL, "beds");
    assert_one_name("format = 1; amount = 2.50;", "hours", "hours");
    assert_one_name("format = 1; amount = 2.50; what = \"beds\";", "[\"hours\"]", "hours");
    assert_one_name("format = 1; amount = 2.50; what = { value = \"beds\"; source = \"S\"; };",
                    NULL, "beds");
    assert_faults(read_text("format = 1; tags = \"cold\";"), 1, "tags: expected a list");
}

static void a_default_is_not_evidence_of_the_user(void **state)
{
    (void)state;
    struct reading r = read_text("format = 1; source = \"A\";");
    assert_fine(&r);
    assert_null(bf_bound_find(&r.scenario.bound, "horizon")->source);
    reading_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_is_read),
        cmocka_unit_test(structs_inside_structs_are_read),
        cmocka_unit_test(what_is_not_given_is_its_default_or_blank),
        cmocka_unit_test(every_value_is_recorded_with_its_place_and_evidence),
        cmocka_unit_test(a_copy_of_the_region_stands_alone),
        cmocka_unit_test(every_fault_says_what_where_and_the_cure),
        cmocka_unit_test(all_faults_are_found_not_the_first),
        cmocka_unit_test(evidence_is_allowed_in_every_group),
        cmocka_unit_test(a_loose_text_may_be_a_number_and_loose_names_one_text),
        cmocka_unit_test(a_default_is_not_evidence_of_the_user),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
