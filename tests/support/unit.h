/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unit.h -- what every unit test includes: cmocka in its required order,
 * assert_close, and checks for texts and for broken contracts.
 *
 *     static void a_sentence_about_the_module(void **state) { (void)state; ... }
 *     int main(void)
 *     {
 *         const struct CMUnitTest tests[] = {cmocka_unit_test(a_sentence_about_the_module)};
 *         return cmocka_run_group_tests(tests, NULL, NULL);
 *     }
 */
#ifndef BF_TESTS_UNIT_H
#define BF_TESTS_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <signal.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "assert_close.h"

/* A path of the repository, from wherever the test runs; the text is overwritten by the ninth call
 * after it. */
static inline const char *unit_path(const char *path)
{
    static char whole[8][600];
    static unsigned turn;
    const char *top = getenv("TOP");
    turn = (turn + 1) % 8;
    snprintf(whole[turn], sizeof whole[turn], "%s%s%s", top ? top : "", top ? "/" : "", path);
    return whole[turn];
}

#define UNIT_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* `text` must contain `part`. */
#define assert_contains(text, part)                                                                \
    do {                                                                                           \
        const char *text_ = (text), *part_ = (part);                                               \
        if (text_ == NULL || strstr(text_, part_) == NULL)                                         \
            fail_msg("expected \"%s\" in \"%s\"", part_, text_ != NULL ? text_ : "(null)");        \
    } while (0)

/* `statement` must break a contract (and so abort), saying `part` on the way.
 * It runs in a child process: nothing it does is seen afterwards. */
#define assert_breaks_contract(statement, part)                                                    \
    do {                                                                                           \
        struct unit_child child_;                                                                  \
        if (unit_fork(&child_)) {                                                                  \
            statement;                                                                             \
            _exit(0);                                                                              \
        }                                                                                          \
        unit_wait(&child_);                                                                        \
        if (!WIFSIGNALED(child_.status) || WTERMSIG(child_.status) != SIGABRT)                     \
            fail_msg("%s: expected a broken contract, and none was", #statement);                  \
        assert_contains(child_.said, part);                                                        \
    } while (0)

struct unit_child {
    pid_t pid;
    int pipe, status;
    char said[1024]; /* the beginning of what it wrote to standard error */
};

/* True in the child, whose standard error goes into a pipe. */
static inline bool unit_fork(struct unit_child *child)
{
    int ends[2];

    memset(child, 0, sizeof *child);
    fflush(NULL);
    if (pipe(ends) != 0 || (child->pid = fork()) < 0) {
        fail_msg("no pipe or no process");
        return false;
    }
    if (child->pid == 0) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        signal(SIGABRT, SIG_DFL);
        return true;
    }
    close(ends[1]);
    child->pipe = ends[0];
    return false;
}

static inline void unit_wait(struct unit_child *child)
{
    size_t length = 0;
    ssize_t part;

    while ((part = read(child->pipe, child->said + length, sizeof child->said - 1 - length)) > 0)
        length += (size_t)part;
    child->said[length] = '\0';
    close(child->pipe);
    waitpid(child->pid, &child->status, 0);
}

#endif
