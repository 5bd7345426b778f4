/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "example_result.h"
#include "scratch.h"

#include "bedflow/report/plot.h"
#include "bedflow/report/store.h"

#include "bedflow/base/heap_hook.h"

/* Tests run from the root of the sources, where plots/ is. */
static const char scripts[] = "plots";
static struct example example;

static void store(const char *name, struct example_shape shape)
{
    struct bf_err err = {.code = BF_OK};
    example_make(&example, shape);
    bool good = bf_store_write(&example.result, &example_identity, scratch_path(name), true, &err);
    bf_result_free(&example.result);
    if (!good) {
        fail_msg("%s: %s", err.where.file, err.what);
    }
}

static bool have_gnuplot(void)
{
    return system("command -v gnuplot >/dev/null 2>&1") == 0;
}

/* A PNG of 1600 by 1000, and an SVG that ends. */
static void assert_picture(const char *stem)
{
    char name[200];
    snprintf(name, sizeof name, "%s.png", stem);
    if (!scratch_exists(name)) {
        fail_msg("no picture %s", name);
    }
    FILE *file = fopen(scratch_path(name), "rb");
    unsigned char head[24] = {0};
    assert_int_equal(fread(head, 1, sizeof head, file), sizeof head);
    fclose(file);
    assert_memory_equal(head + 1, "PNG", 3);
    assert_int_equal(head[18] << 8 | head[19], 1600);
    assert_int_equal(head[22] << 8 | head[23], 1000);
    snprintf(name, sizeof name, "%s.svg", stem);
    char *svg = scratch_read(name);
    assert_contains(svg, "</svg>");
    free(svg);
}

static void draw(const char *const dir[], uint32_t count, struct bf_plot_outcome *outcome)
{
    struct bf_err err = {.code = BF_OK};
    struct bf_plot_request request = {.dir = dir, .dir_count = count, .scripts = scripts};
    if (!bf_plot_draw(&request, outcome, &err)) {
        fail_msg("%s: %s", err.where.file, err.what);
    }
    assert_false(outcome->gnuplot_missing);
}

static void every_picture_is_drawn_as_png_and_svg(void **state)
{
    (void)state;
    static const char *const name[] = {
        "run/plots/delayed", "run/plots/system", "run/plots/occupancy", "run/plots/readmissions",
        "run/plots/queues",  "run/plots/waits",  "run/plots/outcomes",  "run/plots/rules"};
    struct bf_plot_outcome outcome;
    if (!have_gnuplot()) {
        skip();
    }
    store("run", example_winter());
    draw((const char *const[]){scratch_path("run")}, 1, &outcome);
    assert_int_equal(outcome.drawn, 8);
    assert_null(outcome.said.bytes);
    for (size_t i = 0; i < UNIT_COUNT(name); i++) {
        assert_picture(name[i]);
    }
    bf_plot_outcome_free(&outcome);
}

static void odd_results_are_drawn_too(void **state)
{
    (void)state;
    struct bf_plot_outcome outcome;
    struct example_shape shape = example_winter();
    if (!have_gnuplot()) {
        skip();
    }
    shape.title = "`touch evil` @x 'q' \" \\ $(touch evil)";
    shape.level = 0;
    shape.services = 1;
    store("zero", shape);
    draw((const char *const[]){scratch_path("zero")}, 1, &outcome);
    bf_plot_outcome_free(&outcome);
    assert_false(scratch_exists("zero/plots/evil"));
    shape.level = 1;
    shape.replications = 1;
    shape.days = 3;
    store("short", shape);
    draw((const char *const[]){scratch_path("short")}, 1, &outcome);
    assert_int_equal(outcome.drawn, 8);
    bf_plot_outcome_free(&outcome);
    shape.services = 40;
    shape.days = 1096;
    shape.replications = 2;
    store("long", shape);
    draw((const char *const[]){scratch_path("long")}, 1, &outcome);
    assert_picture("long/plots/occupancy-4");
    assert_picture("long/plots/waits-3");
    bf_plot_outcome_free(&outcome);
}

static void a_result_without_series_says_that_there_is_nothing_to_draw(void **state)
{
    (void)state;
    struct bf_plot_outcome outcome;
    struct example_shape shape = example_winter();
    shape.only_scalars = true;
    shape.services = 0;
    store("bare", shape);
    draw((const char *const[]){scratch_path("bare")}, 1, &outcome);
    assert_int_equal(outcome.drawn, 0);
    assert_contains(outcome.said.bytes, "no series to draw");
    bf_plot_outcome_free(&outcome);
}

static void several_folders_are_compared_in_the_first(void **state)
{
    (void)state;
    struct bf_plot_outcome outcome;
    struct example_shape shape = example_winter();
    if (!have_gnuplot()) {
        skip();
    }
    store("base", shape);
    shape.extra = 30;
    store("more", shape);
    shape.seed = 385;
    store("else", shape);
    draw((const char *const[]){scratch_path("base"), scratch_path("more/")}, 2, &outcome);
    assert_int_equal(outcome.drawn, 4);
    assert_picture("base/plots-with-more/compare-delayed");
    assert_picture("base/plots-with-more/compare-services");
    bf_plot_outcome_free(&outcome);
    draw((const char *const[]){scratch_path("base"), scratch_path("else"), scratch_path("more")}, 3,
         &outcome);
    assert_picture("base/plots-with-else-and-more/compare-delayed");
    assert_contains(outcome.said.bytes, "--seed");
    bf_plot_outcome_free(&outcome);
}

static void a_folder_draws_itself_again_without_the_program(void **state)
{
    (void)state;
    struct bf_plot_outcome outcome;
    char command[700];
    if (!have_gnuplot()) {
        skip();
    }
    store("self", example_winter());
    draw((const char *const[]){scratch_path("self")}, 1, &outcome);
    bf_plot_outcome_free(&outcome);
    assert_int_equal(rename(scratch_path("self/plots"), scratch_path("moved")), 0);
    assert_int_equal(unlink(scratch_path("moved/delayed.png")), 0);
    snprintf(command, sizeof command, "cd '%s/moved' && gnuplot delayed.gp", scratch);
    assert_int_equal(system(command), 0);
    assert_picture("moved/delayed");
}

static void without_gnuplot_the_tables_are_there_and_the_cure_is_told(void **state)
{
    (void)state;
    struct bf_err err = {.code = BF_OK};
    struct bf_plot_outcome outcome;
    store("bare-machine", example_winter());
    const char *const dir[] = {scratch_path("bare-machine")};
    struct bf_plot_request request = {
        .dir = dir, .dir_count = 1, .scripts = scripts, .program = "no-such-gnuplot"};
    assert_true(bf_plot_draw(&request, &outcome, &err));
    assert_true(outcome.gnuplot_missing);
    assert_int_equal(outcome.drawn, 0);
    assert_contains(outcome.said.bytes, "install");
    assert_true(scratch_exists("bare-machine/plots/run.gp"));
    assert_true(scratch_exists("bare-machine/plots/delayed.gp"));
    assert_true(scratch_exists("bare-machine/plots/data/delayed.csv"));
    bf_plot_outcome_free(&outcome);
}

static void what_gnuplot_says_reaches_the_user(void **state)
{
    (void)state;
    struct bf_err err = {.code = BF_OK};
    struct bf_plot_outcome outcome;
    store("broken", example_winter());
    scratch_write("fake", "#!/bin/sh\necho 'undefined variable: x' >&2\nexit 1\n");
    assert_int_equal(chmod(scratch_path("fake"), 0755), 0);
    const char *const dir[] = {scratch_path("broken")};
    struct bf_plot_request request = {
        .dir = dir, .dir_count = 1, .scripts = scripts, .program = scratch_path("fake")};
    assert_false(bf_plot_draw(&request, &outcome, &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_contains(err.what, "undefined variable: x");
    bf_plot_outcome_free(&outcome);
}

static void missing_scripts_and_folders_are_named(void **state)
{
    (void)state;
    struct bf_err err = {.code = BF_OK};
    struct bf_plot_outcome outcome;
    store("scriptless", example_winter());
    const char *dir[7] = {scratch_path("scriptless")};
    struct bf_plot_request request = {.dir = dir, .dir_count = 1, .scripts = scratch};
    assert_false(bf_plot_draw(&request, &outcome, &err));
    assert_contains(err.where.file, "style.gp");
    bf_plot_outcome_free(&outcome);
    dir[0] = scratch_path("nowhere");
    request.scripts = scripts;
    assert_false(bf_plot_draw(&request, &outcome, &err));
    assert_contains(err.what, "expected a folder of results");
    bf_plot_outcome_free(&outcome);
    request.dir_count = 7;
    assert_false(bf_plot_draw(&request, &outcome, &err));
    assert_int_equal(err.code, BF_E_RANGE);
    bf_plot_outcome_free(&outcome);
}

#ifdef BF_FAULTS
static void every_allocation_may_fail_and_is_reported(void **state)
{
    (void)state;
    unsigned failed = 0;
    struct example_shape shape = example_winter();
    store("poor", shape);
    shape.extra = 12;
    store("poorer", shape);
    const char *const dir[] = {scratch_path("poor"), scratch_path("poorer")};
    for (uint32_t count = 1; count <= 2; count++) {
        struct bf_plot_request request = {
            .dir = dir, .dir_count = count, .scripts = scripts, .program = "no-such-gnuplot"};
        bool done = false;
        for (unsigned n = 1; !done; n++) {
            struct bf_err err = {.code = BF_OK};
            struct bf_plot_outcome outcome;
            bf_heap_hook = n;
            done = bf_plot_draw(&request, &outcome, &err);
            bf_heap_hook = 0;
            failed += !done;
            if (!done) {
                assert_int_equal(err.code, BF_E_NOMEM);
            }
            bf_plot_outcome_free(&outcome);
        }
    }
    assert_true(failed > 40);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_picture_is_drawn_as_png_and_svg),
        cmocka_unit_test(odd_results_are_drawn_too),
        cmocka_unit_test(a_result_without_series_says_that_there_is_nothing_to_draw),
        cmocka_unit_test(several_folders_are_compared_in_the_first),
        cmocka_unit_test(a_folder_draws_itself_again_without_the_program),
        cmocka_unit_test(without_gnuplot_the_tables_are_there_and_the_cure_is_told),
        cmocka_unit_test(what_gnuplot_says_reaches_the_user),
        cmocka_unit_test(missing_scripts_and_folders_are_named),
#ifdef BF_FAULTS
        cmocka_unit_test(every_allocation_may_fail_and_is_reported),
#endif
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
