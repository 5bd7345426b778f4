# For every command: the n-th request for memory, or the n-th call to the disk, fails. Each time it
# says so and ends with its exit code, nothing crashes or leaks, and nothing that looks whole is
# not: what is there is what a run without faults writes.
#
#   HEAP, DISK     of our own code, in builds for tests (asan, faults)
#   MALLOC, WRITE  of the whole process, of GSL, SQLite and libconfig too, by tests/faults/preload.c:
#                  in every build but under a sanitizer
#
# Some thirty n of each command, spread evenly over all n, or for MALLOC over the places that ask for
# memory; all of them with BF_EACH_FAULT=all (make each-fault).
. "$TOP/tests/e2e/tap.inc"
run version
faults=$(told -DBF_FAULTS && echo yes)
preload=$(dirname "$BEDFLOW")/tests/faults/preload.so
[ -e "$preload" ] || preload=

{
    scenario_with 's/2021-12-12/2021-11-19/; s/28 days/3 days/'
    cat <<'END'
purchases: { block: { service = "rehab"; kind = "block"; beds = 3; from = "2021-11-01"; to = "2021-11-19"; price = "£1,050 per bed per week"; }; };
changes: { more: { what = "services.rehab.beds"; add = 3; from = "2021-11-02"; to = "2021-11-05"; }; };
END
} >tiny.cfg
awk 'BEGIN { print "los"; for (k = 0; k < 40; k++) print 1.1 + k * 7919 % 89 / 7 }' >stays.csv
quiet="--threads 1 --no-plots"
choose="--choose purchases.block.beds=0..8/4 --least delayed_days --budget £60k --max-reps 60"
spread="--over services.rehab.beds=30..40 --over services.ward.beds=55..60 --design latin --points 8"
fitted="--fit services.ward.stay.mean=3.5days..7days --reps 5 --budget 11 --to seen.csv"
cat >seen.csv <<'END'
measure,from,to,value,statistic,source,definition
ward.occupied,2021-11-01,2021-11-07,45.3,mean,test,by hand
ward.occupied,2021-11-08,2021-11-14,44.1,mean,test,by hand
END

# Output, and the words of the command; run, extended and the rest are there before.
commands() {
    cat <<END
nothing check tiny.cfg --sources
nothing kinds
nothing help sweep --schema
nothing trace tiny.cfg --first 3
nothing diff tiny.cfg run/../tiny.cfg --set services.ward.beds=61
plots fit stays.csv -o plots
l.csv log tiny.cfg -o l.csv
r run tiny.cfg --reps 2 -o r $quiet
j run tiny.cfg --reps 2 -o j --json $quiet
p run tiny.cfg --precision delayed_days:40% --max-reps 20 -o p $quiet
c compare tiny.cfg --alt x:services.ward.beds=61 --reps 2 -o c $quiet
cj compare tiny.cfg --alt x:services.ward.beds=61 --reps 2 -o cj --json $quiet
s sweep tiny.cfg --over services.rehab.beds=30..40/10 -m delayed_days --reps 2 -o s $quiet
sp sweep tiny.cfg $spread -m delayed_days --reps 2 -o sp $quiet
o optimise tiny.cfg $choose -o o $quiet
k calibrate tiny.cfg $fitted -o k $quiet
x explain run --date 2021-11-03 -o x $quiet
e extend e --reps 4 $quiet
u resume u $quiet
nothing reproduce run --threads 1
b.html report run -o b.html --no-plots
bc.html report compared -o bc.html --no-plots
bs.html report swept -o bs.html --no-plots
bo.html report chosen -o bo.html --no-plots
bx.html report explained -o bx.html --no-plots
END
}

# All bytes but what differs between two runs of the same: times, where lines break for them, and
# names with the process in them.
times='s/"(wall_|cpu_|search_)?seconds[a-z_]*": *[^,}]*//g; s/[0-9.,]+ (s|seconds?|minutes?|hours?|days) (more|on|of)\b//g; s/[0-9.,]+ s\b//g'
sum() { # FOLDER [but]
    [ -e "$1" ] || { echo none && return; }
    find "$1" -type f ! -name '*.sqlite' ${2:+! -path "*/$2/*"} | sort | xargs cat | tr -s ' \n' '  ' | sed -E "$times" | cksum
}
clear_out() { # NAME
    rm -rf "${1:?}" "$1.unfinished" "$1".old-*
    case $1 in
    e) cp -r run e ;;
    u) cp -r half u.unfinished ;;
    esac
}
with() { # HOOK N ARGS...
    local hook=$1 n=$2 before=
    shift 2
    case $hook in MALLOC | WRITE) before="LD_PRELOAD=$preload" ;; esac
    env "BF_FAIL_$hook=$n" $before "$BEDFLOW" "$@" >out 2>err </dev/null
    status=$?
}
made() { sed -n "s/^BF_FAIL_$1: made \\([0-9]*\\) .*/\\1/p" err; }

# libconfig 1.5 follows pointers that malloc did not give: no more can be done than to say so.
broke_off_in_libconfig() {
    [ "$status" -eq 70 ] && grep -q "^BF_FAIL_MALLOC: refused request [0-9]* of libconfig" err &&
        grep -q "broke off. If memory had run out" err
}

# Whether what the last call left is as it should be.
sound() { # NAME CODES TEXT
    local now partly
    ! grep -q 'ERROR: \|runtime error\|mistake in bedflow: ' err || return 1
    [ -z "$(find . -maxdepth 1 \( -name '*.partial-*' -o -name '*.old-*' \))" ] || [ "$status" -eq 70 ] || return 1
    now=$([ "$1" = nothing ] || sum "$1")
    grep -q "the report has a table in its place" err && return 0 # Graphviz has its own files
    [ "$status" -ne "$whole_status" ] || { [ "$now" = "$whole" ] && [ "$(sum out)" = "$whole_words" ]; return; }
    if ! broke_off_in_libconfig; then
        case " $2 " in *" $status "*) ;; *) return 1 ;; esac
        grep -q -e "$3" err out || return 1
    fi
    grep -q "is worth could not be told" err && return 0 # by fresh winters, after the search
    [ "$1" != nothing ] && [ "$now" != none ] && [ "$now" != "$whole" ] || return 0
    [ "$now" = "$before" ] && return 0 # extended: as it was
    partly=$(sum "$1" plots)           # pictures come last, beside results that are whole
    [ "$partly" = "$whole_tables" ] || [ "$1" = plots ]
}

# The n that are tried, of `total`.
chosen_of() { # HOOK TOTAL
    if [ "${BF_EACH_FAULT:-}" = all ]; then
        seq "$2"
    elif [ "$1" = MALLOC ]; then
        awk '{ n[NR] = $1 } END { step = NR > 20 ? NR / 20 : 1; for (k = 1; k <= NR; k += step) print n[int(k)] }' places
    else
        seq 1 $(($2 / 30 + 1)) "$2"
    fi
}

each() { # HOOK CODES TEXT: a line for each command
    local hook=$1 codes=$2 text=$3 name words total n wrong all=0
    commands >list
    while read -r name words; do
        clear_out "$name"
        before=$([ "$name" = e ] && sum e)
        # shellcheck disable=SC2086
        BF_FAIL_PLACES=places with "$hook" 100000000 $words
        whole_status=$status total=$(made "$hook")
        whole=$([ "$name" = nothing ] || sum "$name") whole_tables=$([ "$name" = nothing ] || sum "$name" plots)
        whole_words=$(sum out)
        wrong=""
        [ "$whole_status" -le 2 ] && [ -n "$total" ] || wrong=" all"
        for n in $(chosen_of "$hook" "${total:-0}"); do
            clear_out "$name"
            # shellcheck disable=SC2086
            with "$hook" "$n" $words
            sound "$name" "$codes" "$text" || { wrong="$wrong $n" && sed 's/^/#   /' err >&2; }
            all=$((all + 1))
        done
        [ "$name" = nothing ] || rm -rf "${name:?}" "$name.unfinished"
        [ -z "$wrong" ] || echo "$words: $hook$wrong"
    done <list >wrong
    echo "# $hook: $all faults in $(wc -l <list) commands" >&2
    sed 's/^/# /' wrong >&2
    [ "$all" -gt 100 ] && [ ! -s wrong ]
}

prepare() {
    run run tiny.cfg --reps 3 -o run $quiet && ended 0 || return 1
    run compare tiny.cfg --alt x:services.ward.beds=61 --reps 3 -o compared $quiet && ended 0 || return 1
    run sweep tiny.cfg --over services.rehab.beds=30..40/10 -m delayed_days --reps 3 -o swept $quiet && ended 0 || return 1
    # shellcheck disable=SC2086
    run optimise tiny.cfg $choose -o chosen $quiet
    run explain run --date 2021-11-03 -o explained $quiet && ended 0 || return 1
    mkdir half && cp run/request.json half && head -c $(($(wc -c <run/replications.journal) / 2)) run/replications.journal >half/replications.journal
}
case_of() { # WHETHER WHY SENTENCE COMMAND...
    local sentence=$3
    [ -n "$1" ] || { skip "$sentence" "$2" && return; }
    shift 3
    case_is "$sentence" "$@"
}
case_is "there are results to go on with" prepare
case_of "$faults" "this build has no faults" \
    "whatever request of ours for memory fails, every command says so and leaves nothing half" each HEAP 1 memory
case_of "$faults" "this build has no faults" \
    "whatever call to the disk fails, every command says so and leaves nothing half" each DISK 74 "No space left on device"
case_of "$preload" "nothing can be put before this build" \
    "whatever request for memory fails, of libraries too, every command says so and leaves nothing half" each MALLOC "1 74" memory
case_of "$preload" "nothing can be put before this build" \
    "whatever write of SQLite fails, every command says so and leaves nothing half" each WRITE 74 "disk is full\|No space left on device"
finish
