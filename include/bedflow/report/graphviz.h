/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/graphviz.h -- the one door to Graphviz: a graph drawn as SVG.
 *
 * No shell: `dot` is found on the PATH by posix_spawnp. The graph goes to
 * <stem>.dot and the picture comes from <stem>.svg; both are removed.
 */
#ifndef BF_REPORT_GRAPHVIZ_H
#define BF_REPORT_GRAPHVIZ_H

#include "bedflow/base/text.h"
#include "bedflow/report/sink.h"

enum bf_graphviz_end {
    BF_GRAPHVIZ_DONE,
    BF_GRAPHVIZ_MISSING, /* no such program on the PATH */
    BF_GRAPHVIZ_FAILED   /* ended with an error, or a file could not be written or read */
};

/* Draw `graph` (in the dot language) with `program` ("dot" if NULL); append the SVG to `svg`. */
enum bf_graphviz_end bf_graphviz_draw(const char *program, const char *graph, const char *stem,
                                      struct bf_text *svg);

/* Append `text` as a quoted string of the dot language: quotes and backslashes are
 * kept from meaning anything, line breaks become breaks of the label. */
void bf_graphviz_quote(struct bf_text *graph, const char *text);

#endif
