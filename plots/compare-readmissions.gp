# compare-readmissions.gp -- several runs over one another, and their paired difference.
# Draw again: gnuplot compare-readmissions.gp (in this folder)
picture = 'compare-readmissions'
subject = 'readmissions'
load 'run.gp'
load 'style.gp'
headline = readmissions_title; headline_lines = readmissions_title_lines
below = readmissions_below; below_lines = readmissions_below_lines
bottom = readmissions_bottom; top = readmissions_top; step = readmissions_step; target = readmissions_target
axis_words = readmissions_axis; difference_axis = readmissions_difference_axis
differences = readmissions_differences
d_bottom = readmissions_difference_bottom; d_top = readmissions_difference_top; d_step = readmissions_difference_step
array place[runs]
do for [i = 1:runs] { place[i] = readmissions_place[i] }
load 'compare.gp'
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
