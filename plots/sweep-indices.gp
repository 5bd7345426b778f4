# sweep-indices.gp -- Sobol's indices of one measure with their intervals.
# Draw again: gnuplot sweep-indices.gp (in this folder)
# Table: data/indices.csv, row,first,first_low,first_high,total,total_low,total_high.
picture = 'sweep-indices'
load 'run.gp'
first_x = 0; last_x = indices_high
load 'style.gp'
headline = indices_title; headline_lines = indices_title_lines
caption = indices_caption
set output picture.'.'.format
set multiplot
load 'frame.gp'
set lmargin at screen 0.31
set rmargin at screen 0.95
set tmargin at screen frame_top(headline_lines, below_lines) - 0.06
set bmargin at screen 0.175
set border 1 linewidth 1
unset ytics
set grid xtics linetype 1 linecolor rgb PALE linewidth 1
set grid noytics
set yrange [indices_rows + 0.7:0.3]
set format x '%g%%'
set xtics 20
set label 1 'total: with its interactions' at graph 0, 1 offset 0, 1 left font bold16 textcolor rgb BLUE
set label 2 'first: by itself' at graph 0.3, 1 offset 0, 1 left font bold16 textcolor rgb ORANGE
do for [i = 1:indices_rows] {
    set label (110 + i) indices_name[i] at graph 0, first i offset -1, 0 right font plain16 textcolor rgb BLACK
}
plot 'data/indices.csv' using ($5 / 2):($1 - 0.16):(abs($5) / 2):(0.15) with boxxyerror fillcolor rgb BLUE fillstyle solid 1.0 noborder, \
     'data/indices.csv' using ($2 / 2):($1 + 0.16):(abs($2) / 2):(0.15) with boxxyerror fillcolor rgb ORANGE fillstyle solid 1.0 noborder, \
     'data/indices.csv' using 5:($1 - 0.16):6:7 with xerrorbars pointtype 0 linewidth 2 linecolor rgb BLACK, \
     'data/indices.csv' using 2:($1 + 0.16):3:4 with xerrorbars pointtype 0 linewidth 2 linecolor rgb BLACK
unset label
unset multiplot
unset output
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
