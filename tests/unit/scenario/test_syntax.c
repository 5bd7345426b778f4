/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "depots.h"

static const struct {
    size_t count;
    const char *text, *says;
} slips[] = {
    {1, "format = 1;\ndepots: {\n x = { kind = \"crew\"; ;\n",
     "main.cfg:3: expected a closing bracket for this '{'"},
    {1, "format = 1;\ntags = ( \"a\" ];\n",
     "main.cfg:2: expected ')' to close the '(' of main.cfg:2, received ']'"},
    {1, "format = 1;\n};\n", "main.cfg:2: expected no '}' here: no bracket is open"},
    {1, "format = 1; horizon = 29 days;",
     "expected one value, received 29 days; write \"29 days\""},
    {1, "format = 1; growth = 2 3;", "expected ';' or ',' after 2, received 3"},
    {1, "format = 1; growth = 2 \"x\";", "expected ';' or ',' after 2, received \"x\""},
    {1, "format = 1; title = winter;",
     "expected a value, received winter; a text stands in double quotes"},
    {1, "format = 1; growth 2;", "expected '=' after growth"},
    {1, "format = 1; growth\n", "expected '=' after growth"},
    {1, "format = 1; step down: { beds = 3; };", "received step down; write step_down"},
    {1, "format = 1; ward { beds = 3; };", "expected '=' or ':' after ward; write ward: { ... }"},
    {1, "format = 1; include \"ward.cfg\"", "to include a file write @include"},
    {1, "format = 1; tags = [cold];", "expected a value, received cold"},
    {1, "format = 1; depots = ( x = 3 );",
     "expected a value or a group in a list, received x =; write { x = ...; }"},
    {1, "format = 1; title = growth = 2;", "expected a value before growth"},
    {1, "format = 1;\n\"abc\";", "main.cfg:2: expected name = before \"abc\""},
    {1, "format = 1;\n\"growth\": 3",
     "expected a name without quotes before '=', received \"growth\""},
    {1, "format = 1; tags = [3, {} \"x\"];", "expected ',' before \"x\""},
    {1, "format = 1; title = true \"x\";", "expected name = before \"x\""},
    {2, "format = 1; title = winter;\n\ngrowth 3;\n", "main.cfg:3: expected '=' after growth"},
};

static void slips_have_their_words_and_their_line(void **state)
{
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(slips); i++)
        assert_faults(read_text(slips[i].text), slips[i].count, slips[i].says);
}

static char *nested(int depth)
{
    struct bf_text text = {0};
    bf_text_add(&text, "format = 1; tags = ");
    for (int i = 0; i < depth; i++)
        bf_text_add(&text, i % 2 ? "[" : "(");
    for (int i = depth; i-- > 0;)
        bf_text_add(&text, i % 2 ? "]" : ")");
    bf_text_add(&text, ";");
    return text.bytes;
}

static void nesting_has_a_limit(void **state)
{
    (void)state;
    char *deepest = nested(64), *deeper = nested(65), *abyss = nested(100000);
    assert_faults(read_text(deepest), 1,
                  "tags[0]: expected a text in double quotes, received a list");
    assert_faults(read_text(deeper), 1, "expected groups and lists at most 64 deep");
    assert_faults(read_text(abyss), 1, "expected groups and lists at most 64 deep");
    bf_heap_give(deepest);
    bf_heap_give(deeper);
    bf_heap_give(abyss);
}

static void a_group_has_a_limit(void **state)
{
    (void)state;
    struct bf_text text = {0};
    bf_text_add(&text, "format = 1; depots: {\n");
    for (int i = 0; i < 12001; i++)
        bf_text_add(&text, "n%d={};\n", i);
    bf_text_add(&text, "};");
    assert_faults(read_text(text.bytes), 1,
                  "main.cfg:12002: expected at most 12000 settings in one group");
    bf_text_free(&text);
    bf_text_add(&text, "format = 1; depots: {\n");
    for (int i = 0; i < 36000; i++) {
        if (i % 12000 == 0) bf_text_add(&text, "%s g%d = {", i ? "};" : "", i);
        bf_text_add(&text, " n%d={};", i);
    }
    bf_text_add(&text, "}; };");
    assert_faults(read_text(text.bytes), 1, "expected fewer large groups");
    bf_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slips_have_their_words_and_their_line),
        cmocka_unit_test(nesting_has_a_limit),
        cmocka_unit_test(a_group_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
