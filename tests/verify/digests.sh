# The same study gives the same digest for any number of threads, and however the program was built.
# BF_VERIFY=quick: threads only. Needs BEDFLOW, SCRATCH and TOP, as tests/run gives them.
cd "$TOP" || exit 1
unset MAKEFLAGS MFLAGS MAKELEVEL
case_number=0 failed=0
say() { # "ok" or anything else, sentence
    case_number=$((case_number + 1))
    [ "$1" = ok ] && echo "ok $case_number - $2" && return
    echo "not ok $case_number - $2"
    failed=1
}
digest() { # program, threads, scenario
    "$1" run "$3" --reps 7 --threads "$2" --no-plots --force -o "$SCRATCH/results" \
        >"$SCRATCH/out" 2>"$SCRATCH/err" || { cat "$SCRATCH/err" >&2 && return 1; }
    sed -n 's/.*digest \([0-9a-f]\{16\}\).*/\1/p' "$SCRATCH/out" "$SCRATCH/err" | tail -n 1
}
same() { # sentence, program, threads
    for scenario in $scenarios; do
        got=$(digest "$2" "$3" "$scenario")
        want=$(cat "$SCRATCH/$(basename "$scenario").digest")
        [ -n "$got" ] && [ "$got" = "$want" ] && echo "#   $scenario: $got" && continue
        say no "$1: $scenario: digest $got, expected $want"
        return
    done
    say ok "$1"
}

scenarios="scenarios/east-sussex/winter-2021.cfg tests/bench/reference-pressed.cfg"
for scenario in $scenarios; do
    digest "$BEDFLOW" 1 "$scenario" >"$SCRATCH/$(basename "$scenario").digest" || exit 1
done
for threads in 1 2 3 7; do
    same "threads: $threads" "$BEDFLOW" "$threads"
done
if [ "${BF_VERIFY:-}" != quick ]; then
    for cc in gcc clang; do
        command -v $cc >/dev/null || continue
        for level in 0 3; do
            out=build/digests/$cc-O$level
            if make -s OUT="$out" CC="$cc" BUILD="o$level" program >"$SCRATCH/make" 2>&1; then
                same "built by $cc -O$level" "$out/bedflow" 2
            else
                cat "$SCRATCH/make" >&2
                say no "$cc -O$level builds the program"
            fi
        done
    done
fi
echo "1..$case_number"
exit $failed
