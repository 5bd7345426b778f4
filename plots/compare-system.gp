# compare-system.gp -- several runs over one another, and their paired difference.
# Draw again: gnuplot compare-system.gp (in this folder)
picture = 'compare-system'
subject = 'system'
load 'run.gp'
load 'style.gp'
headline = system_title; headline_lines = system_title_lines
below = system_below; below_lines = system_below_lines
bottom = system_bottom; top = system_top; step = system_step; target = system_target
axis_words = system_axis; difference_axis = system_difference_axis
differences = system_differences
d_bottom = system_difference_bottom; d_top = system_difference_top; d_step = system_difference_step
array place[runs]
do for [i = 1:runs] { place[i] = system_place[i] }
load 'compare.gp'
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
