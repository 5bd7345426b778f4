# Names of services and places in C. Usage: awk -f names.awk names.txt FILE...
NR == FNR {
    if ($0 ~ /^#/ || NF < 2) next
    scope[++count] = $1
    sub(/^[a-z]+[ \t]+/, "")
    pattern[count] = $0
    next
}
FNR == 1 { in_comment = 0 }
{
    whole = tolower($0)
    plain = without_comments(whole)
    for (i = 1; i <= count; i++)
        if ((scope[i] == "all" ? whole : plain) ~ pattern[i]) {
            printf "%s:%d: error: a service or place is named in C; that belongs in a scenario\n", FILENAME, FNR
            bad = 1
            break
        }
}
END { exit bad }
# Strings stay: "acute" in a string is what we look for.
function without_comments(s,    out, at)
{
    out = ""
    while (s != "") {
        if (in_comment) {
            at = index(s, "*/")
            if (!at) return out
            s = substr(s, at + 2)
            in_comment = 0
        } else {
            at = index(s, "/*")
            if (!at) return out s
            out = out substr(s, 1, at - 1) " "
            s = substr(s, at + 2)
            in_comment = 1
        }
    }
    return out
}
