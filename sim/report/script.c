/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/script.h"

#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

static const char *const month_name[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void bf_day_words(bf_day day, char text[], size_t size)
{
    int year, month, day_of_month;
    bf_day_to_civil(day, &year, &month, &day_of_month);
    bf_format(text, size, "%d %s %d", day_of_month, month_name[month - 1], year);
}

bool bf_script_open(struct bf_script *script, const char *path, struct bf_err *err)
{
    return bf_sink_open(&script->sink, path, err);
}

bool bf_script_close(struct bf_script *script, struct bf_err *err)
{
    return bf_sink_close(&script->sink, err);
}

void bf_script_remark(struct bf_script *script, const char *text)
{
    bf_sink_format(&script->sink, "# ");
    for (const char *at = text; *at != '\0'; at++) {
        bf_sink_bytes(&script->sink, (unsigned char)*at < 0x20 || *at == '\\' ? " " : at, 1);
    }
    bf_sink_text(&script->sink, "\n");
}

/* gnuplot writes > into SVG as it is, where XML does not allow it after two brackets. */
static void put_quoted(struct bf_script *script, const char text[], size_t length)
{
    bf_sink_text(&script->sink, "'");
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '\'') {
            bf_sink_text(&script->sink, "''");
        } else if (byte == '>' && i >= 2 && memcmp(text + i - 2, "]]", 2) == 0) {
            bf_sink_text(&script->sink, " >");
        } else {
            bf_sink_bytes(&script->sink, byte < 0x20 || byte == 0x7F ? " " : text + i, 1);
        }
    }
    bf_sink_text(&script->sink, "'");
}

void bf_script_text(struct bf_script *script, const char *name, const char *text)
{
    bf_sink_format(&script->sink, "%s = ", name);
    put_quoted(script, text, strlen(text));
    bf_sink_text(&script->sink, "\n");
}

/* Columns of the first `length` bytes. */
static unsigned width_of(const char text[], size_t length)
{
    char part[1024];
    bf_format(part, sizeof part, "%.*s", (int)length, text);
    return bf_text_width(part);
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Between letters: a sign and a range of dates are none. */
static bool is_hyphen(const char *text, size_t at)
{
    return text[at] == '-' && at > 0 && is_letter(text[at - 1]) && is_letter(text[at + 1]);
}

/* Bytes of `text` that make one line of at most `width` columns, up to a space
 * if there is one and words are to be kept whole. */
static size_t line_length(const char *text, unsigned width, bool whole_words)
{
    size_t space = 0, length = 0;
    while (text[length] != '\0') {
        size_t next = length + 1;
        while (((unsigned char)text[next] & 0xC0) == 0x80) {
            next++;
        }
        if (width_of(text, next) > width) {
            return whole_words && space > 0 ? space : length;
        }
        if (text[length] == ' ') space = length;
        if (is_hyphen(text, length)) space = next; /* it stays on its line */
        length = next;
    }
    return length;
}

void bf_script_wrapped(struct bf_script *script, const char *name, const char *text, unsigned width,
                       unsigned lines)
{
    char copy[1000];
    unsigned used = 0;
    bf_format(copy, sizeof copy, "%s", text);
    const char *at = copy;
    bf_sink_format(&script->sink, "%s = ", name);
    do {
        bool is_last = used + 1 == lines;
        size_t length = line_length(at, width, true);
        bool cut = is_last && at[length] != '\0';
        if (cut) {
            length = line_length(at, width - 1, lines > 1);
            while (length > 0 && (at[length - 1] == ' ' || at[length - 1] == ',')) {
                length--;
            }
        }
        bf_sink_text(&script->sink, used > 0 ? ".\"\\n\"." : "");
        put_quoted(script, at, length);
        bf_sink_text(&script->sink, cut ? ".'…'" : "");
        at += length;
        at += strspn(at, " ");
        used++;
    } while (*at != '\0' && used < lines);
    bf_sink_format(&script->sink, "\n%s_lines = %u\n", name, used);
}

void bf_script_title(struct bf_script *script, const char *name, const char *text, unsigned width,
                     unsigned lines)
{
    enum { LONG_WORD = 9 };
    unsigned total = bf_text_width(text), needed = (total + width - 1) / width;
    if (needed > 1 && needed <= lines && total / needed + LONG_WORD < width) {
        width = total / needed + LONG_WORD;
    }
    bf_script_wrapped(script, name, text, width, lines);
}

void bf_script_number(struct bf_script *script, const char *name, double value)
{
    char text[BF_NUMBER_CAP];
    bf_number_print(value, text);
    bf_sink_format(&script->sink, "%s = %s\n", name, isfinite(value) ? text : "NaN");
}

void bf_script_prefixed(struct bf_script *script, const char *prefix, const char *name,
                        double value)
{
    char full[96];
    bf_format(full, sizeof full, "%s_%s", prefix, name);
    bf_script_number(script, full, value);
}

void bf_script_words(struct bf_script *script, const char *prefix, const char *name,
                     const char *text, unsigned width)
{
    char full[96];
    bf_format(full, sizeof full, "%s_%s", prefix, name);
    if (strcmp(name, "title") == 0)
        bf_script_title(script, full, text, width, 2);
    else
        bf_script_wrapped(script, full, text, width, 2);
}

void bf_script_array(struct bf_script *script, const char *name, uint32_t count)
{
    bf_sink_format(&script->sink, "array %s[%u]\n", name, count == 0 ? 1 : count);
}

void bf_script_array_text(struct bf_script *script, const char *name, uint32_t i, const char *text)
{
    char entry[96];
    bf_format(entry, sizeof entry, "%s[%u]", name, i);
    bf_script_text(script, entry, text);
}

void bf_script_array_number(struct bf_script *script, const char *name, uint32_t i, double value)
{
    char entry[96];
    bf_format(entry, sizeof entry, "%s[%u]", name, i);
    bf_script_number(script, entry, value);
}

/* ---- ticks ---- */

/* Days, Mondays, or months between ticks; 0 of one kind means the other. */
struct rhythm {
    int days, months;
};

static bool is_tick(struct rhythm rhythm, bf_day day, bf_day first)
{
    int year, month, day_of_month;
    if (rhythm.days == 7) {
        return bf_day_weekday(day) == 0;
    }
    if (rhythm.days > 0) {
        return (day - first) % rhythm.days == 0;
    }
    bf_day_to_civil(day, &year, &month, &day_of_month);
    return day_of_month == 1 && (12 * year + month - 1) % rhythm.months == 0;
}

static unsigned count_ticks(struct rhythm rhythm, bf_day first, uint32_t days)
{
    unsigned count = 0;
    for (uint32_t d = 0; d < days; d++) {
        count += is_tick(rhythm, first + (bf_day)d, first);
    }
    return count;
}

static struct rhythm choose_rhythm(bf_day first, uint32_t days, unsigned at_most)
{
    static const struct rhythm choice[] = {{1, 0}, {2, 0},  {7, 0},  {0, 1},  {0, 2},   {0, 3},
                                           {0, 6}, {0, 12}, {0, 24}, {0, 60}, {0, 120}, {0, 240}};
    size_t count = sizeof choice / sizeof choice[0];
    for (size_t i = 0; i < count; i++) {
        if (count_ticks(choice[i], first, days) <= at_most) {
            return choice[i];
        }
    }
    return choice[count - 1];
}

/* The words under one tick. */
static void tick_words(bf_day day, struct rhythm rhythm, enum bf_tick_words words, bool new_year,
                       bool long_window, char text[], size_t size)
{
    int year, month, day_of_month;
    bf_day_to_civil(day, &year, &month, &day_of_month);
    const char *name = month_name[month - 1];
    if (words == BF_TICKS_BARE) {
        text[0] = '\0';
    } else if (words == BF_TICKS_BRIEF && rhythm.months > 0 && long_window) {
        bf_format(text, size, "%s %02d", name, year % 100);
    } else if (words == BF_TICKS_BRIEF && rhythm.months > 0) {
        bf_format(text, size, "%s", name);
    } else if (words == BF_TICKS_FULL && new_year) {
        bf_format(text, size, "%d %s\\n%d", day_of_month, name, year);
    } else {
        bf_format(text, size, "%d %s", day_of_month, name);
    }
}

void bf_script_ticks(struct bf_script *script, const char *name, bf_day first, uint32_t days,
                     unsigned at_most, enum bf_tick_words words)
{
    struct rhythm rhythm = choose_rhythm(first, days, at_most);
    int last_year = INT32_MIN;
    bf_sink_format(&script->sink, "%s = 'set xtics (", name);
    for (uint32_t d = 0; d < days; d++) {
        bf_day day = first + (bf_day)d;
        int year, month, day_of_month;
        char label[64];
        if (!is_tick(rhythm, day, first)) {
            continue;
        }
        bf_day_to_civil(day, &year, &month, &day_of_month);
        tick_words(day, rhythm, words, year != last_year, days > 366, label, sizeof label);
        bf_sink_format(&script->sink, "%s\"%s\" %lld", last_year == INT32_MIN ? "" : ", ", label,
                       (long long)day * 86400);
        last_year = year;
    }
    bf_sink_text(&script->sink, ")'\n");
}

void bf_script_days(struct bf_script *script, bf_day first, uint32_t days)
{
    double first_x = 86400.0 * first;
    uint32_t span = days > 1 ? days - 1 : 1; /* one day alone has a width, too */
    bf_script_number(script, "first_x", first_x);
    bf_script_number(script, "last_x", first_x + 86400.0 * span);
    bf_script_ticks(script, "ticks_wide", first, days, 13, BF_TICKS_FULL);
    bf_script_ticks(script, "ticks_small", first, days, 5, BF_TICKS_BRIEF);
    bf_script_ticks(script, "ticks_bare", first, days, 13, BF_TICKS_BARE);
}

/* ---- axes and labels ---- */

double bf_round_step(double raw)
{
    static const double nice[] = {1, 2, 2.5, 5, 10};
    double power = pow(10, floor(log10(raw)));
    for (size_t i = 0; i < sizeof nice / sizeof nice[0]; i++) {
        if (nice[i] * power >= raw * (1 - 1e-9)) {
            return nice[i] * power;
        }
    }
    return 10 * power;
}

struct bf_axis bf_axis_for(double low, double high, bool from_zero)
{
    struct bf_axis axis;
    if (!isfinite(high) || !isfinite(low) || high < low) {
        low = 0;
        high = 1;
    }
    if (from_zero) {
        low = low < 0 ? low : 0;
        high = high > 0 ? high : 0;
    }
    if (!(high - low > 1e-9 * fabs(high))) {
        axis.bottom = floor(low);
        axis.top = axis.bottom + 1;
        axis.step = 1;
        return axis;
    }
    axis.step = bf_round_step((high - low) / 7);
    axis.bottom = floor(low / axis.step + 1e-9) * axis.step;
    axis.top = ceil(high / axis.step - 1e-9) * axis.step;
    return axis;
}

/* With the gaps taken out, places that only have to ascend are an isotonic
 * regression: neighbours out of order share their mean (pool adjacent
 * violators). Moving into the range afterwards keeps the order. */
void bf_labels_spread(double y[], uint32_t count, double gap, double low, double high)
{
    for (uint32_t i = 0; i < count; i++) {
        y[i] -= i * gap;
    }
    for (uint32_t end = 1; end < count; end++) {
        uint32_t start = end;
        double sum = y[end], mean = y[end];
        while (start > 0 && y[start - 1] > mean) {
            sum += y[--start];
            mean = sum / (end - start + 1);
        }
        for (uint32_t i = start; i <= end; i++) {
            y[i] = mean;
        }
    }
    double most = high - (count > 0 ? count - 1 : 0) * gap;
    for (uint32_t i = 0; i < count; i++) {
        double place = y[i] > most ? most : y[i];
        y[i] = (place < low ? low : place) + i * gap;
    }
}
