#!/bin/sh
# Is what we build with here? Install what is missing where that is possible, else say what to install.
#
#   need.sh --install|--list SET...      SET: build, plot, test, check, deb
#
# --install uses apt-get when run as root on Debian or Ubuntu, and only then (BF_INSTALL=no forbids
# it); --list never installs. Exit status: 0 if everything required is here, 1 if not. What is
# optional is named in one line and never stops anything. When all is here this takes milliseconds.
set -u
: "${CC:=cc}"
mode=$1
shift

present() {
    case $1 in
    cc) printf '#include <stdio.h>\n' | "$CC" -E -x c - >/dev/null 2>&1 ;;
    pkg-config | gnuplot | dot | clang | clang-format | valgrind | mpicc | dpkg-shlibdeps) command -v "$1" >/dev/null 2>&1 ;;
    gsl | libconfig | sqlite3 | cmocka) pkg-config --exists "$1" 2>/dev/null ;;
    random123) printf '#include <Random123/philox.h>\n' | "$CC" -E -x c - >/dev/null 2>&1 ;;
    font) [ -d /usr/share/fonts/truetype/dejavu ] || fc-list 2>/dev/null | grep -q . ;;
    *) echo "need.sh: unknown thing '$1'" >&2 && exit 2 ;;
    esac
}

# set | thing | must or may | what for | Debian and Ubuntu | Fedora | Arch | Homebrew; - if not packaged
table() {
    cat <<'END'
build|cc|must|C17 compiler|gcc libc6-dev|gcc|gcc|gcc
build|pkg-config|must|finds the libraries|pkg-config|pkgconf-pkg-config|pkgconf|pkgconf
build|gsl|must|distributions and statistics|libgsl-dev|gsl-devel|gsl|gsl
build|libconfig|must|reads scenarios|libconfig-dev|libconfig-devel|libconfig|libconfig
build|sqlite3|may|result database|libsqlite3-dev|sqlite-devel|sqlite|sqlite
plot|gnuplot|may|pictures|gnuplot-nox|gnuplot|gnuplot|gnuplot
plot|font|may|text in pictures|fonts-dejavu-core|dejavu-sans-fonts|ttf-dejavu|-
plot|dot|may|maps of a scenario|graphviz|graphviz|graphviz|graphviz
test|cmocka|must|unit tests|libcmocka-dev|libcmocka-devel|cmocka|cmocka
test|random123|may|a second opinion on random numbers|librandom123-dev|-|-|-
check|clang|may|a second compiler|clang|clang|clang|llvm
check|clang-format|may|formatting|clang-format|clang-tools-extra|clang|clang-format
check|valgrind|may|memory errors|valgrind|valgrind|valgrind|-
check|mpicc|may|many machines|openmpi-bin libopenmpi-dev|openmpi-devel|openmpi|open-mpi
deb|dpkg-shlibdeps|must|which packages it needs|dpkg-dev|-|-|-
END
}

# Print the lines of the table, of the wanted sets, whose thing is absent.
missing() {
    table | while IFS='|' read -r set thing rest; do
        case " $* " in *" $set "*) present "$thing" || echo "$thing|$rest" ;; esac
    done
}

names() { printf '%s\n' "$1" | cut -d'|' -f"$2" | grep -v '^-$' | tr '\n' ' ' | sed 's/ *$//'; }

try_apt() {
    export DEBIAN_FRONTEND=noninteractive
    apt="apt-get -q -y -o DPkg::Lock::Timeout=300"
    # Old or absent package lists are the usual reason for a first failure.
    # shellcheck disable=SC2086
    $apt install --no-install-recommends $1 >"$log" 2>&1 || {
        $apt update >"$log" 2>&1 && $apt install --no-install-recommends $1 >"$log" 2>&1
    }
}

absent=$(missing "$@")
[ -z "$absent" ] && exit 0

if [ "$mode" = --install ] && [ "${BF_INSTALL:-yes}" != no ] && [ "$(id -u)" = 0 ] &&
    command -v apt-get >/dev/null 2>&1; then
    packages=$(names "$absent" 4)
    echo "installing: $packages" >&2
    log=$(mktemp) || exit 1
    # All at once; if that fails, one by one, so that a missing extra costs only itself.
    if ! try_apt "$packages"; then
        tail -n 5 "$log" >&2
        for package in $packages; do
            try_apt "$package" || echo "could not install $package" >&2
        done
    fi
    rm -f "$log"
    absent=$(missing "$@")
    [ -z "$absent" ] && exit 0
fi

musts=$(printf '%s\n' "$absent" | grep '^[^|]*|must|')
if [ -z "$musts" ]; then
    echo "note: not here, and not required: $(printf '%s\n' "$absent" |
        awk -F'|' '{ printf "%s%s (%s)", sep, $1, $3; sep = ", " }')" >&2
    exit 0
fi
{
    echo "error: something this needs is not installed:"
    printf '%s\n' "$absent" |
        awk -F'|' '{ printf "  %-12s %-40s %s\n", $1, $3, $2 == "must" ? "required" : "optional" }'
    echo "To install it (as root on Debian or Ubuntu, make deps does):"
    echo "  Debian, Ubuntu:  sudo apt-get install $(names "$absent" 4)"
    echo "  Fedora:          sudo dnf install $(names "$absent" 5)"
    echo "  Arch:            sudo pacman -S $(names "$absent" 6)"
    echo "  Homebrew:        brew install $(names "$absent" 7)"
} >&2
exit 1
