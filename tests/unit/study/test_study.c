/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "assert_close.h"
#include "bedflow/study/parcel.h"
#include "bedflow/study/study.h"
#include "model_fixture.h"

/* A chain of services that forgets its start within weeks. */
#define CHAIN(beds, warm_up, limits)                                                               \
    "format = 1;"                                                                                  \
    "period = { from = \"2021-01-04\"; to = \"2021-02-28\"; follow_up = \"7 days\"; };" warm_up    \
        limits "demand: { people: { rate = \"6.3 per day\"; enter = ( { to = \"ward\"; } ); }; };" \
    "services: {"                                                                                  \
    " ward: { kind = \"beds\"; beds = 41; setting = \"acute\"; stay = { mean = \"3.7 days\"; };"   \
    "   then = ( { to = \"home\"; share = 0.73; }, { to = \"step\"; share = 0.27; } );"            \
    "   after_discharge = { readmission = { days = [\"30 days\"]; share = [0.13]; }; }; };"        \
    " step: { kind = \"beds\"; beds = " beds                                                       \
    "; setting = \"non-acute\"; stay = { mean = \"6.1 days\"; };"                                  \
    "   then = ( { to = \"home\"; } ); }; };"

static struct bf_study study_of(const struct fixture *f, uint32_t replications)
{
    return (struct bf_study){
        .model = &f->model, .seed = 77, .replications = replications, .warm_up_days = -1};
}

static void open_text(struct fixture *f, const char *text)
{
    bool ok = fixture_try(f, text, "given.cfg", NULL, 0);
    if (!ok) fixture_show(&f->faults);
    assert_true(ok);
}

static void any_number_of_threads_gives_the_same_bits(void **state)
{
    (void)state;
    struct fixture f;
    open_text(&f, CHAIN("14", "start = { warm_up = \"28 days\"; };", ""));
    uint64_t digest = 0;
    static const uint32_t threads[] = {1, 2, 3, 7};
    for (size_t i = 0; i < UNIT_COUNT(threads); i++) {
        struct bf_study study = study_of(&f, 9);
        struct bf_result result;
        struct bf_err err;
        study.threads = threads[i];
        assert_true(bf_study_run(&study, &result, &err));
        assert_int_equal(result.count, 9);
        if (i) assert_true(result.total_digest == digest);
        digest = result.total_digest;
        for (uint32_t r = 0; r < 9; r++)
            assert_int_equal(result.replication[r], r);
        bf_result_free(&result);
    }
    fixture_close(&f);
}

static void a_replication_is_the_same_alone_and_in_a_study(void **state)
{
    (void)state;
    struct fixture f;
    open_text(&f, CHAIN("14", "start = { warm_up = \"28 days\"; };", ""));
    struct bf_study all = study_of(&f, 6), one = study_of(&f, 1);
    struct bf_result whole, alone;
    struct bf_err err;
    one.first = 4;
    assert_true(bf_study_run(&all, &whole, &err));
    assert_true(bf_study_run(&one, &alone, &err));
    assert_true(whole.digest[4] == alone.digest[0]);
    assert_int_equal(alone.replication[0], 4);
    assert_true(whole.digest[3] != whole.digest[4]);
    bf_result_free(&whole);
    bf_result_free(&alone);
    fixture_close(&f);
}

static void the_warm_up_chosen_makes_the_start_forgotten(void **state)
{
    (void)state;
    struct fixture f;
    open_text(&f, CHAIN("14", "", ""));
    struct bf_study study = study_of(&f, 1);
    uint32_t days = 0;
    struct bf_err err;
    assert_true(bf_study_warm_up(&study, &days, &err));
    assert_true(days >= 14 && days <= 365);
    assert_int_equal(days % 7, 0);
    fixture_close(&f);
}

static void a_system_that_never_forgets_is_refused_with_its_service(void **state)
{
    (void)state;
    struct fixture f;
    open_text(&f, CHAIN("9", "start = { longest = \"120 days\"; };", ""));
    struct bf_study study = study_of(&f, 1);
    uint32_t days = 0;
    struct bf_err err;
    assert_false(bf_study_warm_up(&study, &days, &err));
    assert_contains(err.what, "expected a warm-up");
    assert_contains(err.what, "load");
    fixture_close(&f);
}

static void a_limit_stops_its_replications_and_says_why(void **state)
{
    (void)state;
    struct fixture f;
    open_text(&f, CHAIN("3", "start = { warm_up = \"60 days\"; };", "limits = { waiting = 12; };"));
    struct bf_study study = study_of(&f, 4);
    struct bf_result result;
    struct bf_err err;
    assert_true(bf_study_run(&study, &result, &err));
    assert_int_equal(result.count, 0);
    assert_int_equal(result.stopped_count, 4);
    assert_int_equal(result.stopped[0].err.code, BF_E_LIMIT);
    assert_contains(result.stopped[0].err.what, "waiting for");
    assert_false(result.interrupted);
    bf_result_free(&result);
    fixture_close(&f);
}

static void a_stop_keeps_what_is_finished(void **state)
{
    (void)state;
    struct fixture f;
    open_text(&f, CHAIN("14", "start = { warm_up = \"28 days\"; };", ""));
    struct bf_study study = study_of(&f, 500);
    atomic_int stop = 1;
    struct bf_result result;
    struct bf_err err;
    study.stop = &stop;
    assert_true(bf_study_run(&study, &result, &err));
    assert_true(result.interrupted);
    assert_true(result.count < 500);
    bf_result_free(&result);
    fixture_close(&f);
}

struct heard {
    uint32_t calls, last, planned;
};

static void hear(void *context, const struct bf_progress *progress)
{
    struct heard *heard = context;
    assert_true(progress->done >= heard->last && progress->done <= progress->planned);
    heard->calls++;
    heard->last = progress->done;
    heard->planned = progress->planned;
}

static void progress_counts_up_to_the_end(void **state)
{
    (void)state;
    struct fixture f;
    open_text(&f, CHAIN("14", "start = { warm_up = \"28 days\"; };", ""));
    struct bf_study study = study_of(&f, 8);
    struct heard heard = {0};
    struct bf_result result;
    struct bf_err err;
    study.progress = hear;
    study.progress_context = &heard;
    assert_true(bf_study_run(&study, &result, &err));
    assert_true(heard.calls >= 2);
    assert_int_equal(heard.last, 8);
    assert_int_equal(heard.planned, 8);
    bf_result_free(&result);
    fixture_close(&f);
}

/* A keeper in memory: parcels by number, room for some, failing after so many. */
enum { SHELF = 9 };
struct shelf {
    unsigned char *parcel[SHELF];
    size_t length[SHELF];
    unsigned kept, most, busy;
};

static const unsigned char *shelf_find(void *context, uint32_t option, uint32_t replication,
                                       size_t *length)
{
    const struct shelf *shelf = context;
    if (option != 2 || replication >= SHELF) return NULL;
    *length = shelf->length[replication];
    return shelf->parcel[replication];
}

static bool shelf_keep(void *context, const unsigned char bytes[], size_t length,
                       struct bf_err *err)
{
    struct shelf *shelf = context;
    struct bf_parcel parcel;
    assert_int_equal(shelf->busy++, 0);
    assert_true(bf_parcel_look(bytes, length, &parcel));
    assert_int_equal(parcel.option, 2);
    assert_true(parcel.replication < SHELF && !shelf->parcel[parcel.replication]);
    shelf->busy--;
    if (shelf->kept == shelf->most) return bf_fail(err, BF_E_IO, NULL, "the shelf is full");
    shelf->kept++;
    shelf->parcel[parcel.replication] = bf_heap_take(length, 1);
    memcpy(shelf->parcel[parcel.replication], bytes, length);
    shelf->length[parcel.replication] = length;
    return true;
}

static bool shelf_ignore(void *context, const unsigned char bytes[], size_t length,
                         struct bf_err *err)
{
    (void)context, (void)bytes, (void)length, (void)err;
    return true;
}

static struct bf_keeper keeper_of(struct shelf *shelf)
{
    return (struct bf_keeper){shelf, shelf_find, shelf_keep};
}

static void shelf_clear(struct shelf *shelf)
{
    for (unsigned r = 0; r < SHELF; r++)
        bf_heap_give(shelf->parcel[r]);
}

static void assert_same_result(const struct bf_result *a, const struct bf_result *b)
{
    const struct bf_catalogue *c = a->catalogue;
    assert_int_equal(a->count, b->count);
    assert_int_equal(a->stopped_count, b->stopped_count);
    assert_true(a->total_digest == b->total_digest);
    assert_memory_equal(a->scalar, b->scalar, a->count * c->scalar_count * sizeof *a->scalar);
    assert_memory_equal(a->daily, b->daily,
                        a->count * c->day_count * c->daily_count * sizeof *a->daily);
    assert_memory_equal(a->events, b->events, a->count * sizeof *a->events);
}

static void what_was_kept_is_not_simulated_again_and_gives_the_same_result(void **state)
{
    (void)state;
    struct fixture f;
    struct shelf shelf = {.most = 5};
    struct bf_result whole, rest;
    struct bf_err err;
    open_text(&f, CHAIN("14", "start = { warm_up = \"28 days\"; };", ""));
    struct bf_study study = study_of(&f, SHELF);
    struct bf_keeper keeper = keeper_of(&shelf);
    study.option = 2;
    assert_true(bf_study_run(&study, &whole, &err));
    assert_int_equal(whole.found, 0);
    study.keeper = &keeper;
    study.threads = 3;
    assert_false(bf_study_run(&study, &rest, &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_string_equal(err.what, "the shelf is full");
    assert_int_equal(shelf.kept, 5);
    shelf.most = SHELF;
    assert_true(bf_study_run(&study, &rest, &err));
    assert_int_equal(rest.found, 5);
    assert_int_equal(shelf.kept, SHELF);
    assert_same_result(&rest, &whole);
    bf_result_free(&rest);
    assert_true(bf_study_run(&study, &rest, &err));
    assert_int_equal(rest.found, SHELF);
    assert_same_result(&rest, &whole);
    bf_result_free(&rest);
    bf_result_free(&whole);
    shelf_clear(&shelf);
    fixture_close(&f);
}

static void replications_that_stopped_are_kept_with_their_reason(void **state)
{
    (void)state;
    struct fixture f;
    struct shelf shelf = {.most = SHELF};
    struct bf_result result;
    struct bf_err err;
    open_text(&f, CHAIN("3", "start = { warm_up = \"60 days\"; };", "limits = { waiting = 12; };"));
    struct bf_study study = study_of(&f, 4);
    struct bf_keeper keeper = keeper_of(&shelf);
    study.option = 2;
    study.keeper = &keeper;
    for (uint32_t found = 0; found <= 4; found += 4) {
        assert_true(bf_study_run(&study, &result, &err));
        assert_int_equal(result.stopped_count, 4);
        assert_int_equal(result.found, found);
        assert_int_equal(result.stopped[3].err.code, BF_E_LIMIT);
        assert_contains(result.stopped[3].err.what, "waiting for");
        bf_result_free(&result);
    }
    assert_int_equal(shelf.kept, 4);
    shelf_clear(&shelf);
    fixture_close(&f);
}

/* With another warm-up it would be another result; a damaged one is none. */
static void what_does_not_belong_to_the_study_is_simulated_again(void **state)
{
    (void)state;
    struct fixture f;
    struct shelf shelf = {.most = SHELF};
    struct bf_result result;
    struct bf_err err;
    open_text(&f, CHAIN("14", "start = { warm_up = \"28 days\"; };", ""));
    struct bf_study study = study_of(&f, 2);
    struct bf_keeper keeper = keeper_of(&shelf);
    study.option = 2;
    study.keeper = &keeper;
    assert_true(bf_study_run(&study, &result, &err));
    bf_result_free(&result);
    struct shelf old = shelf;
    memset(&shelf.parcel, 0, sizeof shelf.parcel);
    shelf.parcel[0] = old.parcel[1]; /* a whole parcel, of another replication */
    shelf.length[0] = old.length[1];
    old.parcel[0][100] ^= 1;
    shelf.parcel[1] = old.parcel[0];
    shelf.length[1] = old.length[0];
    keeper.keep = shelf_ignore;
    assert_true(bf_study_run(&study, &result, &err));
    assert_int_equal(result.found, 0);
    bf_result_free(&result);
    old.parcel[0][100] ^= 1;
    study.warm_up_days = 35;
    shelf.parcel[0] = old.parcel[0];
    shelf.parcel[1] = old.parcel[1];
    shelf.length[0] = old.length[0];
    shelf.length[1] = old.length[1];
    assert_true(bf_study_run(&study, &result, &err));
    assert_int_equal(result.found, 0);
    bf_result_free(&result);
    shelf_clear(&shelf);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(a_replication_is_the_same_alone_and_in_a_study),
        cmocka_unit_test(the_warm_up_chosen_makes_the_start_forgotten),
        cmocka_unit_test(a_system_that_never_forgets_is_refused_with_its_service),
        cmocka_unit_test(a_limit_stops_its_replications_and_says_why),
        cmocka_unit_test(a_stop_keeps_what_is_finished),
        cmocka_unit_test(progress_counts_up_to_the_end),
        cmocka_unit_test(what_was_kept_is_not_simulated_again_and_gives_the_same_result),
        cmocka_unit_test(replications_that_stopped_are_kept_with_their_reason),
        cmocka_unit_test(what_does_not_belong_to_the_study_is_simulated_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
