# The table in README.md is what the scenarios give today. Needs BEDFLOW, SCRATCH and TOP.
cd "$TOP" || exit 1
if [ "${BF_VERIFY:-}" = quick ]; then
    echo "ok 1 # SKIP the table of targets in README.md: not in the quick verification"
    echo "1..1"
    exit 0
fi
cp README.md "$SCRATCH/readme"
"$(dirname "$BEDFLOW")/tests/targets/targets" scenarios/east-sussex scenarios/east-sussex/targets.csv \
    "$SCRATCH/shown" "$SCRATCH/all" || exit 1
sh tests/targets/splice.sh "$SCRATCH/shown" "$SCRATCH/readme" >"$SCRATCH/said" || exit 1
tail -n 1 "$SCRATCH/all" | sed 's/^/# /'
if cmp -s README.md "$SCRATCH/readme"; then
    echo "ok 1 - the table of targets in README.md is what the scenarios give"
else
    diff README.md "$SCRATCH/readme" | sed 's/^/# /'
    echo "not ok 1 - the table of targets in README.md is what the scenarios give (make targets)"
    failed=1
fi
echo "1..1"
exit ${failed:-0}
