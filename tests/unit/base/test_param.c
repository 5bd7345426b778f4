/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/param.h"
#include "bedflow/base/text.h"

/* ---- a small scenario: a bakery, so that nothing depends on the models ---- */

struct oven {
    const char *label;
    double heat_h;
    int32_t kind;
    struct bf_series loaves;
};
struct bakery {
    struct bf_items ovens;
    double price;
    const char *note;
};

static const char *const kinds[] = {"deck", "rack", NULL};
static const struct bf_table shelf = {.name = "shelf",
                                      .help = "Where loaves cool.",
                                      .params =
                                          (const struct bf_param[]){{.name = "width",
                                                                     .type = BF_PARAM_QUANTITY,
                                                                     .dim = BF_DIM_NUMBER,
                                                                     .max = (double)INFINITY,
                                                                     .help = "metres"},
                                                                    {0}}};
static const struct bf_param deck_params[] = {{.name = "stones",
                                               .type = BF_PARAM_QUANTITY,
                                               .dim = BF_DIM_COUNT,
                                               .min = 3,
                                               .max = 17,
                                               .fallback = "5",
                                               .help = "stones of a deck"},
                                              {0}};
static const struct bf_param rack_params[] = {
    {.name = "shelves", .type = BF_PARAM_LIST, .table = &shelf, .help = "shelves of a rack"}, {0}};
static const struct bf_param oven_params[] = {
    {.name = "label",
     .type = BF_PARAM_TEXT,
     .help = "for people",
     .offset = BF_FIELD(struct oven, label)},
    {.name = "kind",
     .type = BF_PARAM_CHOICE,
     .choices = kinds,
     .fallback = "deck",
     .flags = BF_PARAM_FIXED,
     .help = "how it is built",
     .offset = BF_FIELD(struct oven, kind)},
    {.name = "heat",
     .type = BF_PARAM_QUANTITY,
     .dim = BF_DIM_TIME,
     .min = 0.25,
     .max = 76.8,
     .flags = BF_PARAM_REQUIRED,
     .help = "time to heat",
     .offset = BF_FIELD(struct oven, heat_h)},
    {.name = "loaves",
     .type = BF_PARAM_SERIES,
     .dim = BF_DIM_RATE,
     .help = "by weekday",
     .offset = BF_FIELD(struct oven, loaves)},
    {.name = "shelf", .type = BF_PARAM_GROUP, .table = &shelf, .help = "its own shelf"},
    {0}};
static const struct bf_table oven = {
    .name = "oven",
    .help =
        "An oven turns dough into bread. This paragraph is long enough to be broken into lines, "
        "since a terminal is narrow and the help of a table is not.",
    .size = sizeof(struct oven),
    .params = oven_params,
    .selector = "kind",
    .variant = (const struct bf_param *const[]){deck_params, rack_params},
    .variant_help = (const char *const[]){"Stone below.", "Air around."}};
static const struct bf_param bakery_params[] = {
    {.name = "ovens",
     .type = BF_PARAM_MAP,
     .table = &oven,
     .help = "by name",
     .offset = BF_FIELD(struct bakery, ovens)},
    {.name = "price",
     .type = BF_PARAM_QUANTITY,
     .dim = BF_DIM_MONEY,
     .fallback = "£2.39",
     .help = "of a loaf",
     .offset = BF_FIELD(struct bakery, price)},
    {.name = "open", .type = BF_PARAM_HOURS, .fallback = "always", .help = "when it sells"},
    {0}};
static const struct bf_table bakery = {
    .name = "bakery", .size = sizeof(struct bakery), .params = bakery_params};

/* ---- copying ---- */

/* One block: a bakery, two ovens, loaves of the second, two texts. */
struct image {
    struct bakery bakery;
    struct oven oven[2];
    double loaves[3];
    char label[8];
    const char *names[2];
};
static const char outside[] = "a text that outlives all";

static void make_bound(struct bf_bound *bound)
{
    struct image *image = bf_heap_take(1, sizeof *image);
    const size_t pointers[] = {
        offsetof(struct image, bakery.ovens.item),    offsetof(struct image, bakery.ovens.name),
        offsetof(struct image, oven[1].loaves.value), offsetof(struct image, oven[1].label),
        offsetof(struct image, oven[0].label),        offsetof(struct image, names[0])};

    image->bakery.ovens = (struct bf_items){.item = image->oven, .name = image->names, .count = 2};
    image->bakery.price = 2.385;
    image->bakery.note = outside; /* not recorded: to be kept as it is */
    memcpy(image->label, "second", 7);
    image->oven[1] = (struct oven){
        .label = image->label, .heat_h = 1.7, .loaves = {.value = image->loaves, .count = 3}};
    image->names[0] = image->label;
    image->loaves[2] = 17.93;
    *bound = (struct bf_bound){.table = &bakery,
                               .region = (unsigned char *)image,
                               .size = sizeof *image,
                               .pointer_count = UNIT_COUNT(pointers)};
    bound->pointer = bf_heap_take(UNIT_COUNT(pointers), sizeof *bound->pointer);
    memcpy(bound->pointer, pointers, sizeof pointers);
}

static void a_copy_points_into_itself(void **state)
{
    struct bf_bound bound;
    struct bf_arena arena;
    struct bf_err err;

    (void)state;
    make_bound(&bound);
    assert_true(bf_arena_init(&arena, bf_arena_room(1, bound.size), &err));
    struct image *copy = bf_arena_take(&arena, 1, bound.size);
    bf_bound_copy(&bound, (unsigned char *)copy);
    assert_ptr_equal(copy->bakery.ovens.item, copy->oven);
    assert_ptr_equal(copy->bakery.ovens.name, copy->names);
    assert_ptr_equal(copy->oven[1].loaves.value, copy->loaves);
    assert_ptr_equal(copy->oven[1].label, copy->label);
    assert_ptr_equal(copy->names[0], copy->label);
    assert_null(copy->oven[0].label);
    assert_ptr_equal(copy->bakery.note, outside);
    assert_same_double(copy->oven[1].loaves.value[2], 17.93);
    bf_bound_free(&bound);
    /* The copy is whole without the original. */
    assert_string_equal(((struct oven *)copy->bakery.ovens.item)[1].label, "second");
    bf_arena_free(&arena);
}

static void changing_a_copy_leaves_the_original_alone(void **state)
{
    struct bf_bound bound;
    struct image copy;

    (void)state;
    make_bound(&bound);
    bf_bound_copy(&bound, (unsigned char *)&copy);
    copy.oven[1].loaves.value[2] = -5.25;
    const struct image *original = (const struct image *)bound.region;
    assert_same_double(original->oven[1].loaves.value[2], 17.93);
    bf_bound_free(&bound);
}

static void a_pointer_out_of_the_region_breaks_the_contract(void **state)
{
    struct bf_bound bound;
    struct image copy;

    (void)state;
    make_bound(&bound);
    bound.pointer[0] = offsetof(struct image, bakery.note);
    assert_breaks_contract(bf_bound_copy(&bound, (unsigned char *)&copy), "bound->size");
    bound.pointer[0] = bound.size - 3;
    assert_breaks_contract(bf_bound_copy(&bound, (unsigned char *)&copy), "bound->size");
    bf_bound_free(&bound);
}

static void values_are_found_by_their_path(void **state)
{
    struct bf_bound bound = {0};
    static const char *const path[] = {"price", "ovens.a.heat", "ovens.a.loaves[3]"};

    (void)state;
    bound.given = bf_heap_take(3, sizeof *bound.given);
    bound.given_count = 3;
    for (size_t i = 0; i < 3; i++)
        bound.given[i].path = path[i];
    assert_ptr_equal(bf_bound_find(&bound, "ovens.a.loaves[3]"), &bound.given[2]);
    assert_ptr_equal(bf_bound_find(&bound, "price"), &bound.given[0]);
    assert_null(bf_bound_find(&bound, "ovens.a"));
    assert_null(bf_bound_find(&bound, ""));
    bf_bound_free(&bound);
    assert_null(bf_bound_find(&bound, "price"));
}

/* ---- the manual ---- */

static void the_selector_is_the_parameter_of_that_name(void **state)
{
    (void)state;
    assert_ptr_equal(bf_table_selector(&oven), &oven_params[1]);
    assert_null(bf_table_selector(&bakery));
}

static void expect_manual(const struct bf_table *table, int variant, const char *want)
{
    struct bf_text out = {0};

    bf_table_manual(table, variant, &out);
    assert_false(out.failed);
    assert_string_equal(out.bytes, want);
    bf_text_free(&out);
}

static void the_manual_of_a_table_shows_its_rows_aligned(void **state)
{
    (void)state;
    expect_manual(&shelf, -1,
                  "shelf\n"
                  "  Where loaves cool.\n"
                  "  name   write                range   default  meaning\n"
                  "  width  number such as 1.25  from 0  -        metres\n");
}

static void the_manual_of_all_variants_has_each_of_them(void **state)
{
    (void)state;
    struct bf_text all = {0}, one = {0};

    bf_table_manual(&oven, BF_ALL_VARIANTS, &all);
    bf_table_manual(&oven, -1, &one);
    assert_false(all.failed || one.failed);
    assert_non_null(strstr(all.bytes, "kind = \"deck\""));
    assert_non_null(strstr(all.bytes, "kind = \"rack\""));
    assert_null(strstr(one.bytes, "kind = \"deck\""));
    assert_null(strstr(one.bytes, "kind = \"rack\""));
    bf_text_free(&all);
    bf_text_free(&one);
}

static void the_manual_of_one_variant_adds_its_rows_and_tables(void **state)
{
    (void)state;
    expect_manual(
        &oven, 1,
        "oven\n"
        "  An oven turns dough into bread. This paragraph is long enough to be broken into lines, "
        "since a\n"
        "  terminal is narrow and the help of a table is not.\n"
        "  name    write                                      range                   default   "
        "meaning\n"
        "  label   text                                       -                       -         "
        "for people\n"
        "  kind    choice                                     -                       deck      "
        "how it is built; one of deck, rack; the same for the whole run\n"
        "  heat    duration such as \"3.2 days\"                15 minutes to 3.2 days  required  "
        "time to heat\n"
        "  loaves  list, each a rate such as \"138.5 per day\"  -                       -         "
        "by weekday\n"
        "  shelf   { shelf }                                  -                       -         "
        "its own shelf\n"
        "\n"
        "  kind = \"rack\"\n"
        "    Air around.\n"
        "    name     write              range  default  meaning\n"
        "    shelves  list of { shelf }  -      -        shelves of a rack\n"
        "\n"
        "  shelf\n"
        "    Where loaves cool.\n"
        "    name   write                range   default  meaning\n"
        "    width  number such as 1.25  from 0  -        metres\n");
}

static void a_manual_describes_inner_tables_once_with_all_variants(void **state)
{
    struct bf_text out = {0};

    (void)state;
    bf_table_manual(&bakery, -1, &out);
    assert_contains(out.bytes, "ovens  named, each { oven }");
    assert_contains(out.bytes, "\n  oven\n    An oven turns");
    assert_contains(out.bytes, "\n    kind = \"deck\"\n      Stone below.\n");
    assert_contains(out.bytes, "\n    kind = \"rack\"\n      Air around.\n");
    assert_contains(out.bytes, "3 to 17");
    assert_contains(out.bytes, "  -      £2.39    of a loaf\n");
    assert_contains(out.bytes, "  -      always   when it sells\n");
    const char *first = strstr(out.bytes, "Where loaves cool.");
    assert_non_null(first);
    assert_null(strstr(first + 1, "Where loaves cool."));
    bf_text_free(&out);
}

static void a_table_that_holds_itself_is_described_once(void **state)
{
    static struct bf_param params[2] = {
        {.name = "then", .type = BF_PARAM_LIST, .help = "what follows"}};
    static const struct bf_table step = {.name = "step", .params = params};
    struct bf_text out = {0};

    (void)state;
    params[0].table = &step;
    bf_table_manual(&step, -1, &out);
    assert_string_equal(out.bytes, "step\n"
                                   "  name  write             range  default  meaning\n"
                                   "  then  list of { step }  -      -        what follows\n");
    bf_text_free(&out);
}

static void a_variant_that_is_not_there_breaks_the_contract(void **state)
{
    struct bf_text out = {0};

    (void)state;
    assert_breaks_contract(bf_table_manual(&oven, 2, &out), "variant");
    assert_breaks_contract(bf_table_manual(&bakery, 0, &out), "variant");
    assert_breaks_contract(bf_table_manual(&oven, -3, &out), "variant");
}

static void the_words_of_a_parameter_are_those_of_its_row(void **state)
{
    struct bf_param_words words;

    (void)state;
    bf_param_words(&shelf.params[0], &words);
    assert_string_equal(words.write, "number such as 1.25");
    assert_string_equal(words.range, "from 0");
    assert_string_equal(words.fallback, "-");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_points_into_itself),
        cmocka_unit_test(changing_a_copy_leaves_the_original_alone),
        cmocka_unit_test(a_pointer_out_of_the_region_breaks_the_contract),
        cmocka_unit_test(values_are_found_by_their_path),
        cmocka_unit_test(the_selector_is_the_parameter_of_that_name),
        cmocka_unit_test(the_manual_of_a_table_shows_its_rows_aligned),
        cmocka_unit_test(the_manual_of_all_variants_has_each_of_them),
        cmocka_unit_test(the_manual_of_one_variant_adds_its_rows_and_tables),
        cmocka_unit_test(a_manual_describes_inner_tables_once_with_all_variants),
        cmocka_unit_test(a_table_that_holds_itself_is_described_once),
        cmocka_unit_test(the_words_of_a_parameter_are_those_of_its_row),
        cmocka_unit_test(a_variant_that_is_not_there_breaks_the_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
