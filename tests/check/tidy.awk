# House rules that a compiler does not know. Usage: awk -f code.awk -f tidy.awk FILE...
function calls(names) { return text ~ ("(^|[^A-Za-z0-9_.>])(" names ")[ \t]*\\(") }
function names_it(names) { return text ~ ("(^|[^A-Za-z0-9_])(" names ")([^A-Za-z0-9_]|$)") }
FNR == 1 {
    code_begin()
    from = layer(FILENAME)
    if ($0 != "/* SPDX-License-Identifier: GPL-3.0-or-later */")
        fail("expected the licence as first line: /* SPDX-License-Identifier: GPL-3.0-or-later */")
}
/[ \t]$/ { fail("white space at the end of the line") }
/\t/ { fail("tab; indent with four spaces") }
/TO[D]O|FIX[M]E|X[X]X|HA[C]K/ { fail("leftover note; finish it or open an issue") }
{ text = code($0) }
calls("strcpy|strcat|strncpy|sprintf|vsprintf|strtok|atoi|atol|atof|gets|scanf|sscanf|alloca") {
    fail("unsafe function; see base/text.h and base/units.h")
}
calls("rand|srand|random|drand48|gsl_rng_env_setup") { fail("randomness comes from sim/random, by key") }
calls("gmtime|localtime|mktime|strftime") { fail("dates come from base/date.h") }
calls("assert_float_equal|assert_float_not_equal|assert_double_equal|assert_double_not_equal") {
    fail("cmocka's float asserts pass on NaN; use assert_close")
}
from == "tests" { next }
from != "cli" && calls("exit|_exit|_Exit|quick_exit|atexit|getenv|setenv|setlocale|isatty") {
    fail("only sim/cli may end the process or ask the environment")
}
from != "cli" && calls("printf|vprintf|puts|putchar|perror|getchar") { fail("only sim/cli may talk to the user") }
from != "cli" && FILENAME !~ /sim\/base\/contract\.c$/ && names_it("stdout|stderr|stdin") {
    fail("only sim/cli knows the standard streams")
}
from != "report" && calls("system|popen|fork|execv|execvp|execlp") { fail("only sim/report starts programs") }
from !~ /^(report|cli)$/ && calls("fopen|freopen|fdopen|open|opendir|remove|rename|unlink|mkdir|tmpfile") {
    fail("only report and cli touch files; take text from the caller")
}
from !~ /^(study|report|cli)$/ && calls("time|clock|clock_gettime|gettimeofday|nanosleep") {
    fail("no clock below study")
}
FILENAME !~ /sim\/base\/contract\.c$/ && calls("abort|assert|raise") {
    fail("a broken precondition is BF_REQUIRE, from base/contract.h")
}
FILENAME !~ /sim\/base\/arena\.c$/ &&
    calls("malloc|calloc|realloc|reallocarray|free|aligned_alloc|posix_memalign|strdup|strndup|asprintf") {
    fail("memory comes from base/arena.h")
}
END { exit bad }
