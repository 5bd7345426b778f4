# Many machines: a program built with MPI=1 beside this one gives the same results on 1 to 8 ranks.
. "$TOP/tests/e2e/tap.inc"
scenario_with 's/9.7 per day/29.7 per day/; s/beds = 58/beds = 190/; s/beds = 33/beds = 109/; s/^start.*//' >busy.cfg

run version
plain=$(grep commit out)
mpi="${BEDFLOW%/bedflow}-mpi/bedflow"
if command -v mpirun >/dev/null && [ -x "$mpi" ] && [ "$("$mpi" version | grep commit)" = "$plain" ]; then
    why=""
    export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
else
    why="no build with MPI beside this one (make MPI=1), or no mpirun"
fi
ranks() { # N ARGS...
    local n=$1
    shift
    mpirun -n "$n" "$mpi" "$@" >out 2>err </dev/null
    status=$?
}
mpi_case() { if [ -n "$why" ]; then skip "$1" "$why"; else case_is "$@"; fi; }

OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_RANK=0 "$BEDFLOW" run busy.cfg -o none >out 2>err
status=$?
case $BEDFLOW in
*-mpi/*)
    skip "a program without MPI says so under mpirun" "this one has MPI" ;;
*)
    case_is "a program without MPI says so under mpirun" sh -c '[ "$1" -eq 64 ] && grep -q "built without MPI" err && [ ! -e none ]' - "$status" ;;
esac

run run busy.cfg --reps 40 --no-plots -o plain
for n in 1 2 3 4 5 6 7 8; do
    [ -n "$why" ] || ranks $n run busy.cfg --reps 40 --no-plots -o r$n
    mpi_case "with ranks: $n, the results are those of one program to the last bit" same plain r$n
done
[ -n "$why" ] || ranks 3 run busy.cfg --reps 40 --no-plots --threads 2 -o threads
mpi_case "so do 3 ranks of 2 threads" same plain threads
mpi_case "and the words are said once" sh -c '[ "$(grep -c "40 of 40 replications" err)" -eq 1 ] && grep -q "on each of 3 ranks" err'

goal="delayed_days: 5%"
run run busy.cfg --precision "$goal" --max-reps 60 --no-plots -o exact
[ -n "$why" ] || ranks 3 run busy.cfg --precision "$goal" --max-reps 60 --no-plots -o exact3
mpi_case "a run to a precision ends after as many replications" same exact exact3
alt="more: services.rehab.beds=118"
run compare busy.cfg --alt "$alt" --reps 12 --no-plots -o c
[ -n "$why" ] || ranks 3 compare busy.cfg --alt "$alt" --reps 12 --no-plots -o c3
mpi_case "a comparison gives the same tables" sh -c 'cmp c/comparison.csv c3/comparison.csv && cmp c/pairs.csv c3/pairs.csv && cmp c/options.csv c3/options.csv'
[ -n "$why" ] || ranks 2 extend r1 --reps 50 --no-plots
run extend plain --reps 50 --no-plots
mpi_case "so does an extension" same plain r1

sed 's/beds = 190/bedz = 190/' busy.cfg >broken.cfg
[ -n "$why" ] || ranks 3 run broken.cfg --no-plots -o broken
mpi_case "a scenario with a mistake is told once" sh -c '[ "$1" -eq 65 ] && [ "$(grep -c "broken.cfg:.*error" err)" -eq 1 ]' - "$status"

[ -n "$why" ] || ranks 3 sweep busy.cfg --over services.rehab.beds=100..110/10 --reps 2 --no-plots -o swept
mpi_case "what hands nothing out is refused on many ranks, once" \
    sh -c '[ "$1" -ne 0 ] && [ ! -e swept ] && [ "$(grep -c "works on one machine.*leave mpirun away" err)" -eq 1 ]' - "$status"

# kill -9 of one rank: this launcher ends all; what had finished goes on.
if [ -z "$why" ]; then
    mpirun -n 3 "$mpi" run busy.cfg --reps 200000 --no-plots -o lost >out 2>err </dev/null &
    launcher=$!
    until_kept $launcher lost 20000
    victim=$(ps -o pid= --ppid "$launcher" | tail -n 1)
    kill -9 $victim 2>/dev/null
    wait "$launcher"
    status=$?
fi
mpi_case "when a rank is killed the launcher says so" sh -c '[ "$1" -ne 0 ] && grep -q "exited on signal 9" err' - "$status"
mpi_case "and how to go on was told" sh -c 'grep -q "^3 ranks. If one dies.*bedflow resume lost$" err'
if [ -z "$why" ]; then
    n=$(($(wc -c <lost.unfinished/replications.journal) / 3000 + 60))
    sed 's/"replications": 200000/"replications": '"$n"'/' lost.unfinished/request.json >request && mv request lost.unfinished/request.json
    run resume lost --no-plots
    had=$(sed -n 's/ of them had been simulated before.*//p' err)
    run run busy.cfg --reps "$n" --no-plots -o straight
fi
mpi_case "and what had finished is gone on with, to the same bits" sh -c '[ "${1:-0}" -gt 0 ]' - "${had:-0}"
mpi_case "as a run that was never killed" same lost straight
finish
