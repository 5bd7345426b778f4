# Names of services and places in C. Usage: awk -f names.awk names.txt FILE...
NR == FNR {
    if ($0 ~ /^#/ || NF == 0) next
    names = names (names == "" ? "" : "|") $0
    next
}
tolower($0) ~ ("(^|[^a-z0-9])(" names ")([^a-z0-9]|$)") {
    printf "%s:%d: error: a service or place is named in C; that belongs in a scenario\n", FILENAME, FNR
    bad = 1
}
END { exit bad }
