/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_model.h -- a scenario of a target's own, read from its text as given.cfg. */
#ifndef BF_TESTS_FUZZ_MODEL_H
#define BF_TESTS_FUZZ_MODEL_H

#include "bedflow/study/model.h"
#include "fuzz.h"

/* Loader: `context` is the text of given.cfg, and there is no other file. */
static inline bool fuzz_load_given(void *context, const char *path, char **text, size_t *length,
                                   struct bf_err *err)
{
    if (strcmp(path, "given.cfg") != 0)
        return bf_fail(err, BF_E_IO, NULL, "no such file: %s", path);
    *length = strlen(context);
    *text = fuzz_text(context, *length);
    return true;
}

/* The model of a scenario without faults, read once for a whole run. */
static inline struct bf_model *fuzz_model_once(char *scenario)
{
    static struct bf_model model;
    static bool read;
    if (!read) {
        struct bf_faults faults = {0};
        struct bf_loader loader = {scenario, fuzz_load_given};
        read = bf_model_load(&model, "given.cfg", &loader, NULL, 0, &faults);
        for (size_t i = 0; !read && i < faults.count; i++)
            fprintf(stderr, "%s\n", faults.fault[i].err.what);
        FUZZ_MUST(read);
        bf_faults_free(&faults);
    }
    return &model;
}

#endif
