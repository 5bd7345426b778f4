/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "identity.h"

#include "bedflow/report/database.h"

#include <gsl/gsl_version.h>

/* The Makefile knows these; another build may not. */
#ifndef BF_VERSION
#define BF_VERSION "unknown"
#endif
#ifndef BF_COMMIT
#define BF_COMMIT "unknown"
#endif
#ifndef BF_COMMIT_DATE
#define BF_COMMIT_DATE ""
#endif
#ifndef BF_COMPILER_FLAGS
#define BF_COMPILER_FLAGS "unknown"
#endif
#ifndef BF_LIBCONFIG_VERSION
#define BF_LIBCONFIG_VERSION "unknown"
#endif

enum { LIBRARIES = 3 };

static uint32_t libraries(struct bf_library library[LIBRARIES])
{
    uint32_t count = 0;
    library[count++] = (struct bf_library){"GSL", gsl_version};
    library[count++] = (struct bf_library){"libconfig", BF_LIBCONFIG_VERSION};
    if (bf_database_is_built())
        library[count++] = (struct bf_library){"SQLite", bf_database_version()};
    return count;
}

void bf_identity(struct bf_run_identity *identity)
{
    static struct bf_library library[LIBRARIES];
    *identity = (struct bf_run_identity){.version = BF_VERSION,
                                         .commit = BF_COMMIT,
                                         .compiler = BF_COMPILER_FLAGS,
                                         .library = library,
                                         .library_count = libraries(library)};
}

const char *bf_commit_date(void)
{
    return BF_COMMIT_DATE;
}

void bf_version_words(struct bf_text *out)
{
    struct bf_run_identity identity;
    bf_identity(&identity);
    bf_text_add(out, "bedflow %s\ncommit:    %s\ncompiler:  %s\nlibraries: ", identity.version,
                identity.commit, identity.compiler);
    for (uint32_t i = 0; i < identity.library_count; i++)
        bf_text_add(out, "%s%s %s", i > 0 ? ", " : "", identity.library[i].name,
                    identity.library[i].version);
    bf_text_add(out, "\nlicence:   GPL-3.0-or-later; free to use, change and share, without "
                     "warranty\n");
}
