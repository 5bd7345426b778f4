# rules.gp -- when each rule of escalation is on, one wide panel each, as share of winters by day.
# Five rules a page. Draw again: gnuplot rules.gp (in this folder)
# Tables: data/rule-NN.csv: date, share of winters in which it is on at midnight, %.
picture = 'rules'
load 'run.gp'
load 'style.gp'

per_page = 5
pages = (rules_panels + per_page - 1) / per_page
do for [page = 1:pages] {
    set output picture.(pages > 1 ? sprintf('-%d', page) : '').'.'.format
    from = (page - 1) * per_page + 1
    to = page * per_page < rules_panels ? page * per_page : rules_panels
    rows = to - from + 1
    set multiplot
    headline = rules_title; headline_lines = rules_title_lines
    below = rules_below; below_lines = rules_below_lines
    caption = 'The height is the share of possible winters, of equal chance, in which the rule is on that night.'
    load 'frame.gp'
    if (pages > 1) { set label 105 sprintf('page %d of %d', page, pages) at screen 0.97, 0.023 right font plain14 textcolor rgb GREY }
    room_top = frame_top(headline_lines, below_lines)
    cell_height = (room_top - 0.15) / rows
    set border 1 linewidth 1
    set ytics font plain14
    set xtics font plain14 scale 0.4 offset 0, 0.3
    do for [i = from:to] {
        upper = room_top - (i - from) * cell_height
        set lmargin at screen 0.07
        set rmargin at screen 0.97
        set tmargin at screen upper - 0.042
        set bmargin at screen upper - cell_height + 0.012
        eval i == to ? ticks_wide : ticks_bare
        set yrange [0:100]
        set format y '%.0f%%'
        set ytics 0, 50, 100
        set label 1 rules_label[i] at graph 0, 1 offset -4.5, 1.0 left font bold15 textcolor rgb BLACK
        set label 2 rules_note[i] at graph 1, 1 offset 0, 1.0 right font plain14 textcolor rgb '#444444'
        data = sprintf('data/rule-%02d.csv', rules_file[i])
        plot data using (seconds(1)):2 with fillsteps linecolor rgb BLUE fillstyle solid 0.34 noborder, \
             data using (seconds(1)):2 with steps linecolor rgb BLUE linewidth 2
        unset label
    }
    unset multiplot
    unset output
}
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
