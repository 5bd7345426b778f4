/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "sim/scenario/tree.h"

static struct bf_node *text_node(struct bf_tree *tree, const char *text, int line)
{
    return bf_tree_node(tree, BF_NODE_TEXT, text, strlen(text), "a.cfg", line);
}

static struct bf_node *group_node(struct bf_tree *tree)
{
    return bf_tree_node(tree, BF_NODE_GROUP, NULL, 0, "a.cfg", 3);
}

static struct bf_tree *tree_with_root(void)
{
    struct bf_tree *tree = bf_tree_new();
    tree->root = group_node(tree);
    return tree;
}

static void ten_thousand_members_are_each_found(void **state)
{
    (void)state;
    struct bf_tree *tree = tree_with_root();
    char name[32];
    for (int i = 0; i < 10000; i++) {
        snprintf(name, sizeof name, "entry_%d", i);
        assert_true(bf_tree_add(tree, tree->root, name, text_node(tree, name, i)));
    }
    assert_int_equal(tree->root->count, 10000);
    for (int i = 0; i < 10000; i++) {
        snprintf(name, sizeof name, "entry_%d", i);
        const struct bf_node *node = bf_tree_member(tree, tree->root, name);
        assert_non_null(node);
        assert_int_equal(node->line, i);
    }
    assert_null(bf_tree_member(tree, tree->root, "entry_10000"));
    assert_null(bf_tree_member(tree, tree->root, "entry_1000x"));
    bf_tree_free(tree);
}

static void taking_and_swapping_keep_the_order(void **state)
{
    (void)state;
    struct bf_tree *tree = tree_with_root();
    const char *names[] = {"a", "b", "c", "d"};
    for (int i = 0; i < 4; i++)
        assert_true(bf_tree_add(tree, tree->root, names[i], text_node(tree, names[i], i)));
    bf_tree_take(tree, bf_tree_member(tree, tree->root, "a"));
    bf_tree_swap(tree, bf_tree_member(tree, tree->root, "c"), text_node(tree, "new", 9));
    bf_tree_take(tree, bf_tree_member(tree, tree->root, "d"));
    assert_null(bf_tree_member(tree, tree->root, "a"));
    assert_null(bf_tree_member(tree, tree->root, "d"));
    assert_string_equal(bf_tree_member(tree, tree->root, "c")->text, "new");
    assert_int_equal(tree->root->count, 2);
    assert_string_equal(tree->root->first->name, "b");
    assert_ptr_equal(tree->root->first->next, tree->root->last);
    assert_ptr_equal(tree->root->last->previous, tree->root->first);
    assert_null(tree->root->last->next);
    bf_tree_free(tree);
}

static void a_path_is_printed_and_followed_back(void **state)
{
    (void)state;
    struct bf_tree *tree = tree_with_root();
    struct bf_node *depots = group_node(tree), *list = NULL, *leaf = NULL;
    list = bf_tree_node(tree, BF_NODE_LIST, NULL, 0, "a.cfg", 4);
    assert_true(bf_tree_add(tree, tree->root, "depots", depots));
    assert_true(bf_tree_add(tree, depots, "then", list));
    for (int i = 0; i < 3; i++) {
        struct bf_node *item = group_node(tree);
        assert_true(bf_tree_add(tree, list, NULL, item));
        leaf = text_node(tree, "0.5", 7);
        assert_true(bf_tree_add(tree, item, "share", leaf));
    }
    char path[64], cut[12];
    bf_node_path(leaf, path, sizeof path);
    assert_string_equal(path, "depots.then[2].share");
    const char *at = path;
    struct bf_step step;
    struct bf_node *node = tree->root;
    while (node && bf_path_step(&at, &step))
        node = bf_tree_follow(tree, node, &step);
    assert_ptr_equal(node, leaf);
    assert_int_equal(*at, 0);
    bf_node_path(leaf, cut, sizeof cut);
    assert_string_equal(cut, "....share");
    assert_null(bf_tree_element(list, 3));
    bf_tree_free(tree);
}

static void what_is_no_path_is_not_stepped_through(void **state)
{
    (void)state;
    const char *bad[] = {"[x]", "[1", "[]", "..a", "£", ".", "[1234567890]", " a"};
    struct bf_step step;
    for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
        const char *at = bad[i];
        assert_false(bf_path_step(&at, &step));
        assert_int_not_equal(*at, 0);
    }
}

static void evidence_goes_to_the_nearest_values(void **state)
{
    (void)state;
    struct bf_tree *tree = tree_with_root();
    struct bf_node *inner = group_node(tree);
    assert_true(bf_tree_add(tree, tree->root, "source", text_node(tree, "C36", 1)));
    assert_true(bf_tree_add(tree, tree->root, "outer", text_node(tree, "3", 2)));
    assert_true(bf_tree_add(tree, tree->root, "inner", inner));
    assert_true(bf_tree_add(tree, inner, "assumption", text_node(tree, "guess", 4)));
    assert_true(bf_tree_add(tree, inner, "value", text_node(tree, "5", 5)));
    bf_tree_settle(tree, tree->root);
    assert_string_equal(bf_tree_member(tree, tree->root, "outer")->source, "C36");
    const struct bf_node *value = bf_tree_member(tree, inner, "value");
    assert_null(value->source); /* an assumption is not a fact of C36 */
    assert_string_equal(value->assumption, "guess");
    assert_true(bf_node_is_value(tree, inner));
    assert_true(bf_tree_add(tree, inner, "from", text_node(tree, "6", 6)));
    assert_false(bf_node_is_value(tree, inner));
    bf_tree_free(tree);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_thousand_members_are_each_found),
        cmocka_unit_test(taking_and_swapping_keep_the_order),
        cmocka_unit_test(a_path_is_printed_and_followed_back),
        cmocka_unit_test(what_is_no_path_is_not_stepped_through),
        cmocka_unit_test(evidence_goes_to_the_nearest_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
