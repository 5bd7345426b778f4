# readmissions.gp -- readmissions by week of discharge, as a share of people discharged alive.
# Draw again: gnuplot readmissions.gp (in this folder)
picture = 'readmissions'
load 'run.gp'
load 'style.gp'
set output picture.'.'.format
set multiplot

headline = readmissions_title; headline_lines = readmissions_title_lines
below = readmissions_below; below_lines = readmissions_below_lines
load 'frame.gp'

set lmargin at screen 0.06
set rmargin at screen 0.80
set tmargin at screen frame_top(headline_lines, below_lines) - 0.04
set bmargin at screen bottom_of_panels
eval ticks_wide
data = 'data/readmissions.csv'; ends = 'data/readmissions-ends.csv'
bottom = readmissions_bottom; top = readmissions_top; step = readmissions_step; target = readmissions_target
axis_words = readmissions_axis; colour = GREEN
marks = 1
load 'curve.gp'
unset multiplot
unset output
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
