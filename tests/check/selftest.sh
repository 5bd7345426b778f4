#!/bin/sh
# Can the house rules fail? Each is shown a small clean tree, which it must accept, and then the same
# tree with one planted fault, which it must refuse with a message about that fault. Prints TAP.
set -u
LC_ALL=C
export LC_ALL
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
: "${CC:=cc}"
export CC
work=$(mktemp -d "${SCRATCH:-${TMPDIR:-/tmp}}/selftest.XXXXXX") || exit 74
trap 'rm -rf "$work"' EXIT

count=0 bad=0
licence='/* SPDX-License-Identifier: GPL-3.0-or-later */'

put() { # FILE LINE...: write a C file with its licence line
    mkdir -p "$(dirname "$1")"
    file=$1
    shift
    printf '%s\n' "$licence" "$@" >"$file"
}

clean_tree() {
    rm -rf "$work/tree"
    mkdir -p "$work/tree" && cd "$work/tree" || exit 74
    put include/bedflow/base/thing.h '#ifndef BF_BASE_THING_H' '#define BF_BASE_THING_H' \
        'double bf_thing(double x);' '#endif'
    put sim/base/thing.c '#include "bedflow/base/thing.h"' '#include <math.h>' \
        '/* free(x), abort() and d 2 a in a comment are only words. */' \
        'double bf_thing(double x)' '{' '    return sqrt(x) + (double)sizeof("malloc(3) // \" exit(0)");' '}'
    put sim/study/pool.c '#include "bedflow/base/thing.h"' '#include <pthread.h>' \
        'static const char *const words[] = {"one", "two"};' 'const char *bf_word(int i);' \
        'const char *bf_word(int i)' '{' '    return words[i & 1];' '}'
    put models/bed.c '#include "bedflow/base/thing.h"' 'double bf_bed(void);' 'double bf_bed(void)' \
        '{' '    return bf_thing(2.385);' '}'
    put tests/unit/base/test_thing.c
    put tests/unit/study/test_pool.c
    put tests/unit/models/test_bed.c
    printf 'kind = "beds";\n' >tests/sample.cfg
    : >"$work/mirror.txt"
    export MIRROR="$work/mirror.txt"
}

build_library() {
    rm -f "$work/lib.a"
    for source in sim/*/*.c models/*.c; do
        $CC -std=c17 -Iinclude -fPIE -c -o "$(echo "$source" | tr / _).o" "$source" || return 1
    done
    ar rcs "$work/lib.a" ./*.o && rm -f ./*.o
    export LIB="$work/lib.a"
}

report() { # PASSED NAME
    count=$((count + 1))
    if [ "$1" = yes ]; then
        echo "ok $count - $2"
    else
        echo "not ok $count - $2"
        sed 's/^/# /' "$work/said"
        bad=1
    fi
}

accepts() { # RULE NAME
    if sh "$here/house.sh" "$1" >"$work/said" 2>&1; then ok=yes; else ok=no; fi
    grep -q "SKIP" "$work/said" && ok=yes
    report $ok "$1 accepts $2"
}

refuses() { # RULE PATTERN NAME: fails, and says something that matches PATTERN
    ok=yes
    sh "$here/house.sh" "$1" >"$work/said" 2>&1 && ok=no
    grep -q -E -e "$2" "$work/said" || ok=no
    report $ok "$1 refuses $3"
}

# A line planted into a clean tree: RULE FILE LINE PATTERN NAME
planted() {
    clean_tree
    printf '%s\n' "$3" >>"$2"
    refuses "$1" "$4" "$5"
}

clean_tree
build_library
for rule in layers tidy names mirror globals headers repo; do accepts $rule "a clean tree"; done

planted layers sim/base/thing.c '#include "bedflow/study/run.h"' 'base may not include .*study/run' \
    "an include that points up"
planted layers include/bedflow/base/thing.h '#include "bedflow/models/bed.h"' 'base may not include' \
    "an include that points up in a header"
planted layers models/bed.c '#include <gsl/gsl_cdf.h>' 'models may not include <gsl' \
    "a library whose door is elsewhere"
planted layers sim/base/thing.c '#include <pthread.h>' 'base may not include <pthread' "threads below study"
planted layers sim/study/pool.c '#include <signal.h>' 'study may not include <signal' "signals outside cli"
planted layers models/bed.c '#include <curl/curl.h>' 'models may not include <curl' "a library nobody asked for"
planted layers sim/study/pool.c '#include "../base/private.h"' 'private header' "a path into another folder"
clean_tree
put sim/attic/old.c '#include "bedflow/base/thing.h"'
refuses layers 'layer "attic" is not in' "a layer that is not in the table"

planted tidy sim/base/thing.c 'int x; ' 'white space at the end' "white space at the end of a line"
planted tidy sim/base/thing.c "$(printf '\tint x;')" 'tab' "a tab"
planted tidy sim/base/thing.c '/* TO''DO later */' 'leftover' "a leftover note"
planted tidy sim/base/thing.c 'void f(char *s) { strcpy(s, "a"); }' 'unsafe function' "an unsafe function"
planted tidy tests/unit/base/test_thing.c 'int n = atoi("3");' 'unsafe function' "an unsafe function in a test"
planted tidy models/bed.c 'int r = rand();' 'randomness comes from' "a random number of the C library"
planted tidy sim/base/thing.c 'struct tm *t = gmtime(0);' 'dates come from' "a date of the C library"
planted tidy sim/base/thing.c 'void g(void) { printf("hello"); }' 'only sim/cli may talk' "printf outside cli"
planted tidy sim/base/thing.c 'FILE *f = stderr;' 'standard streams' "a standard stream outside cli"
planted tidy sim/study/pool.c 'void g(void) { exit(3); }' 'end the process' "exit outside cli"
planted tidy sim/study/pool.c 'char *h = getenv("HOME");' 'ask the environment' "getenv outside cli"
planted tidy models/bed.c 'void g(void) { abort(); }' 'BF_REQUIRE' "abort outside the contract"
planted tidy models/bed.c 'void g(void) { assert(0); }' 'BF_REQUIRE' "the C library's assert"
planted tidy models/bed.c 'void *p = malloc(8);' 'memory comes from' "malloc outside the arena"
planted tidy models/bed.c 'void g(void *p) { free(p); }' 'memory comes from' "free outside the arena"
planted tidy models/bed.c 'void *f = fopen("a", "r");' 'only report and cli touch files' "a file below report"
planted tidy models/bed.c 'double t = time(0);' 'no clock' "a clock below study"
planted tidy sim/study/pool.c 'int s = system("ls");' 'starts programs' "a program started outside report"
planted tidy tests/unit/base/test_thing.c 'void g(void) { assert_float_equal(a, b, 0); }' 'assert_close' \
    "a float assert that NaN passes"
clean_tree
printf 'int x;\n' >sim/base/bare.c
refuses tidy 'licence as first line' "a file without its licence line"
clean_tree
put sim/base/arena.c 'void *p = malloc(8);'
put sim/base/contract.c 'void g(void) { abort(); }'
put sim/cli/main.c 'void h(void) { printf("%s", getenv("HOME")); exit(0); }'
accepts tidy "malloc in the arena, abort in the contract, printf in cli"

planted names models/bed.c 'const char *s = "d''2a_beds";' 'a service or place' "a service in a string"
planted names models/bed.c '/* such as J''CR */' 'a service or place' "a service in a comment"
planted names include/bedflow/base/thing.h 'int home''_first;' 'a service or place' "a service as a variable"
planted names models/bed.c '/* as in Hast''ings */' 'a service or place' "a place in a comment"
clean_tree
printf '/* an acute bed, her brother, a jcroft */\n' >>models/bed.c
accepts names "kinds of care, and words that only contain a name"

clean_tree
rm tests/unit/base/test_thing.c
refuses mirror 'sim/base/thing.c:1: error: expected a unit test' "a source without a test"
clean_tree
rm tests/unit/models/test_bed.c
refuses mirror 'models/bed.c:1: error: expected a unit test' "a model without a test"
echo 'models/b*.c   tests/verify: theory' >"$work/mirror.txt"
accepts mirror "a source that says what tests it"
echo 'sim/gone/*.c   tests/e2e' >>"$work/mirror.txt"
refuses mirror 'matches no source' "an excuse for nothing"
echo 'models/bed.c' >"$work/mirror.txt"
refuses mirror 'gives no reason' "an excuse without a reason"

for variable in 'int counter;' 'static int counter = 3; int *bf_p(void) { return &counter; }' \
    '_Thread_local int counter;' 'static _Thread_local int counter = 4; int *bf_q(void) { return &counter; }' \
    'int *bf_r(void) { static int counter; return &counter; }'; do
    clean_tree
    printf '%s\n' "$variable" >>sim/base/thing.c
    build_library
    refuses globals 'writable global counter' "$variable"
done
clean_tree
printf '%s\n' '_Thread_local const double *bf_contract_context;' >>sim/base/thing.c
build_library
accepts globals "the context of a broken contract"
clean_tree
export LIB=nothing.a
refuses globals 'not built' "a library that is not there"

planted headers include/bedflow/base/thing.h 'size_t bf_size(void);' 'does not compile on its own' \
    "a header that needs another before it"
planted headers include/bedflow/base/thing.h 'struct bf_twice { int a; };' 'does not compile' \
    "a header without a guard"

clean_tree
echo notes >notes.txt
refuses repo 'notes.txt:1: error: nothing new at the top' "a new file at the top level"
clean_tree
mkdir tools && echo x >tools/x.sh
refuses repo 'tools/x.sh:1: error: nothing new' "a new folder at the top level"
clean_tree
mkdir -p scenarios && head -c 307201 /dev/zero >scenarios/big.csv
refuses repo 'expected at most 300 kB' "a file over 300 kB"
planted repo tests/sample.cfg 'include "/ho''me/jo/winter.cfg"' 'only one workplace knows' "a path of one machine"
planted repo tests/sample.cfg 'see plan.m''d' 'mentions plan[.]' "a mention of a document that is not here"
clean_tree
git init -q . >/dev/null 2>&1 && echo scratch >scratch.txt && git add tests &&
    accepts repo "an untracked file in a checkout"

clean_tree
mkdir -p tests/mutants
echo 'rooted | models/bed.c | s/2.385/2.386/ | unit/models/test_bed | one bed more' >tests/mutants/list.txt
accepts mutants "a fault that can be planted"
echo 'stale | models/bed.c | s/2.389/2.386/ | unit/models/test_bed | one bed more' >>tests/mutants/list.txt
refuses mutants 'list.txt:2: error: stale does not apply to models/bed.c' "a fault whose line is gone"

if [ "$(clang-format --version 2>/dev/null | sed -n 's/.*version \([0-9]*\).*/\1/p')" = 14 ]; then
    clean_tree
    cp "$top/.clang-format" .
    printf '%s\n' "$licence" 'int x;' >sim/base/thing.c
    rm -rf sim/study models
    accepts format "a formatted tree"
    printf 'int   y ;\n' >>sim/base/thing.c
    refuses format 'clang-format' "a line out of style"
else
    count=$((count + 1))
    echo "ok $count - format # SKIP clang-format 14 is not installed"
fi

# The runner itself: whatever goes wrong in a test program must end as "failed".
runner() { # BODY PATTERN STATUS NAME
    clean_tree
    printf '%s\n' "$1" >t.sh
    sh "$top/tests/run" -o "$work/runs" t.sh >"$work/said" 2>&1
    status=$?
    ok=yes
    tail -n 1 "$work/said" | grep -q -x -e "$2" || ok=no
    [ "$status" = "$3" ] || ok=no
    report $ok "tests/run: $4"
}
runner 'echo 1..2; echo ok 1 - a; echo ok 2 - b' '2 passed, 0 failed' 0 "counts what passed"
runner 'echo 1..2; echo ok 1 - a; echo not ok 2 - b; exit 1' '1 passed, 1 failed' 1 "counts what failed"
runner 'echo 1..2; echo ok 1 - a' '1 passed, 1 failed' 1 "a program that breaks off has failed"
runner 'echo 1..1; echo ok 1 - a; exit 3' '1 passed, 1 failed' 1 "an exit status alone is a failure"
runner 'echo 1..1; echo ok 1 - a; kill -SEGV $$' '1 passed, 1 failed' 1 "a crash at the end is a failure"
runner 'echo hello' '0 passed, 1 failed' 1 "a program without cases has failed"
runner 'echo 1..1; echo "ok 1 - a # SKIP no printer"' '0 passed, 0 failed' 1 "a skipped case has not passed"
clean_tree
sh "$top/tests/run" -o "$work/runs" >"$work/said" 2>&1
status=$? ok=no
[ $status = 1 ] && grep -q -x '0 passed, 0 failed' "$work/said" && ok=yes
report $ok "tests/run: no program at all is a failure"

echo "1..$count"
exit $bad
