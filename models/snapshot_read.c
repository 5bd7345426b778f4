/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snapshot_reader.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "world.h"

#include <math.h>
#include <stdlib.h>

/* ---- rows ------------------------------------------------------------------------------ */

static uint64_t hash_row(const struct snapshot_reader *r)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (int c = 0; c < SNAPSHOT_COLUMNS; c++) {
        char text[SNAPSHOT_CELL_CAP];
        snapshot_cell(r, (enum snapshot_column)c, text);
        for (const char *at = text;; at++) {
            hash = (hash ^ (unsigned char)*at) * UINT64_C(0x100000001b3);
            if (!*at) break;
        }
    }
    return hash;
}

static void read_row(struct snapshot_reader *r)
{
    struct bf_present *p = &r->snapshot->person[r->snapshot->count++];
    size_t errors = r->rows.faults->errors;
    *p = (struct bf_present){
        .who = hash_row(r), .target = BF_UNKNOWN, .line = bf_rows_line(&r->rows)};
    snapshot_read_names(r, p);
    if (r->rows.faults->errors != errors) return;
    snapshot_read_times(r, p);
    if (r->rows.faults->errors != errors) return;
    snapshot_check_row(r, p);
    if (r->rows.faults->errors == errors) snapshot_find_stream(r, p);
}

static int by_hash(const void *a, const void *b)
{
    const struct bf_present *x = a, *y = b;
    return x->who < y->who ? -1 : x->who > y->who;
}

/* Rows that say the same are told apart by their number among them. */
static void give_keys(struct bf_snapshot *snapshot)
{
    uint64_t equal = 0, last = 0;
    qsort(snapshot->person, snapshot->count, sizeof *snapshot->person, by_hash);
    for (uint32_t i = 0; i < snapshot->count; i++) {
        uint64_t hash = snapshot->person[i].who;
        equal = i && hash == last ? equal + 1 : 0;
        last = hash;
        uint64_t mixed = (hash ^ hash >> 29) + equal * UINT64_C(0x9e3779b97f4a7c15);
        snapshot->person[i].who = bf_thing_key(THING_PRESENT, mixed >> 16);
    }
}

/* Those in stays first, then those who wait, the longest wait first: a total order. */
static int in_order(const void *a, const void *b)
{
    const struct bf_present *x = a, *y = b;
    if (snapshot_waits(x) != snapshot_waits(y)) return snapshot_waits(x) ? 1 : -1;
    if (x->waited_h != y->waited_h) return x->waited_h > y->waited_h ? -1 : 1;
    return x->who < y->who ? -1 : x->who > y->who;
}

static void count_all(struct bf_snapshot *snapshot)
{
    for (uint32_t i = 0; i < snapshot->count; i++) {
        const struct bf_present *p = &snapshot->person[i];
        snapshot->home += p->service == BF_TO_HOME;
        snapshot->outside += p->service == BF_TO_LEFT;
        if (!bf_is_service(p->service)) continue;
        snapshot->ready += snapshot_waits(p);
        snapshot->in += !snapshot_waits(p);
        snapshot->unknown += !snapshot_waits(p) && isnan(p->elapsed_h);
    }
}

struct bf_snapshot_at bf_snapshot_count(const struct bf_snapshot *snapshot, uint32_t service)
{
    struct bf_snapshot_at at = {0};
    for (uint32_t i = 0; i < snapshot->count; i++) {
        const struct bf_present *p = &snapshot->person[i];
        at.in += p->service == service;
        at.ready += p->service == service && snapshot_waits(p);
        at.outside += p->service == BF_TO_LEFT && p->target == service;
    }
    return at;
}

/* ---- all ------------------------------------------------------------------------------- */

static struct bf_snapshot *reserve(size_t rows)
{
    struct bf_snapshot *snapshot = bf_heap_take(1, sizeof *snapshot);
    if (!snapshot) return NULL;
    snapshot->person = bf_heap_take(rows ? rows : 1, sizeof *snapshot->person);
    if (snapshot->person) return snapshot;
    bf_heap_give(snapshot);
    return NULL;
}

bool bf_snapshot_read(struct bf_network *network, const struct bf_sheet *sheet, const char *file,
                      struct bf_faults *faults)
{
    struct snapshot_reader r = {
        .n = network,
        .rows = bf_rows_begin(sheet, file, snapshot_column_name, SNAPSHOT_COLUMNS, faults)};
    size_t errors = faults->errors;
    BF_REQUIRE(!network->snapshot && network->stream_count > 0);
    snapshot_find_columns(&r);
    if ((double)sheet->rows > network->care->limits.patients)
        bf_rows_fault(&r.rows, BF_ERROR, BF_E_LIMIT, 0, "",
                      "expected at most %.0f people, received %zu; raise limits.patients",
                      network->care->limits.patients, sheet->rows);
    if (faults->errors != errors) return false;
    r.snapshot = reserve(sheet->rows);
    if (!r.snapshot) {
        bf_rows_fault(&r.rows, BF_ERROR, BF_E_NOMEM, 0, "", "expected memory for %zu people",
                      sheet->rows);
        return false;
    }
    for (r.rows.row = 0; r.rows.row < sheet->rows; r.rows.row++)
        read_row(&r);
    if (faults->errors != errors) {
        bf_snapshot_free(r.snapshot);
        return false;
    }
    give_keys(r.snapshot);
    qsort(r.snapshot->person, r.snapshot->count, sizeof *r.snapshot->person, in_order);
    count_all(r.snapshot);
    snapshot_note_services(&r);
    snapshot_note_county(&r);
    network->snapshot = r.snapshot;
    return true;
}

void bf_snapshot_free(struct bf_snapshot *snapshot)
{
    if (!snapshot) return;
    bf_heap_give(snapshot->person);
    bf_heap_give(snapshot);
}
