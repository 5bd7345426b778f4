/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/person.h"

#include "bedflow/base/text.h"
#include "bedflow/models/snapshot.h"
#include "bedflow/random/draw.h"

#include <string.h>

static bf_day day_of(uint64_t who)
{
    return (bf_day)(who >> 25 & 0x7fffffu) - (1 << 22);
}

static uint32_t ordinal_of(uint64_t who)
{
    return (uint32_t)(who & 0x1ffffffu);
}

/* Somebody of the table with which the run begins, by the line that says so. */
static const struct bf_present *find_present(const struct bf_network *n, uint64_t who,
                                             uint32_t line)
{
    for (uint32_t i = 0; n->snapshot != NULL && i < n->snapshot->count; i++)
        if (n->snapshot->person[i].who == who || n->snapshot->person[i].line == line)
            return &n->snapshot->person[i];
    return NULL;
}

bool bf_person_print(const struct bf_network *n, uint64_t who, char text[], size_t size)
{
    const struct bf_present *present = find_present(n, who, 0);
    if (present != NULL) return bf_format(text, size, "snapshot-%u", present->line);
    char day[BF_DAY_TEXT];
    for (uint32_t s = 0; s < n->stream_count; s++) {
        if (n->stream[s].key != who >> 48) continue;
        bf_day_print(day_of(who), day);
        return bf_format(text, size, "%s-%s-%u", n->stream[s].name, day, ordinal_of(who) + 1);
    }
    return false;
}

static bool parse_present(const struct bf_network *n, const char *text, uint64_t *who, char why[],
                          size_t size)
{
    uint32_t line = 0;
    for (const char *at = text + 9; *at != '\0'; at++)
        line = line * 10 + (uint32_t)(*at - '0');
    const struct bf_present *present = line > 0 ? find_present(n, 0, line) : NULL;
    if (present != NULL)
        *who = present->who;
    else
        bf_format(why, size, "no line %u of a snapshot has a person in this scenario", line);
    return present != NULL;
}

static bool find_stream(const struct bf_network *n, const char *name, size_t length, uint32_t *key)
{
    for (uint32_t s = 0; s < n->stream_count; s++)
        if (strlen(n->stream[s].name) == length && !strncmp(n->stream[s].name, name, length)) {
            *key = n->stream[s].key;
            return true;
        }
    return false;
}

bool bf_person_parse(const struct bf_network *n, const char *text, uint64_t *who, char why[],
                     size_t size)
{
    const char *dash = strrchr(text, '-');
    char date[BF_DAY_TEXT];
    if (strncmp(text, "snapshot-", 9) == 0 && strlen(text) < 17 && text[9] != '\0' &&
        text[9 + strspn(text + 9, "0123456789")] == '\0')
        return parse_present(n, text, who, why, size);
    uint32_t ordinal = 0, key;
    bf_day day;
    bool good = dash != NULL && dash - text > 11 && dash[1] != '\0' && strlen(dash + 1) <= 7 &&
                dash[1 + strspn(dash + 1, "0123456789")] == '\0';
    for (const char *at = dash; good && at[1] != '\0'; at++)
        ordinal = ordinal * 10 + (uint32_t)(at[1] - '0');
    if (good) bf_format(date, sizeof date, "%.10s", dash - 10);
    if (!good || ordinal == 0 || dash[-11] != '-' || !bf_day_parse(date, &day)) {
        bf_format(why, size,
                  "expected a person as --day prints them, such as %s-2022-01-03-17, received "
                  "\"%s\"",
                  n->stream_count > 0 ? n->stream[0].name : "stream", text);
        return false;
    }
    if (!find_stream(n, text, (size_t)(dash - 11 - text), &key)) {
        bf_format(why, size, "no stream of demand is called \"%.*s\"", (int)(dash - 11 - text),
                  text);
        return false;
    }
    *who = bf_person_key(key, day, ordinal - 1);
    return true;
}
