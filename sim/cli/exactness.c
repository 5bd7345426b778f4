/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exactness.h"

#include "bedflow/base/text.h"
#include "bedflow/report/table.h"
#include "say.h"

#include <math.h>

int bf_exactness_say(const struct bf_reached *reached, const struct bf_catalogue *catalogue,
                     uint32_t count, const char *const name[], bool quiet)
{
    if (reached->needed == 0) return BF_EXIT_DONE; /* nothing was asked for */
    char half[64], wanted[64], of[160], needed[64] = "";
    const struct bf_measure *measure = &catalogue->scalar[reached->scalar];
    bf_value_print(reached->half, reached->half, half, sizeof half);
    bf_value_print(reached->wanted, reached->wanted, wanted, sizeof wanted);
    bf_format(of, sizeof of, "%s%s%s", measure->name,
              name != NULL && reached->option > 0 ? ", difference to " : "",
              name != NULL && reached->option > 0 ? name[reached->option] : "");
    if (reached->met) {
        if (!quiet)
            bf_say("Exact enough after %u replications: %s is known to ± %s (asked: %s).", count,
                   of, half, wanted);
        return BF_EXIT_DONE;
    }
    if (reached->needed < UINT32_MAX) {
        char about[32];
        double digit = pow(10, floor(log10(reached->needed)) - 1); /* a guess: two figures */
        bf_value_print(ceil(reached->needed / digit) * digit, 10, about, sizeof about);
        bf_format(needed, sizeof needed, "; about %s replications would be enough", about);
    }
    return bf_complain(BF_EXIT_NOT_EXACT,
                       "not exact enough after %u replications: %s is known to ± %s, asked was "
                       "± %s%s (--max-reps)",
                       count, of, half, wanted, needed);
}
