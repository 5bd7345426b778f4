# fit.gp -- quantiles of stays against those of the law fitted to them: one panel a class.
# Draw again: gnuplot fit.gp (in this folder)
# Table: data/fit.csv, panel,fitted,observed, in days.
picture = 'fit'
load 'run.gp'
first_x = 0; last_x = 1
load 'style.gp'
columns = panels < 4 ? panels : panels == 4 ? 2 : 3
rows = (panels + columns - 1) / columns
set output picture.'.'.format
set multiplot
load 'frame.gp'
room_top = frame_top(headline_lines, below_lines) - 0.02
cell_width = 0.96 / columns
cell_height = (room_top - 0.12) / rows
set border 3 linewidth 1
set grid xtics ytics linetype 1 linecolor rgb PALE linewidth 1
set xtics out scale 0.4 offset 0, 0.3 font plain14
set ytics font plain14
do for [i = 1:panels] {
    k = i - 1
    left = 0.03 + (k % columns) * cell_width
    upper = room_top - (k / columns) * cell_height
    set lmargin at screen left + 0.04
    set rmargin at screen left + cell_width - 0.02
    set tmargin at screen upper - 0.085
    set bmargin at screen upper - cell_height + 0.075
    set xrange [0:panel_top[i]]
    set yrange [0:panel_top[i]]
    set xtics panel_step[i]
    set ytics panel_step[i]
    set label 1 panel_label[i] at graph 0, 1 offset 0, 2.3 left font bold16 textcolor rgb BLACK
    set label 2 panel_law[i] at graph 0, 1 offset 0, 0.8 left font plain15 textcolor rgb '#444444'
    set label 3 'days in the data' at graph 0.02, 0.955 left font plain14 textcolor rgb GREY front
    set label 4 'days in the fitted law' at graph 0.98, 0.045 right font plain14 textcolor rgb GREY front
    set arrow 1 from first 0, 0 to first panel_top[i], panel_top[i] nohead linecolor rgb GREY linewidth 2 back
    plot 'data/fit.csv' using ($1 == i ? $2 : NaN):3 every ::1 with points pointtype 7 pointsize mark(1.1) linecolor rgb BLUE
    unset label
    unset arrow
}
unset multiplot
unset output
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
