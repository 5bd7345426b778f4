/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "parse.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "syntax.h"

#include <libconfig.h>
#include <string.h>

#define NAME_HASH 11                 /* letters that write_name puts in front */
#define NO_ROOM   "memory exhausted" /* of the parser that Bison makes */

/* Walks libconfig's settings and the tokens side by side. */
struct walk {
    struct bf_tree *tree;
    const struct bf_scan *scan;
    uint32_t at; /* the next token */
};

static void write_text(const struct bf_token *token, struct bf_text *out)
{
    const char *start = token->start, *end = start + token->length;
    for (const char *at = start; at < end; at++) {
        if (*at != '\n') continue;
        bf_text_add_bytes(out, start, (size_t)(at - start));
        bf_text_add_bytes(out, "\\n", 2);
        start = at + 1;
    }
    bf_text_add_bytes(out, start, (size_t)(end - start));
}

/* libconfig compares a new name with all before it, letter by letter: a hash in
 * front lets it see a difference at once, where names begin alike. The file makes
 * a name that another file repeats a new one; convert_children puts the two together.
 * All in letters, since a name begins with one: the first tells 31 of 32 apart. */
static void write_name(const struct bf_token *token, struct bf_text *out)
{
    static const char letter[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef";
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (uint32_t i = 0; i < token->length; i++)
        hash = (hash ^ (unsigned char)token->start[i]) * 16777619u;
    hash ^= hash >> 15;
    char front[NAME_HASH];
    for (int i = 0; i < NAME_HASH; i++)
        front[i] = i < 7 ? letter[hash >> 5 * i & 31] : letter[token->file >> 4 * (i - 7) & 15];
    bf_text_add_bytes(out, front, sizeof front);
    bf_text_add_bytes(out, token->start, token->length);
}

/* A comma before a closing bracket is dropped, which libconfig does from 1.7 on. */
static bool is_last_comma(const struct bf_scan *scan, uint32_t at)
{
    return scan->token[at].kind == BF_TOKEN_COMMA && at + 1 < scan->count &&
           scan->token[at + 1].kind == BF_TOKEN_CLOSE_LIST;
}

static void write_token(const struct bf_scan *scan, uint32_t at, struct bf_text *out)
{
    const struct bf_token *token = &scan->token[at];
    switch ((enum bf_token_kind)token->kind) {
    case BF_TOKEN_TEXT:
        write_text(token, out);
        break;
    case BF_TOKEN_NUMBER:
        bf_text_add_bytes(out, "0", 1);
        break;
    case BF_TOKEN_OPEN_LIST:
        bf_text_add_bytes(out, "(", 1);
        break;
    case BF_TOKEN_CLOSE_LIST:
        bf_text_add_bytes(out, ")", 1);
        break;
    case BF_TOKEN_COMMA:
        bf_text_add_bytes(out, is_last_comma(scan, at) ? " " : ",", 1);
        break;
    case BF_TOKEN_NAME:
        write_name(token, out);
        break;
    case BF_TOKEN_FLAG:
    case BF_TOKEN_EQUALS:
    case BF_TOKEN_END:
    case BF_TOKEN_OPEN_GROUP:
    case BF_TOKEN_CLOSE_GROUP:
        bf_text_add_bytes(out, token->start, token->length);
        break;
    }
    bf_text_add_bytes(out, "\n", 1);
}

static void duplicate_fault(const struct bf_scan *scan, uint32_t name, const char *file, int line,
                            const char *cure)
{
    struct bf_where where;
    const struct bf_token *token = &scan->token[name];
    bf_scan_where(scan, name, &where);
    bf_faults_add(scan->files->faults, BF_ERROR, BF_E_KEY, &where,
                  "expected '%.*s' once, received it again; the first stands in %s:%d%s",
                  (int)token->length, token->start, file, line, cure);
}

/* "30,5" where one number stands: at the 5, or at the comma before it. */
static bool decimal_comma_fault(const struct bf_scan *scan, uint32_t at)
{
    struct bf_where where = {0};
    uint32_t comma = scan->token[at].kind == BF_TOKEN_COMMA ? at : at - 1;
    if (comma == 0 || comma >= scan->count - 1) return false; /* before the first: no token */
    const struct bf_token *token = &scan->token[comma];
    if (token->kind != BF_TOKEN_COMMA || token[-1].kind != BF_TOKEN_NUMBER ||
        token[1].kind != BF_TOKEN_NUMBER || token[-1].start + token[-1].length != token->start ||
        token->start + 1 != token[1].start)
        return false;
    bf_scan_where(scan, comma, &where);
    bf_faults_add(scan->files->faults, BF_ERROR, BF_E_SYNTAX, &where,
                  "expected one number, received %.*s,%.*s; write a decimal with a point, and "
                  "thousands without a comma or in double quotes",
                  (int)(token[-1].length < 40 ? token[-1].length : 40), token[-1].start,
                  (int)(token[1].length < 40 ? token[1].length : 40), token[1].start);
    return true;
}

/* What libconfig takes for these tokens, and rather more: what it does not get ends the process
 * without a word from us. Asked for and given back before it begins. */
static bool is_memory_left(const struct bf_scan *scan, const struct bf_text *text)
{
    void *room = bf_heap_take(1, (1u << 16) + 2 * text->length + 64 * (size_t)scan->count);
    bf_heap_give(room);
    return room != NULL;
}

/* "( { ... } { ... } )" */
static bool missing_comma_fault(const struct bf_scan *scan, uint32_t at)
{
    struct bf_where where = {0};
    const struct bf_token *token = &scan->token[at];
    if (at == 0 || token->opener == BF_NO_TOKEN || token->kind != BF_TOKEN_OPEN_GROUP ||
        token[-1].kind != BF_TOKEN_CLOSE_GROUP ||
        scan->token[token->opener].kind != BF_TOKEN_OPEN_LIST)
        return false;
    bf_scan_where(scan, at, &where);
    bf_faults_add(scan->files->faults, BF_ERROR, BF_E_SYNTAX, &where,
                  "expected a comma between two items of a list, received none; write ( { ... }, "
                  "{ ... } )");
    return true;
}

/* libconfig stopped at line `line` of what it was given, which is a token. */
static void syntax_fault(const struct bf_scan *scan, const config_t *config)
{
    struct bf_faults *faults = scan->files->faults;
    struct bf_where where = {0};
    uint32_t at = config_error_line(config) > 0 ? (uint32_t)config_error_line(config) - 1 : 0;
    if (scan->count == 0) return;
    if (at >= scan->count) {
        bf_scan_where(scan, scan->count - 1, &where);
        bf_faults_add(faults, BF_ERROR, BF_E_SYNTAX, &where,
                      "expected more after this, received the end of the file");
        return;
    }
    for (uint32_t name = at; name + 2 > at && name < scan->count; name--) {
        uint32_t first =
            scan->token[name].kind == BF_TOKEN_NAME ? bf_syntax_first(scan, name) : BF_NO_TOKEN;
        if (first != BF_NO_TOKEN) {
            bf_scan_where(scan, first, &where);
            duplicate_fault(scan, name, where.file, where.line, "");
            return;
        }
    }
    if (decimal_comma_fault(scan, at) || missing_comma_fault(scan, at)) return;
    char copy[64], received[64];
    const struct bf_token *token = &scan->token[at];
    bf_format(copy, sizeof copy, "%.*s", (int)(token->length < 60 ? token->length : 60),
              token->start);
    bf_text_quote(received, sizeof received, copy);
    bf_scan_where(scan, at, &where);
    bf_faults_add(faults, BF_ERROR, BF_E_SYNTAX, &where,
                  "expected settings such as name = value;, received %s in a place where it "
                  "cannot stand (%s)",
                  received, config_error_text(config));
}

static bool is_value(const struct bf_scan *scan, uint32_t at)
{
    switch ((enum bf_token_kind)scan->token[at].kind) {
    case BF_TOKEN_FLAG:
    case BF_TOKEN_NUMBER:
    case BF_TOKEN_OPEN_GROUP:
    case BF_TOKEN_OPEN_LIST:
        return true;
    case BF_TOKEN_TEXT: /* neighbours are one text */
        return at == 0 || scan->token[at - 1].kind != BF_TOKEN_TEXT;
    case BF_TOKEN_NAME:
    case BF_TOKEN_EQUALS:
    case BF_TOKEN_END:
    case BF_TOKEN_COMMA:
    case BF_TOKEN_CLOSE_GROUP:
    case BF_TOKEN_CLOSE_LIST:
        return false;
    }
    return false;
}

static uint32_t next_value(struct walk *walk)
{
    while (walk->at < walk->scan->count && !is_value(walk->scan, walk->at))
        walk->at++;
    BF_REQUIRE(walk->at < walk->scan->count);
    return walk->at++;
}

static enum bf_node_kind kind_of(const config_setting_t *setting)
{
    switch (config_setting_type(setting)) {
    case CONFIG_TYPE_GROUP:
        return BF_NODE_GROUP;
    case CONFIG_TYPE_LIST:
        return BF_NODE_LIST;
    case CONFIG_TYPE_STRING:
        return BF_NODE_TEXT;
    case CONFIG_TYPE_BOOL:
        return BF_NODE_FLAG;
    default:
        return BF_NODE_NUMBER;
    }
}

static void check_text(const struct walk *walk, const char *text, size_t length, uint32_t value)
{
    struct bf_where where;
    size_t bad = bf_files_bad_byte(text, length);
    if (bad == length) return;
    bf_scan_where(walk->scan, value, &where);
    bf_faults_add(walk->scan->files->faults, BF_ERROR, BF_E_SYNTAX, &where,
                  "expected readable text, received an escape of the byte 0x%02X",
                  (unsigned)(unsigned char)text[bad]);
}

/* libconfig 1.5 does not look whether it got memory: a copy of a name or a text may be missing. */
static struct bf_node *lost(struct walk *walk)
{
    walk->tree->pieces.failed = true;
    return NULL;
}

static struct bf_node *node_of(struct walk *walk, const config_setting_t *setting, uint32_t value)
{
    const struct bf_token *token = &walk->scan->token[value];
    enum bf_node_kind kind = kind_of(setting);
    const char *text = NULL;
    size_t length = 0;
    if (kind == BF_NODE_TEXT) {
        text = config_setting_get_string(setting);
        if (!text) return lost(walk);
        length = strlen(text);
        check_text(walk, text, length, value);
    } else if (kind == BF_NODE_FLAG) {
        text = config_setting_get_bool(setting) ? "true" : "false";
        length = strlen(text);
    } else if (kind == BF_NODE_NUMBER) {
        text = token->start;
        length = token->length;
    }
    /* A setting stands where its name does: name, equals sign, value. */
    bool named = config_setting_name(setting) != NULL;
    const struct bf_token *at = named ? token - 2 : token;
    return bf_tree_node(walk->tree, kind, text, length, walk->scan->files->source[at->file]->path,
                        (int)at->line);
}

/* Evidence of a group as a whole would be read as that of what another file says. */
static bool has_evidence(const struct bf_node *group)
{
    for (const struct bf_node *child = group->first; child; child = child->next)
        if (bf_name_is_evidence(child->name)) return true;
    return false;
}

/* Whether the group `old` of one file goes on in another, as `node`, whose children are added to
 * it. A fault if they are not two groups, or if values could get the other file's evidence. */
static bool joins(struct walk *walk, struct bf_node *old, const struct bf_node *node,
                  const config_setting_t *setting, uint32_t value)
{
    bool groups = old->kind == BF_NODE_GROUP && node->kind == BF_NODE_GROUP &&
                  !bf_node_is_value(walk->tree, old);
    bool evidence = groups && has_evidence(old);
    for (int i = 0; groups && i < config_setting_length(setting); i++) {
        const config_setting_t *child = config_setting_get_elem(setting, (unsigned)i);
        const char *name = config_setting_name(child);
        evidence = evidence || (name && bf_name_is_evidence(name + NAME_HASH));
    }
    if (!groups)
        duplicate_fault(walk->scan, value - 2, old->file, old->line,
                        "; included files can add to one group, but not say one thing twice: take "
                        "it out of one, or let the file that shall prevail `extends` the other");
    else if (evidence)
        duplicate_fault(walk->scan, value - 2, old->file, old->line,
                        "; two files can add to one group if source, assumption and note stand "
                        "with each value, not with the group");
    if (!groups || evidence) return false;
    old->file = node->file; /* as in extend.c: the one that speaks last */
    old->line = node->line;
    return true;
}

static bool convert_children(struct walk *walk, const config_setting_t *from, struct bf_node *to)
{
    unsigned count = (unsigned)config_setting_length(from);
    bool named = config_setting_is_group(from);
    for (unsigned i = 0; i < count; i++) {
        const config_setting_t *setting = config_setting_get_elem(from, i);
        const char *name = config_setting_name(setting);
        if (named && !name) return lost(walk) != NULL;
        uint32_t value = next_value(walk);
        struct bf_node *node = node_of(walk, setting, value);
        struct bf_node *old = name ? bf_tree_member(walk->tree, to, name + NAME_HASH) : NULL;
        if (!node) return false;
        if (!old && !bf_tree_add(walk->tree, to, name ? name + NAME_HASH : NULL, node))
            return false;
        if (old && joins(walk, old, node, setting, value)) node = old;
        if (config_setting_is_aggregate(setting) && !convert_children(walk, setting, node))
            return false;
    }
    return true;
}

static struct bf_node *convert(struct bf_tree *tree, const struct bf_scan *scan,
                               const config_t *config)
{
    struct walk walk = {.tree = tree, .scan = scan};
    size_t errors = scan->files->faults->errors;
    struct bf_node *root = bf_tree_node(tree, BF_NODE_GROUP, NULL, 0, NULL, 0);
    if (!root || !convert_children(&walk, config_root_setting(config), root)) return NULL;
    return scan->files->faults->errors == errors ? root : NULL;
}

/* The root group of checked tokens (bf_syntax_check), not yet tree->root. NULL
 * after a fault, or when memory has run out. */
static struct bf_node *parse_tokens(struct bf_tree *tree, const struct bf_scan *scan)
{
    struct bf_text text = {0};
    bf_text_add(&text, "%s", ""); /* an empty scenario is a text, too */
    for (uint32_t i = 0; i < scan->count; i++)
        write_token(scan, i, &text);
    if (text.failed || !is_memory_left(scan, &text)) {
        tree->pieces.failed = true;
        bf_text_free(&text);
        return NULL;
    }
    config_t config;
    struct bf_node *root = NULL;
    config_init(&config);
    if (config_read_string(&config, text.bytes ? text.bytes : "") == CONFIG_TRUE)
        root = convert(tree, scan, &config);
    else if (!config_error_text(&config) || !strcmp(config_error_text(&config), NO_ROOM))
        tree->pieces.failed = true;
    else
        syntax_fault(scan, &config);
    config_destroy(&config);
    bf_text_free(&text);
    return root;
}

struct bf_node *bf_parse_source(struct bf_tree *tree, struct bf_files *files,
                                const struct bf_source *source)
{
    struct bf_scan scan = {.files = files};
    struct bf_node *root = NULL;
    if (bf_scan_source(&scan, source) && bf_syntax_check(&scan)) root = parse_tokens(tree, &scan);
    bf_scan_free(&scan);
    if (root) root->file = source->path;
    return root;
}

static void forget_lines(struct bf_node *node)
{
    node->line = 0;
    for (struct bf_node *child = node->first; child; child = child->next)
        forget_lines(child);
}

/* The text as a scenario of one setting, without a loader: an @include in it is refused. */
static struct bf_node *parse_one(struct bf_tree *tree, struct bf_files *files, char *text,
                                 const char *file)
{
    struct bf_source source = {.path = file, .text = text, .length = strlen(text)};
    struct bf_source *sources[] = {&source};
    files->source = sources;
    files->count = 1;
    struct bf_node *root = strchr(text, '@') && strstr(text, "@include")
                               ? NULL
                               : bf_parse_source(tree, files, &source);
    struct bf_node *value = root ? root->first : NULL;
    if (!value || value->next) return NULL;
    forget_lines(value);
    bf_tree_take(tree, value);
    value->name = NULL;
    return value;
}

struct bf_node *bf_parse_literal(struct bf_tree *tree, const char *text, const char *file,
                                 char why[], size_t size)
{
    struct bf_text whole = {0};
    struct bf_faults faults = {0};
    struct bf_files files = {.pieces = &tree->pieces, .faults = &faults};
    struct bf_node *value = NULL;
    bf_format(why, size, "expected one value, as a scenario would hold it");
    bf_text_add(&whole, "v = %s", text);
    if (!whole.failed && bf_files_bad_byte(whole.bytes, whole.length) == whole.length)
        value = parse_one(tree, &files, whole.bytes, file);
    if (faults.count > 0) bf_format(why, size, "%s", faults.fault[0].err.what);
    tree->pieces.failed = tree->pieces.failed || whole.failed;
    bf_faults_free(&faults);
    bf_text_free(&whole);
    return value;
}
