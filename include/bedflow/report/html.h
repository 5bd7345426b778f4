/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/html.h -- writing a page so that no text can become markup.
 *
 * The writer holds the open elements; the caller begins and ends them, names
 * attributes between a begin and the first content, and adds texts. Every text
 * and every attribute value is escaped here and nowhere else, whatever it is:
 * & < > and both quotes become entities, control characters a space, bytes that
 * are not UTF-8 U+FFFD. What is written is XHTML, which browsers read as HTML and
 * strict parsers as XML, so that a mistake in nesting cannot pass unseen.
 *
 * Names of elements and attributes are literals of the program, never texts of a
 * user. bf_html_raw is for bytes that the program made itself.
 *
 * Errors: as the sink's (report/sink.h), at the close.
 */
#ifndef BF_REPORT_HTML_H
#define BF_REPORT_HTML_H

#include "bedflow/report/sink.h"

#define BF_HTML_DEPTH 32

struct bf_html {
    struct bf_sink sink;
    const char *element[BF_HTML_DEPTH]; /* private: [depth] that are open */
    unsigned depth;                     /* private */
    bool in_tag, empty;                 /* private: attributes may follow; nothing inside yet */
};

/* Create `path`. Nothing is written yet. Fails as bf_sink_open. */
bool bf_html_open(struct bf_html *html, const char *path, struct bf_err *err);

void bf_html_begin(struct bf_html *html, const char *element);
/* Requires that nothing but attributes came since the begin. */
void bf_html_attribute(struct bf_html *html, const char *name, const char *value);
void bf_html_text(struct bf_html *html, const char *text);
/* At most 4095 bytes; what is beyond them is cut. */
void bf_html_format(struct bf_html *html, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void bf_html_end(struct bf_html *html); /* the innermost element */

/* <element>text</element>, and the same with a class. */
void bf_html_leaf(struct bf_html *html, const char *element, const char *text);
void bf_html_leaf_of(struct bf_html *html, const char *element, const char *class_,
                     const char *text);
/* <element class="..."> */
void bf_html_begin_of(struct bf_html *html, const char *element, const char *class_);

void bf_html_raw(struct bf_html *html, const char *bytes);

/* Requires that all elements are ended. As bf_sink_close. */
bool bf_html_close(struct bf_html *html, struct bf_err *err);

#endif
