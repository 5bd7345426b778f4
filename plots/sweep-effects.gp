# sweep-effects.gp -- how far each factor moves one measure: a tornado.
# Draw again: gnuplot sweep-effects.gp (in this folder)
# Table: data/effects.csv, row,at_low,at_high,change,change_low,change_high.
picture = 'sweep-effects'
load 'run.gp'
first_x = effects_low; last_x = effects_high
load 'style.gp'
headline = effects_title; headline_lines = effects_title_lines
caption = effects_caption
set output picture.'.'.format
set multiplot
load 'frame.gp'
set lmargin at screen 0.31
set rmargin at screen 0.80
set tmargin at screen frame_top(headline_lines, below_lines) - 0.06
set bmargin at screen 0.175
set border 1 linewidth 1
unset ytics
set grid xtics linetype 1 linecolor rgb PALE linewidth 1
set grid noytics
set yrange [effects_rows + 0.7:0.3]
set xtics effects_step
set label 1 effects_words at graph 0, 1 offset 0, 1 left font bold16 textcolor rgb '#444444'
set label 2 'change, low to high (95%)' at screen 0.815, graph 1 offset 0, 1 left font bold16 textcolor rgb '#444444'
set arrow 1 from first effects_middle, graph 0 to first effects_middle, graph 1 nohead linecolor rgb BLACK linewidth 2 front
do for [i = 1:effects_rows] {
    set label (100 + i + 10) effects_name[i] at graph 0, first i offset -1, 0 right font plain16 textcolor rgb BLACK
    set label (200 + i) effects_change[i] at screen 0.815, first i left font plain16 textcolor rgb BLACK
}
plot 'data/effects.csv' using (0.5 * ($2 + effects_middle)):1:(abs($2 - effects_middle) / 2):(0.32) with boxxyerror fillcolor rgb SKY fillstyle solid 1.0 noborder, \
     'data/effects.csv' using (0.5 * ($3 + effects_middle)):1:(abs($3 - effects_middle) / 2):(0.32) with boxxyerror fillcolor rgb BLUE fillstyle solid 1.0 noborder
unset label
unset arrow
unset multiplot
unset output
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
