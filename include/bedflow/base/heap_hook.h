/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/heap_hook.h -- lets a test make an allocation fail (builds with BF_FAULTS only).
 *
 * Set bf_heap_hook to n: of the requests of this thread that follow, the n-th
 * returns NULL, and those before and after it are granted. 0 is off. The
 * counter is thread-local, and release builds have neither it nor its cost.
 *
 * In such a build the environment variable BF_FAIL_HEAP=n does the same to the
 * program's first thread.
 */
#ifndef BF_BASE_HEAP_HOOK_H
#define BF_BASE_HEAP_HOOK_H

#ifdef BF_FAULTS
extern _Thread_local unsigned bf_heap_hook;
#endif

#endif
