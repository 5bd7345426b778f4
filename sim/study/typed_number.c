/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "typed_number.h"

#include "bedflow/base/err.h"
#include "bedflow/base/text.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static size_t digits_length(const char *at)
{
    size_t i = strspn(at, "0123456789,.");
    if (at[i] == 'e' || at[i] == 'E') {
        size_t sign = at[i + 1] == '-' || at[i + 1] == '+';
        if (isdigit((unsigned char)at[i + 1 + sign])) {
            i += 1 + sign;
            i += strspn(at + i, "0123456789");
        }
    }
    return i;
}

bool bf_typed_number_cut(const char *text, struct bf_typed_number *p)
{
    size_t start = strcspn(text, "0123456789.");
    if (text[start] == '\0') return false;
    size_t first =
        start > 0 && (text[start - 1] == '-' || text[start - 1] == '+') ? start - 1 : start;
    size_t length = start - first + digits_length(text + start);
    const char *after = text + first + length;
    return bf_format(p->before, sizeof p->before, "%.*s", (int)first, text) &&
           bf_format(p->digits, sizeof p->digits, "%.*s", (int)length, text + first) &&
           bf_format(p->after, sizeof p->after, "%s", after);
}

/* No unit, so the reader of all quantities does it, thousands and all. */
bool bf_typed_number_alone(const struct bf_typed_number *p, double *value)
{
    char why[BF_WHAT_CAP];
    return bf_units_parse(BF_DIM_NUMBER, p->digits, value, why, sizeof why);
}

bool bf_typed_number_scale(enum bf_dim dim, const struct bf_typed_number *p, double *scale)
{
    char one[128], none[128], why[BF_WHAT_CAP];
    double zero = 0;
    bf_format(one, sizeof one, "%s1%s", p->before, p->after);
    bf_format(none, sizeof none, "%s0%s", p->before, p->after);
    return bf_units_parse(dim, one, scale, why, sizeof why) &&
           bf_units_parse(dim, none, &zero, why, sizeof why) && fabs(zero) <= 0;
}

bool bf_typed_number_has_unit(const struct bf_typed_number *p)
{
    return p->before[0] != '\0' || p->after[0] != '\0';
}
