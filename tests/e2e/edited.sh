# A scenario that somebody edits, and then throws away, while a command reads it again and again: all
# points are of the scenario as it was when the command began.
. "$TOP/tests/e2e/tap.inc"
grid="--over services.rehab.beds=30..39/1 --over services.ward.beds=51..60/1 -m delayed_days --reps 20 --no-plots"
small_scenario >whole.cfg
cp whole.cfg edited.cfg
# shellcheck disable=SC2086
run sweep whole.cfg $grid -o whole
case_is "a sweep that nobody disturbs ends" ended 0

edit_it_meanwhile() {
    # shellcheck disable=SC2086
    : >err
    "$BEDFLOW" sweep edited.cfg $grid -o edited >out 2>err </dev/null &
    local child=$!
    until_told $child err "winters to simulate" || return 1
    scenario_with 's/9.7 per day/12.3 per day/; s/beds = 58/bedz = 58/' >edited.cfg
    sleep 0.1
    rm edited.cfg
    wait $child
    status=$?
    ended 0
}
case_is "one whose scenario is edited and thrown away ends, too" edit_it_meanwhile
case_is "and every point is of the scenario as it was" cmp edited/response.csv whole/response.csv
finish
