# Every service of the catalogue, tried as its file says: the same people present, and something
# changes for others.
. "$TOP/tests/e2e/tap.inc"
. "$TOP/tests/e2e/catalogue.inc"
release_only "every service is tried on and off"

# Nobody is readmitted here, so that all who present come from outside; and Home First is short, so
# that second choices are taken, too.
cat >county.cfg <<END
format = 1;
extends = "$scenarios/east-sussex/programme.cfg";
title = "the programme without readmissions";
period = { from = "2021-09-01"; to = "2021-12-31"; follow_up = "0 days"; };
start = { warm_up = "60 days"; };
services: {
  home_first: { hours = "900 hours per week"; };
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
# Who presents, when, and what is drawn for them: a checksum of each winter (exogenous draws).
presented() {
    table "$1/daily.csv" | grep ',presented,'
    grep -o '"people": *"[0-9a-f]*"' "$1/run.json"
}
# What the other services saw: all but the rows of this one and of the whole system.
others() { table "$1/summary.csv" | grep -v -e "^$2," -e '^system,'; }
same_people() { presented on >a && presented off >b && test -s a && cmp -s a b; }
something_else() { others on "$1" >a && others off "$1" >b && test -s a && ! cmp -s a b; }

of_service() { table "$1/summary.csv" | grep "^$2,"; }
same_service() { of_service on "$1" >a && of_service off "$1" >b && test -s a && cmp -s a b; }
others_alike() { others on "$1" >a && others off "$1" >b && test -s a && cmp -s a b; }

# Words of several parts in what follows "Outcome measures": names of measures or of services.
measures_of() {
    awk '/^# Outcome measures/ { on = 1; print; next } /^# [A-Z]/ || !/^#/ { on = 0 } on' "$1" |
        grep -oE '[a-z]+(_[a-z0-9]+)+'
}
{
    table on/summary.csv | cut -d, -f1
    table on/summary.csv | cut -d, -f3
} | sort -u >known

naming=0
for file in "$scenarios"/services/*.cfg; do
    service=$(service_in "$file")
    options=$(sed -n 's/^# Try [a-z ]*: //p' "$file")
    case_is "$service says what it does and how to try without it" \
        sh -c '[ -n "$1" ] && grep -q "^# Outcome measures" "$2" && grep -q "about = " "$2"' \
        - "$options" "$file"
    measures_of "$file" >named
    if [ -s named ]; then
        naming=$((naming + 1))
        case_is "and each outcome measure that it names is in the results" \
            sh -c '[ -z "$(grep -vxFf known named)" ]'
    fi
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

case_is "nearly all services name a measure of the results" test "$naming" -ge 35

# ---- outcomes of single services ---------------------------------------------------------------

outcome() { awk -F, -v row="$1" '$1 == row { gsub(/"[^"]*"/, "x"); print $8 }' "$2/outcomes.csv"; }
outcomes() { run run "$scenarios/east-sussex/programme-outcomes.cfg" --reps 4 --no-plots --quiet --force "$@"; }
fewer_with() { # row: at least a twentieth fewer with the service than without
    awk -v with="$(outcome "$1" on)" -v without="$(outcome "$1" off)" \
        'BEGIN { exit !(with + 0 > 0 && with < 0.95 * without) }'
}
outcomes -o on
while read -r row setting; do
    outcomes -o off --set "services.$setting"
    case_is "fewer with the service than without: $row" fewer_with "$row"
done <<END
residents frailty_practitioners.staff=0
high_intensity high_intensity_team.staff=0
night night_service.staff=0
non_weight_bearing_days non_weight_bearing_beds.beds=0
end_of_life_days end_of_life_care.hours=0 hours per week
END
finish
