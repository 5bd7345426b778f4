# bedflow reproduce and extend: a stored result comes out again, and goes on.
. "$TOP/tests/e2e/tap.inc"
write_winter() {
    scenario_with 's/9.1 days/10.6 days/' >part.cfg
    cat >winter.cfg <<'END'
format = 1;
extends = "part.cfg";
title = "Café “winter” \\ \"quoted\"";
services = { rehab = { beds = { value = 34; range = [30, 38]; assumption = "to be agreed"; }; }; };
END
}

write_winter
run run winter.cfg --reps 9 --seed 18446744073709551557 --set services.ward.beds=59 --no-plots -o r
case_is "there is a result to begin with" ended 0
cp -r r before && rm part.cfg winter.cfg
run reproduce r
case_is "it comes out again from run.json alone" sh -c '[ "$1" -eq 0 ] && grep -q "r: reproduced: 9 of 9" out && grep -q "digest now" out' - "$status"
case_is "and is not touched" same_tables r before
case_is "with the same people" grep -q "the same people presented in 9 of 9" out
run reproduce r --reps 4 --threads 1
case_is "the first few can be asked for" sh -c '[ "$1" -eq 0 ] && grep -q "reproduced: 4 of 4" out && grep -q "4 of 9 were run again" out' - "$status"

awk '/"number": 5,/ { hit = 1 } hit && /"digest"/ { sub(/: "..../, ": \"ffff"); hit = 0 } { print }' before/run.json >r/run.json
refused 1 "one replication that differs is found and named" "the first that differs is replication 5" reproduce r
case_is "and the count told on the standard output" told "NOT reproduced: 8 of 9"
case_is "though the same people presented" told "the same people presented in 9 of 9"
awk '/"number": 2,/ { hit = 1 } hit && /"people"/ { sub(/: "..../, ": \"ffff"); hit = 0 } { print }' before/run.json >r/people.json
mv r/run.json r/later.json && mv r/people.json r/run.json
run reproduce r
case_is "other people are told" sh -c '[ "$1" -eq 1 ] && grep -q "the same people presented in 8 of 9" out' - "$status"
grep -v '"people"' before/run.json | sed 's/\("digest": "[0-9a-f]*"\),*$/\1,/' >r/run.json
run reproduce r
case_is "a folder of an older version does not tell of people" sh -c '[ "$1" -eq 0 ] && ! grep -q people out' - "$status"
mv r/later.json r/run.json
refused 1 "such a result is not extended" "nothing is changed" extend r --reps 12 --no-plots
sed 's/mean = \\"4.3 days\\"/mean = \\"4.4 days\\"/' before/run.json >r/run.json
refused 1 "a scenario text that was changed is refused" "its SHA-256 differs" reproduce r
grep -v fixed_inputs before/run.json >r/run.json
refused 65 "a missing value is named" "study.fixed_inputs" reproduce r
head -n 9 before/run.json >r/run.json
refused 65 "half a run.json is refused with its line" "r/run.json:" reproduce r
cp before/run.json r/run.json
refused 66 "a folder that is not there is told" "found nothing of this name" reproduce nowhere
mkdir other && echo precious >other/thesis.txt
refused 74 "a folder of other things is told" "received something else" reproduce other

run extend r --reps 14 --no-plots
case_is "a result is extended" sh -c '[ "$1" -eq 0 ] && grep -q "14 replications (there were 9, 9 of them taken as they were kept)" err' - "$status"
cp -r r extended
write_winter
run run winter.cfg --reps 14 --seed 18446744073709551557 --set services.ward.beds=59 --no-plots -o once
case_is "to what one run of so many writes" same_tables extended once
case_is "with the same digest" test "$(digest extended)" = "$(digest once)"
run reproduce extended -q
case_is "and reproduces" ended 0
refused 64 "fewer than there are is refused" "expected more than the 14 replications" extend extended --reps 14
refused 64 "no number is refused" "expected --reps N" extend extended

run run winter.cfg --reps 5 --fixed-inputs --no-plots -o f
run reproduce f
case_is "inputs that were held fixed are fixed again" ended 0

# Comparisons, and what is neither.
small_scenario >plain.cfg
run compare plain.cfg --alt "more beds: services.rehab.beds=36" --reps 7 --no-plots -o two
cp -r two two-before
run reproduce two
case_is "a comparison comes out again, option by option" sh -c '
    [ "$1" -eq 0 ] && grep -q "^two: reproduced: 2 of 2 options come out the same to the last bit, 7 replications each" out &&
    [ "$(grep -c "stored digest \([0-9a-f]*\), digest now \1$" out)" -eq 2 ]' - "$status"
run reproduce two --json
case_is "and says so to programs" sh -c '[ "$1" -eq 0 ] && grep -q "\"reproduced\": true" out && [ "$(grep -c "\"stored_digest\"" out)" -eq 3 ]' - "$status"
refused 64 "a part of a comparison has no digest" "reproduced whole" reproduce two --reps 3
cp -r two edited
sed -i 's/\("text": ".*\)beds = 36/\1beds = 37/' edited/comparison.json
case_is "there is a comparison with another scenario in it" sh -c '! cmp -s two/comparison.json edited/comparison.json'
refused 74 "a scenario that was changed is noticed" "option more beds: expected the scenario that was run" reproduce edited
cp -r two false
sed -i '0,/"digest": "[0-9a-f]*"/s//"digest": "0123456789abcdef"/' false/comparison.json
run reproduce false
case_is "another result is not reproduced" sh -c '[ "$1" -eq 1 ] && grep -q "NOT reproduced: 1 of 2 options" out && grep -q ": differs" out' - "$status"
run extend false --reps 9 --no-plots
case_is "and is not extended" sh -c '[ "$1" -eq 1 ] && grep -q "come out differently" err && ! grep -q "\"pairs\": 9" false/comparison.json && [ ! -e false.unfinished ]' - "$status"
run extend two --reps 11 --no-plots
case_is "a comparison goes on" sh -c '[ "$1" -eq 0 ] && grep -q "\"pairs\": 11" two/comparison.json' - "$status"
run compare plain.cfg --alt "more beds: services.rehab.beds=36" --reps 11 --no-plots -o at-once
case_is "and is then what one comparison of so many would have been" sh -c 'for f in comparison.csv pairs.csv options.csv targets.csv; do cmp two/$f at-once/$f || exit 1; done'
run reproduce two
case_is "which comes out again too" sh -c '[ "$1" -eq 0 ] && grep -q "2 of 2 options.* 11 replications" out' - "$status"
rm two-before/replications.journal
run extend two-before --reps 11 --no-plots
case_is "without its journal all is simulated again, and compared" sh -c '[ "$1" -eq 0 ] && cmp two-before/pairs.csv at-once/pairs.csv' - "$status"
refused 64 "fewer than there are is no extension" "more than the 11 replications" extend two --reps 11
rm two-before/request.json
refused 74 "what kept no request cannot go on, and says what can be done" "compare again with --reps 20 --force" extend two-before --reps 20
run sweep plain.cfg --over services.rehab.beds=30,36 --reps 3 --no-plots -o swept
run reproduce swept
case_is "of a sweep it is told what makes it again, and how to know it" sh -c '
    [ "$1" -eq 74 ] && grep -q "bedflow sweep plain.cfg --over" err && grep -q "this digest: [0-9a-f]\{16\}" err' - "$status"
run extend swept --reps 9
case_is "and how it is made larger" sh -c '[ "$1" -eq 74 ] && grep -q "made larger, by that command into another folder" err' - "$status"
finish
