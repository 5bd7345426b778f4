/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fuzz_units.c -- values with units, dates, and opening hours. What is printed can be read again.
 */
#include "fuzz.h"

#include "bedflow/base/date.h"
#include "bedflow/base/units.h"

#include <math.h>

static void try_dimension(enum bf_dim dim, const char *text)
{
    double value, again;
    char why[BF_WHAT_CAP], printed[128];
    if (!bf_units_parse(dim, text, &value, why, sizeof why)) {
        FUZZ_MUST(why[0]);
        return;
    }
    FUZZ_MUST(isfinite(value));
    bf_units_print(dim, value, printed, sizeof printed);
    if (dim == BF_DIM_PRICE) return; /* by time or by person: printed for people */
    if (fabs(value) > 1e15) return;
    FUZZ_MUST(bf_units_parse(dim, printed, &again, why, sizeof why));
    FUZZ_MUST(fabs(again - value) <= 1e-2 * fabs(value) + 1e-2);
}

static void try_day(const char *text)
{
    bf_day day, again;
    char printed[BF_DAY_TEXT], words[64], cure[120];
    bf_day_cure(text, cure, sizeof cure);
    FUZZ_MUST(strlen(cure) < sizeof cure - 1); /* a cure is never cut */
    if (!bf_day_parse(text, &day)) return;
    bf_day_print(day, printed);
    bf_day_print_words(day, words, sizeof words);
    FUZZ_MUST(bf_day_parse(printed, &again) && again == day);
    FUZZ_MUST(bf_day_weekday(day) >= 0 && bf_day_weekday(day) <= 6);
}

static void try_week(const char *text)
{
    struct bf_week week;
    char why[BF_WHAT_CAP];
    const uint8_t kinds[9] = {0, 1, 2, 3, 4, 5, 6, 7, 0};
    if (!bf_week_parse(text, &week, why, sizeof why)) {
        FUZZ_MUST(why[0]);
        return;
    }
    bool open = false;
    for (uint8_t kind = 0; kind < 8; kind++)
        for (int minute = 0; minute < 1440; minute += 7)
            open = bf_week_is_open(&week, kind, minute) || open;
    int64_t next = bf_week_next_open(&week, kinds, 9, 0);
    FUZZ_MUST(!open || next >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char *text = fuzz_text(bytes, size);
    for (int dim = 0; dim <= BF_DIM_PRICE; dim++)
        try_dimension((enum bf_dim)dim, text);
    bf_units_price_is_by_time(text);
    try_day(text);
    try_week(text);
    bf_heap_give(text);
    return 0;
}
