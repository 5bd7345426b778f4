# Every scenario that the repository carries: it is in order and runs. And every service of the
# catalogue, tried as its file says: the same people present, and something changes for others.
. "$TOP/tests/e2e/tap.inc"
scenarios=$TOP/scenarios

# Scenarios are told from fragments by their first setting.
find "$scenarios" -name '*.cfg' -exec grep -l '^format *= *1;' {} + | sort >roots
case_is "there are scenarios to look at" test "$(wc -l <roots)" -ge 20

while read -r file; do
    name=${file#"$scenarios"/}
    run check "$file"
    case_is "check finds no error in $name" \
        sh -c '[ "$1" -eq 0 ] && tail -n 1 out | grep -q "^0 errors"' - "$status"
    run run "$file" --reps 2 --no-plots --quiet --force -o results
    case_is "$name runs" ended 0
done <roots

# A fragment that no scenario includes is one that nobody has tried.
reached() { # fragment: does the resolved text of some root name it?
    grep -rqF "@include \"$1\"" "$scenarios" || grep -rqE "@include \"[^\"]*/$1\"" "$scenarios"
}
find "$scenarios" -name '*.cfg' -exec grep -L '^format *= *1;' {} + | sort >fragments
while read -r file; do
    case_is "${file#"$scenarios"/} is included by a scenario" reached "${file##*/}"
done <fragments

# ---- on and off -------------------------------------------------------------------------------

# Nobody is readmitted here, so that all who present come from outside.
cat >county.cfg <<END
format = 1;
extends = "$scenarios/east-sussex/programme.cfg";
title = "the programme without readmissions";
period = { from = "2021-09-01"; to = "2021-12-31"; follow_up = "0 days"; };
start = { warm_up = "60 days"; };
services: {
  same_day_care: { after_discharge: { readmission: { share = [0, 0, 0, 0]; }; }; };
  short_stay: { after_discharge: { readmission: { share = [0, 0, 0, 0]; }; }; };
  acute: { after_discharge: { readmission: { share = [0, 0, 0, 0]; }; }; };
  elective: { after_discharge: { readmission: { share = [0, 0, 0, 0]; }; }; };
  childrens_ward: { after_discharge: { readmission: { share = [0, 0, 0, 0]; }; }; };
};
END
run run county.cfg --reps 2 --no-plots --quiet -o on
case_is "the programme runs with every service at work" ended 0

service_in() { sed -n 's/^\([a-z_0-9]*\): {.*/\1/p' "$1" | head -n 1; }
presented() { grep ',presented,' "$1/daily.csv" | cut -d, -f2-; }
# What the other services saw: all but the rows of this one and of the whole system.
others() { grep -v -e ",$2," -e ',system,' "$1/summary.csv" | cut -d, -f2-6; }
same_people() { presented on >a && presented off >b && test -s a && cmp -s a b; }
something_else() { others on "$1" >a && others off "$1" >b && test -s a && ! cmp -s a b; }
# Children and people at home go nowhere from there: it is the county that feels it.
something() { ! cmp -s on/summary.csv off/summary.csv; }

for file in "$scenarios"/services/*.cfg; do
    service=$(service_in "$file")
    options=$(sed -n 's/^# Try [a-z ]*: //p' "$file")
    case_is "$service says what it does and how to try without it" \
        sh -c '[ -n "$1" ] && grep -q "^# Outcome measures" "$2" && grep -q "about = " "$2"' \
        - "$options" "$file"
    eval "set -- $options"
    run run county.cfg --reps 2 --no-plots --quiet --force -o off "$@"
    case_is "the county runs without or with less of $service" ended 0
    case_is "and the same people present" same_people
    case $service in
    childrens_ward | home) case_is "and something changes for those of $service" something ;;
    *) case_is "and something changes for others than $service" something_else "$service" ;;
    esac
done
finish
