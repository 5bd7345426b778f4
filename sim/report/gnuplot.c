/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { SIDE_BY_SIDE = 2, SHELL_NOT_FOUND = 127, SAID_CAP = 2000, QUOTED_CAP = 2 * BF_FILE_CAP };

struct child {
    pid_t pid; /* 0: none */
    const char *name;
    char log[BF_FILE_CAP];
};

/* gnuplot text in single quotes, in which only the quote is special. */
static bool quote(char out[], size_t size, const char *before, const char *text)
{
    size_t to = strlen(before);
    if (!bf_format(out, size, "%s'", before)) {
        return false;
    }
    to++;
    for (const char *at = text; *at != '\0'; at++) {
        if (to + 4 > size) {
            return false;
        }
        if (*at == '\'') {
            out[to++] = '\'';
        }
        out[to++] = *at;
    }
    out[to++] = '\'';
    out[to] = '\0';
    return true;
}

static bool log_path(char path[BF_FILE_CAP], const char *folder, const char *name)
{
    return bf_format(path, BF_FILE_CAP, "%s/%s.log", folder, name);
}

/* 0, or the errno of what went wrong. */
static int spawn(struct child *child, const char *program, char *const argument[])
{
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) {
        return error;
    }
    error = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (error == 0) {
        error = posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, child->log,
                                                 O_WRONLY | O_CREAT | O_TRUNC, 0666);
    }
    if (error == 0) {
        error = posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    }
    if (error == 0) {
        error = posix_spawnp(&child->pid, program, &actions, NULL, argument, environ);
    }
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

static int start(struct child *child, const char *program, const char *folder, const char *name)
{
    char go[QUOTED_CAP], load[512], file[256];
    char settings[] = "-d", execute[] = "-e", own_name[256];
    child->name = name;
    child->pid = 0;
    if (!log_path(child->log, folder, name) || !quote(go, sizeof go, "cd ", folder) ||
        !bf_format(file, sizeof file, "%s.gp", name) || !quote(load, sizeof load, "load ", file) ||
        !bf_format(own_name, sizeof own_name, "%s", program)) {
        return ENAMETOOLONG;
    }
    char *argument[] = {own_name, settings, execute, go, execute, load, NULL};
    int error = spawn(child, program, argument);
    if (error != 0) {
        child->pid = 0;
    }
    return error;
}

/* The end of the log: gnuplot shows the line and points at the mistake. */
static void add_log(struct bf_text *said, const struct child *child)
{
    char tail[SAID_CAP + 1];
    FILE *file = fopen(child->log, "rb");
    bf_text_add(said, "%s.gp: gnuplot failed", child->name);
    if (file == NULL) {
        bf_text_add(said, "\n");
        return;
    }
    long size = fseek(file, 0, SEEK_END) == 0 ? ftell(file) : 0;
    if (size > SAID_CAP) {
        fseek(file, size - SAID_CAP, SEEK_SET);
    } else {
        rewind(file);
    }
    size_t got = fread(tail, 1, SAID_CAP, file);
    fclose(file);
    while (got > 0 && (tail[got - 1] == '\n' || tail[got - 1] == ' ')) {
        got--;
    }
    bf_text_add(said, got > 0 ? ":" : "");
    bf_text_add_bytes(said, tail, got);
    bf_text_add(said, "\n");
}

static enum bf_gnuplot_end finish(struct child *child, struct bf_text *said)
{
    int status = 0;
    pid_t ended;
    do {
        ended = waitpid(child->pid, &status, 0);
    } while (ended < 0 && errno == EINTR);
    child->pid = 0;
    if (ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        unlink(child->log);
        return BF_GNUPLOT_DONE;
    }
    if (ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == SHELL_NOT_FOUND) {
        unlink(child->log);
        return BF_GNUPLOT_MISSING;
    }
    add_log(said, child);
    return BF_GNUPLOT_FAILED;
}

static enum bf_gnuplot_end worse(enum bf_gnuplot_end a, enum bf_gnuplot_end b)
{
    if (a == BF_GNUPLOT_MISSING || b == BF_GNUPLOT_MISSING) {
        return BF_GNUPLOT_MISSING;
    }
    return a == BF_GNUPLOT_FAILED ? a : b;
}

/* A folder on the PATH that this user may not look into is no sign that the program is there. */
static bool is_absent(int error, const char *program, const char *folder)
{
    return error == ENOENT ||
           (error == EACCES && !strchr(program, '/') && access(folder, W_OK) == 0);
}

enum bf_gnuplot_end bf_gnuplot_run(const char *program, const char *folder,
                                   const char *const name[], uint32_t count, struct bf_text *said)
{
    struct child child[SIDE_BY_SIDE] = {{.pid = 0}};
    enum bf_gnuplot_end end = BF_GNUPLOT_DONE;
    if (program[0] == '\0') return BF_GNUPLOT_LATER;
    for (uint32_t i = 0; i < count && end != BF_GNUPLOT_MISSING; i++) {
        struct child *mine = &child[i % SIDE_BY_SIDE];
        if (mine->pid != 0) {
            end = worse(end, finish(mine, said));
        }
        int error = start(mine, program, folder, name[i]);
        if (is_absent(error, program, folder)) {
            unlink(mine->log);
            end = BF_GNUPLOT_MISSING;
        } else if (error != 0) {
            struct bf_err err;
            bf_io_fail(&err, program, "start the program", error);
            bf_text_add(said, "%s.gp: %s\n", name[i], err.what);
            end = worse(end, BF_GNUPLOT_FAILED);
        }
    }
    for (uint32_t i = 0; i < SIDE_BY_SIDE; i++) {
        if (child[i].pid != 0) {
            end = worse(end, finish(&child[i], said));
        }
    }
    return end;
}

static bool is_there(const char *folder, const char *name, const char *suffix)
{
    char path[BF_FILE_CAP];
    return bf_format(path, sizeof path, "%s/%s%s", folder, name, suffix) && access(path, R_OK) == 0;
}

enum bf_gnuplot_end bf_gnuplot_catch_up(const char *program, const char *folder,
                                        const char *const name[], uint32_t count,
                                        struct bf_text *said)
{
    enum bf_gnuplot_end end = BF_GNUPLOT_DONE;
    for (uint32_t i = 0; i < count && end != BF_GNUPLOT_MISSING; i++)
        if (is_there(folder, name[i], ".gp") && !is_there(folder, name[i], ".svg"))
            end = worse(end, bf_gnuplot_run(program, folder, &name[i], 1, said));
    return end;
}

void bf_gnuplot_advice(const char *folder, struct bf_text *out)
{
    bf_text_add(out,
                "no pictures: gnuplot is not installed. The tables are complete.\n"
                "  install it:  apt install gnuplot-nox | dnf install gnuplot | "
                "brew install gnuplot | winget install gnuplot\n"
                "  then draw:   bedflow plot %s\n",
                folder);
}
