# compare-delayed.gp -- several runs over one another, and their paired difference.
# Draw again: gnuplot compare-delayed.gp (in this folder)
picture = 'compare-delayed'
subject = 'delayed'
load 'run.gp'
load 'style.gp'
headline = delayed_title; headline_lines = delayed_title_lines
below = delayed_below; below_lines = delayed_below_lines
bottom = delayed_bottom; top = delayed_top; step = delayed_step; target = delayed_target
axis_words = delayed_axis; difference_axis = delayed_difference_axis
differences = delayed_differences
d_bottom = delayed_difference_bottom; d_top = delayed_difference_top; d_step = delayed_difference_step
array place[runs]
do for [i = 1:runs] { place[i] = delayed_place[i] }
load 'compare.gp'
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
