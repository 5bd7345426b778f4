/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/svg.h -- a picture from a file put into a page: made safe, and made accessible.
 *
 * Pictures lie in a folder that anybody may have changed, and hold texts of the
 * scenario. So only what is known to draw is taken over: a list of elements and
 * a list of attributes. Scripts, styles, links, foreign markup and everything
 * unknown is left out with all that is inside it; references stay inside the
 * picture. Everything passes through report/html.h again and is escaped there.
 *
 * `prefix` goes before every id, so that pictures do not meet on one page; the
 * picture gets `title` and `desc` for those who do not see it, and loses its own.
 */
#ifndef BF_REPORT_SVG_H
#define BF_REPORT_SVG_H

#include "bedflow/report/html.h"

/* Whether the text is a picture that can be put in: one <svg> with a viewBox,
 * nested as it should be, at most BF_SVG_DEPTH deep. */
#define BF_SVG_DEPTH 20
bool bf_svg_is_good(const char *bytes);

/* Put it in. Requires bf_svg_is_good. */
void bf_svg_put(struct bf_html *html, const char *bytes, const char *prefix, const char *title,
                const char *desc);

#endif
