# delayed.gp -- delayed transfers of care over the window, and their reasons.
# Draw again: gnuplot delayed.gp (in this folder)
picture = 'delayed'
load 'run.gp'
load 'style.gp'
set output picture.'.'.format
set multiplot

headline = delayed_title; headline_lines = delayed_title_lines
below = delayed_below; below_lines = delayed_below_lines
load 'frame.gp'
panels_top = frame_top(headline_lines, below_lines) - 0.04

set lmargin at screen 0.06
set rmargin at screen 0.755
set tmargin at screen panels_top
split = reasons > 0 ? 0.545 : bottom_of_panels
set bmargin at screen split
eval reasons > 0 ? ticks_bare : ticks_wide
data = 'data/delayed.csv'; ends = 'data/delayed-ends.csv'
bottom = delayed_bottom; top = delayed_top; step = delayed_step; target = delayed_target
axis_words = delayed_axis; colour = BLUE
marks = 0
load 'curve.gp'
unset label

if (reasons > 0) {
    set tmargin at screen split - 0.075
    set bmargin at screen bottom_of_panels
    eval ticks_wide
    set yrange [0:reasons_top]
    set ytics 0, reasons_step, reasons_top
    set label 1 reasons_axis at graph 0, 1 offset 0, 0.9 left font plain16 textcolor rgb '#444444'
    do for [i = 1:reasons] {
        set object (10 + i) rectangle at graph 1.016, first reason_place[i] size graph 0.013, graph 0.045 \
            fillcolor rgb reason_colour(reason_code[i]) fillstyle solid 1.0 noborder front
        set label (10 + i) reason_name(reason_code[i]).'  '.reason_people[i] at graph 1.03, first reason_place[i] \
            left font plain17 textcolor rgb BLACK
    }
    plot for [i = 1:reasons] 'data/reasons.csv' using (seconds(1)):(column(2 * i)):(column(2 * i + 1)) \
        with filledcurves linecolor rgb reason_colour(reason_code[i]) fillstyle solid 0.9 noborder
    unset object
    unset label
}
unset multiplot
unset output
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
