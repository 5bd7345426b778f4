# bedflow explain: why was this week so bad, and because of what?
. "$TOP/tests/e2e/tap.inc"
{ scenario_with 's/9.1 days/10.1 days/'
  cat <<'END'
changes: {
  wave: { label = "A wave of falls"; what = "demand.falls.rate"; factor = 1.35; from = "2021-11-15"; to = "2021-11-28"; };
  shut: { label = "Rehabilitation beds closed"; what = "services.rehab.beds"; add = "-6"; from = "2021-11-20"; to = "2021-12-05"; };
  late: { label = "Not yet"; what = "services.ward.beds"; add = "5"; from = "2021-12-09"; };
};
purchases: { block: { label = "A block of beds"; service = "rehab"; kind = "block"; beds = 4; from = "2021-11-10"; to = "2021-12-12"; price = "£1,050 per bed per week"; }; };
END
} >base.cfg
run run base.cfg --reps 20 --no-plots -o r
case_is "the run to explain is there" ended 0

run explain r --date 2021-11-22..2021-11-28 --no-plots
case_is "a week is explained" ended 0
case_is "words come first: how bad, and because of what" sh -c 'sed -n 2p out | grep -q "^22 Nov 2021 to 28 Nov 2021: Delayed transfers at midnight" && grep -q "What did most:" out'
case_is "each cause in force has its share" sh -c 'for c in "A wave of falls" "Rehabilitation beds closed" "A block of beds"; do grep -q "^  $c *[+-]" out || exit 1; done'
case_is "who is held up elsewhere is told beside the delayed" sh -c '
    grep -A 1 "^Held up, and not among the delayed" out | grep -qE "^  waiting for an acute bed: [0-9.]+, and [0-9.]+ on ordinary days"'
case_is "what comes later is left out with a word" sh -c 'grep -q "not yet in force: 1\." out && ! grep -q "Not yet  " out'
case_is "no line is wider than a hundred columns" sh -c '! LC_ALL=C.UTF-8 grep -qE "^.{101,}" out'
case_is "shares add up to with all less without" sh -c '
    awk -F, "NR == 1 { for (i = 1; i <= NF; i++) at[\$i] = i; next } { e = \$at[\"estimate\"] }
        \$2 == \"change\" || \$2 == \"purchase\" { sum += e } \$2 == \"without_all\" { none = e } \$2 == \"with_all\" { all = e } \$2 == \"difference\" { d = e }
        END { exit !(sum != 0 && sum - d < 1e-6 && d - sum < 1e-6 && all - none - d < 1e-6 && d - all + none < 1e-6) }" r/explain-2021-11-22/causes.csv'
case_is "a purchase can be switched off like an event" grep -q "^block,purchase,A block of beds,2021-11-10,2021-12-12,-" r/explain-2021-11-22/causes.csv
cp r/explain-2021-11-22/causes.csv first.csv
run explain r --date 2021-11-22..2021-11-28 --no-plots --threads 1 -o one
case_is "the number of threads changes nothing" cmp -s first.csv one/causes.csv
run explain r --worst week --no-plots -o worst
case_is "the worst week is found" sh -c '[ "$1" -eq 0 ] && grep -q "\"from\": \"2021-1[12]-" worst/explanation.json' - "$status"
run explain r --date 2021-11-24 --of wave --of shut --measure rehab.waiting --no-plots -o few
case_is "of two causes and another measure, one day" sh -c '[ "$1" -eq 0 ] && grep -q "Rehabilitation: waiting" out && [ "$(grep -c ",change," few/causes.csv)" -eq 2 ]' - "$status"
run explain r --date 2021-11-24 --of shut --json --no-plots -o json
case_is "as a document for programs, too" sh -c 'grep -q "Rehabilitation beds closed" out && head -c 1 out | grep -q "{"'

refused 64 "a day outside the run is told" "expected days of the run's period, 2021-11-01 to 2021-12-12" explain r --date 2022-11-24 -o x
refused 64 "so is one that is none" "--date: expected a day" explain r --date Monday -o x
refused 64 "a cause that is not there, with the nearest" 'did you mean "wave"?' explain r --date 2021-11-24 --of wav -o x
refused 64 "a cause that is like none lists those there are" '"hospital"; there are ' explain r --date 2021-11-24 --of hospital -o x
refused 64 "a measure that is not there" "expected a measure by day" explain r --date 2021-11-24 --measure happiness -o x
refused 64 "which worst?" "--worst: expected week" explain r --worst year -o x
refused 64 "and one the British way round gets its cure" "write the year first: 2021-11-24" explain r --date 24/11/2021 -o x
touch winter.cfg
refused 74 "a scenario in place of a folder is told what to do first" "first bedflow run winter.cfg, which makes the folder results/winter" explain winter.cfg
refused 66 "a folder that is not there" "found nothing of this name" explain lost
refused 73 "an explanation is not overwritten" "nothing was run" explain r --date 2021-11-22..2021-11-28 --no-plots
case_is "what is refused leaves nothing" nothing_left x
if command -v gnuplot >/dev/null 2>&1; then
    run explain r --date 2021-11-22..2021-11-28 --reps 4 --force
    case_is "the picture is drawn" sh -c 'test -s r/explain-2021-11-22/plots/explain.png && grep -q "</svg>" r/explain-2021-11-22/plots/explain.svg'
else
    skip "the picture is drawn" "gnuplot is not installed"
fi
finish
