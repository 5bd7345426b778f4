# bedflow diff: two scenarios compared in words.
. "$TOP/tests/e2e/tap.inc"
small_scenario >base.cfg
cat >more.cfg <<'END'
format = 1;
extends = "base.cfg";
title = "Seven more beds from December";
changes: {
  block: { label = "Winter block"; what = "services.rehab.beds"; add = 7; from = "2021-12-01"; source = "E20"; };
};
services: { ward: { beds = 61; }; };
END
run diff base.cfg more.cfg
case_is "both scenarios are named with their titles" sh -c 'grep -q "^from base.cfg: A ward and its rehabilitation$" out && grep -q "^to   more.cfg: Seven more beds from December$" out'
case_is "a number is told from what it was to what it is" told "  Ward: beds 58 -> 61 (+3)"
case_is "a dated change is told by what it does" told "  new: Winter block: Rehabilitation: beds 33 -> 40, from 1 Dec 2021 (source E20)"
case_is "the differences are counted" sh -c '[ "$(tail -n 1 out)" = "2 differences" ] && [ "$1" -eq 0 ]' - "$status"
run diff base.cfg base.cfg
case_is "a scenario is the same as itself" sh -c 'grep -q "^No difference that a run would use.$" out && [ "$1" -eq 0 ]' - "$status"
run diff base.cfg more.cfg --set services.ward.beds=61
case_is "--set changes both" sh -c '[ "$(tail -n 1 out)" = "1 difference" ]'
refused 64 "one scenario is not enough" "expected two scenario files" diff base.cfg
refused 66 "a file that is not there is told" "nothere.cfg" diff base.cfg nothere.cfg
scenario_with 's/beds = 58/bedz = 58/' >broken.cfg
refused 65 "a scenario with errors is not compared" "did you mean 'beds'?" diff base.cfg broken.cfg
finish
