/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/parcel.h"

#include "bedflow/base/contract.h"
#include "bedflow/base/digest.h"
#include "bedflow/base/text.h"

#include <math.h>
#include <string.h>

enum {
    MAGIC = 0x33506662, /* "bfP3" */
    HEAD = 4 + 4 + 7 * 4 + 3 * 8,
    USE_ROOM = 4 + 4 * 8,
    SUM = 8,
    VALUE_ROOM = 5, /* bytes of a daily value at most */
    WHY_ROOM = 5 * 4 + 2 * BF_PATH_CAP + BF_WHAT_CAP,
    RAW = 1,
    SAME = 3
};
static const uint32_t stopped_mark = UINT32_MAX;
static const float whole_end = 16777216; /* beyond it a float skips whole numbers */

/* ---- bytes ----------------------------------------------------------------------------- */

struct writing {
    unsigned char *at;
};

static void put(struct writing *w, uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; i++, value >>= 8)
        *w->at++ = (unsigned char)(value & 0xFF);
}

static void put_groups(struct writing *w, uint32_t value)
{
    for (; value >= 0x80; value >>= 7)
        *w->at++ = (unsigned char)(value | 0x80);
    *w->at++ = (unsigned char)value;
}

static void put_reals(struct writing *w, const double value[], uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint64_t bits;
        memcpy(&bits, &value[i], sizeof bits);
        put(w, bits, 8);
    }
}

static void put_text(struct writing *w, const char *text)
{
    size_t length = strlen(text);
    put(w, length, 4);
    memcpy(w->at, text, length);
    w->at += length;
}

/* Past the end everything is 0, and `broken`. */
struct reading {
    const unsigned char *at, *end;
    bool broken;
};

static uint64_t get(struct reading *r, int bytes)
{
    uint64_t value = 0;
    if (r->end - r->at < bytes) {
        r->broken = true;
        return 0;
    }
    for (int i = 0; i < bytes; i++)
        value |= (uint64_t)*r->at++ << (8 * i);
    return value;
}

static uint32_t get_u32(struct reading *r)
{
    return (uint32_t)get(r, 4);
}

static void get_reals(struct reading *r, double value[], uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint64_t bits = get(r, 8);
        memcpy(&value[i], &bits, sizeof bits);
    }
}

static uint32_t get_groups(struct reading *r)
{
    uint32_t value = 0;
    for (int shift = 0; shift < 32; shift += 7) {
        uint32_t group = (uint32_t)get(r, 1);
        value |= (group & 0x7F) << shift;
        if (group < 0x80) return value;
    }
    r->broken = true;
    return 0;
}

static void get_text(struct reading *r, char text[], size_t size)
{
    size_t length = get_u32(r);
    if (r->broken || length >= size || length > (size_t)(r->end - r->at)) {
        r->broken = true;
        return;
    }
    memcpy(text, r->at, length);
    text[length] = '\0';
    r->at += length;
}

static uint64_t sum_of(const unsigned char bytes[], size_t length)
{
    struct bf_digest digest;
    bf_digest_init(&digest);
    bf_digest_add(&digest, bytes, length);
    return bf_digest_end(&digest);
}

/* ---- daily values ---------------------------------------------------------------------- */

static uint32_t bits_of(float value)
{
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* A whole number that comes back from an integer to the same bits: not -0, not NaN. */
static bool is_whole(float value, int32_t *whole)
{
    *whole = 0;
    if (!(value > -whole_end && value < whole_end)) return false;
    int32_t cut = (int32_t)value;
    if (bits_of((float)cut) != bits_of(value)) return false;
    *whole = cut;
    return true;
}

static void put_daily(struct writing *w, const float daily[], size_t cells, size_t columns)
{
    for (size_t i = 0; i < cells; i++) {
        int32_t whole, before = 0;
        if (is_whole(daily[i], &whole)) {
            if (i >= columns) is_whole(daily[i - columns], &before);
            int32_t d = whole - before;
            put_groups(w, 2 * (d >= 0 ? 2 * (uint32_t)d : 2 * (uint32_t)-d - 1));
        } else if (i >= columns && bits_of(daily[i]) == bits_of(daily[i - columns])) {
            put_groups(w, SAME);
        } else {
            put_groups(w, RAW);
            put(w, bits_of(daily[i]), 4);
        }
    }
}

static void get_daily(struct reading *r, float daily[], size_t cells, size_t columns)
{
    for (size_t i = 0; i < cells && !r->broken; i++) {
        uint32_t token = get_groups(r);
        if (token % 2 == 0) {
            int32_t before = 0, half = (int32_t)(token / 4);
            if (i >= columns) is_whole(daily[i - columns], &before);
            daily[i] = (float)(before + (token / 2 % 2 ? -half - 1 : half));
        } else if (token == SAME && i >= columns) {
            daily[i] = daily[i - columns];
        } else if (token == RAW) {
            uint32_t bits = get_u32(r);
            memcpy(&daily[i], &bits, sizeof bits);
        } else {
            r->broken = true;
        }
    }
}

/* ---- parcels --------------------------------------------------------------------------- */

size_t bf_parcel_room(uint32_t scalar_count, uint32_t day_count, uint32_t daily_count,
                      uint32_t use_cap)
{
    size_t results = 8 * (size_t)scalar_count + USE_ROOM * (size_t)use_cap +
                     VALUE_ROOM * (size_t)day_count * daily_count;
    return HEAD + (results > WHY_ROOM ? results : WHY_ROOM) + SUM;
}

size_t bf_parcel_pack(const struct bf_parcel *parcel, const double scalar[], const float daily[],
                      const struct bf_use use[], const struct bf_err *why, unsigned char bytes[])
{
    struct writing w = {bytes + 8};
    put(&w, parcel->option, 4);
    put(&w, parcel->replication, 4);
    put(&w, parcel->warm_up_days, 4);
    put(&w, parcel->is_stopped ? stopped_mark : parcel->scalar_count, 4);
    put(&w, parcel->day_count, 4);
    put(&w, parcel->daily_count, 4);
    put(&w, parcel->use_count, 4);
    put(&w, parcel->digest, 8);
    put(&w, parcel->events, 8);
    put(&w, parcel->people, 8);
    if (parcel->is_stopped) {
        put(&w, (uint32_t)why->code, 4);
        put(&w, (uint32_t)why->where.line, 4);
        put_text(&w, why->where.file);
        put_text(&w, why->where.path);
        put_text(&w, why->what);
    } else {
        put_reals(&w, scalar, parcel->scalar_count);
        for (uint32_t i = 0; i < parcel->use_count; i++) {
            const struct bf_use *u = &use[i];
            put(&w, u->rule, 4);
            put_reals(&w, (const double[]){u->decided_h, u->on_h, u->off_h, u->value}, 4);
        }
        put_daily(&w, daily, (size_t)parcel->day_count * parcel->daily_count, parcel->daily_count);
    }
    size_t length = (size_t)(w.at - bytes);
    BF_REQUIRE(length + SUM <= UINT32_MAX);
    struct writing head = {bytes};
    put(&head, MAGIC, 4);
    put(&head, length + SUM, 4);
    put(&w, sum_of(bytes, length), SUM);
    return length + SUM;
}

size_t bf_parcel_length(const unsigned char prefix[BF_PARCEL_PREFIX])
{
    struct reading r = {prefix, prefix + BF_PARCEL_PREFIX, false};
    if (get_u32(&r) != MAGIC) return 0;
    size_t length = get_u32(&r);
    return length >= HEAD + SUM ? length : 0;
}

static void read_head(struct reading *r, struct bf_parcel *parcel)
{
    *parcel = (struct bf_parcel){.option = get_u32(r)};
    parcel->replication = get_u32(r);
    parcel->warm_up_days = get_u32(r);
    parcel->scalar_count = get_u32(r);
    parcel->day_count = get_u32(r);
    parcel->daily_count = get_u32(r);
    parcel->use_count = get_u32(r);
    parcel->digest = get(r, 8);
    parcel->events = get(r, 8);
    parcel->people = get(r, 8);
    parcel->is_stopped = parcel->scalar_count == stopped_mark;
    if (parcel->is_stopped)
        parcel->scalar_count = parcel->day_count = parcel->daily_count = parcel->use_count = 0;
}

bool bf_parcel_look(const unsigned char bytes[], size_t length, struct bf_parcel *parcel)
{
    if (length < HEAD + SUM || bf_parcel_length(bytes) != length) return false;
    struct reading sum = {bytes + length - SUM, bytes + length, false};
    if (get(&sum, SUM) != sum_of(bytes, length - SUM)) return false;
    struct reading r = {bytes + 8, bytes + length - SUM, false};
    read_head(&r, parcel);
    return true;
}

bool bf_parcel_unpack(const unsigned char bytes[], size_t length, double scalar[], float daily[],
                      struct bf_use use[], struct bf_err *why)
{
    struct reading r = {bytes + 8, bytes + length - SUM, false};
    struct bf_parcel parcel;
    read_head(&r, &parcel);
    if (parcel.is_stopped) {
        uint32_t code = get_u32(&r);
        if (code > BF_E_STOPPED) return false;
        why->code = (enum bf_errcode)code;
        why->where.line = (int)get_u32(&r);
        get_text(&r, why->where.file, sizeof why->where.file);
        get_text(&r, why->where.path, sizeof why->where.path);
        get_text(&r, why->what, sizeof why->what);
        return !r.broken && r.at == r.end;
    }
    get_reals(&r, scalar, parcel.scalar_count);
    for (uint32_t i = 0; i < parcel.use_count && !r.broken; i++) {
        double real[4];
        use[i].rule = (uint16_t)get_u32(&r);
        get_reals(&r, real, 4);
        use[i].decided_h = real[0];
        use[i].on_h = real[1];
        use[i].off_h = real[2];
        use[i].value = real[3];
    }
    get_daily(&r, daily, (size_t)parcel.day_count * parcel.daily_count, parcel.daily_count);
    return !r.broken && r.at == r.end;
}
