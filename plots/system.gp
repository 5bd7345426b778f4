# system.gp -- occupancy of the whole system by day, against its target.
# Draw again: gnuplot system.gp (in this folder)
picture = 'system'
load 'run.gp'
load 'style.gp'
set output picture.'.'.format
set multiplot

headline = system_title; headline_lines = system_title_lines
below = system_below; below_lines = system_below_lines
load 'frame.gp'

set lmargin at screen 0.06
set rmargin at screen 0.80
set tmargin at screen frame_top(headline_lines, below_lines) - 0.04
set bmargin at screen bottom_of_panels
eval ticks_wide
data = 'data/system.csv'; ends = 'data/system-ends.csv'
bottom = system_bottom; top = system_top; step = system_step; target = system_target
axis_words = system_axis; colour = BLUE
marks = 0
load 'curve.gp'
unset multiplot
unset output
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
