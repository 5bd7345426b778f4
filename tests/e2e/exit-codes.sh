# Every exit code that the manual names really occurs, and in --json it is the same.
. "$TOP/tests/e2e/tap.inc"
small_scenario >good.cfg
scenario_with 's/beds = 58/bedz = 58/' >broken.cfg
: >tried
ends() { # code, sentence, command...
    local code=$1 sentence=$2
    shift 2
    run "$@" --json
    echo "$code" >>tried
    if ended "$code" && grep -qx "  \"exit\": $code," out; then report 0 "$sentence"; else
        report 1 "$sentence"
    fi
}
ends 0 "0: done" run good.cfg --reps 3 -o r --no-plots
ends 2 "2: not exact enough" run good.cfg --precision 'delayed_days: 0.1%' --max-reps 20 -o p --no-plots
ends 64 "64: the command line" run good.cfg --reps none
ends 65 "65: the scenario" check broken.cfg
ends 66 "66: no such file" run nothere.cfg
ends 73 "73: results are there" run good.cfg -o r
ends 74 "74: cannot be read" check .
sed 's/\("digest": "\)..../\1ffff/' r/run.json >changed && mv changed r/run.json
ends 1 "1: a result that does not come out again" reproduce r

# Waits for the program to be at work, then sends a signal.
signalled() { # signal
    rm -rf s
    "$BEDFLOW" run good.cfg --reps 1000000 --threads 1 -o s --no-plots --json >out 2>err </dev/null &
    local child=$!
    until_kept $child s 1000
    kill -s "$1" $child
    wait $child
    status=$?
    echo "$status" >>tried
}
signalled INT
case_is "130: stopped by you, and the document says so" \
    sh -c '[ "$1" -eq 130 ] && grep -qx "  \"exit\": 130," out' - "$status"
signalled ABRT
case_is "70: a mistake of ours still leaves a document" \
    sh -c '[ "$1" -eq 70 ] && grep -qx "  \"exit\": 70," out && grep -q "mistake in bedflow" err' - "$status"

"$BEDFLOW" help --json | sed -n 's/^ *"code": \([0-9]*\),$/\1/p' | sort -u >documented
sort -u tried >occurred
case_is "these are all that are documented" cmp documented occurred
finish
