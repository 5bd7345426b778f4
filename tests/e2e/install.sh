# make install and make uninstall: what is put there works, and all of it goes again.
. "$TOP/tests/e2e/tap.inc"
case $BEDFLOW in
*/build/release/bedflow) ;;
*)
    skip "the program is installed" "only the release build is installed"
    finish
    ;;
esac
target="$SCRATCH/root with space"
tree() { (cd "$target" 2>/dev/null && find . | sort); }
built() { make -s -C "$TOP" BF_INSTALL=no "$@" DESTDIR="$target" PREFIX=/opt/bedflow >out 2>err; }
installed="$target/opt/bedflow"

mkdir -p "$installed/share/man" "$target/opt/other"
: >"$target/opt/other/file"
tree >before
built install
status=$?
case_is "the program is installed" ended 0
case_is "with its scenarios, plots, library, headers" \
    sh -c 'cd "$1" && [ -s lib/libbedflow.a ] && [ -s include/bedflow/bedflow.h ] && [ -s lib/pkgconfig/bedflow.pc ] && [ -s share/bedflow/plots/delayed.gp ] && [ -s share/bedflow/scenarios/01-one-queue.cfg ]' - "$installed"
case_is "with a manual page for every command" \
    sh -c 'for c in $("$2" help --json | sed -n "s/^ *\"format\": \"bedflow\.\([a-z-]*\)\",$/\1/p"); do [ -s "$1/share/man/man1/bedflow-$c.1" ] || exit 1; done; [ -s "$1/share/man/man5/bedflow-scenario.5" ]' - "$installed" "$BEDFLOW"
case_is "and with completion" grep -q '^complete -F' "$installed/share/bash-completion/completions/bedflow"
"$installed/bin/bedflow" run "$installed/share/bedflow/scenarios/01-one-queue.cfg" --reps 2 --no-plots -o r >out 2>err
status=$?
case_is "the installed program runs an installed scenario" ended 0

cat >embed.c <<'END'
#include <bedflow/bedflow.h>
#include <inttypes.h>
#include <stdio.h>
static bool load(void *context, const char *path, char **text, size_t *length, struct bf_err *err)
{
    const size_t cap = 1 << 16;
    FILE *file = fopen(path, "rb");
    (void)context;
    if (file == NULL) return bf_fail(err, BF_E_IO, NULL, "expected a file, received %s", path);
    *text = bf_heap_take(cap, 1);
    *length = *text != NULL ? fread(*text, 1, cap - 1, file) : 0;
    fclose(file);
    return *text != NULL || bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %s", path);
}
int main(int argc, char **argv)
{
    struct bf_loader loader = {.context = NULL, .load = load};
    struct bf_model model;
    struct bf_faults faults = {0};
    struct bf_result result;
    struct bf_err err;
    if (argc < 2 || !bf_model_load(&model, argv[1], &loader, NULL, 0, &faults)) return 65;
    struct bf_study study = {.model = &model, .seed = 1, .replications = 2};
    study.warm_up_days = -1;
    if (!bf_study_run(&study, &result, &err)) return 1;
    printf("%016" PRIx64 "\n", result.total_digest);
    bf_result_free(&result);
    bf_model_free(&model);
    bf_faults_free(&faults);
}
END
libraries=$(pkg-config --libs $(sed -n 's/^Requires: //p' "$installed/lib/pkgconfig/bedflow.pc"))
${CC:-cc} -std=c17 -Wall -Wextra -Werror -I"$installed/include" -o embed embed.c "$installed/lib/libbedflow.a" $libraries -pthread -lm 2>err
status=$?
case_is "a program of one's own is built with the installed library" ended 0
./embed "$installed/share/bedflow/scenarios/01-one-queue.cfg" >out 2>err
case_is "and finds what the program finds, to the last bit" grep -q "\"digest\": *\"$(cat out)\"" r/run.json
case_is "files are for everybody to read" [ -z "$(find "$installed" -type f ! -perm -444)" ]

: >"$installed/share/bedflow/plots/of-the-user.gp"
built install
case_is "installing again changes nothing but itself" \
    sh -c '[ -s "$1/bin/bedflow" ] && [ -e "$1/share/bedflow/plots/of-the-user.gp" ]' - "$installed"
built uninstall
case_is "uninstalling leaves what it did not put there" [ -e "$installed/share/bedflow/plots/of-the-user.gp" ]
rm -rf "$installed/share/bedflow"
tree >after
case_is "and nothing of what it did, not even a folder" cmp before after
built uninstall
status=$?
case_is "uninstalling what is not there says so" sh -c '[ "$1" -ne 0 ] && grep -q "nothing is installed there" err' - "$status"

if command -v dpkg-shlibdeps >/dev/null && command -v dpkg-deb >/dev/null; then
    make -s -C "$TOP" BF_INSTALL=no deb >out 2>err
    status=$?
    package=$(ls -t "$TOP"/build/bedflow_*.deb 2>/dev/null | head -n 1)
    case_is "a Debian package is built" sh -c '[ "$1" -eq 0 ] && [ -s "$2" ]' - "$status" "$package"
    case_is "it says which libraries it needs" sh -c 'dpkg-deb -f "$1" Depends | grep -q "libgsl.*libconfig\|libconfig.*libgsl"' - "$package"
    dpkg-deb -x "$package" unpacked
    unpacked/usr/bin/bedflow run unpacked/usr/share/bedflow/scenarios/01-one-queue.cfg --reps 2 --no-plots -o packed >out 2>err
    status=$?
    case_is "what is in it runs what is in it" ended 0
    find unpacked -type f ! -perm -111 -exec sh -c 'for f; do [ "$(head -c 2 "$f")" = "#!" ] && echo "$f"; done' - {} + \
        >dead 2>/dev/null
    case_is "and every script in it can be run" test ! -s dead
else
    for case in "a Debian package is built" "it says which libraries it needs" "what is in it runs what is in it" \
        "and every script in it can be run"; do
        skip "$case" "dpkg-dev is not installed"
    done
fi
finish
