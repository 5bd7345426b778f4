/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "bedflow/report/disk_hook.h"
#include "bedflow/report/request.h"

static const struct bf_request asked = {
    .command = "compare",
    .typed = "bedflow compare 'a b.cfg' --alt 'x: y=1'",
    .version = "0.1.0",
    .commit = "abc1234def56",
    .seed = 18446744073709551557u,
    .replications = 2385,
    .most = 4711,
    .precision = "delayed_days: 5%",
    .matters = NULL,
    .target = "delayed_days: 385",
    .best_by = "delayed_days",
    .fixed_inputs = true,
    .replaces = false,
    .no_plots = true,
    .option_count = 2,
    .option = {{"winter", NULL, "a b.cfg", "format = 1;\ntitle = \"W\";\n"},
               {"more \"beds\"", "Café, with x = 1", "a b.cfg", "format = 1;\ntitle = \"É\";\n"}}};

static void write_it(const struct bf_request *request)
{
    struct bf_err err;
    if (!bf_request_write(request, scratch, &err)) fail_msg("%s", err.what);
}

static void what_was_asked_for_is_read_back(void **state)
{
    (void)state;
    struct bf_request q;
    struct bf_err err;
    write_it(&asked);
    assert_false(scratch_exists("request.json.part"));
    if (!bf_request_read(&q, scratch, &err)) fail_msg("%s: %s", err.where.path, err.what);
    assert_string_equal(q.command, "compare");
    assert_string_equal(q.typed, asked.typed);
    assert_string_equal(q.version, "0.1.0");
    assert_string_equal(q.commit, "abc1234def56");
    assert_true(q.seed == asked.seed);
    assert_int_equal(q.replications, 2385);
    assert_int_equal(q.most, 4711);
    assert_string_equal(q.precision, "delayed_days: 5%");
    assert_string_equal(q.matters, "");
    assert_string_equal(q.target, "delayed_days: 385");
    assert_string_equal(q.best_by, "delayed_days");
    assert_true(q.fixed_inputs && !q.replaces && q.no_plots);
    assert_int_equal(q.option_count, 2);
    assert_null(q.option[0].title);
    assert_string_equal(q.option[1].title, "Café, with x = 1");
    assert_string_equal(q.option[1].name, "more \"beds\"");
    assert_string_equal(q.option[1].file, "a b.cfg");
    assert_string_equal(q.option[1].text, asked.option[1].text);
    assert_true(bf_request_key(&q) == bf_request_key(&asked));
    bf_request_free(&q);
}

static void replications_belong_together_by_program_seed_and_scenarios(void **state)
{
    (void)state;
    uint64_t key = bf_request_key(&asked);
    struct bf_request q = asked;
    q.replications = 9;
    q.most = 12;
    q.typed = q.target = q.precision = "";
    q.option[0].name = "other";
    assert_true(bf_request_key(&q) == key); /* more of the same */
    q.seed++;
    assert_true(bf_request_key(&q) != key);
    q = asked;
    q.commit = "abc1234def57";
    assert_true(bf_request_key(&q) != key);
    q = asked;
    q.fixed_inputs = false;
    assert_true(bf_request_key(&q) != key);
    q = asked;
    q.option[0] = asked.option[1];
    q.option[1] = asked.option[0];
    assert_true(bf_request_key(&q) != key);
    q = asked;
    q.option_count = 1;
    assert_true(bf_request_key(&q) != key);
}

static void what_is_missing_or_changed_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *path;
        enum bf_errcode code;
    } row[] = {{"\"seed\"", "\"sheed\"", "seed", BF_E_KEY},
               {"\"seed\": \"1", "\"seed\": \"x", "seed", BF_E_KEY},
               {"\"replications\": 2385", "\"replications\": 0", "replications", BF_E_KEY},
               {"\"most\": 4711", "\"most\": -1", "most", BF_E_KEY},
               {"\"replaces\": false", "\"replaces\": 0", "replaces", BF_E_KEY},
               {"\"command\": \"compare\"", "\"comand\": \"compare\"", "command", BF_E_KEY},
               {"\"options\"", "\"optionen\"", "options", BF_E_KEY},
               {"\"file\"", "\"feil\"", "options.file", BF_E_KEY},
               {"\"text\"", "\"tekst\"", "options.text", BF_E_KEY},
               {"\\\"W\\\"", "\\\"V\\\"", "options.text", BF_E_RANGE},
               {"{", "[", "", BF_E_SYNTAX}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct bf_request q;
        struct bf_err err;
        write_it(&asked);
        scratch_change("request.json", row[i].from, row[i].to);
        assert_false(bf_request_read(&q, scratch, &err));
        assert_int_equal(err.code, row[i].code);
        assert_string_equal(err.where.path, row[i].path);
        bf_request_free(&q);
    }
}

static void a_folder_that_is_not_there_is_named(void **state)
{
    (void)state;
    struct bf_err err;
    struct bf_request q;
    assert_false(bf_request_write(&asked, scratch_path("nowhere"), &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_false(bf_request_read(&q, scratch_path("nowhere"), &err));
    assert_int_equal(err.code, BF_E_IO);
    bf_request_free(&q);
}

#ifdef BF_FAULTS
static void whichever_call_to_the_disk_fails_the_old_request_stays(void **state)
{
    (void)state;
    struct bf_request other = asked, q;
    struct bf_err err;
    unsigned failed = 0;
    other.seed = 5;
    write_it(&asked);
    for (unsigned n = 1;; n++) {
        bf_disk_hook = n;
        bool done = bf_request_write(&other, scratch, &err), used = bf_disk_hook == 0;
        bf_disk_hook = 0;
        assert_true(bf_request_read(&q, scratch, &err));
        assert_true(q.seed == (done ? 5 : asked.seed));
        bf_request_free(&q);
        assert_false(scratch_exists("request.json.part"));
        if (done && !used) break;
        assert_false(done);
        failed++;
    }
    assert_true(failed >= 4); /* open, flush, close, rename */
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_asked_for_is_read_back),
        cmocka_unit_test(replications_belong_together_by_program_seed_and_scenarios),
        cmocka_unit_test(what_is_missing_or_changed_is_told),
        cmocka_unit_test(a_folder_that_is_not_there_is_named),
#ifdef BF_FAULTS
        cmocka_unit_test(whichever_call_to_the_disk_fails_the_old_request_stays),
#endif
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
