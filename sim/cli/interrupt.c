/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "interrupt.h"

#include "bedflow/base/text.h"
#include "bedflow/report/sink.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static atomic_int stop;
static char on_term[BF_FILE_CAP + 256]; /* what is said at SIGTERM; "": what is said at Ctrl-C */

static void on_signal(int number)
{
    static const char said[] = "\nStopping: what is under way is finished and kept. "
                               "Ctrl-C again ends at once.\n";
    int error = errno;
    atomic_store(&stop, number);
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    bool own = number == SIGTERM && on_term[0] != '\0';
    if (write(STDERR_FILENO, own ? on_term : said, own ? strlen(on_term) : sizeof said - 1) < 0)
        atomic_store(&stop, number);
    errno = error;
}

void bf_interrupt_words(const char *words)
{
    bf_format(on_term, sizeof on_term, "%s", words);
}

const atomic_int *bf_interrupt_watch(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGINT);
    sigaddset(&action.sa_mask, SIGTERM);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    return &stop;
}

bool bf_interrupted(void)
{
    return atomic_load(&stop) != 0;
}
