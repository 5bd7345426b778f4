# who-waits.gp -- days of delay by locality and by age band, and of both together.
# Draw again: gnuplot who-waits.gp (in this folder)
# Table: data/who-waits.csv, panel,row,mean,mc_low,mc_high,p05,p95 in days; panel 1 localities, 2 ages.
picture = 'who-waits'
load 'run.gp'
first_x = 0; last_x = who_top
load 'style.gp'
set output picture.'.'.format
set multiplot
headline = who_title; headline_lines = who_title_lines
below = who_below; below_lines = who_below_lines
load 'frame.gp'
set label 103 'Dot: the mean over winters. Thick line: its 95% simulation error. Thin line: nine winters in ten (p05 to p95). Table on the right: mean days, darker where longer.'
room_top = frame_top(headline_lines, below_lines) - 0.06
room = room_top - 0.165
rows_all = who_localities + who_bands + 1.5
split = room_top - room * who_localities / rows_all
set border 1 linewidth 1
unset grid
set grid xtics linetype 1 linecolor rgb PALE linewidth 1
set xtics 0, who_step, who_top
set lmargin at screen 0.215
set rmargin at screen 0.52
unset ytics
do for [k = 1:2] {
    n = k == 1 ? who_localities : who_bands
    if (n > 0) {
        set tmargin at screen k == 1 ? room_top : split - 0.07
        set bmargin at screen k == 1 ? split : 0.165
        set yrange [n + 0.6:0.4]
        if (k == 1 && who_bands > 0) { set format x ''; } else { set format x '%g' }
        do for [i = 1:n] {
            set label (200 + i) (k == 1 ? who_locality[i] : who_ages[i]) at graph 0, first i offset -1.5, 0 right font plain17 textcolor rgb BLACK
        }
        set label 1 (k == 1 ? 'by locality, all ages' : 'by age, all localities; days') at graph 0, 1 offset 0, 0.8 left font plain15 textcolor rgb '#444444'
        plot 'data/who-waits.csv' using ($1 == k && has_range ? $3 : NaN):2:6:7 with xerrorbars pointtype 0 linewidth 2 linecolor rgb '#999999', \
             'data/who-waits.csv' using ($1 == k && has_range ? $4 : NaN):2:($5 - $4):(0) with vectors nohead linewidth 9 linecolor rgb SKY, \
             'data/who-waits.csv' using ($1 == k ? $3 : NaN):2 with points pointtype 7 pointsize mark(1.8) linecolor rgb BLUE
        unset label
    }
}
if (who_localities > 0 && who_bands > 0) {
    set lmargin at screen 0.60
    set rmargin at screen 0.97
    set tmargin at screen room_top
    set bmargin at screen split
    unset border
    unset xtics
    unset grid
    set xrange [0.5:who_bands + 0.5]
    set yrange [who_localities + 0.6:0.4]
    most = 0.0
    do for [i = 1:who_localities * who_bands] { most = who_cell[i] == who_cell[i] && who_cell[i] > most ? who_cell[i] : most }
    do for [l = 1:who_localities] {
        do for [a = 1:who_bands] {
            i = (l - 1) * who_bands + a
            share = most > 0 && who_cell[i] == who_cell[i] ? who_cell[i] / most : 0.0
            shade = int(255 - 165 * share) * 65536 + int(255 - 110 * share) * 256 + int(255 - 60 * share)
            set object (1000 + i) rectangle from first a - 0.48, first l - 0.44 to first a + 0.48, first l + 0.44 \
                fillcolor rgb shade fillstyle solid 1.0 border linecolor rgb '#FFFFFF'
            set label (1000 + i) who_cell_words[i] at first a, first l center font plain17 textcolor rgb BLACK front
        }
    }
    do for [a = 1:who_bands] { set label (2000 + a) who_ages[a] at first a, graph 1 offset 0, 0.8 center font plain15 textcolor rgb '#444444' }
    plot -10 notitle with points pointtype 0
    unset label
    unset object
}
unset multiplot
unset output
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
