/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/sha256.h"

/* The examples of FIPS 180 (NIST, "Examples with intermediate values"), and the
 * million letters of FIPS 180-2, appendix B.3. */
static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
static const char two_blocks_of[] =
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
    "lmnopqrsmnopqrstnopqrstu";
static const char two_blocks[] = "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1";

static void the_published_examples_come_out(void **state)
{
    static const struct {
        const char *message, *want;
    } row[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", abc},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {two_blocks_of, two_blocks},
    };
    char text[BF_SHA256_TEXT];

    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        bf_sha256_text(row[i].message, strlen(row[i].message), text);
        assert_string_equal(text, row[i].want);
    }
}

static void a_million_letters_come_out(void **state)
{
    struct bf_sha256 sha;
    unsigned char hash[BF_SHA256_BYTES], part[1000];
    char text[BF_SHA256_TEXT];

    (void)state;
    memset(part, 'a', sizeof part);
    bf_sha256_init(&sha);
    for (int i = 0; i < 1000; i++)
        bf_sha256_add(&sha, part, sizeof part);
    bf_sha256_end(&sha, hash);
    bf_sha256_hex(hash, text);
    assert_string_equal(text, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

static void it_does_not_matter_how_the_bytes_are_split(void **state)
{
    const size_t length = strlen(two_blocks_of);
    unsigned char hash[BF_SHA256_BYTES];
    char text[BF_SHA256_TEXT];

    (void)state;
    for (size_t cut = 0; cut <= length; cut++) {
        struct bf_sha256 sha;
        bf_sha256_init(&sha);
        bf_sha256_add(&sha, two_blocks_of, cut);
        bf_sha256_add(&sha, two_blocks_of + cut, length - cut);
        bf_sha256_end(&sha, hash);
        bf_sha256_hex(hash, text);
        assert_string_equal(text, two_blocks);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_examples_come_out),
        cmocka_unit_test(a_million_letters_come_out),
        cmocka_unit_test(it_does_not_matter_how_the_bytes_are_split),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
