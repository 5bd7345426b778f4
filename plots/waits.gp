# waits.gp -- how long people wait for every service: half of them, and nineteen in twenty.
# Sixteen services a page. Draw again: gnuplot waits.gp (in this folder)
# Table: data/waits.csv, a row a service: row,p50,p50_low,p50_high,p90,p90_low,p90_high,
# p95,p95_low,p95_high,label in hours; low and high are the 5th and 95th percentile of winters.
picture = 'waits'
load 'run.gp'
load 'style.gp'
set border 0
unset grid
set grid xtics linetype 1 linecolor rgb PALE linewidth 1
set logscale x
set xrange [waits_low:waits_high]
set ytics scale 0
eval waits_ticks

per_page = 16
pages = (waits_rows + per_page - 1) / per_page
at_least(hours) = hours < waits_low ? waits_low : hours
do for [page = 1:pages] {
    set output picture.(pages > 1 ? sprintf('-%d', page) : '').'.'.format
    set multiplot
    headline = waits_title; headline_lines = waits_title_lines
    below = waits_below; below_lines = waits_below_lines
    load 'frame.gp'
    if (pages > 1) { set label 105 sprintf('page %d of %d', page, pages) at screen 0.97, 0.023 right font plain14 textcolor rgb GREY }
    from = (page - 1) * per_page + 1
    to = page * per_page < waits_rows ? page * per_page : waits_rows
    set lmargin at screen 0.27
    set rmargin at screen 0.775
    set tmargin at screen frame_top(headline_lines, below_lines) - 0.06
    set bmargin at screen bottom_of_panels
    lowest_row = to + 0.6; highest_row = from - 0.6
    set yrange [lowest_row:highest_row]
    unset ytics
    do for [i = from:to] {
        set label (200 + i) waits_label[i] at graph 0, first i offset -1.5, 0 right font plain17 textcolor rgb BLACK
        set label (300 + i) waits_half[i] at screen 0.86, first i right font plain17 textcolor rgb BLUE
        set label (400 + i) waits_long[i] at screen 0.97, first i right font plain17 textcolor rgb RED
    }
    set label 1 'half wait' at screen 0.86, graph 1 offset 0, 2.1 right font plain15 textcolor rgb BLUE
    set label 2 'under' at screen 0.86, graph 1 offset 0, 0.9 right font plain15 textcolor rgb BLUE
    set label 3 '1 in 20 waits' at screen 0.97, graph 1 offset 0, 2.1 right font plain15 textcolor rgb RED
    set label 4 'over' at screen 0.97, graph 1 offset 0, 0.9 right font plain15 textcolor rgb RED
    set label 103 waits_caption
    inside(row) = row >= from && row <= to ? row : NaN
    plot 'data/waits.csv' using (at_least($2)):(inside($1)):(at_least($2)):(at_least($8)) with xerrorbars \
             pointtype 0 linewidth 2 linecolor rgb '#BBBBBB', \
         'data/waits.csv' using (at_least($3)):(inside($1)):(has_range ? at_least($4) - at_least($3) : NaN):(0) with vectors \
             nohead linewidth 14 linecolor rgb '#B3D1E8', \
         'data/waits.csv' using (at_least($9)):(inside($1)):(has_range ? at_least($10) - at_least($9) : NaN):(0) with vectors \
             nohead linewidth 14 linecolor rgb '#F5CBB0', \
         'data/waits.csv' using (at_least($2)):(inside($1)) with points pointtype 7 pointsize mark(2) linecolor rgb BLUE, \
         'data/waits.csv' using (at_least($8)):(inside($1)) with points pointtype 13 pointsize mark(2.4) linecolor rgb RED
    unset label
    unset multiplot
    unset output
}
unset logscale x
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
