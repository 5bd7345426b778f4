/* SPDX-License-Identifier: GPL-3.0-or-later */
/* differences_words.h -- private to report/: settings of two scenarios, and what they are called in
 * a list of differences (report/differences.h). Texts are cut to their size.
 */
#ifndef BF_REPORT_DIFFERENCES_WORDS_H
#define BF_REPORT_DIFFERENCES_WORDS_H

#include "bedflow/study/model.h"

/* The settings of a scenario by path, and where the last object looked at begins. */
struct bf_diff_index {
    const struct bf_bound *bound;
    const struct bf_given **by_path; /* [given_count] */
    size_t at;
};

/* differences_values.c: settings by path. Without memory for an index they are looked for one after
 * another; the caller gives by_path back. */
struct bf_diff_index bf_diff_index_open(const struct bf_bound *bound);
const struct bf_given *bf_diff_find(const struct bf_diff_index *index, const char *path);
/* Whether `path` is `object` or something in it. */
bool bf_diff_is_within(const char *path, const char *object);

/* Values as they are used, whatever unit they were written in. */
bool bf_diff_same_value(const struct bf_bound *in_a, const struct bf_given *a,
                        const struct bf_bound *in_b, const struct bf_given *b);
bool bf_diff_same_number(double a, double b);
bool bf_diff_same_text(const char *a, const char *b);
bool bf_diff_is_number(const struct bf_given *given);
double bf_diff_number_of(const struct bf_bound *bound, const struct bf_given *given);

/* As people read them: a value as it was written, "not given"; what an object is called; a setting
 * without underscores; "Step-down beds: beds" for a path anywhere. */
void bf_diff_value_words(const struct bf_bound *bound, const struct bf_given *given, char text[],
                         size_t size);
void bf_diff_label_words(const struct bf_bound *bound, const char *object, char text[],
                         size_t size);
void bf_diff_setting_words(const char *rest, char text[], size_t size);
void bf_diff_path_words(const struct bf_bound *bound, const char *path, char text[], size_t size);

/* differences_objects.c: a dated change, a purchase and any other object in a line. */
void bf_diff_change_words(const struct bf_bound *bound, const char *object, const void *item,
                          char text[], size_t size);
void bf_diff_object_words(const struct bf_bound *bound, const char *object, const void *item,
                          char text[], size_t size);
void bf_diff_purchase_words(const struct bf_bound *bound, const char *object, const void *item,
                            char text[], size_t size);

/* differences.c: whether a path belongs to one of the sections that are told object by object. */
bool bf_diff_is_in_a_section(const char *path);

#endif
