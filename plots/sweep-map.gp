# sweep-map.gp -- one measure over two factors: a cell a point, darker is more; lines of equal means.
# Draw again: gnuplot sweep-map.gp (in this folder)
# Tables: data/map.csv, column,row,mean,text; data/map_grid.csv, column,row,mean,mc_low,mc_high.
picture = 'sweep-map'
load 'run.gp'
first_x = 0.5; last_x = map_columns + 0.5
load 'style.gp'
headline = map_title; headline_lines = map_title_lines
caption = map_caption
set output picture.'.'.format
line_colour(k) = word('#D55E00 #00694D #8C2D75 #A06A00 #222222 #D55E00 #00694D #8C2D75', k)
near(z, k) = abs(z - map_level[k]) < map_level_apart / 10.0
# Where means are equal, and where the ends of their intervals are: as far as a line may lie off.
if (map_levels > 0) {
    list = ''
    do for [k = 1:map_levels] { list = list.(k > 1 ? ',' : '').sprintf('%.9g', map_level[k]) }
    set contour base
    unset surface
    set cntrparam linear
    eval 'set cntrparam levels discrete '.list
    set table $equal
    splot 'data/map_grid.csv' using 1:2:3 with lines
    set table $least
    splot 'data/map_grid.csv' using 1:2:4 with lines
    set table $most
    splot 'data/map_grid.csv' using 1:2:5 with lines
    unset table
    unset contour
    set surface
    set xrange [*:*]
    set yrange [*:*]
    set datafile separator whitespace
    array corners[map_levels]
    do for [k = 1:map_levels] {
        STATS_records = 0
        stats $equal using (near($3, k) ? $1 : NaN) nooutput
        corners[k] = STATS_records
    }
    set datafile separator comma
    set xrange [first_x:last_x]
    set style textbox opaque fillcolor rgb '#FFFFFF' noborder margins 0.6, 0.3
}
set multiplot
load 'frame.gp'
set lmargin at screen 0.16
set rmargin at screen 0.97
set tmargin at screen frame_top(headline_lines, below_lines) - 0.05
set bmargin at screen 0.225
set yrange [0.5:map_rows + 0.5]
set border 0
set grid noytics
unset colorbox
set palette defined (0 '#F7FBFF', 1 '#6BAED6')
set cbrange [map_low:map_high]
eval map_xticks
eval map_yticks
set label 1 map_xwords at graph 0.5, 0 offset 0, -3.2 center font bold16 textcolor rgb '#444444'
set label 2 map_ywords at graph 0, 1 offset -10, 1.2 left font bold16 textcolor rgb '#444444'
plot 'data/map.csv' using 1:2:(0.48):(0.47):3 with boxxyerror fillcolor palette fillstyle solid 1.0 noborder
unset label
unset xtics
unset ytics
if (map_levels > 0) {
    set datafile separator whitespace
    plot for [k = 1:map_levels] $least using (near($3, k) ? $1 : NaN):2 with lines linecolor rgb line_colour(k) linewidth 1.5 dashtype 2, \
         for [k = 1:map_levels] $most using (near($3, k) ? $1 : NaN):2 with lines linecolor rgb line_colour(k) linewidth 1.5 dashtype 2, \
         for [k = 1:map_levels] $equal using (near($3, k) ? $1 : NaN):2 with lines linecolor rgb line_colour(k) linewidth 3.5
    set datafile separator comma
}
plot 'data/map.csv' using 1:2:4 with labels font (map_columns > 9 ? plain14 : plain17) textcolor rgb BLACK
# A line's words stand half way between two of its corners, where the numbers of cells are not.
if (map_levels > 0) {
    set datafile separator whitespace
    do for [k = 1:map_levels] {
        n = 0; m = int(corners[k] / 2); x0 = NaN; y0 = NaN
        step(x, y) = (n = n + 1, n == m ? (x0 = x, y0 = y, NaN) : n == m + 1 ? half(x0, x) : NaN)
        half(a, z) = abs(a - z) > 1.01 ? z : (a + z) / 2
        if (corners[k] > 0) {
            plot $equal using (near($3, k) ? step($1, $2) : NaN):(n == m + 1 ? half(y0, $2) : NaN):(map_level_words[k]) \
                with labels boxed font bold16 textcolor rgb line_colour(k)
        }
    }
    set datafile separator comma
}
unset label
unset multiplot
unset output
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
