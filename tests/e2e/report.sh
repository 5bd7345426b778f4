# Reports: of a run and of a comparison, as people and browsers read them.
. "$TOP/tests/e2e/tap.inc"
small_scenario >good.cfg
run run good.cfg --reps 6 --no-plots -o one
run compare good.cfg --alt "more <b>beds</b> & \"hours\": services.rehab.beds=27" --reps 6 -o two

lacks() { ! grep -q -e "$1" "$2"; }
has() { grep -qF -e "$1" "$2"; }

run report one
case_is "report writes a page beside the results, and says where" \
    sh -c '[ "$1" -eq 0 ] && grep -q "Report: one/report.html" err && test -s one/report.html' - "$status"
case_is "it has the answer, and how sure it is" \
    sh -c 'grep -q "On an average midnight" one/report.html && grep -q "How sure is this" one/report.html'
case_is "it says how to make it again" has "bedflow reproduce one" one/report.html
run report one
case_is "a report is replaced by a newer one" ended 0
run report two --question "Is <more> \"better\" & why?" --stress -o for-the-board.html
case_is "a comparison has a report too" test -s for-the-board.html
case_is "under the question that was asked" \
    has 'Is &lt;more&gt; &quot;better&quot; &amp; why?' for-the-board.html
case_is "with the options by their names" has 'more &lt;b&gt;beds&lt;/b&gt; &amp; &quot;hours&quot;' for-the-board.html
case_is "and the checklist" has "6.1 Access to model and code" for-the-board.html
case_is "the checklist is there only if it was asked for" lacks "STRESS-DES" one/report.html

# An option whose cost chance may have made, and one that saves money and adds days.
cp -R two perhaps
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
    NR == 3 { $at["extra_spend"] = -600; $at["extra_spend_low"] = -7300; $at["extra_spend_high"] = 6200
        $at["extra_paid"] = 1234; $at["extra_paid_low"] = 1034; $at["extra_paid_high"] = 1434
        $at["spend_per_day_avoided"] = 23.85; $at["spend_per_day_low"] = 11; $at["spend_per_day_high"] = 51 }
    { print }' two/options.csv >perhaps/options.csv
run report perhaps
case_is "a page says what chance may have made" has '>-£7,300 to £6,200; not decided<' perhaps/report.html
case_is "and no more than that" has '>£1,030 to £1,430<' perhaps/report.html
case_is "days added for less money have no price as if they were spared" lacks '>£24<' perhaps/report.html

# As many options as a comparison takes: the answer names each.
set --
for beds in 41 42 43 44 45 46 47; do set -- "$@" --alt "with $beds beds: services.rehab.beds=$beds"; done
sed 's/beds = 33/beds = 25/' good.cfg >few.cfg
run compare few.cfg "$@" --reps 60 --no-plots -o eight
run report eight
case_is "the answer leaves no option out" \
    sh -c '[ "$(grep -c "<li>“services.rehab.beds=4.”: .* bed days fewer, better</li>" eight/report.html)" -eq 6 ]'

# What a scenario leaves out is no finding: no readmission, and acute beds without a limit.
run run "$TOP/scenarios/12-dated-change.cfg" --reps 5 -o left-out
told() { tr -s '\n ' ' ' <"$2" | grep -qF -e "$1"; }
case_is "nobody readmitted is not told as a finding" \
    told 'in which no service has `after_discharge` leaves readmissions out' out
case_is "nor are days too full, where beds have no limit" told "Acute beds have no occupancy here" out
run report left-out
case_is "the page says so, too" told 'leaves readmissions out' left-out/report.html
case_is "a target is not met or missed by what has no value" sh -c '
    grep -q "there is no figure to hold against it" "$1" && ! grep -q "in some winters, missed" "$1"' - left-out/report.html
case_is "a month that was short is told, whatever the period has to spare" \
    told "0 over the whole period" left-out/plots/run.gp

# Two teams with hours as 1 to 9, and as many people each.
cat >teams.cfg <<'END'
format = 1; period = { from = "2021-11-01"; to = "2021-12-12"; follow_up = "0 days"; };
start = { warm_up = "28 days"; };
localities: { north: { population = 1; }; south: { population = 1; }; };
demand: { falls: { rate = "1.9 per day"; enter = ( { to = "visits"; } ); }; };
services: {
  visits: { kind = "caseload"; label = "Visits"; about = "carers & nurses, thrice a day"; setting = "home"; hours = "420 h/week";
    first_visits = "7 h/week"; last_visits = "7 h/week"; areas = { north = 0.1; south = 0.9; };
    teams: { upper: { label = "The <upper> team"; localities = [ "north" ]; }; };
    stay = { shape = "constant"; mean = "16 days"; }; then = ( { to = "home"; } ); };
};
END
run run teams.cfg --reps 4 --no-plots -o teams
run report teams
case_is "each team's hours are told with their interval, and add to those of the service" \
    awk -F, '$2 == "visits" && $3 == "all" && ($4 == "hours_offered" || $4 == "hours_booked") { whole[$4] = $6 / 42 }
        $2 == "visits" && $4 == "area_hours_offered" { sum["hours_offered"] += $6; rows++ }
        $2 == "visits" && $4 == "area_hours_booked" { sum["hours_booked"] += $6; wide += ($7 < $6 && $6 < $8) }
        END { for (k in sum) if (whole[k] <= 0 || (sum[k] / whole[k] - 1) ^ 2 > 1e-10) exit 1; exit !(rows == 2 && wide) }' \
    teams/summary.csv
case_is "the team that is short stands out in its table" \
    awk -F, '$5 != "area_hours_share" { next } $3 == "team:upper" { full = $7 > 95 } $3 == "locality:south" { free = $7 < 50 }
        END { exit !(full && free) }' teams/team_hours.csv
case_is "and on the page" told 'The &lt;upper&gt; team' teams/report.html
case_is "what a service does is told once, with its figures" \
    sh -c '[ "$(grep -o "carers &amp; nurses, thrice a day" teams/report.html | wc -l)" = 1 ]'
run compare teams.cfg --alt "more: services.visits.hours=430 h/week" --reps 3 --no-plots -o more-teams
run report more-teams
case_is "and where options are compared, with the ways between services" told 'carers &amp; nurses, thrice a day' more-teams/report.html
case_is "without areas there is no such table" test ! -e one/team_hours.csv

for page in one/report.html for-the-board.html; do
    case_is "$page asks for nothing from elsewhere" \
        lacks '\(src\|href\)="[^#]\|url(\|@import\|<link\|<script' $page
    if command -v xmllint >/dev/null 2>&1; then
        case_is "$page is well-formed" xmllint --nonet --noout $page
    else
        skip "$page is well-formed" "xmllint is not installed"
    fi
done

run report two --json
case_is "--json gives the answer and the file" \
    sh -c '[ "$1" -eq 0 ] && grep -q "\"answer\": \".*option" out && grep -q "two/report.html" out' - "$status"

run sweep good.cfg --over services.rehab.beds=25,33,40 --reps 4 --no-plots -o three
run report three
case_is "a sweep has a report, which says what moves what" \
    sh -c '[ "$1" -eq 0 ] && grep -q "moves “Delayed bed days” most: from 25 to 40 it changes by -" three/report.html' - "$status"
if command -v gnuplot >/dev/null 2>&1; then
    case_is "pictures that were not drawn are drawn for the page" \
        sh -c 'test -s three/plots/sweep-curve.svg && grep -q "id=\"picture1" three/report.html'
    run sweep good.cfg --over services.rehab.beds=25,33 --reps 3 --no-plots -o undrawn
    run report undrawn --no-plots
    case_is "unless none are wanted" sh -c '[ ! -e undrawn/plots/sweep-curve.svg ] && ! grep -q "id=\"picture1" undrawn/report.html'
else
    skip "pictures that were not drawn are drawn for the page" "gnuplot is not installed"
    skip "unless none are wanted" "gnuplot is not installed"
fi

# What to buy, and why a week was bad.
{ cat good.cfg; cat <<'END'
purchases: { block: { label = "Rehabilitation <beds>"; service = "rehab"; kind = "block"; beds = 3;
  from = "2021-11-01"; to = "2021-12-12"; price = "£1,050 per bed per week"; }; };
END
} >bought.cfg
run optimise bought.cfg --choose purchases.block.beds=0..12/4 --least delayed_days --budget "£70,000" --matters 20 --max-reps 600 -o four --no-plots
run report four
case_is "an optimisation has a report, which says what to choose at what cost and how sure" \
    sh -c '[ "$1" -eq 0 ] && grep -q "is best. It costs £" four/report.html && grep -q "With 95% confidence it meets what was asked" four/report.html' - "$status"
case_is "and what it does against doing nothing" \
    sh -c 'grep -q "Is it worth it?" four/report.html && grep -q "Paid for what is bought, more" four/report.html && grep -q "Net cost, an acute day worth nothing" four/report.html'
case_is "with the price of each step, and the reminder" \
    sh -c 'grep -q "What the next pound would do" four/report.html && grep -q "no delay at all is rarely the right target" four/report.html'
run optimise bought.cfg --choose purchases.block.beds=0..12/4 --least delayed_days --matters 0.01 --max-reps 200 -o open --no-plots
run report open
case_is "one that is not decided says so, and what it would take" \
    sh -c '[ "$1" -eq 0 ] && grep -q "Not decided: . of the 4 options that were judged may be the best" open/report.html && grep -q "more simulated winters would tell" open/report.html' - "$status"
run run bought.cfg --reps 6 --no-plots -o plain
run explain plain --date 2021-11-15..2021-11-21 --no-plots -o five
run report five
case_is "an explanation has a report, which says why the week was as it was" \
    sh -c '[ "$1" -eq 0 ] && grep -q "From 15 Nov 2021 to 21 Nov 2021 “Delayed transfers at midnight” was" five/report.html && grep -q "Why were these days as they were" five/report.html' - "$status"
if command -v gnuplot >/dev/null 2>&1; then
    case_is "both with their pictures" sh -c 'grep -q "id=\"picture1" four/report.html && grep -q "id=\"picture1" five/report.html'
else
    skip "both with their pictures" "gnuplot is not installed"
fi

mkdir nowhere
run run good.cfg --reps 3 --no-plots -o bare
PATH=$SCRATCH/nowhere "$BEDFLOW" report bare >out 2>err
status=$?
case_is "without gnuplot and Graphviz a report is written" sh -c '[ "$1" -eq 0 ] && test -s bare/report.html' - "$status"
case_is "and says what to install" sh -c 'grep -q "apt install graphviz" err'
case_is "and has a table in place of the diagram" has "The same as a table" bare/report.html

echo "mine" >mine.html
refused 73 "a file that is no report is left alone" "mine.html: exists and is no report of bedflow" report one -o mine.html
case_is "to the byte" sh -c '[ "$(cat mine.html)" = mine ]'
run report one -o mine.html --force
case_is "unless --force is said" ended 0
refused 66 "results that do not exist are told apart" "nothing: expected a folder of results, found nothing of this name" report nothing
mkdir other
refused 74 "a folder that holds no results is refused, with those that are read" \
    "other: expected a folder of results of run, compare, sweep, calibrate, optimise or explain" report other
refused 64 "report without a folder asks for one" "expected a folder of results, received none" report
refused 74 "a folder that is not there is said" "cannot create the file" report one -o gone/board.html

# In a browser: a page around the report looks into it (the report itself runs no script).
browse() { # file width: prints "OVERFLOW REQUESTS"
    cat >around.html <<HTML
<!DOCTYPE html><title>waiting</title><iframe id="f" src="$1" style="width:$2px;height:900px;border:0"></iframe>
<script>window.onload = function () {
  var f = document.getElementById('f'), d = f.contentDocument.documentElement;
  document.title = 'over ' + (d.scrollWidth - $2) + ' asked ' +
    f.contentWindow.performance.getEntriesByType('resource').length;
};</script>
HTML
    chromium --headless --no-sandbox --disable-gpu --allow-file-access-from-files --enable-logging=stderr \
        --user-data-dir="$SCRATCH/profile" --virtual-time-budget=4000 --dump-dom "file://$SCRATCH/around.html" 2>console |
        sed -n 's/.*<title>\(.*\)<\/title>.*/\1/p' | head -n 1
}
if command -v chromium >/dev/null 2>&1; then
    for page in one/report.html for-the-board.html three/report.html four/report.html five/report.html; do
        seen=$(browse $page 360)
        case_is "$page fits a phone of 360 pixels" sh -c 'case "$1" in "over 0 "*|"over -"*) exit 0;; esac; echo "# $1" >&2; exit 1' - "$seen"
        case_is "$page requests nothing" sh -c 'case "$1" in *"asked 0") exit 0;; esac; echo "# $1" >&2; exit 1' - "$seen"
        case_is "$page says nothing on the console" lacks CONSOLE console
        chromium --headless --no-sandbox --disable-gpu --user-data-dir="$SCRATCH/profile" --no-pdf-header-footer \
            --print-to-pdf=page.pdf "file://$SCRATCH/$page" >/dev/null 2>&1
        case_is "$page prints on A4" grep -aq 'MediaBox \[0 0 59[45]\(\.[0-9]*\)\? 84[12]' page.pdf
    done
else
    for sentence in "fits a phone" "requests nothing" "console" "prints on A4"; do
        skip "in a browser: $sentence" "chromium is not installed"
    done
fi
finish
