/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/graphviz.h"

#include "bedflow/report/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { SHELL_NOT_FOUND = 127, PROGRAM_CAP = 256 };

void bf_graphviz_quote(struct bf_text *graph, const char *text)
{
    bf_text_add(graph, "\"");
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte == '\n')
            bf_text_add(graph, "\\n");
        else if (byte == '"' || byte == '\\')
            bf_text_add(graph, "\\%c", byte);
        else if (byte < 0x20 || byte == 0x7F)
            bf_text_add(graph, " ");
        else
            bf_text_add_bytes(graph, at, 1);
    }
    bf_text_add(graph, "\"");
}

/* 0, or the errno of what went wrong. */
static int spawn(pid_t *pid, const char *program, char *const argument[])
{
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) return error;
    for (int fd = STDIN_FILENO; error == 0 && fd <= STDERR_FILENO; fd++)
        error = posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
    if (error == 0) error = posix_spawnp(pid, program, &actions, NULL, argument, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static enum bf_graphviz_end run(const char *program, char *from, char *to)
{
    char name[PROGRAM_CAP], format[] = "-Tsvg", out[] = "-o";
    bf_format(name, sizeof name, "%s", program != NULL ? program : "dot");
    char *argument[] = {name, format, out, to, from, NULL};
    pid_t pid = 0, ended;
    int status = 0, error = spawn(&pid, name, argument);
    /* on the PATH may be a folder that this user may not look into */
    if (error == ENOENT || (error == EACCES && !strchr(name, '/'))) return BF_GRAPHVIZ_MISSING;
    if (error != 0) return BF_GRAPHVIZ_FAILED;
    do
        ended = waitpid(pid, &status, 0);
    while (ended < 0 && errno == EINTR);
    if (ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) return BF_GRAPHVIZ_DONE;
    bool absent = ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == SHELL_NOT_FOUND;
    return absent ? BF_GRAPHVIZ_MISSING : BF_GRAPHVIZ_FAILED;
}

static bool write_graph(const char *path, const char *graph)
{
    struct bf_sink sink;
    struct bf_err err;
    if (!bf_sink_open(&sink, path, &err)) return false;
    bf_sink_text(&sink, graph);
    return bf_sink_close(&sink, &err);
}

enum bf_graphviz_end bf_graphviz_draw(const char *program, const char *graph, const char *stem,
                                      struct bf_text *svg)
{
    char from[BF_FILE_CAP], to[BF_FILE_CAP];
    enum bf_graphviz_end end = BF_GRAPHVIZ_FAILED;
    struct bf_err err;
    if (!bf_format(from, sizeof from, "%s.dot", stem) || !bf_format(to, sizeof to, "%s.svg", stem))
        return end;
    if (write_graph(from, graph)) end = run(program, from, to);
    if (end == BF_GRAPHVIZ_DONE && !bf_file_read(svg, to, &err)) end = BF_GRAPHVIZ_FAILED;
    unlink(from);
    unlink(to);
    return end;
}
