# compare-services.gp -- every service in several runs, one small panel each.
# Twelve services a page. Draw again: gnuplot compare-services.gp (in this folder)
# Tables: data/compare-service-NN.csv, columns 2i people in and 2i+1 places of run i.
picture = 'compare-services'
load 'run.gp'
load 'style.gp'

per_page = 12
pages = (services_panels + per_page - 1) / per_page
do for [page = 1:pages] {
    set output picture.(pages > 1 ? sprintf('-%d', page) : '').'.'.format
    from = (page - 1) * per_page + 1
    to = page * per_page < services_panels ? page * per_page : services_panels
    shown = to - from + 1
    columns = shown <= 1 ? 1 : shown <= 4 ? 2 : shown <= 9 ? 3 : 4
    rows = (shown + columns - 1) / columns
    set multiplot
    headline = services_title; headline_lines = services_title_lines
    below = services_below; below_lines = services_below_lines
    load 'frame.gp'
    set label 103 'The median of possible winters at each date. Each panel has its own scale, from 0; their ranges are in the pictures of each run.'
    do for [i = 1:runs] {
        set label (110 + i) run_title[i] at screen 0.03 + (i - 1) * 0.95 / runs, frame_top(headline_lines, below_lines) - 0.005 \
            left font bold16 textcolor rgb run_colour(i)
    }
    if (pages > 1) { set label 105 sprintf('page %d of %d', page, pages) at screen 0.97, 0.023 right font plain14 textcolor rgb GREY }
    room_top = frame_top(headline_lines, below_lines) - 0.045
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
        set yrange [0:services_top[i]]
        set ytics 0, services_step[i], services_top[i]
        set label 1 services_label[i] at graph 0, 1 offset -2.5, 1.0 left font bold15 textcolor rgb BLACK
        set label 2 services_note[i] at graph 1, 1 offset 0, 1.0 right font plain14 textcolor rgb '#444444'
        data = sprintf('data/compare-service-%02d.csv', i)
        plot for [r = 1:runs] data using (seconds(1)):(column(2 * r + 1)) with lines dashtype (6, 5) linecolor rgb run_colour(r) linewidth (r == 1 ? 3.5 : 1.5), \
             for [r = 1:runs] data using (seconds(1)):(column(2 * r)) with lines linecolor rgb run_colour(r) linewidth (r == 1 ? 5 : 2)
        unset label
    }
    unset multiplot
    unset output
}
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
