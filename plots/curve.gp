# curve.gp -- one line with its bands, a target, and labels at its end.
#
# Uses: data (file: date,mean,p05,p25,p50,p75,p95), ends (file: place,text,role of
# the labels on the right), bottom, top, step, target, axis_words, colour,
# marks (1: a dot at every point); the caller sets the margins. A single replication has no range: then the line alone.
set yrange [bottom:top]
set ytics bottom, step, top
set label 1 axis_words at graph 0, 1 offset 0, 0.9 left font plain16 textcolor rgb '#444444'
unset arrow
if (target == target) {
    set arrow 1 from graph 0, first target to graph 1, first target nohead \
        linecolor rgb RED linewidth 2.5 dashtype (12, 8) front
}
end_colour(role) = role eq 'target' ? 0xC04A00 : role eq 'middle' ? 0x222222 : 0x767676
if (has_range) {
    plot data using (seconds(1)):3:7 with filledcurves linecolor rgb colour fillstyle transparent solid 0.18 noborder, \
         data using (seconds(1)):4:6 with filledcurves linecolor rgb colour fillstyle transparent solid 0.34 noborder, \
         data using (seconds(1)):5 with linespoints pointtype (marks ? 7 : 0) pointsize mark(1) linecolor rgb colour linewidth 4, \
         ends using (last_x):1:2:(end_colour(strcol(3))) with labels left offset 0.8, 0 font plain17 textcolor rgb variable
} else {
    plot data using (seconds(1)):2 with linespoints pointtype (marks ? 7 : 0) pointsize mark(1) linecolor rgb colour linewidth 4, \
         ends using (last_x):1:2:(end_colour(strcol(3))) with labels left offset 0.8, 0 font plain17 textcolor rgb variable
}
unset label 1
unset arrow
