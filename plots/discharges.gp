# discharges.gp -- on which weekday, and in which hour, people leave acute beds.
# Draw again: gnuplot discharges.gp (in this folder)
# Table: data/discharges.csv, panel,place,name,mean,p05,p95; panel 1 weekdays (to the mean day), 2 hours (%).
picture = 'discharges'
load 'run.gp'
first_x = 0.4; last_x = 7.6
load 'style.gp'
set output picture.'.'.format
set multiplot
headline = discharges_title; headline_lines = discharges_title_lines
below = discharges_below; below_lines = discharges_below_lines
load 'frame.gp'
set label 103 'Bar: the mean over winters. Line on it: nine winters in ten (p05 to p95). Table: discharges_by_time.csv'
set tmargin at screen frame_top(headline_lines, below_lines) - 0.06
set bmargin at screen 0.165
set boxwidth 0.72
set lmargin at screen 0.07
set rmargin at screen 0.43
set yrange [0:discharges_weekday_top]
set ytics 0, discharges_weekday_step
set xtics scale 0 ('Mon' 1, 'Tue' 2, 'Wed' 3, 'Thu' 4, 'Fri' 5, 'Sat' 6, 'Sun' 7)
set label 1 'by weekday: discharges to those of the mean day' at graph 0, 1 offset 0, 0.8 left font plain17 textcolor rgb '#444444'
set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead linewidth 2 linecolor rgb GREY front
plot 'data/discharges.csv' using ($1 == 1 ? $2 : NaN):4 with boxes linecolor rgb SKY, \
     'data/discharges.csv' using ($1 == 1 && has_range ? $2 : NaN):5:(0):($6 - $5) with vectors nohead linewidth 2 linecolor rgb BLACK
unset label
unset arrow
set lmargin at screen 0.52
set rmargin at screen 0.97
set xrange [-0.6:23.6]
set yrange [0:discharges_hour_top]
set ytics 0, discharges_hour_step
set xtics 0, 3, 23 scale 0.6
set xtics format '%02.0f:00'
set label 1 'by hour of the day: % of them' at graph 0, 1 offset 0, 0.8 left font plain17 textcolor rgb '#444444'
plot 'data/discharges.csv' using ($1 == 2 ? $2 - 0.5 : NaN):4 with boxes linecolor rgb BLUE, \
     'data/discharges.csv' using ($1 == 2 && has_range ? $2 - 0.5 : NaN):5:(0):($6 - $5) with vectors nohead linewidth 2 linecolor rgb BLACK
unset label
unset multiplot
unset output
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
