/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "bedflow/report/svg.h"

#define HEAD "<?xml version=\"1.0\"?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x\">\n"

static char *put(const char *svg)
{
    struct bf_html html;
    struct bf_err err;
    assert_true(bf_svg_is_good(svg));
    assert_true(bf_html_open(&html, scratch_path("page.html"), &err));
    bf_svg_put(&html, svg, "p7", "Beds & <more>", "What is seen");
    assert_true(bf_html_close(&html, &err));
    return scratch_read("page.html");
}

static void a_picture_is_put_in_with_words_of_the_page(void **state)
{
    (void)state;
    char *bytes =
        put(HEAD "<svg width=\"10\" height='7' viewBox=\"0 0 10 7\" xmlns:xlink=\"x\">"
                 "<title>Gnuplot</title><!-- by -->\n<g id='a'><path d='M1,2.385'/></g>"
                 "<use xlink:href='#a'/><text x='3'>5 &lt; 7 &amp; &#163;8 &#x2192;</text></svg>");
    assert_string_equal(
        bytes, "<svg viewBox=\"0 0 10 7\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
               "aria-labelledby=\"p7-title p7-desc\"><title id=\"p7-title\">Beds &amp; "
               "&lt;more&gt;</title>\n<desc id=\"p7-desc\">What is seen</desc>\n"
               "<g id=\"p7-a\"><path d=\"M1,2.385\"></path>\n</g>\n<use href=\"#p7-a\"></use>\n"
               "<text x=\"3\">5 &lt; 7 &amp; £8 →</text>\n</svg>\n");
    free(bytes);
}

static void nothing_that_could_act_is_taken_over(void **state)
{
    (void)state;
    static const char *const part[] = {
        "<script>alert(1)</script>",
        "<script xlink:href='https://evil.example/x.js'/>",
        "<foreignObject><div xmlns='x'><p>in</p></div></foreignObject>",
        "<a xlink:href='javascript:alert(1)'><path d='M0,0'/></a>",
        "<image xlink:href='https://evil.example/x.png'/>",
        "<style>path { fill: url(https://evil.example) }</style>",
        "<g><set attributeName='onload' to='x'/></g>",
        "<path d='M0,0' onload='alert(1)' style='fill:red' fill='url(https://evil.example)'/>",
        "<use href='https://evil.example/#x'/>",
        "<svg viewBox='0 0 1 1' onload='alert(1)'><text>alert</text></svg>"};
    for (size_t i = 0; i < UNIT_COUNT(part); i++) {
        char svg[600];
        snprintf(svg, sizeof svg, "<svg viewBox='0 0 1 1'>%s<circle r='2.385'/></svg>", part[i]);
        char *bytes = put(svg);
        assert_null(strstr(bytes, "alert"));
        assert_null(strstr(bytes, "evil"));
        assert_null(strstr(bytes, "script"));
        assert_null(strstr(bytes, "style"));
        assert_null(strstr(bytes, "<p>"));
        assert_non_null(strstr(bytes, "<circle r=\"2.385\">"));
        free(bytes);
    }
}

static void a_text_cannot_end_its_element(void **state)
{
    (void)state;
    char *bytes = put("<svg viewBox='0 0 1 1'><text x='&quot;&gt;&lt;script&gt;'>"
                      "&lt;/text&gt;&lt;script&gt;1&lt;/script&gt;&nbsp;</text></svg>");
    assert_non_null(strstr(bytes, "x=\"&quot;&gt;&lt;script&gt;\""));
    assert_non_null(strstr(bytes, ">&lt;/text&gt;&lt;script&gt;1&lt;/script&gt;&amp;nbsp;</text>"));
    free(bytes);
}

static void what_is_no_whole_picture_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "plain words",
        "<html viewBox='0 0 1 1'></html>",
        "<svg></svg>",
        "<svg viewBox='0 0 1 1'>",
        "<svg viewBox='0 0 1 1'><g></svg>",
        "<svg viewBox='0 0 1 1'></svg><svg viewBox='0 0 1 1'></svg>",
        "<svg viewBox='0 0 1 1'></g></svg>",
        "<svg viewBox=0></svg>",
        "<svg viewBox='0 0 1 1></svg>",
        "<svg viewBox='0 0 1 1'><!-- </svg>",
        "<!DOCTYPE svg [<!ENTITY x 'y'>]><svg viewBox='0 0 1 1'></svg>",
        "<svg viewBox='0 0 1 1'><path d='M0,0' <g/></svg>",
        "<g viewBox='0 0 1 1'><svg/></g>"};
    for (size_t i = 0; i < UNIT_COUNT(bad); i++)
        if (bf_svg_is_good(bad[i])) fail_msg("taken for a picture: %s", bad[i]);
    char deep[2000];
    int used = snprintf(deep, sizeof deep, "<svg viewBox='0 0 1 1'>");
    for (int i = 0; i < 200; i++)
        used += snprintf(deep + used, sizeof deep - (size_t)used, "<g>");
    assert_false(bf_svg_is_good(deep));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_is_put_in_with_words_of_the_page),
        cmocka_unit_test(nothing_that_could_act_is_taken_over),
        cmocka_unit_test(a_text_cannot_end_its_element),
        cmocka_unit_test(what_is_no_whole_picture_is_refused),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
