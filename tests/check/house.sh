#!/bin/sh
# The house rules, each a program that can fail (selftest.sh shows that it does). Prints TAP, and
# for every fault a line `file:line: error: what` above its "not ok".
#
#   sh tests/check/house.sh [RULE...]     from the root of the sources; all rules if none is named
#
# Reads from the environment: CC, and LIB, the library whose symbols `globals` looks at.
set -u
LC_ALL=C
export LC_ALL
here=$(dirname "$0")
: "${CC:=cc}" "${LIB:=build/release/libbedflow.a}"

tree() { # files under these folders, as far as they exist, with these endings
    ends=$1
    shift
    for folder in "$@"; do
        [ -d "$folder" ] && find "$folder" -type f -name "$ends"
    done | sort
}
product() { tree '*.[ch]' sim models include; }
sources() { tree '*.[ch]' sim models include tests; }
tracked() {
    if [ -e .git ] && git ls-files >/dev/null 2>&1; then
        git ls-files | while read -r f; do [ -f "$f" ] && echo "$f"; done
    else
        find . \( -path ./build -o -path ./.git \) -prune -o -type f -print | sed 's|^\./||' | sort
    fi
}

layers() { # arrows point down; each library has one door
    product | xargs awk -f "$here/code.awk" -f "$here/layers.awk" "$here/layers.txt"
}

tidy() { # licence line, white space, leftovers, functions only some layers may call
    sources | xargs awk -f "$here/code.awk" -f "$here/tidy.awk"
}

names() { # services and places belong in scenarios
    product | xargs awk -f "$here/names.awk" "$here/names.txt"
}

mirror() { # every source has a unit test of its name, or says what tests it
    tree '*.c' sim models | {
        bad=0
        while read -r source; do
            folder=${source%/*}
            test=tests/unit/${folder#sim/}/test_${source##*/}
            [ -f "$test" ] && continue
            excused "$source" && continue
            echo "$source:1: error: expected a unit test $test, or a line in mirror.txt"
            bad=1
        done
        exit $bad
    } && grep -v -e '^#' -e '^$' "${MIRROR:-$here/mirror.txt}" | {
        bad=0
        while read -r pattern why; do
            # shellcheck disable=SC2086
            set -- $pattern
            [ -f "$1" ] && [ -n "$why" ] && continue
            echo "$here/mirror.txt:1: error: '$pattern' matches no source, or gives no reason"
            bad=1
        done
        exit $bad
    }
}
excused() {
    grep -v -e '^#' -e '^$' "${MIRROR:-$here/mirror.txt}" | {
        while read -r pattern _; do
            # shellcheck disable=SC2254
            case $1 in $pattern) exit 0 ;; esac
        done
        exit 1
    }
}

globals() { # nothing writable outlives a call, but the context of a broken contract
    [ -f "$LIB" ] || { echo "$LIB:1: error: not built" && return 1; }
    objdump -t "$LIB" | awk -v lib="$LIB" '
        /:[ \t]+file format/ { member = $1; sub(/:$/, "", member) }
        # value flags section size name; constant tables with addresses are in .data.rel.ro
        / \.t?(data|bss)[^ \t]*[ \t]|\*COM\*/ {
            section = ""
            for (i = 1; i <= NF; i++) if ($i ~ /^(\.|\*COM\*)/) { section = $i; break }
            if (section ~ /^\.data\.rel\.ro/ || $NF == section || $NF ~ /^\./) next
            seen++
            if ($NF != "bf_contract_context") {
                print member ":1: error: writable global " $NF " in " section
                bad = 1
            }
        }
        END { exit bad }'
}

headers() { # each public header compiles alone, and twice; x_inline.h is the tail of x.h
    tree '*.h' include | grep -v '_inline\.h$' | {
        bad=0
        while read -r header; do
            name=${header#include/}
            printf '#include "%s"\n#include "%s"\ntypedef int bf_not_empty;\n' "$name" "$name" |
                $CC -std=c17 -D_POSIX_C_SOURCE=200809L -Iinclude -Wall -Wextra -Wpedantic -Wundef \
                    -Wstrict-prototypes -Werror -fsyntax-only -x c - || {
                echo "$header:1: error: does not compile on its own"
                bad=1
            }
        done 2>&1
        exit $bad
    }
}

repo() { # what may be in the repository, how big, which words it uses, which documents it mentions
    status_of_repo=0
    repo_places || status_of_repo=1
    repo_words || status_of_repo=1
    repo_documents || status_of_repo=1
    return $status_of_repo
}
repo_places() {
    tracked | {
        bad=0
        while read -r file; do
            case $file in
            sim/* | models/* | include/* | scenarios/* | plots/* | tests/*) ;;
            Makefile | README.md | LICENSE | CHANGELOG.md | CONTRIBUTING.md | .*) ;;
            *) echo "$file:1: error: nothing new at the top level" && bad=1 ;;
            esac
            size=$(wc -c <"$file")
            [ "$size" -le 307200 ] || {
                echo "$file:1: error: $size bytes; expected at most 300 kB"
                bad=1
            }
        done
        exit $bad
    }
}
repo_words() {
    patterns=$(grep -v '^#' "$here/words.txt")
    found=$(tracked | grep -v -x -e LICENSE -e tests/check/words.txt | tr '\n' '\0' |
        xargs -0 grep -n -I -i -E -e "$patterns" /dev/null)
    [ -z "$found" ] && return 0
    printf '%s\n' "$found" | sed 's/\(:[0-9]*\):/\1: error: words that only one workplace knows: /'
    return 1
}
repo_documents() {
    tracked | grep -E '\.([ch]|md|sh|cfg|gp|awk|txt)$|^Makefile$' | tr '\n' '\0' |
        xargs -0 grep -n -o -E '(^|[^A-Za-z0-9_/.-])[A-Za-z][A-Za-z0-9_/-]*\.md([^A-Za-z0-9]|$)' /dev/null |
        sed 's/^\([^:]*:[0-9]*\):[^A-Za-z]*\([A-Za-z0-9_/-]*\.md\).*/\1 \2/' | sort -u | {
        bad=0
        while read -r where document; do
            [ -f "$document" ] || [ -f "$(dirname "${where%:*}")/$document" ] && continue
            echo "$where: error: mentions $document, which is not in the repository"
            bad=1
        done
        exit $bad
    }
}

mutants() { # the faults that `make mutants` plants still apply: sources move on
    [ -f tests/mutants/list.txt ] || return 0
    grep -n -v -e '^#' -e '^$' tests/mutants/list.txt | {
        bad=0
        while IFS= read -r line; do
            file=$(printf '%s\n' "$line" | awk -F' [|] ' '{ print $2 }')
            script=$(printf '%s\n' "$line" | awk -F' [|] ' '{ print $3 }')
            changed=$(sed "$script" "$file" 2>/dev/null | cmp -s - "$file" || echo yes)
            [ -f "$file" ] && [ -n "$changed" ] && continue
            name=${line#*:}
            echo "tests/mutants/list.txt:${line%%:*}: error: ${name%% *} does not apply to $file any more"
            bad=1
        done
        exit $bad
    }
}

format() { # as clang-format 14 would write it; other versions differ, so they are not asked
    major=$(clang-format --version 2>/dev/null | sed -n 's/.*version \([0-9]*\).*/\1/p')
    [ "$major" = 14 ] || { skip="clang-format 14 is not installed (found: ${major:-none})" && return 0; }
    sources | xargs clang-format --dry-run -Werror
}

[ $# -gt 0 ] || set -- layers tidy names mirror globals headers repo mutants format
echo "1..$#"
number=0 status=0
for rule in "$@"; do
    number=$((number + 1)) skip=
    case $rule in
    layers | tidy | names | mirror | globals | headers | repo | mutants | format) ;;
    *) echo "not ok $number - $rule: no such rule" && status=1 && continue ;;
    esac
    if "$rule" 2>&1; then
        echo "ok $number - $rule${skip:+ # SKIP $skip}"
    else
        echo "not ok $number - $rule"
        status=1
    fi
done
exit $status
