# Every call to the disk fails once: each time a clean message, exit code 74, nothing half-written
# that looks whole, and what was simulated is gone on with. In builds for tests (asan, faults) only.
. "$TOP/tests/e2e/tap.inc"
scenario_with 's/2021-12-12/2021-11-04/; s/28 days/3 days/' >tiny.cfg
run version
if ! told -DBF_FAULTS; then
    skip "whichever call to the disk fails, a run ends cleanly and is gone on with" "this build has no faults"
    skip "whichever call to the disk fails, a comparison ends cleanly" "this build has no faults"
    skip "whichever call to the disk fails, results that are extended stay whole" "this build has no faults"
else
    clean() { [ "$status" -eq 74 ] && said "No space left on device; make room" && ! said "ERROR: "; }
    with() { # N ARGS...
        local n=$1
        shift
        BF_FAIL_DISK=$n "$BEDFLOW" "$@" --threads 1 --no-plots -q >out 2>err </dev/null
        status=$?
    }
    run run tiny.cfg --reps 2 --no-plots -o whole
    n=0 wrong=""
    while n=$((n + 1)) && [ $n -lt 200 ]; do
        with $n run tiny.cfg --reps 2 -o r
        [ "$status" -eq 0 ] && break
        clean && [ ! -e r ] || wrong="$wrong $n"
        if [ -e r.unfinished ]; then run resume r --no-plots -q; else run run tiny.cfg --reps 2 --no-plots -q -o r; fi
        same r whole || wrong="$wrong $n:resume"
        rm -rf r
        [ -z "$(find . -maxdepth 1 -name 'r.*')" ] || wrong="$wrong $n:left"
    done
    echo "# $n calls" >&2
    case_is "whichever call to the disk fails, a run ends cleanly and is gone on with" \
        test -z "$wrong" -a "$n" -gt 30 -a "$n" -lt 200
    # The scripts of pictures come last, beside results that are whole already.
    whole_comparison() { for f in comparison pairs options targets; do cmp c/$f.csv all/$f.csv >&2 || return 1; done; }
    run compare tiny.cfg --alt 'x: services.ward.beds=61' --reps 2 --threads 1 --no-plots -o all
    n=0 wrong=""
    while n=$((n + 1)) && [ $n -lt 200 ]; do
        with $n compare tiny.cfg --alt 'x: services.ward.beds=61' --reps 2 -o c
        [ "$status" -eq 0 ] && break
        clean && { [ ! -e c ] || whole_comparison; } || wrong="$wrong $n"
        rm -rf c c.unfinished
        [ -z "$(find . -maxdepth 1 -name 'c.*')" ] || wrong="$wrong $n:left"
    done
    echo "# $n calls; not clean:$wrong" >&2
    case_is "whichever call to the disk fails, a comparison ends cleanly" test -z "$wrong" -a "$n" -gt 20 -a "$n" -lt 200
    n=0 wrong=""
    cp -r whole e
    while n=$((n + 1)) && [ $n -lt 200 ]; do
        with $n extend e --reps 3
        [ "$status" -eq 0 ] && break
        clean && same e whole || wrong="$wrong $n"
        rm -rf e.unfinished
        [ -z "$(find . -maxdepth 1 -name 'e.*')" ] || wrong="$wrong $n:left"
    done
    echo "# $n calls; not clean:$wrong" >&2
    case_is "whichever call to the disk fails, results that are extended stay whole" test -z "$wrong" -a "$n" -gt 30 -a "$n" -lt 200
fi
finish
