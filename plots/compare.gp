# compare.gp -- the panels of compare-delayed, compare-system and compare-readmissions.
# Tables: data/<subject>-<i>.csv and data/<subject>-difference-<i>.csv.
set output picture.'.'.format
set multiplot
load 'frame.gp'
split = differences > 0 ? 0.47 : bottom_of_panels
set lmargin at screen 0.06
set rmargin at screen 0.755
set tmargin at screen frame_top(headline_lines, below_lines) - 0.04
set bmargin at screen split
eval differences > 0 ? ticks_bare : ticks_wide
set yrange [bottom:top]
set ytics bottom, step, top
set label 1 axis_words at graph 0, 1 offset 0, 0.9 left font plain16 textcolor rgb '#444444'
if (target == target) {
    set arrow 1 from graph 0, first target to graph 1, first target nohead \
        linecolor rgb '#767676' linewidth 2 dashtype (12, 8) front
    set label 2 sprintf('target %g', target) at graph 0.005, first target offset 0, 0.6 left font plain15 textcolor rgb '#555555' front
}
do for [i = 1:runs] {
    set label (10 + i) run_title[i] at graph 1, first place[i] offset 1, 0 left font plain17 textcolor rgb run_colour(i)
}
line = has_range ? 5 : 2
run_file(i) = sprintf('data/%s-%d.csv', subject, i)
plot for [i = 1:runs] run_file(i) using (seconds(1)):(has_range ? $3 : NaN):7 with filledcurves \
         linecolor rgb run_colour(i) fillstyle transparent solid 0.15 noborder, \
     for [i = 1:runs] run_file(i) using (seconds(1)):(column(line)) with lines dashtype run_dash(i) linecolor rgb run_colour(i) linewidth 4
unset label
unset arrow
if (differences > 0) {
    set tmargin at screen split - 0.085
    set bmargin at screen bottom_of_panels
    eval ticks_wide
    set yrange [d_bottom:d_top]
    set ytics d_bottom, d_step, d_top
    set label 1 difference_axis at graph 0, 1 offset 0, 0.9 left font plain16 textcolor rgb '#444444'
    set arrow 1 from graph 0, first 0 to graph 1, first 0 nohead linecolor rgb BLACK linewidth 2 front
    set label 2 '0: the same as in run 1' at graph 1, first 0 offset 1, 0 left font plain16 textcolor rgb '#444444'
    difference_file(i) = sprintf('data/%s-difference-%d.csv', subject, i)
    plot for [i = 2:runs] difference_file(i) using (seconds(1)):(has_range ? $3 : NaN):7 with filledcurves \
             linecolor rgb run_colour(i) fillstyle transparent solid 0.15 noborder, \
         for [i = 2:runs] difference_file(i) using (seconds(1)):(has_range ? $4 : NaN):6 with filledcurves \
             linecolor rgb run_colour(i) fillstyle transparent solid 0.30 noborder, \
         for [i = 2:runs] difference_file(i) using (seconds(1)):(column(line)) with lines linecolor rgb run_colour(i) linewidth 3
    unset label
    unset arrow
}
unset multiplot
unset output
