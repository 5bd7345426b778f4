# A machine with little memory, as ulimit makes it: whatever the limit, a command does its work or
# says that memory ran out; it never just breaks off, not in a library either.
. "$TOP/tests/e2e/tap.inc"
sentence="whatever memory there is, a scenario is checked and run, or it is said that there is too little"
run version
if told -fsanitize || ! (ulimit -v 4000000) 2>/dev/null; then
    skip "$sentence" "the memory of this build, or on this system, cannot be limited"
    finish
fi
awk 'BEGIN {
    print "format = 1; title = \"wards\"; start = { warm_up = \"3 days\"; };"
    print "period = { from = \"2021-11-01\"; to = \"2021-11-03\"; follow_up = \"0 days\"; };"
    print "limits = { patients = 3000; };"
    print "demand: { falls: { rate = \"97 per day\"; enter = ( { to = \"ward_0\"; } ); }; };\nservices: {"
    for (k = 0; k < 1000; k++)
        printf "ward_%d: { kind = \"beds\"; beds = 3; setting = \"acute\"; stay = { mean = \"2.3 days\"; };\n" \
            "then = ( { to = \"ward_%d\"; share = 0.9; }, { to = \"home\"; share = 0.1; } ); };\n", k, (k + 1) % 1000
    print "};"
}' >wards.cfg

# The least address space with which the program begins at all is found first.
starts() { (ulimit -v "$1" && exec "$BEDFLOW" version) >/dev/null 2>&1; }
scarce() {
    local least=2000 limit wrong="" whole=0 refused=0
    until starts $least; do least=$((least + 500)); done
    limit=$least
    while [ $limit -lt $((least + 80000)) ]; do
        for words in "check wards.cfg" "run wards.cfg --reps 1 --threads 1 --no-plots --quiet --force -o r"; do
            # shellcheck disable=SC2086
            (ulimit -v $limit && exec "$BEDFLOW" $words) >out 2>err </dev/null
            status=$?
            if [ $status -eq 0 ]; then
                whole=$((whole + 1))
            elif [ $status -eq 1 ] && grep -q memory err out; then
                refused=$((refused + 1))
            else
                wrong="$wrong $limit($status)"
            fi
        done
        limit=$((limit + 4000))
    done
    echo "# from $least kB: $whole done, $refused refused; not clean:$wrong" >&2
    [ -z "$wrong" ] && [ $whole -gt 3 ] && [ $refused -gt 3 ] && [ -e r/run.json ]
}
case_is "$sentence" scarce
finish
