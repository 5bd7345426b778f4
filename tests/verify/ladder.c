/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ladder.h"

#include "model_fixture.h"

#include "bedflow/stats/theory.h"

/* Each rung has draws of its own: what chance does to one it does not do to the next. */
#define CLAIMS_MAX  16
#define SEED(title) (UINT64_C(0x6c616464657200) ^ bf_name_key(title))

/* ---- size ------------------------------------------------------------------------------ */

bool rung_quick(void)
{
    const char *how = getenv("BF_VERIFY");
    return how && strcmp(how, "quick") == 0;
}

uint32_t rung_replications(uint32_t full)
{
    return rung_quick() ? full / 4 : full;
}

static double widest(void)
{
    return rung_quick() ? 0.04 : 0.01;
}

/* ---- texts ----------------------------------------------------------------------------- */

const char *rung_text(const char *fmt, ...)
{
    static char text[2][16384];
    static int turn;
    turn = !turn;
    va_list args;
    va_start(args, fmt);
    int length = vsnprintf(text[turn], sizeof text[turn], fmt, args);
    va_end(args);
    assert_true(length >= 0 && (size_t)length < sizeof text[turn]);
    return text[turn];
}

const char *rung_head(uint32_t days, uint32_t warm_up_days)
{
    static char head[300];
    const bf_day from = bf_day_from_civil(2001, 1, 1), to = from + (bf_day)days - 1;
    int year, month, day;
    bf_day_to_civil(to, &year, &month, &day);
    snprintf(head, sizeof head,
             "format = 1; title = \"A rung of the ladder\";\n"
             "period = { from = \"2001-01-01\"; to = \"%04d-%02d-%02d\"; follow_up = \"3 days\"; "
             "};\nstart = { warm_up = \"%u days\"; };\n",
             year, month, day, (unsigned)warm_up_days);
    return head;
}

/* ---- a rung ---------------------------------------------------------------------------- */

void rung_load(struct rung *rung, const char *title, const char *head, const char *body)
{
    struct bf_faults faults = {0};
    size_t size = strlen(head) + strlen(body) + 1;
    char *text = malloc(size);
    assert_non_null(text);
    snprintf(text, size, "%s%s", head, body);
    struct bf_loader loader = {text, fixture_load};
    memset(rung, 0, sizeof *rung);
    rung->title = title;
    if (!bf_model_load(&rung->model, "given.cfg", &loader, NULL, 0, &faults)) {
        fixture_show(&faults);
        fail_msg("%s: the scenario does not load", title);
    }
    bf_faults_free(&faults);
    free(text);
}

void rung_run(struct rung *rung, uint32_t first, uint32_t replications)
{
    struct bf_err err;
    struct bf_study study = {.model = &rung->model,
                             .seed = SEED(rung->title),
                             .first = first,
                             .replications = replications,
                             .threads = 1,
                             .warm_up_days = -1};
    if (!bf_study_run(&study, &rung->result, &err)) fail_msg("%s: %s", rung->title, err.what);
    if (rung->result.stopped_count)
        fail_msg("%s: %s", rung->title, rung->result.stopped[0].err.what);
}

void rung_open(struct rung *rung, const char *title, const char *head, const char *body,
               uint32_t replications)
{
    rung_load(rung, title, head, body);
    rung_run(rung, 0, replications);
}

void rung_close(struct rung *rung)
{
    bf_result_free(&rung->result);
    bf_model_free(&rung->model);
}

static double daily_mean(const struct rung *rung, uint32_t r, const struct rung_claim *claim)
{
    const struct bf_catalogue *c = rung->result.catalogue;
    uint32_t column =
        fixture_column(c->daily, c->daily_count, claim->service, claim->group, claim->name);
    double sum = 0;
    for (uint32_t d = 0; d < c->day_count; d++)
        sum += (double)rung->result.daily[((size_t)r * c->day_count + d) * c->daily_count + column];
    return sum / c->day_count;
}

static double scalar(const struct rung *rung, uint32_t r, const struct rung_claim *claim,
                     const char *name)
{
    const struct bf_catalogue *c = rung->result.catalogue;
    uint32_t column =
        fixture_column(c->scalar, c->scalar_count, claim->service, claim->group, name);
    return rung->result.scalar[(size_t)r * c->scalar_count + column];
}

double rung_value(const struct rung *rung, uint32_t r, const struct rung_claim *claim)
{
    double value = claim->daily ? daily_mean(rung, r, claim) : scalar(rung, r, claim, claim->name);
    if (claim->over) value /= scalar(rung, r, claim, claim->over);
    return claim->scale > 0 ? value * claim->scale : value;
}

/* ---- claims ---------------------------------------------------------------------------- */

void rung_compare(const char *title, const char *what, const struct bf_tally *found, double theory,
                  bool say)
{
    double half =
        bf_interval_half_width(found->count, bf_tally_sd(found), 1 - 1e-6 / LADDER_CHECKS);
    double mean = bf_tally_mean(found);
    bool inside = fabs(mean - theory) <= half, narrow = half < widest() * fabs(theory);
    if (say || !inside || !narrow)
        printf("# %-34s %-40s theory %-11.6g found %-11.6g off %+.2f%% within %.2f%%\n", title,
               what, theory, mean, 100 * (mean / theory - 1), 100 * half / fabs(theory));
    if (!inside)
        fail_msg("%s: %s: found %.6g, theory %.6g, half-width %.3g", title, what, mean, theory,
                 half);
    if (!narrow)
        fail_msg("%s: %s: half-width %.3g of theory %.6g: too wide to mean anything", title, what,
                 half, theory);
}

static void tally_claims(const struct rung *rung, const struct rung_claim claim[], size_t count,
                         struct bf_tally tally[])
{
    for (size_t k = 0; k < count; k++)
        for (uint32_t r = 0; r < rung->result.count; r++)
            bf_tally_add(&tally[k], rung_value(rung, r, &claim[k]));
}

static void compare_claims(const char *title, const struct rung_claim claim[], size_t count,
                           const struct bf_tally tally[])
{
    for (size_t k = 0; k < count; k++)
        rung_compare(title, claim[k].what, &tally[k], claim[k].theory, true);
}

void rung_hold(const struct rung *rung, const struct rung_claim claim[], size_t count)
{
    struct bf_tally tally[CLAIMS_MAX];
    assert_in_range(count, 1, CLAIMS_MAX);
    for (size_t k = 0; k < count; k++)
        bf_tally_init(&tally[k]);
    tally_claims(rung, claim, count, tally);
    compare_claims(rung->title, claim, count, tally);
}

/* In batches, so that the daily rows of long runs are not all in memory at once. */
void rung_climb(const char *title, const char *head, const char *body,
                const struct rung_claim claim[], size_t count)
{
    const uint32_t all = rung_replications(96), batch = 12;
    struct rung rung;
    struct bf_tally tally[CLAIMS_MAX];
    assert_in_range(count, 1, CLAIMS_MAX);
    for (size_t k = 0; k < count; k++)
        bf_tally_init(&tally[k]);
    rung_load(&rung, title, head, body);
    for (uint32_t first = 0; first < all; first += batch) {
        rung_run(&rung, first, batch);
        tally_claims(&rung, claim, count, tally);
        bf_result_free(&rung.result);
    }
    compare_claims(title, claim, count, tally);
    bf_model_free(&rung.model);
}

/* ---- Markov chains --------------------------------------------------------------------- */

struct chain_move {
    double rate;
    uint32_t from, to;
};

static void *grown(void *block, uint32_t count, uint32_t *cap, size_t size)
{
    if (count < *cap) return block;
    *cap = *cap ? 2 * *cap : 64;
    block = realloc(block, *cap * size);
    assert_non_null(block);
    return block;
}

static uint32_t index_of(struct chain *chain, const struct chain_state *state)
{
    for (uint32_t i = 0; i < chain->count; i++)
        if (memcmp(&chain->state[i], state, sizeof *state) == 0) return i;
    chain->state = grown(chain->state, chain->count, &chain->cap, sizeof *chain->state);
    chain->state[chain->count] = *state;
    return chain->count++;
}

void chain_move(struct chain *chain, double rate, struct chain_state to)
{
    if (!(rate > 0)) return;
    chain->move = grown(chain->move, chain->moves, &chain->moves_cap, sizeof *chain->move);
    chain->move[chain->moves++] = (struct chain_move){rate, chain->from, index_of(chain, &to)};
}

void chain_solve(struct chain *chain, struct chain_state start, chain_moves *moves,
                 const void *context)
{
    *chain = (struct chain){.context = context};
    index_of(chain, &start);
    for (chain->from = 0; chain->from < chain->count; chain->from++)
        moves(chain, chain->state[chain->from]);
    size_t n = chain->count;
    assert_in_range(n, 2, 2500);
    double *rates = calloc(n * n, sizeof *rates);
    chain->probability = calloc(n, sizeof *chain->probability);
    assert_true(rates && chain->probability);
    for (uint32_t m = 0; m < chain->moves; m++)
        if (chain->move[m].to != chain->move[m].from)
            rates[chain->move[m].from * n + chain->move[m].to] += chain->move[m].rate;
    assert_true(bf_theory_ctmc_stationary(n, rates, chain->probability));
    free(rates);
}

void chain_free(struct chain *chain)
{
    free(chain->state);
    free(chain->probability);
    free(chain->move);
    *chain = (struct chain){.count = 0};
}

double chain_mean(const struct chain *chain, double (*of)(const struct chain_state *state))
{
    double sum = 0;
    for (uint32_t i = 0; i < chain->count; i++)
        sum += chain->probability[i] * of(&chain->state[i]);
    return sum;
}

double chain_number(const struct chain *chain, int k)
{
    double sum = 0;
    for (uint32_t i = 0; i < chain->count; i++)
        sum += chain->probability[i] * chain->state[i].n[k];
    return sum;
}
