# Every scenario that the repository carries: it is in order and runs. Every service of the catalogue,
# tried as its file says: the same people present, and something changes for others. Every winter
# event changes a winter. Bills come to what they are by hand.
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
# A table without its first column, the title, which says what was set.
table() { sed -E 's/^("[^"]*"|[^,"]*),//' "$1"; }
presented() { table "$1/daily.csv" | grep ',presented,'; }
# What the other services saw: all but the rows of this one and of the whole system.
others() { table "$1/summary.csv" | grep -v -e "^$2," -e '^system,'; }
same_people() { presented on >a && presented off >b && test -s a && cmp -s a b; }
something_else() { others on "$1" >a && others off "$1" >b && test -s a && ! cmp -s a b; }
# Children and people at home go nowhere from there: it is the county that feels it.
something() { table on/summary.csv >a && table off/summary.csv >b && test -s a && ! cmp -s a b; }

of_service() { table "$1/summary.csv" | grep "^$2,"; }
same_service() { of_service on "$1" >a && of_service off "$1" >b && test -s a && cmp -s a b; }
others_alike() { others on "$1" >a && others off "$1" >b && test -s a && cmp -s a b; }

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
    # children have a way of their own: nothing done to adults' services may touch it, nor the other
    # way round
    case $service in
    childrens_ward) case_is "and nothing changes for anybody else" others_alike "$service" ;;
    home) ;;
    *) case_is "and nothing changes on the children's ward" same_service childrens_ward ;;
    esac
    case $service in
    childrens_ward | home) case_is "and something changes for those of $service" something ;;
    *) case_is "and something changes for others than $service" something_else "$service" ;;
    esac
done

# ---- winter events ----------------------------------------------------------------------------

run run "$scenarios/east-sussex/winter-quiet.cfg" --reps 2 --no-plots --quiet --force -o on
for file in "$scenarios"/winter/*.cfg; do
    event=${file##*/}
    [ "$event" = flu-people.cfg ] && continue # people, and no event
    {
        echo "format = 1; extends = \"$scenarios/east-sussex/winter-quiet.cfg\";"
        echo "changes: {"
        echo "@include \"$file\""
        echo "};"
    } >winter.cfg
    run run winter.cfg --reps 2 --no-plots --quiet --force -o off
    case_is "the winter has an event: ${event%.cfg}" ended 0
    case_is "and it changes the winter" something
done

# ---- bills by hand, rules in use --------------------------------------------------------------

# What a purchase of the last run came to: "amount spend 633150".
amount() { table bill/summary.csv | grep ",purchase:[a-z0-9_]*,$1," | cut -d, -f5 | grep -qx "$2"; }
buy() { run run "$scenarios/east-sussex/purchases-$1.cfg" --reps 2 --no-plots --quiet --force -o bill; }

# 30 beds for 151 days are 4,530 bed days; on the first 20 days floor(30 k / 21) are open, 309 fewer.
# 4,221 at £150 are £633,150, full or empty.
buy block
case_is "thirty beds in a block are 4,221 bed days" amount bought 4221
case_is "and cost £633,150, full or empty" amount spend 633150
# 202 hours a day for 131 days and k / 21 of them on the first 20: 202 x 141 = 28,482 at £22.28.
buy home-first
case_is "1,414 hours a week are 28,482 hours" amount bought 28482
case_is "and cost £634,578.96" amount spend 634578.96
# A spot bed is paid by the day used: £1,310 / 7.
buy spot
case_is "a spot bed costs £187.14 a day that it is used" amount price_per_used 187.142857
case_is "and none stands empty" amount void 0

run run "$scenarios/east-sussex/escalation.cfg" --reps 4 --no-plots --quiet --force -o rules
in_use() {
    table rules/summary.csv | awk -F, -v rule="policy:$1" \
        '$2 == rule && $3 == "share_on" { used = $5 > 0 && $5 < 100 } END { exit !used }'
}
case_is "escalation beds are opened in a severe winter, and shut again" in_use escalation_beds
case_is "a second choice is accepted sooner when many wait, and not always" in_use relaxed_route
finish
