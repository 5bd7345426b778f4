/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steps put together for people whom nothing else can concern, and for every case: they are taken
 * the second way as soon as somebody follows the people, and the results may not know. The same
 * with scenarios made up at random: test_random.c. */
#include "unit.h"

#include "model_fixture.h"

#include <glob.h>

static void check_file(const char *file)
{
    struct fixture f;
    fixture_file(&f, file, NULL, 0);
    fixture_run(&f, 7);
    uint64_t digest = f.outcome.digest, events = f.outcome.events;
    uint32_t peak = f.outcome.peak_patients;
    fixture_follow(&f, 7);
    assert_true(f.story.count > 100);
    assert_int_equal(f.outcome.digest, digest);
    assert_int_equal(f.outcome.events, events);
    assert_int_equal(f.outcome.peak_patients, peak);
    fixture_close(&f);
}

static void check_all(const char *which, size_t at_least)
{
    const char *top = getenv("TOP");
    glob_t found;
    size_t skip = top ? strlen(top) + 1 : 0;
    assert_int_equal(glob(unit_path(which), 0, NULL, &found), 0);
    assert_true(found.gl_pathc >= at_least);
    for (size_t k = 0; k < found.gl_pathc; k++)
        check_file(found.gl_pathv[k] + skip);
    globfree(&found);
}

static void the_scenarios_of_one_mechanism_each_give_the_same_when_people_are_followed(void **state)
{
    (void)state;
    check_all("scenarios/[0-9]*.cfg", 14);
    check_all("scenarios/ipacs/*.cfg", 2);
}

static void the_counties_give_the_same_when_people_are_followed(void **state)
{
    (void)state;
    check_file("scenarios/east-sussex/winter-2021.cfg");
    check_file("scenarios/east-sussex/framework.cfg");
    check_file("scenarios/east-sussex/two-sites.cfg");
    check_file("scenarios/east-sussex/programme.cfg");
    check_file("scenarios/east-sussex/purchases-spot.cfg");
    check_file("scenarios/kent/east-2015.cfg");
}

/* The reference workload, where hardly anything else happens: so the plain steps are not idle. */
static void the_reference_workload_gives_the_same_when_people_are_followed(void **state)
{
    (void)state;
    check_file("tests/bench/reference-balanced.cfg");
    check_file("tests/bench/reference-pressed.cfg");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            the_scenarios_of_one_mechanism_each_give_the_same_when_people_are_followed),
        cmocka_unit_test(the_counties_give_the_same_when_people_are_followed),
        cmocka_unit_test(the_reference_workload_gives_the_same_when_people_are_followed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
