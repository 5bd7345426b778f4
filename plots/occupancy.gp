# occupancy.gp -- people in every service against its places, one small panel each.
# Twelve services a page. Draw again: gnuplot occupancy.gp (in this folder)
# Tables: data/service-NN.csv, columns 2-7 people in, 8 places, 9-14 waiting, 15-20 delayed
# (each mean, p05, p25, p50, p75, p95).
picture = 'occupancy'
load 'run.gp'
load 'style.gp'

per_page = 12
pages = (occupancy_panels + per_page - 1) / per_page
colour = BLUE
first_column = 2
do for [page = 1:pages] {
    set output picture.(pages > 1 ? sprintf('-%d', page) : '').'.'.format
    from = (page - 1) * per_page + 1
    to = page * per_page < occupancy_panels ? page * per_page : occupancy_panels
    shown = to - from + 1
    columns = shown <= 1 ? 1 : shown <= 4 ? 2 : shown <= 9 ? 3 : 4
    rows = (shown + columns - 1) / columns
    set multiplot
    headline = occupancy_title; headline_lines = occupancy_title_lines
    below = occupancy_below; below_lines = occupancy_below_lines
    load 'frame.gp'
    if (pages > 1) { set label 105 sprintf('page %d of %d', page, pages) at screen 0.97, 0.023 right font plain14 textcolor rgb GREY }
    room_top = frame_top(headline_lines, below_lines)
    cell_width = 0.955 / columns
    cell_height = (room_top - 0.115) / rows
    set border 1 linewidth 1
    set ytics font plain14
    set xtics font plain14 scale 0.4 offset 0, 0.3
    do for [i = from:to] {
        k = i - from
        left = 0.03 + (k % columns) * cell_width
        upper = room_top - (k / columns) * cell_height
        set lmargin at screen left + 0.032
        set rmargin at screen left + cell_width - 0.018
        set tmargin at screen upper - 0.042
        set bmargin at screen upper - cell_height + 0.046
        eval columns == 1 ? ticks_wide : ticks_small
        set yrange [0:occupancy_top[i]]
        set ytics 0, occupancy_step[i], occupancy_top[i]
        set label 1 occupancy_label[i] at graph 0, 1 offset -2.5, 1.0 left font bold15 textcolor rgb BLACK
        set label 2 occupancy_note[i] at graph 1, 1 offset 0, 1.0 right font plain14 textcolor rgb '#444444'
        data = sprintf('data/service-%02d.csv', occupancy_file[i])
        c = first_column
        places = picture eq 'occupancy' ? 8 : 0
        plot data using (seconds(1)):(has_range ? column(c + 1) : NaN):(column(c + 5)) with filledcurves \
                 linecolor rgb colour fillstyle transparent solid 0.18 noborder, \
             data using (seconds(1)):(has_range ? column(c + 2) : NaN):(column(c + 4)) with filledcurves \
                 linecolor rgb colour fillstyle transparent solid 0.34 noborder, \
             data using (seconds(1)):(column(c + (has_range ? 3 : 0))) with lines linecolor rgb colour linewidth 2.5, \
             data using (seconds(1)):(places > 0 ? column(places) : NaN) with steps linecolor rgb BLACK linewidth 2.5
        unset label
    }
    unset multiplot
    unset output
}
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
