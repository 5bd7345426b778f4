# Pictures: with gnuplot, of two runs, and without gnuplot.
. "$TOP/tests/e2e/tap.inc"
small_scenario >good.cfg
run run good.cfg --reps 6 --no-plots -o one
run run good.cfg --reps 6 --no-plots --set services.rehab.beds=27 -o two
case_is "--no-plots draws nothing" test ! -e one/plots

is_png() { [ "$(head -c 4 "$1" | od -An -c | tr -d ' ')" = '211PNG' ]; }
if command -v gnuplot >/dev/null 2>&1; then
    run plot one
    case_is "plot draws the pictures of a folder and says where they are" \
        sh -c '[ "$1" -eq 0 ] && grep -q "Pictures: one/plots" err' - "$status"
    case_is "they are pictures" is_png one/plots/delayed.png
    case_is "the plan by month is among them" is_png one/plots/capacity.png
    run plot one two -o both
    case_is "plot of two folders draws both in one picture" \
        sh -c '[ "$1" -eq 0 ] && ls both/compare-*.png >/dev/null' - "$status"
    run run good.cfg --reps 4 --no-plots -o three
    run run good.cfg --reps 4 --no-plots --set "services.ward.stay.median=3.05 days" -o four
    run plot three four -o near
    case_is "a difference that chance may have made is no title" \
        sh -c 'grep -q "Occupancy: not decided whether" near/run.gp && grep -q "Mean difference: -0.17 (95% interval: -0.50 to 0.16)" near/run.gp'
    run plot one two
    case_is "without -o the comparison goes beside the first" test -d one/plots-with-two
    run run good.cfg --reps 3 -o drawn
    case_is "run draws, and says where tables and pictures are" \
        sh -c 'grep -q "Pictures: drawn/plots" err && grep -q "Tables: *drawn" err && test -s drawn/plots/delayed.svg'
else
    for sentence in "plot draws" "they are pictures" "the plan by month" "plot of two" "a difference" "beside the first" "run draws"; do
        skip "$sentence" "gnuplot is not installed"
    done
fi

mkdir nowhere
PATH=$SCRATCH/nowhere "$BEDFLOW" run good.cfg --reps 3 -o plain >out 2>err
status=$?
case_is "without gnuplot a run succeeds" ended 0
case_is "and says what to install and how to draw afterwards" \
    sh -c 'grep -q "gnuplot is not installed" err && grep -q "apt install gnuplot" err && grep -q "bedflow plot plain" err'
case_is "and the tables are complete" test -s plain/summary.csv -a -s plain/plots/data/delayed.csv
PATH=$SCRATCH/nowhere "$BEDFLOW" plot two >out 2>err
status=$?
case_is "without gnuplot plot succeeds with the same advice" sh -c '[ "$1" -eq 0 ] && grep -q "apt install gnuplot" err' - "$status"

refused 66 "results that do not exist are told apart" "nothing: expected a folder of results, found nothing of this name" plot nothing
mkdir other
refused 74 "a folder that holds no results is refused" "expected a folder of results (it holds run.json)" plot other
refused 74 "a comparison with such a folder is refused" "other: expected a folder of results" plot one other
refused 64 "plot without a folder asks for one" "expected a folder of results, received none" plot
refused 64 "more runs than colours are refused" "expected at most 6" plot a b c d e f g
finish
