/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of stays: what is read, what is refused, and that the words printed are a scenario. */
#include "unit.h"

#include "table_loader.h"

#include "bedflow/random/dist.h"
#include "bedflow/random/draw.h"
#include "bedflow/study/model.h"
#include "bedflow/study/stays.h"

#include <math.h>

struct fixture {
    struct bf_sheet sheet;
    struct bf_stays stays;
    struct bf_faults faults;
};

static bool try_with(struct fixture *f, const char *text, const char *column, const char *by)
{
    memset(f, 0, sizeof *f);
    struct bf_stays_request request = {"data/stays.csv", column, by, 7};
    assert_true(
        bf_sheet_parse(&f->sheet, bf_heap_text(text), strlen(text), "stays.csv", &f->faults));
    return bf_stays_fit(&f->sheet, &request, &f->stays, &f->faults);
}

static void close_all(struct fixture *f)
{
    bf_stays_free(&f->stays);
    bf_sheet_free(&f->sheet);
    bf_faults_free(&f->faults);
}

/* Keyed stays: a lognormal of mean 9.3 and median 6.4 days for the frail, a gamma of mean 3.1 days
 * and cv 0.7 for the others. */
static char *made(uint32_t n, bool whole)
{
    const double none = (double)NAN;
    struct bf_dist_spec spec[2] = {{.shape = BF_SHAPE_LOGNORMAL,
                                    .mean = 9.3,
                                    .median = 6.4,
                                    .sd = none,
                                    .cv = none,
                                    .min = none,
                                    .mode = none,
                                    .max = none},
                                   {.shape = BF_SHAPE_GAMMA,
                                    .mean = 3.1,
                                    .cv = 0.7,
                                    .median = none,
                                    .sd = none,
                                    .min = none,
                                    .mode = none,
                                    .max = none}};
    struct bf_dist dist[2];
    char why[200], *text = calloc(n + 2, 64), *at = text;
    assert_true(bf_dist_fit(&spec[0], &dist[0], why, sizeof why));
    assert_true(bf_dist_fit(&spec[1], &dist[1], why, sizeof why));
    at += snprintf(at, 64, "admitted,days,frailty,left\n");
    for (uint32_t i = 0; i < n; i++) {
        struct bf_block u = bf_draw(&(struct bf_key){91, 2}, i, 0);
        double days = bf_dist_sample(&dist[i % 2], u.u[0]);
        at += snprintf(at, 64, "2023-01-%02u,%.6g,%s,2023-%02u-05 10:30\n", i % 28 + 1,
                       whole ? floor(days + 0.5) : days, i % 2 ? "Robust (0-3)" : "frail",
                       i % 12 + 1);
    }
    return text;
}

static void classes_get_the_shapes_that_made_them(void **state)
{
    (void)state;
    for (int whole = 0; whole < 2; whole++) {
        struct fixture f;
        char *text = made(2400, whole);
        assert_true(try_with(&f, text, NULL, "frailty"));
        free(text);
        assert_int_equal(f.stays.group_count, 3);
        assert_int_equal(f.stays.whole_days, whole);
        const struct bf_stays_group *frail = &f.stays.group[1], *robust = &f.stays.group[2];
        assert_string_equal(frail->name, "frail");
        assert_int_equal(frail->n, 1200);
        assert_int_equal(frail->best, BF_FIT_LOGNORMAL);
        assert_int_equal(robust->best, BF_FIT_GAMMA);
        /* four standard errors: of ln median sigma / sqrt(n), of a mean sd / sqrt(n) */
        double sigma = sqrt(2 * log(9.3 / 6.4));
        assert_close(frail->fit[0].median, 6.4, 4 * 6.4 * sigma / sqrt(1200));
        assert_close(robust->fit[1].mean, 3.1, 4 * 3.1 * 0.7 / sqrt(1200));
        assert_close(robust->fit[1].sd / robust->fit[1].mean, 0.7, 0.05);
        assert_true(frail->p_value > 0.01 && robust->p_value > 0.01);
        double at;
        assert_true(fabs(bf_stays_worst(frail, &frail->fit[0], &at)) < (whole ? 0.15 : 0.08));
        close_all(&f);
    }
}

static void a_mixture_of_two_classes_is_told_to_be_of_no_such_shape(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_text words = {.bytes = NULL};
    char text[40000], *at = text;
    at += snprintf(at, 64, "days\n");
    for (uint32_t i = 0; i < 1500; i++) {
        struct bf_block u = bf_draw(&(struct bf_key){5, 2}, i, 0);
        at += snprintf(at, 24, "%.5g\n", i % 2 ? 1 + u.u[0] / 10 : 30 + u.u[0]);
    }
    assert_true(try_with(&f, text, NULL, NULL));
    assert_true(f.stays.group[0].p_value < 0.05);
    bf_stays_words(&f.stays, &words);
    assert_contains(words.bytes, "the data are of no such shape");
    assert_contains(words.bytes, "tell classes apart");
    bf_text_free(&words);
    close_all(&f);
}

static void the_same_table_and_seed_give_the_same_words(void **state)
{
    (void)state;
    struct bf_text words[2] = {{.bytes = NULL}, {.bytes = NULL}};
    for (int k = 0; k < 2; k++) {
        struct fixture f;
        char *text = made(400, true);
        assert_true(try_with(&f, text, "days", "frailty"));
        bf_stays_words(&f.stays, &words[k]);
        bf_stays_scenario(&f.stays, &words[k]);
        free(text);
        close_all(&f);
    }
    assert_string_equal(words[0].bytes, words[1].bytes);
    assert_contains(words[0].bytes,
                    "stays.csv, column \"days\": 400 stays, 2023-01-05 to 2023-12-05 by \"left\"");
    assert_contains(words[0].bytes, "Class Robust (0-3): 200 stays");
    assert_contains(words[0].bytes, "* lognormal");
    bf_text_free(&words[0]);
    bf_text_free(&words[1]);
}

/* What is printed, put into a service, loads without a fault and is the law that was fitted. */
static void paste(const struct fixture *f, const char *classes, const char *shares)
{
    struct bf_text text = {.bytes = NULL};
    bf_text_add(&text,
                "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; };"
                "%s demand: { falls: { rate = \"1 per day\"; %s"
                "  enter = ( { to = \"ward\"; } ); }; };"
                "services: { ward: { kind = \"beds\"; setting = \"acute\"; beds = 20;\n",
                classes, shares);
    bf_stays_scenario(&f->stays, &text);
    bf_text_add(&text, "then = ( { to = \"home\"; } ); }; };");
    const struct table_text texts[] = {{"given.cfg", text.bytes}, {NULL, NULL}};
    struct bf_loader loader = table_loader(texts);
    struct bf_model model;
    struct bf_faults faults = {.count = 0};
    bool loads = bf_model_load(&model, "given.cfg", &loader, NULL, 0, &faults);
    if (!loads) fail_msg("%s\n%s", faults.fault[0].err.what, text.bytes);
    for (uint32_t k = 0; k < model.network.class_count; k++) {
        const struct bf_stays_group *group = &f->stays.group[f->stays.group_count > 1 ? k + 1 : 0];
        const struct bf_fitted *fit = &group->fit[group->best];
        for (double u = 0.1; u < 0.95; u += 0.2)
            assert_close(bf_dist_sample(&model.network.numbers.site[k].stay, u) / 24,
                         bf_fitted_quantile(fit, u), 2e-3 * fit->mean);
    }
    bf_model_free(&model);
    bf_faults_free(&faults);
    bf_text_free(&text);
}

static void what_is_to_paste_is_a_scenario(void **state)
{
    (void)state;
    struct fixture f;
    char *table = made(1000, false);
    assert_true(try_with(&f, table, NULL, "frailty"));
    paste(&f, "classes: { frail: {}; robust_0-3_: {}; };",
          "classes = { frail = 0.5; robust_0-3_ = 0.5; };");
    free(table);
    close_all(&f);
}

/* Nine in ten a lognormal about 2 days, one in ten about 24. */
static void two_kinds_that_nobody_told_apart_are_a_mixture_to_paste(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_text words = {.bytes = NULL};
    char text[20000], *at = text;
    at += snprintf(at, 64, "days\n");
    for (uint32_t i = 0; i < 900; i++) {
        double z = bf_normal_quantile(bf_draw(&(struct bf_key){6, 2}, i, 0).u[0]);
        at += snprintf(at, 24, "%.5g\n", i % 10 ? 2.1 * exp(0.51 * z) : 24 * exp(0.31 * z));
    }
    assert_true(try_with(&f, text, NULL, NULL));
    const struct bf_stays_group *all = &f.stays.group[0];
    assert_int_equal(all->best, BF_FIT_MIXTURE);
    assert_close(all->fit[BF_FIT_MIXTURE].c, 0.1, 0.02);
    assert_true(all->p_value > 0.05);
    bf_stays_words(&f.stays, &words);
    assert_contains(words.bytes, "* mixture");
    assert_contains(words.bytes, "Two kinds of stay: 90% of mean");
    paste(&f, "", "");
    bf_text_free(&words);
    close_all(&f);
}

/* Zeros and one long stay: a lognormal through them has a tail beyond all numbers. */
static void tails_that_nobody_saw_are_no_shape(void **state)
{
    (void)state;
    struct fixture f;
    char text[16000], *at = text;
    at += snprintf(at, 64, "days\n");
    for (uint32_t i = 0; i < 5006; i++)
        at += snprintf(at, 24, "%u\n", i < 5000 ? 0 : i % 2 + 1);
    try_with(&f, text, NULL, NULL);
    for (int k = 0; k < BF_FIT_SHAPES; k++)
        assert_true(!f.stays.group[0].fitted[k] || f.stays.group[0].fit[k].mean <= 36525);
    close_all(&f);
    at = text + snprintf(text, 64, "days\n");
    for (uint32_t i = 0; i < 90; i++)
        at += snprintf(at, 24, "%u\n", i % 3 ? i % 3 : 36525);
    assert_true(try_with(&f, text, NULL, NULL));
    assert_false(f.stays.group[0].fitted[BF_FIT_LOGNORMAL]); /* its mean would be 13,000 years */
    paste(&f, "", "");
    close_all(&f);
    at = text + snprintf(text, 64, "days\n");
    for (uint32_t i = 0; i < 90; i++)
        at += snprintf(at, 24, "%s\n", i % 3 == 0 ? "3" : i % 3 == 1 ? "0.5" : "14");
    assert_true(try_with(&f, text, NULL, NULL));
    struct bf_text words = {.bytes = NULL};
    bf_stays_words(&f.stays, &words);
    assert_contains(words.bytes, "Take care: its mean is 20% more than that of the stays");
    bf_text_free(&words);
    close_all(&f);
}

#define TWENTY "1\n2\n3\n4\n5\n6\n1\n2\n3\n1\n7\n2\n3\n9\n4\n2\n1\n12\n2\n3\n"

static void units_blanks_and_zeros_are_understood(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_text words = {.bytes = NULL};
    assert_true(try_with(&f, "stay\n36 h\n0\n \n1.25 days\n0\n" TWENTY, NULL, NULL));
    assert_int_equal(f.stays.group[0].n, 22);
    assert_int_equal(f.stays.group[0].zeros, 2);
    assert_int_equal(f.stays.left_out, 1);
    assert_false(f.stays.whole_days);
    assert_close(f.stays.group[0].sample.value[1], 1.25, 1e-12);
    bf_stays_words(&f.stays, &words);
    assert_contains(words.bytes, "and 2 of 0 days, left out");
    assert_contains(words.bytes, "1 rows without a stay left out");
    bf_text_free(&words);
    close_all(&f);
    assert_true(try_with(&f, "stay\n0\n0\n" TWENTY, NULL, NULL));
    assert_true(f.stays.whole_days);
    assert_int_equal(f.stays.group[0].n, 22); /* a 0 is a stay of less than half a day */
    close_all(&f);
}

static void stays_that_may_go_on_are_told_and_spaces_make_no_class(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_text words = {.bytes = NULL};
    char text[4000], *at = text;
    at += snprintf(at, 64, "days,left,kind\n");
    for (uint32_t i = 0; i < 45; i++)
        at += snprintf(at, 40, "%u.5,%s,%s\n", i * 7 % 19, i % 9 ? "2023-02-11" : "",
                       i % 2 ? "frail" : " frail ");
    assert_true(try_with(&f, text, "days", "kind"));
    assert_int_equal(f.stays.group_count, 2);
    assert_int_equal(f.stays.group[1].n, 45);
    assert_int_equal(f.stays.undated, 5);
    bf_stays_words(&f.stays, &words);
    assert_contains(words.bytes, "5 of the stays have no date in \"left\"");
    bf_text_free(&words);
    close_all(&f);
    assert_false(try_with(&f, "days\n3\n>30\n" TWENTY, NULL, NULL));
    assert_contains(f.faults.fault[0].err.what, "fitted when it has ended");
    close_all(&f);
}

static void names_that_speak_of_delay_give_a_warning(void **state)
{
    (void)state;
    static const struct {
        const char *head;
        const char *column; /* NULL: no warning */
    } row[] = {
        {"LOS", "LOS"}, {"total_days", "total_days"}, {"days", NULL}, {"days_to_ready", NULL}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct fixture f;
        char text[400];
        struct bf_text words = {.bytes = NULL};
        snprintf(text, sizeof text, "%s\n%s", row[i].head, TWENTY);
        assert_true(try_with(&f, text, row[i].head, NULL));
        bf_stays_words(&f.stays, &words);
        assert_true((f.stays.looks_total == NULL) == (row[i].column == NULL));
        if (row[i].column) assert_contains(words.bytes, "Take care: the column");
        bf_text_free(&words);
        close_all(&f);
    }
    struct fixture f;
    assert_true(try_with(&f,
                         "days,delayed_days\n1,0\n2,0\n3,1\n4,0\n5,0\n1,0\n2,0\n3,1\n4,0\n5,0\n"
                         "1,0\n2,0\n3,1\n4,0\n5,0\n1,0\n2,0\n3,1\n4,0\n5,0\n",
                         NULL, NULL));
    assert_string_equal(f.stays.looks_total, "delayed_days");
    close_all(&f);
}

static void what_cannot_be_fitted_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *column, *by;
        int line;
        const char *says;
    } row[] = {{"dys,x\n1,a\n", "days", NULL, 1, "did you mean \"dys\"?"},
               {"days,x\n1,a\n", NULL, "y", 1, "expected a column \"y\""},
               {"a,b\n1,2\n", NULL, NULL, 1, "several; say which"},
               {"a,b\nx,y\n", NULL, NULL, 1, "expected a column of stays"},
               {"days\n1\n-2\n", NULL, NULL, 3, "received \"-2\""},
               {"days\n1\nlong\n", NULL, NULL, 3, "received \"long\""},
               {"days\n1\nnan\n", NULL, NULL, 3, "received \"nan\""},
               {"days\n1\n50%\n", NULL, NULL, 3, "received \"50%\""},
               {"days\n1\n2\n", NULL, NULL, 0, "at least 20 stays"},
               {"days\n3\n3\n3\n3\n3\n3\n3\n3\n3\n3\n3\n3\n3\n3\n3\n3\n3\n3\n3\n3\n", NULL, NULL, 0,
                "different lengths"}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct fixture f;
        assert_false(try_with(&f, row[i].text, row[i].column, row[i].by));
        assert_true(f.faults.errors >= 1);
        assert_contains(f.faults.fault[0].err.what, row[i].says);
        assert_int_equal(f.faults.fault[0].err.where.line, row[i].line);
        close_all(&f);
    }
}

static void more_classes_than_can_be_are_refused(void **state)
{
    (void)state;
    struct fixture f;
    char text[4000], *at = text;
    at += snprintf(at, 64, "days,person\n");
    for (int i = 0; i < 70; i++)
        at += snprintf(at, 32, "%d,p%d\n", i % 9, i);
    assert_false(try_with(&f, text, NULL, "person"));
    assert_int_equal(f.faults.errors, 1);
    assert_contains(f.faults.fault[0].err.what, "at most 64 classes");
    close_all(&f);
    snprintf(text, sizeof text, "days,kind\n1,a\n2,a\n");
    at = text + strlen(text);
    for (int i = 0; i < 30; i++)
        at += snprintf(at, 32, "%d,b\n", i % 9);
    struct bf_text words = {.bytes = NULL};
    assert_true(try_with(&f, text, NULL, "kind"));
    bf_stays_words(&f.stays, &words);
    assert_contains(words.bytes, "too few to fit");
    bf_stays_scenario(&f.stays, &words);
    assert_null(strstr(words.bytes, "a = {"));
    bf_text_free(&words);
    close_all(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_get_the_shapes_that_made_them),
        cmocka_unit_test(a_mixture_of_two_classes_is_told_to_be_of_no_such_shape),
        cmocka_unit_test(the_same_table_and_seed_give_the_same_words),
        cmocka_unit_test(what_is_to_paste_is_a_scenario),
        cmocka_unit_test(two_kinds_that_nobody_told_apart_are_a_mixture_to_paste),
        cmocka_unit_test(tails_that_nobody_saw_are_no_shape),
        cmocka_unit_test(stays_that_may_go_on_are_told_and_spaces_make_no_class),
        cmocka_unit_test(units_blanks_and_zeros_are_understood),
        cmocka_unit_test(names_that_speak_of_delay_give_a_warning),
        cmocka_unit_test(what_cannot_be_fitted_is_refused),
        cmocka_unit_test(more_classes_than_can_be_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
