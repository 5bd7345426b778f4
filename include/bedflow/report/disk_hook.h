/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/disk_hook.h -- lets a test make a call to the disk fail (builds with BF_FAULTS only).
 *
 * Set bf_disk_hook to n: of this thread's calls that follow and make, write, flush, close
 * or rename something, the n-th fails as on a full disk (ENOSPC), and those before and
 * after it do their work. 0 is off. A sink counts a write for every 4 kB, as its
 * buffer is flushed. Release builds have neither the counter nor its cost.
 *
 * In such a build the environment variable BF_FAIL_DISK=n does the same to the
 * program's first thread.
 */
#ifndef BF_REPORT_DISK_HOOK_H
#define BF_REPORT_DISK_HOOK_H

#include <stdbool.h>

#ifdef BF_FAULTS
extern _Thread_local unsigned bf_disk_hook;

/* Ask before a call: true: let it fail; errno is set. */
bool bf_disk_fails(void);
#else
static inline bool bf_disk_fails(void)
{
    return false;
}
#endif

#endif
