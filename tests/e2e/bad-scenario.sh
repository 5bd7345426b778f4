# What a planner gets wrong in a scenario: the place, the reason and the cure, exit 65, and no folder.
. "$TOP/tests/e2e/tap.inc"

mistake() { # sentence, sed script, words
    scenario_with "$2" >wrong.cfg
    refused 65 "$1" "$3" run wrong.cfg --reps 2 --no-plots -o results
}

mistake "an unknown setting gets a suggestion" 's/beds = 58/bedz = 58/' \
    "wrong.cfg:10: error: services.ward.bedz: unknown setting 'bedz'; did you mean 'beds'?"
mistake "a number where a duration is needed is refused with its cure" 's/"4.3 days"/4.3/' \
    'wrong.cfg:11: error: services.ward.stay.mean: expected a duration such as "3.2 days"'
mistake "a unit of another kind is refused" 's/"4.3 days"/"4.3 beds"/' \
    'services.ward.stay.mean: expected a duration such as "3.2 days"'
mistake "a text where a number is needed is refused" 's/beds = 58/beds = "many"/' \
    'wrong.cfg:10: error: services.ward.beds: expected'
mistake "a negative number of beds is refused" 's/beds = 58/beds = -3/' \
    'wrong.cfg:10: error: services.ward.beds: expected 0 to 1,000,000, received -3'
mistake "a share above one is refused" 's/share = 0.31/share = 1.31/' \
    'wrong.cfg:12: error: services.ward.then[0].share: expected a share'
mistake "shares that do not add up are refused with the sum" 's/0\.69/0.79/' \
    'services.ward.then: expected shares that add to 1, received 1.1'
mistake "reversed dates are refused" 's/2021-12-12/2021-10-12/' \
    'wrong.cfg:3: error: period.to: expected a day on or after period.from'
mistake "a date that does not exist is refused" 's/2021-12-12/2021-12-32/' \
    'wrong.cfg:3: error: period.to: expected'
mistake "no demand at all is refused" '/^demand/,/^};/d' "demand: expected 'demand'"
mistake "an empty demand is refused" '/falls:/d' 'demand: expected at least one stream of demand'
mistake "a service that does not exist gets a suggestion" 's/to = "rehab"/to = "rehub"/' \
    'did you mean "rehab"?'
mistake "text that is no scenario is refused with its line" 's/^services: {/services: {{/' \
    'wrong.cfg:8: error:'
mistake "a date the British way round is refused with the date that it may be" \
    's/"2021-12-12"/"12\/11\/2021"/' 'received "12/11/2021"; write the year first: 2021-11-12, which is 12 November 2021'
mistake "a decimal comma is refused as one" 's/rate = "9.7 per day"/rate = 9,7/' \
    'wrong.cfg:6: error: expected one number, received 9,7; write a decimal with a point'
mistake "a median without a shape gets an example" 's/shape = "exponential"; mean/median/' \
    'received median; write for example { shape = "lognormal"; mean = "9 days"; median = "6 days"; }'
mistake "a stay written as one value is shown where it belongs" 's/stay = { shape = "exponential"; mean = "9.1 days"; }/stay = "9.1 days"/' \
    'write { mean = "9.1 days"; }'
mistake "a percentage written as a number is told both ways" 's/share = 0.31/share = 31/' '31 in a hundred is "31%" or 0.31'
mistake "a service by its label is told its name" 's/to = "rehab"/to = "rehabilitation"/' 'that is its label: write its name, "rehab"'
mistake "home misspelt gets a suggestion" 's/to = "home"/to = "hoem"/' 'received "hoem"; did you mean "home"?'
mistake "a date in words is told in figures" 's/2021-12-12/12 Dec 2021/' 'write the year first: 2021-12-12, which is 12 December 2021'
mistake "a forgotten quote is found where it was forgotten" 's/label = "Ward"/label = "Ward/' \
    'wrong.cfg:10: error: expected double quotes in pairs'
mistake "a forgotten comma between ways is named" 's/}, { to = "home"; share/} { to = "home"; share/' \
    'wrong.cfg:12: error: expected a comma between two items of a list'
mistake "a scenario without a period is refused: it was one day of 1970" '/^period/d' \
    "period: expected 'period' (the days reported), received none; write period: { from = ...; to = ...; };"
case_is "no result folder is left behind by any of these" nothing_left results

{
    small_scenario
    cat <<'END'
changes: {
  late: { what = "services.ward.beds"; add = 5; from = "2022-11-01"; };
  much: { what = "services.ward.beds"; factor = 90; from = "2021-11-08"; };
  fine: { what = "services.ward.beds"; add = 5; from = "2021-12-01"; };
};
END
} >changes.cfg
run check changes.cfg
case_is "a change after the end of the period is warned of" \
    told "warning: changes.late: begins on 2022-11-01, after the end of the period, 2021-11-01 to 2021-12-12: it does nothing"
case_is "a factor that looks like a percentage is warned of" told "warning: changes.much: factor multiplies"
case_is "and no other" sh -c '[ "$(grep -c "warning: changes" out)" -eq 2 ]'
refused 65 "a number that is refused is not said to be missing where it is changed" "1 error, 2 warnings" \
    run changes.cfg --set services.ward.beds=-3 -o results
scenario_with 's/ setting = "acute";//' >unsettled.cfg
run check unsettled.cfg
case_is "beds whose setting is not said are warned of, since nobody would be delayed in them" \
    told "warning: services.ward.setting: expected the setting of these beds, received none"
small_scenario >good.cfg
run check good.cfg
case_is "and no other beds" sh -c '! grep -q "setting of these beds" out'
small_scenario >table.csv
refused 65 "a table in place of a scenario is one mistake" \
    "table.csv:1: error: expected a scenario, received a table (.csv)" run table.csv -o results
yes 'name 2021-11-01, "x' | head -n 400 >letter.cfg
run check letter.cfg
case_is "text that is no scenario is not refused line by line to its end" \
    sh -c 'grep -q "check that it is the right file" out && [ "$(wc -l <out)" -lt 30 ]'

scenario_with 's/beds = 58/beds = -3/; s/2021-12-12/2021-12-32/; s/"9.1 days"/9.1/' >three.cfg
run run three.cfg -o results
case_is "all mistakes are told at once" grep -qF '3 errors, 0 warnings' err
case_is "mistakes are sorted by line" \
    sh -c 'grep -o "^three.cfg:[0-9]*" err | sort -t: -k2n -c && [ "$(grep -c "^three.cfg:" err)" -eq 3 ]'
case_is "mistakes leave the standard output empty" test ! -s out
run check three.cfg
case_is "check prints the same mistakes as its result, and ends with their number" \
    sh -c 'tail -n 1 out | grep -qx "3 errors, 0 warnings" && grep -q "^three.cfg:3: error" out'
case_is "check exits 65 when there are errors" ended 65

small_scenario >good.cfg
refused 65 "--set with an unknown setting is refused like a scenario" \
    "--set: error: services.ward.bedz: unknown setting 'bedz'; did you mean 'beds'?" \
    run good.cfg --set services.ward.bedz=3 -o results
refused 65 "--set out of range is refused like a scenario" \
    "--set: error: services.ward.beds: expected 0 to 1,000,000, received -3" \
    run good.cfg --set services.ward.beds=-3 -o results
refused 65 "--set without a unit is refused like a scenario" \
    "--set: error: services.ward.stay.mean: expected a duration" \
    run good.cfg --set services.ward.stay.mean=4 -o results
refused 65 "--set of a service that does not exist gets a suggestion" "did you mean 'ward'?" \
    run good.cfg --set services.wrad.beds=3 -o results

refused 65 "--set of a name that is like none lists those there are" "; there are ward, rehab" \
    run good.cfg --set services.hospice.beds=3 -o results
run check good.cfg --set "services.ward.beds = 61"
case_is "--set may have spaces around its sign" sh -c 'grep -q "^Ward .*61 beds" out'

refused 66 "a scenario without its .cfg is found" "did you mean good.cfg?" run good -o results
refused 66 "a scenario whose name is nearly right gets a suggestion" "did you mean good.cfg?" run goood.cfg -o results
refused 66 "a scenario that came with the program is found from anywhere" \
    "one of this name came with bedflow: $TOP/scenarios/kent/east-2015.cfg" run east-2015.cfg -o results
refused 66 "a scenario that does not exist is told apart" \
    "none.cfg: error: expected a file, found nothing of this name" run none.cfg -o results
(echo '@include "gone.cfg"' && small_scenario) >includes.cfg
refused 66 "an included file that does not exist is named with its place" \
    "includes.cfg:1: error: expected a file that can be read" run includes.cfg -o results
mkdir folder
refused 74 "a folder in place of a scenario is refused with its cure" \
    "folder: error: expected a file, received a folder; name the .cfg file inside it" \
    run folder -o results
refused 74 "a device in place of a scenario is refused" \
    "expected an ordinary file, received a device" run /dev/zero -o results
mkfifo pipe.cfg
refused 74 "a pipe in place of a scenario is refused and not waited for" \
    "expected an ordinary file" run pipe.cfg -o results
ln -s loop.cfg loop.cfg
refused 74 "a link to itself is refused with the system's reason" \
    "loop.cfg: error: cannot read the file" run loop.cfg -o results
truncate -s 70000000 huge.cfg
refused 74 "a file of more than 64 MB is refused unread" "expected at most 64 MB" run huge.cfg -o results
head -c 3000 /dev/urandom >noise.cfg
run run noise.cfg -o results
case_is "noise in place of a scenario is refused in words" ended 65
: >empty.cfg
run run empty.cfg -o results
case_is "an empty file in place of a scenario is refused in words" ended 65

small_scenario >secret.cfg
chmod 000 secret.cfg
if [ -r secret.cfg ]; then
    skip "a file that may not be read is told apart" "this user may read everything"
else
    refused 74 "a file that may not be read is told apart" \
        "expected a file that you may read" run secret.cfg -o results
fi
case_is "no result folder is left behind by any failure" nothing_left results
finish
