/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/date.h"

#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"

#include <string.h>

#define DAY_MIN     1440 /* minutes of a day */
#define ALL_DAYS    0x7Fu
#define HOLIDAY_BIT (1u << BF_WEEK_HOLIDAY)

/* ---- civil dates ---- */

bool bf_date_is_real(int year, int month, int day)
{
    static const int days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    if (year < 1 || year > 9999 || month < 1 || month > 12) return false;
    return day >= 1 && day <= days[month - 1] + (leap && month == 2);
}

/* In both conversions a year begins on 1 March, so that the leap day is its
 * last, and an era is 400 such years, always 146097 days. 719468 is the day
 * number of 1970-01-01 counted from 0000-03-01. */
bf_day bf_day_from_civil(int year, int month, int day)
{
    BF_REQUIRE(bf_date_is_real(year, month, day));
    const int y = year - (month <= 2);
    const int era = y / 400;
    const int year_of_era = y - era * 400;
    const int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return (bf_day)(era * 146097 + day_of_era - 719468);
}

void bf_day_to_civil(bf_day day, int *year, int *month, int *day_of_month)
{
    const int64_t z = (int64_t)day + 719468;
    const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const int day_of_era = (int)(z - era * 146097);
    const int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int m = (5 * day_of_year + 2) / 153;

    *day_of_month = day_of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = (int)(year_of_era + era * 400) + (*month <= 2);
}

int bf_day_weekday(bf_day day)
{
    return (day % 7 + 7 + 3) % 7; /* day 0 was a Thursday */
}

/* Exactly `count` digits, or -1. */
static int digits(const char *text, int count)
{
    int value = 0;

    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') return -1;
        value = 10 * value + (text[i] - '0');
    }
    return value;
}

bool bf_day_parse(const char *text, bf_day *day)
{
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-') return false;
    const int year = digits(text, 4), month = digits(text + 5, 2), of_month = digits(text + 8, 2);
    if (!bf_date_is_real(year, month, of_month)) return false;
    *day = bf_day_from_civil(year, month, of_month);
    return true;
}

static const char *const month_name[12] = {"January",   "February", "March",    "April",
                                           "May",       "June",     "July",     "August",
                                           "September", "October",  "November", "December"};

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Whether `text` begins as the first `length` bytes of `name`, in capitals or not. */
static bool begins_as(const char *text, const char *name, int length)
{
    for (int i = 0; i < length; i++)
        if (name[i] == '\0' || (text[i] | 0x20) != (name[i] | 0x20)) return false;
    return true;
}

/* A month by its name or its first three letters or more; how many letters, 0 if it is none. */
static int month_word(const char *text, int *month)
{
    int length = 0;
    while (is_letter(text[length]))
        length++;
    for (int m = 0; length >= 3 && m < 12; m++)
        if (begins_as(text, month_name[m], length)) {
            *month = m + 1;
            return length;
        }
    return 0;
}

/* "1st", "22nd" */
static int ordinal(const char *text)
{
    static const char *const end[] = {"st", "nd", "rd", "th"};
    for (int i = 0; i < 4; i++)
        if (begins_as(text, end[i], 2) && !is_letter(text[2])) return 2;
    return 0;
}

/* What may stand between the parts: a sign, a dash as word processors write it. */
static size_t between(const char *text)
{
    size_t length = strspn(text, "-/., ");
    while (strncmp(text + length, "\xE2\x80", 2) == 0 && text[length + 2] != '\0' &&
           strchr("\x90\x91\x92\x93\x94", text[length + 2]) != NULL)
        length += 3;
    return length;
}

/* Three numbers, of which the first or second may be the name of a month, and nothing else. */
static bool three_parts(const char *text, int part[3], int length[3])
{
    for (int i = 0; i < 3; i++) {
        int month = 0, letters = i < 2 ? month_word(text, &month) : 0;
        length[i] = letters > 0 ? 2 : (int)strspn(text, "0123456789");
        if (length[i] < 1 || length[i] > 4) return false;
        part[i] = letters > 0 ? month : digits(text, length[i]);
        text += letters > 0 ? letters : length[i];
        if (letters == 0) text += ordinal(text);
        size_t gap = between(text);
        if (i < 2 && gap == 0) return false;
        text += i < 2 ? gap : 0;
    }
    return *text == '\0';
}

void bf_day_cure(const char *text, char cure[], size_t size)
{
    int part[3], length[3], day, month, year;
    bf_format(cure, size, "%s", "");
    text += strspn(text, " ");
    if (!three_parts(text, part, length)) return;
    bool first = length[0] == 4, named = is_letter(text[0]);
    if (!first && length[2] != 4 && length[2] != 2) return;
    year = first ? part[0] : length[2] == 2 ? 2000 + part[2] : part[2];
    month = part[1];
    day = first ? part[2] : part[0];
    if (named || (!first && month > 12 && day <= 12)) { /* months before days */
        month = part[0];
        day = part[1];
    }
    if (month < 1 || month > 12)
        bf_format(cure, size, "; the order is year, month, day, and there is no month %d", month);
    else if (!bf_date_is_real(year, month, day))
        bf_format(cure, size, "; %s %d has no day %d", month_name[month - 1], year, day);
    else
        bf_format(cure, size, "; write %s%04d-%02d-%02d, which is %d %s %d",
                  first ? "" : "the year first: ", year, month, day, day, month_name[month - 1],
                  year);
}

void bf_day_print(bf_day day, char text[BF_DAY_TEXT])
{
    int year, month, of_month;

    if (day == BF_DAY_NONE) {
        bf_format(text, BF_DAY_TEXT, "none");
        return;
    }
    bf_day_to_civil(day, &year, &month, &of_month);
    if (year < 0 || year > 9999) {
        bf_format(text, BF_DAY_TEXT, "%04d-%02d-%02d", year, month, of_month);
        return;
    }
    /* by hand: tables have one in each of millions of rows */
    const int part[3] = {year, month, of_month}, end[3] = {4, 7, 10};
    memcpy(text, "0000-00-00", 11);
    for (int k = 0; k < 3; k++)
        for (int rest = part[k], at = end[k]; rest > 0; rest /= 10)
            text[--at] = (char)('0' + rest % 10);
}

void bf_day_print_words(bf_day day, char text[], size_t size)
{
    static const char weekday[7][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char name[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int year, month, of_month;

    if (day == BF_DAY_NONE) {
        bf_format(text, size, "none");
        return;
    }
    bf_day_to_civil(day, &year, &month, &of_month);
    bf_format(text, size, "%s %d %s %d", weekday[bf_day_weekday(day)], of_month, name[month - 1],
              year);
}

/* ---- weekly hours: the draft ---- */

/* The week while it is read, minute by minute: overlaps are seen, and touching
 * intervals join, without any arithmetic on intervals. */
enum { CLOSED = 0, WRITTEN = 1, CARRIED = 2 /* the end of a night that began the day before */ };

struct draft {
    unsigned char minute[8][DAY_MIN];
    bool holiday_given;
};

/* Two plain loops, which a compiler turns into few instructions: every service has its hours. */
static bool mark(unsigned char day[DAY_MIN], int from, int to, unsigned char how)
{
    unsigned char before = 0;
    for (int m = from; m < to; m++)
        before |= day[m];
    if (how == WRITTEN && (before & WRITTEN)) return false;
    for (int m = from; m < to; m++)
        day[m] |= how;
    return true;
}

/* Open from..to on the days of the set; past midnight when to <= from. False
 * if a minute is written twice. */
static bool mark_days(struct draft *draft, unsigned days, int from, int to)
{
    for (int d = 0; d < 8; d++) {
        if (!(days >> d & 1)) continue;
        if (!mark(draft->minute[d], from, to > from ? to : DAY_MIN, WRITTEN)) return false;
        if (to <= from) {
            const int next = d == BF_WEEK_HOLIDAY ? d : (d + 1) % 7;
            mark(draft->minute[next], 0, to, CARRIED);
        }
    }
    return true;
}

static void unmark_days(struct draft *draft, unsigned days)
{
    for (int d = 0; d < 8; d++)
        for (int m = 0; m < DAY_MIN && (days >> d & 1); m++)
            draft->minute[d][m] &= (unsigned char)~WRITTEN;
}

/* The runs of open minutes as intervals; false if there are too many. */
static bool settle(const struct draft *draft, struct bf_week *week)
{
    *week = (struct bf_week){.always = true};
    for (int d = 0; d < 8; d++) {
        const bool as_sunday = d == BF_WEEK_HOLIDAY && !draft->holiday_given;
        const unsigned char *minute = draft->minute[as_sunday ? 6 : d];

        for (int m = 0, to; m < DAY_MIN; m = to + 1) {
            while (m < DAY_MIN && minute[m] == CLOSED)
                m++;
            if (m == DAY_MIN) break;
            if (week->count[d] == BF_WEEK_INTERVALS) return false;
            const unsigned char *end = memchr(minute + m, CLOSED, (size_t)(DAY_MIN - m));
            to = end ? (int)(end - minute) : DAY_MIN;
            const int at = week->count[d]++;
            week->open[d][at].from_min = (int16_t)m;
            week->open[d][at].to_min = (int16_t)to;
        }
        week->always = week->always && week->count[d] == 1 && week->open[d][0].from_min == 0 &&
                       week->open[d][0].to_min == DAY_MIN;
    }
    return true;
}

/* ---- weekly hours: the words ---- */

struct reader {
    const char *at;
    const char *cure; /* what is wrong, when a step returns false */
};

static const char given_twice[] =
    "a day is given the same hours twice; write each open hour of a day once";

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void skip_spaces(struct reader *r)
{
    while (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r')
        r->at++;
}

/* Pass over `word` if it is what comes next. */
static bool accept(struct reader *r, const char *word)
{
    const size_t length = strlen(word);
    char next[16];

    skip_spaces(r);
    if (length >= sizeof next || strlen(r->at) < length) return false;
    memcpy(next, r->at, length);
    next[length] = '\0';
    if (!bf_text_same(next, word)) return false;
    if (is_letter(word[length - 1]) && is_letter(r->at[length])) return false;
    r->at += length;
    return true;
}

static bool accept_dash(struct reader *r)
{
    return accept(r, "-") || accept(r, "to") || accept(r, "\xE2\x80\x93"); /* en dash */
}

/* One day name (0 Monday .. 6 Sunday, 7 bank holiday), or -1. */
static int accept_day(struct reader *r)
{
    static const char *const name[8][6] = {
        {"mon", "monday", "mondays"},
        {"tue", "tues", "tuesday", "tuesdays"},
        {"wed", "wednesday", "wednesdays"},
        {"thu", "thur", "thurs", "thursday", "thursdays"},
        {"fri", "friday", "fridays"},
        {"sat", "saturday", "saturdays"},
        {"sun", "sunday", "sundays"},
        {"hol", "hols", "holiday", "holidays", "bank holiday", "bank holidays"}};

    for (int d = 0; d < 8; d++)
        for (int i = 0; i < 6 && name[d][i] != NULL; i++)
            if (accept(r, name[d][i])) return d;
    return -1;
}

static unsigned accept_day_group(struct reader *r)
{
    if (accept(r, "daily") || accept(r, "every day")) return ALL_DAYS;
    if (accept(r, "weekdays")) return 0x1Fu;
    return accept(r, "weekends") || accept(r, "weekend") ? 0x60u : 0;
}

/* Days up to the hours: a set of bits, 0 if there are none. */
static bool read_days(struct reader *r, unsigned *days)
{
    *days = 0;
    for (;;) {
        const unsigned group = accept_day_group(r);
        const int first = group == 0 ? accept_day(r) : -1;

        *days |= group;
        if (group == 0 && first < 0) return true;
        if (first >= 0) {
            int last = first;
            if (accept_dash(r) && (last = accept_day(r)) < 0) {
                r->cure = "after a dash between days comes another day, as in Mon-Fri";
                return false;
            }
            if (first != last && (first == BF_WEEK_HOLIDAY || last == BF_WEEK_HOLIDAY)) {
                r->cure = "Hol stands alone, it has no place in a range of days";
                return false;
            }
            for (int d = first; d != last; d = (d + 1) % 7)
                *days |= 1u << d;
            *days |= 1u << last;
        }
        if (!accept(r, "and")) accept(r, "&");
    }
}

/* "09:00" or "9:00" in minutes; 24:00 is the end of the day. */
static bool read_time(struct reader *r, int *minute)
{
    skip_spaces(r);
    const int length = is_digit(r->at[0]) && is_digit(r->at[1]) ? 2 : 1;
    const int hour = digits(r->at, length);

    r->cure = "a time is written as hours and minutes, 09:00, from 00:00 to 24:00";
    if (hour < 0 || hour > 24 || r->at[length] != ':') return false;
    const int past = digits(r->at + length + 1, 2);
    if (past < 0 || past > 59 || hour * 60 + past > DAY_MIN || is_digit(r->at[length + 3]))
        return false;
    *minute = hour * 60 + past;
    r->at += length + 3;
    return true;
}

static bool read_interval(struct reader *r, struct draft *draft, unsigned days)
{
    int from, to;

    if (!read_time(r, &from)) return false;
    r->cure = "a day ends at 24:00; the next one begins at 00:00";
    if (from == DAY_MIN) return false;
    to = from + 1;
    if (accept_dash(r)) {
        if (!read_time(r, &to)) return false;
        r->cure = "an interval that ends when it begins is empty; the whole day is 00:00-24:00";
        if (to == from) return false;
    }
    r->cure = given_twice;
    return mark_days(draft, days, from, to);
}

/* Whether the part says its hours; without, it is open all day. */
static bool says_hours(const struct reader *r)
{
    struct reader ahead = *r;

    skip_spaces(&ahead);
    return is_digit(*ahead.at) || accept(&ahead, "never") || accept(&ahead, "closed") ||
           accept(&ahead, "all day");
}

static bool read_hours(struct reader *r, struct draft *draft, unsigned days)
{
    if (accept(r, "never") || accept(r, "closed")) {
        unmark_days(draft, days);
        return true;
    }
    accept(r, "all day");
    skip_spaces(r);
    if (!is_digit(*r->at)) {
        r->cure = given_twice;
        return mark_days(draft, days, 0, DAY_MIN);
    }
    while (is_digit(*r->at)) {
        if (!read_interval(r, draft, days)) return false;
        if (!accept(r, "and")) accept(r, "&");
        skip_spaces(r);
    }
    return true;
}

static bool read_parts(struct reader *r, struct draft *draft)
{
    unsigned before = ALL_DAYS;
    bool unsaid_before = false; /* the part before the comma had days and no hours */

    for (;;) {
        unsigned days;

        if (!read_days(r, &days)) return false;
        const bool said = says_hours(r);
        r->cure = "days are Mon Tue Wed Thu Fri Sat Sun Hol, and hours 09:00-17:00";
        if (days == 0 && !said) return false;
        r->cure = "a day before a comma has no hours of its own; write \"Mon Wed 09:00-17:00\" if "
                  "it shares those that follow, \"Mon all day\" if it is open all day";
        if (said && unsaid_before) return false;
        days = days != 0 ? days : before;
        draft->holiday_given |= (days & HOLIDAY_BIT) != 0;
        if (!read_hours(r, draft, days)) return false;
        skip_spaces(r);
        if (*r->at == '\0') return true;
        r->cure = "separate parts by a comma or a semicolon";
        if (*r->at != ',' && *r->at != ';') return false;
        unsaid_before = *r->at++ == ',' && !said;
        before = days;
    }
}

static bool read_week(struct reader *r, struct draft *draft)
{
    skip_spaces(r);
    r->cure = "write \"always\" if it never closes";
    if (*r->at == '\0') return false;
    const char *const start = r->at;
    const bool always = accept(r, "always");
    if (always || accept(r, "never")) {
        skip_spaces(r);
        if (*r->at == '\0') return !always || mark_days(draft, ALL_DAYS, 0, DAY_MIN);
        r->at = start;
    }
    return read_parts(r, draft);
}

bool bf_week_parse(const char *text, struct bf_week *week, char why[], size_t size)
{
    struct reader reader = {.at = text};
    struct draft draft = {0};
    struct bf_week made;
    char received[80];

    if (read_week(&reader, &draft)) {
        if (settle(&draft, &made)) {
            *week = made;
            return true;
        }
        reader.cure = "a day may have at most four open intervals";
    }
    bf_text_quote(received, sizeof received, text);
    bf_format(why, size,
              "expected opening hours such as \"Mon-Fri 09:00-17:00, Sat 10:00-14:00\", \"always\" "
              "or \"never\", received \"%s\"; %s",
              received, reader.cure);
    return false;
}

/* ---- weekly hours: questions ---- */

int64_t bf_week_next_open(const struct bf_week *week, const uint8_t kinds[], size_t days,
                          int64_t from)
{
    BF_REQUIRE(from >= 0);
    for (size_t d = (size_t)(from / DAY_MIN); d < days; d++) {
        const int64_t midnight = (int64_t)d * DAY_MIN;
        const uint8_t kind = kinds[d];

        BF_REQUIRE(kind < 8);
        for (int i = 0; i < week->count[kind]; i++) {
            if (midnight + week->open[kind][i].to_min <= from) continue;
            const int64_t opens = midnight + week->open[kind][i].from_min;
            return opens > from ? opens : from;
        }
    }
    return -1;
}

bool bf_week_is_open(const struct bf_week *week, uint8_t kind, int minute_of_day)
{
    BF_REQUIRE(kind < 8 && minute_of_day >= 0 && minute_of_day < DAY_MIN);
    for (int i = 0; i < week->count[kind]; i++)
        if (minute_of_day >= week->open[kind][i].from_min &&
            minute_of_day < week->open[kind][i].to_min)
            return true;
    return false;
}
