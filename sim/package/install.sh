#!/bin/sh
# Lay out what is installed, put it in its place, and take away exactly that again.
#
#   install.sh lay PROGRAM STAGE PREFIX   a tree of what belongs under PREFIX, in the new folder STAGE
#   install.sh put STAGE ROOT PREFIX      copy the tree to ROOT (DESTDIR; may be empty), and note what
#                                         was put there and which folders were made for it
#   install.sh take ROOT PREFIX           remove what is noted, and no other file
#
# Run at the root of the sources. The note is PREFIX/share/bedflow/installed: a line each,
# "file PATH" or "folder PATH", in the order in which they were made; paths begin below ROOT.
set -eu
LC_ALL=C
export LC_ALL

lay() { # program, stage, prefix
    program=$1 to=$2$3
    rm -rf "$2"
    mkdir -p "$to/bin" "$to/share/man/man1" "$to/share/man/man5" "$to/share/bedflow" \
        "$to/share/bash-completion/completions"
    cp "$program" "$to/bin/bedflow"
    for part in scenarios plots LICENSE README.md CHANGELOG.md; do
        [ ! -e "$part" ] || cp -R "$part" "$to/share/bedflow/"
    done
    "$program" help --man >"$to/share/man/man1/bedflow.1"
    "$program" help scenario --man >"$to/share/man/man5/bedflow-scenario.5"
    "$program" help --json | sed -n 's/^ *"format": "bedflow\.\([a-z-]*\)",$/\1/p' | sort -u |
        while read -r command; do
            "$program" help "$command" --man >"$to/share/man/man1/bedflow-$command.1"
        done
    "$program" help --completion >"$to/share/bash-completion/completions/bedflow"
    find "$2" -type d -exec chmod 755 {} +
    find "$2" -type f -exec chmod 644 {} +
    chmod 755 "$to/bin/bedflow"
    find "$2" -type f -name '*.sh' -exec chmod 755 {} +
}

put() { # stage, root, prefix
    note=$2$3/share/bedflow/installed
    [ ! -f "$note" ] || take "$2" "$3" # an older version may have had other files
    new=$1.note
    : >"$new"
    (cd "$1" && find . -type d | sed 's|^\.||' | sort) | while read -r folder; do
        [ -n "$folder" ] && [ ! -d "$2$folder" ] || continue
        mkdir -p "$2$folder"
        echo "folder $folder" >>"$new"
    done
    (cd "$1" && find . -type f | sed 's|^\.||' | sort) | while read -r file; do
        rm -f "$2$file" # a program that runs keeps its own copy
        cp -p "$1$file" "$2$file"
        echo "file $file" >>"$new"
    done
    echo "file $3/share/bedflow/installed" >>"$new"
    cp "$new" "$note"
    rm -f "$new"
}

take() { # root, prefix
    note=$1$2/share/bedflow/installed
    [ -f "$note" ] || {
        echo "nothing is installed there: expected the note $note" >&2
        return 1
    }
    list=$(cat "$note")
    printf '%s\n' "$list" | sed -n 's/^file //p' | while read -r file; do rm -f "$1$file"; done
    # folders that somebody else uses as well stay
    printf '%s\n' "$list" | sed -n 's/^folder //p' | sort -r | while read -r folder; do
        rmdir "$1$folder" 2>/dev/null || true
    done
}

action=$1
shift
"$action" "$@"
