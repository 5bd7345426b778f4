/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "bedflow/report/disk_hook.h"
#include "bedflow/report/journal.h"

static const uint64_t key = 0xfedcba9876543210u;

/* A parcel of three scalars that tell where it belongs. */
static size_t parcel_of(uint32_t option, uint32_t replication, unsigned char bytes[])
{
    const struct bf_parcel parcel = {.option = option,
                                     .replication = replication,
                                     .warm_up_days = 77,
                                     .scalar_count = 3,
                                     .digest = 1000 * option + replication};
    const double scalar[] = {2385.25, option, replication};
    return bf_parcel_pack(&parcel, scalar, NULL, NULL, NULL, bytes);
}

static void add(struct bf_journal *journal, uint32_t option, uint32_t replication)
{
    unsigned char bytes[2048];
    struct bf_err err;
    size_t length = parcel_of(option, replication, bytes);
    assert_true(bf_journal_add(journal, bytes, length, &err));
}

static void make(const char *name, uint32_t options, uint32_t replications)
{
    struct bf_journal journal;
    struct bf_err err;
    assert_true(bf_journal_create(&journal, scratch_path(name), key, &err));
    for (uint32_t r = replications; r-- > 0;) /* in no order */
        for (uint32_t o = 0; o < options; o++)
            add(&journal, o, r);
    assert_true(bf_journal_close(&journal, &err));
    assert_true(bf_journal_close(&journal, &err));
}

static bool holds(struct bf_journal *journal, uint32_t option, uint32_t replication)
{
    struct bf_parcel parcel;
    size_t length;
    const unsigned char *bytes = bf_journal_find(journal, option, replication, &length);
    return bytes && bf_parcel_look(bytes, length, &parcel) && parcel.option == option &&
           parcel.replication == replication && parcel.digest == 1000 * option + replication;
}

static struct bf_journal open_again(const char *name)
{
    struct bf_journal journal;
    struct bf_err err;
    if (!bf_journal_open(&journal, scratch_path(name), key, &err)) fail_msg("%s", err.what);
    return journal;
}

static void close_it(struct bf_journal *journal)
{
    struct bf_err err;
    assert_true(bf_journal_close(journal, &err));
}

static void what_was_kept_is_found_by_option_and_number(void **state)
{
    (void)state;
    make("all", 3, 50);
    struct bf_journal journal = open_again("all");
    assert_int_equal(journal.count, 150);
    assert_int_equal(journal.dropped, 0);
    assert_int_equal(journal.warm_up_days, 77);
    for (uint32_t o = 0; o < 3; o++)
        for (uint32_t r = 0; r < 50; r++)
            assert_true(holds(&journal, o, r));
    assert_false(holds(&journal, 3, 0));
    assert_false(holds(&journal, 0, 50));
    close_it(&journal);
}

static void an_empty_one_holds_nothing_and_takes_more(void **state)
{
    (void)state;
    make("empty", 0, 0);
    struct bf_journal journal = open_again("empty");
    assert_int_equal(journal.count, 0);
    assert_false(holds(&journal, 0, 0));
    add(&journal, 0, 4);
    close_it(&journal);
    journal = open_again("empty");
    assert_true(holds(&journal, 0, 4));
    close_it(&journal);
}

static void cut_anywhere_it_keeps_what_is_whole_and_goes_on_from_there(void **state)
{
    (void)state;
    unsigned char bytes[2048];
    size_t length = parcel_of(0, 0, bytes), size = 16 + 4 * length;
    struct bf_err err;
    for (size_t cut = 0; cut <= size; cut++) {
        make("cut", 1, 4);
        assert_int_equal(truncate(scratch_path("cut"), (off_t)cut), 0);
        size_t whole = cut < 16 ? 0 : (cut - 16) / length;
        struct bf_journal journal = open_again("cut");
        assert_int_equal(journal.count, whole);
        assert_int_equal(journal.dropped, cut < 16 ? 0 : (cut - 16) % length);
        add(&journal, 0, 9);
        assert_true(bf_journal_close(&journal, &err));
        journal = open_again("cut");
        assert_int_equal(journal.count, whole + 1);
        assert_int_equal(journal.dropped, 0);
        assert_true(holds(&journal, 0, 9));
        for (uint32_t r = 0; r < 4; r++)
            assert_int_equal(holds(&journal, 0, r), 3 - r < whole);
        close_it(&journal);
    }
}

static void flip(const char *name, size_t at, int mask)
{
    FILE *file = fopen(scratch_path(name), "r+b");
    assert_non_null(file);
    fseek(file, (long)at, SEEK_SET);
    int byte = fgetc(file);
    fseek(file, (long)at, SEEK_SET);
    fputc(byte ^ mask, file);
    assert_int_equal(fclose(file), 0);
}

static void damage_anywhere_costs_the_record_that_it_is_in(void **state)
{
    (void)state;
    unsigned char bytes[2048];
    size_t length = parcel_of(0, 0, bytes);
    make("flip", 1, 4);
    for (size_t at = 16; at < 16 + 4 * length; at++) {
        size_t record = (at - 16) / length;
        flip("flip", at, 0x41);
        struct bf_journal journal = open_again("flip");
        assert_int_equal(journal.count, 3);
        assert_int_equal(journal.dropped, length);
        for (uint32_t r = 0; r < 4; r++)
            assert_int_equal(holds(&journal, 0, r), 3 - r != record);
        close_it(&journal);
        if (record == 3)
            make("flip", 1, 4); /* the last one was taken for torn, and cut off */
        else
            flip("flip", at, 0x41);
    }
}

static void one_of_another_study_is_refused(void **state)
{
    (void)state;
    struct bf_journal journal;
    struct bf_err err;
    make("mine", 1, 2);
    assert_false(bf_journal_open(&journal, scratch_path("mine"), key + 1, &err));
    assert_int_equal(err.code, BF_E_RANGE);
    assert_contains(err.what, "another scenario, seed or program");
    scratch_write("text", "scenario,service,group,measure,unit,mean\n");
    assert_false(bf_journal_open(&journal, scratch_path("text"), key, &err));
    assert_int_equal(err.code, BF_E_RANGE);
    assert_contains(err.what, "received something else");
    assert_false(bf_journal_open(&journal, scratch_path("absent"), key, &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_contains(err.where.file, "absent");
}

/* A lock of fcntl is a process's own, so another process must ask. */
static void while_one_program_has_it_open_another_is_refused(void **state)
{
    (void)state;
    int status;
    make("busy", 1, 2);
    struct bf_journal journal = open_again("busy");
    pid_t child = fork();
    if (child == 0) {
        struct bf_journal other;
        struct bf_err err;
        bool refused = !bf_journal_open(&other, scratch_path("busy"), key, &err) &&
                       err.code == BF_E_IO && strstr(err.what, "another bedflow") != NULL;
        _exit(refused ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close_it(&journal);
}

#ifdef BF_FAULTS
/* Create, add four, close; then open and close: what a call said was kept is found. */
static void whichever_call_to_the_disk_fails_what_was_kept_is_found(void **state)
{
    (void)state;
    unsigned failed = 0;
    for (unsigned n = 1;; n++) {
        struct bf_journal journal;
        struct bf_err err = {.code = BF_OK};
        bool kept[4] = {false};
        bf_disk_hook = n;
        bool good = bf_journal_create(&journal, scratch_path("fault"), key, &err);
        bool made = good;
        for (uint32_t r = 0; made && r < 4; r++) {
            unsigned char bytes[2048];
            size_t length = parcel_of(0, r, bytes);
            kept[r] = bf_journal_add(&journal, bytes, length, &err);
            good = good && kept[r];
        }
        good = bf_journal_close(&journal, &err) && good;
        bool used = bf_disk_hook == 0;
        bf_disk_hook = 0;
        if (good && !used) break;
        assert_false(good);
        assert_int_equal(err.code, BF_E_IO);
        assert_contains(err.what, "No space left on device; make room");
        failed++;
        if (!made) continue;
        journal = open_again("fault");
        for (uint32_t r = 0; r < 4; r++)
            assert_int_equal(holds(&journal, 0, r), kept[r]);
        close_it(&journal);
    }
    assert_true(failed >= 8);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_kept_is_found_by_option_and_number),
        cmocka_unit_test(an_empty_one_holds_nothing_and_takes_more),
        cmocka_unit_test(cut_anywhere_it_keeps_what_is_whole_and_goes_on_from_there),
        cmocka_unit_test(damage_anywhere_costs_the_record_that_it_is_in),
        cmocka_unit_test(one_of_another_study_is_refused),
        cmocka_unit_test(while_one_program_has_it_open_another_is_refused),
#ifdef BF_FAULTS
        cmocka_unit_test(whichever_call_to_the_disk_fails_what_was_kept_is_found),
#endif
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
