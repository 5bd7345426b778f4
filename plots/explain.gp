# explain.gp -- a waterfall: from without all causes to the day or week as it was.
# Draw again: gnuplot explain.gp (in this folder)
# Table: data/causes.csv, bar,from,to,low,high,kind (0 a level, 1 more, 2 less).
picture = 'explain'
load 'run.gp'
first_x = axis_low; last_x = axis_high
load 'style.gp'
set output picture.'.'.format
set multiplot
load 'frame.gp'
set lmargin at screen 0.34
set rmargin at screen 0.94
set tmargin at screen frame_top(headline_lines, below_lines) - 0.02
set bmargin at screen 0.185
set border 1 linewidth 1
unset ytics
set grid xtics linetype 1 linecolor rgb PALE linewidth 1
set xtics axis_low, axis_step, axis_high out scale 0.4 offset 0, 0.3 font plain16
set yrange [bars + 0.6:0.4]
set label 1 unit at graph 1, 0 offset 0, -2.6 right font plain16 textcolor rgb '#444444'
bar_colour(kind) = kind == 0 ? 0x767676 : kind == 1 ? 0xD55E00 : 0x0072B2
begin(x) = x < axis_low ? axis_low : x
do for [i = 1:bars] {
    set label (10 + i) bar_label[i] at graph 0, first i offset -1.2, 0 right font plain17 textcolor rgb BLACK
    set label (40 + i) bar_value[i] at graph 1, first i offset 1.2, 0 left font plain17 textcolor rgb BLACK
}
plot 'data/causes.csv' using (($2 + $3) / 2):1:(begin($2)):(begin($3)):($1 - 0.34):($1 + 0.34):(bar_colour($6)) every ::1 \
         with boxxyerror linecolor rgb variable fillstyle solid 0.75 noborder, \
     'data/causes.csv' using 3:1:4:5 every ::1 with xerrorbars pointtype -1 linewidth 2.5 linecolor rgb BLACK
unset label
unset multiplot
unset output
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
