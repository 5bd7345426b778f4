/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "bedflow/report/html.h"

static void expect_bytes(const char *expected)
{
    char *bytes = scratch_read("page.html");
    assert_string_equal(bytes, expected);
    free(bytes);
}

static void elements_nest_and_end(void **state)
{
    (void)state;
    struct bf_html html;
    struct bf_err err;
    assert_true(bf_html_open(&html, scratch_path("page.html"), &err));
    bf_html_begin_of(&html, "p", "answer");
    bf_html_leaf(&html, "b", "2.385");
    bf_html_begin(&html, "br");
    bf_html_end(&html);
    bf_html_format(&html, "%d of %s", 7, "nine");
    bf_html_end(&html);
    bf_html_leaf_of(&html, "td", "number", "");
    assert_true(bf_html_close(&html, &err));
    expect_bytes("<p class=\"answer\"><b>2.385</b><br/>\n7 of nine</p>\n"
                 "<td class=\"number\"></td>\n");
}

static void no_text_becomes_markup(void **state)
{
    (void)state;
    static const struct {
        const char *text, *html;
    } row[] = {{"<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"},
               {"\"><img src=x onerror='y'>", "&quot;&gt;&lt;img src=x onerror=&#39;y&#39;&gt;"},
               {"A & B; &amp; is not & again", "A &amp; B; &amp;amp; is not &amp; again"},
               {"]]> --> <!--", "]]&gt; --&gt; &lt;!--"},
               {"line\nand\ttab", "line\nand\ttab"},
               {"bell\a escape\033 delete\x7F", "bell  escape  delete "},
               {"cut \xE2\x82", "cut \xEF\xBF\xBD\xEF\xBF\xBD"},
               {"overlong \xC0\xBC", "overlong \xEF\xBF\xBD\xEF\xBF\xBD"},
               {"control \xC2\x9F and \xEF\xBF\xBE", "control   and  "},
               {"£ → 😀", "£ → 😀"}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct bf_html html;
        struct bf_err err;
        char expected[400];
        assert_true(bf_html_open(&html, scratch_path("page.html"), &err));
        bf_html_begin(&html, "p");
        bf_html_attribute(&html, "title", row[i].text);
        bf_html_text(&html, row[i].text);
        bf_html_format(&html, "%s", row[i].text);
        bf_html_end(&html);
        assert_true(bf_html_close(&html, &err));
        snprintf(expected, sizeof expected, "<p title=\"%s\">%s%s</p>\n", row[i].html, row[i].html,
                 row[i].html);
        expect_bytes(expected);
    }
}

static void an_attribute_after_content_breaks_a_contract(void **state)
{
    (void)state;
    struct bf_html html;
    struct bf_err err;
    assert_true(bf_html_open(&html, scratch_path("page.html"), &err));
    bf_html_begin(&html, "p");
    bf_html_text(&html, "text");
    assert_breaks_contract(bf_html_attribute(&html, "id", "late"), "in_tag");
    bf_html_end(&html);
    assert_true(bf_html_close(&html, &err));
}

static void an_element_left_open_breaks_a_contract(void **state)
{
    (void)state;
    struct bf_html html;
    struct bf_err err;
    assert_true(bf_html_open(&html, scratch_path("page.html"), &err));
    bf_html_begin(&html, "p");
    assert_breaks_contract(bf_html_close(&html, &err), "depth");
    bf_html_end(&html);
    assert_true(bf_html_close(&html, &err));
}

static void a_folder_that_is_not_there_is_said(void **state)
{
    (void)state;
    struct bf_html html;
    struct bf_err err;
    assert_false(bf_html_open(&html, scratch_path("none/page.html"), &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_true(!bf_html_close(&html, &err) || html.sink.file == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_nest_and_end),
        cmocka_unit_test(no_text_becomes_markup),
        cmocka_unit_test(an_attribute_after_content_breaks_a_contract),
        cmocka_unit_test(an_element_left_open_breaks_a_contract),
        cmocka_unit_test(a_folder_that_is_not_there_is_said),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
