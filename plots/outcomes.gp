# outcomes.gp -- the outcomes framework: each row's figure, its lines, and its status in possible winters.
# Fourteen rows a page. Draw again: gnuplot outcomes.gp (in this folder)
# Status is told by word and shape, not by colour alone.
picture = 'outcomes'
load 'run.gp'
first_x = 0; last_x = 1
load 'style.gp'
# told apart in grey as well: light, middle, dark
rag_colour(k) = word('#8FD3B6 #F2C14E #B5422C', k)
rag_text(k) = k == 3 ? 0xFFFFFF : 0x222222
shape_of(status) = status eq 'green' ? '●' : status eq 'amber' ? '▲' : status eq 'red' ? '■' : '–'
shape_colour(status) = status eq 'green' ? 0x007A55 : status eq 'amber' ? 0x9A6A00 : status eq 'red' ? 0xB5422C : 0x767676
rag_word(k) = word('green amber red', k)

per_page = 14
pages = (outcomes_rows + per_page - 1) / per_page
unset border
unset grid
unset xtics
unset ytics
do for [page = 1:pages] {
    set output picture.(pages > 1 ? sprintf('-%d', page) : '').'.'.format
    set multiplot
    headline = outcomes_title; headline_lines = outcomes_title_lines
    below = outcomes_below; below_lines = outcomes_below_lines
    load 'frame.gp'
    set label 103 '● green: as good as the target or better      ▲ amber: as good as the second line      ■ red: worse.      Lines: from or to which it is green | amber.'
    if (pages > 1) { set label 105 sprintf('page %d of %d', page, pages) at screen 0.97, 0.023 right font plain14 textcolor rgb GREY }
    from = (page - 1) * per_page + 1
    to = page * per_page < outcomes_rows ? page * per_page : outcomes_rows
    set lmargin at screen 0.70
    set rmargin at screen 0.97
    set tmargin at screen frame_top(headline_lines, below_lines) - 0.055
    set bmargin at screen 0.13
    set xrange [0:1]
    set yrange [from + per_page - 0.4:from - 0.6]
    set label 1 'mean' at screen 0.445, graph 1 offset 0, 0.9 right font plain15 textcolor rgb '#444444'
    set label 2 'green | amber' at screen 0.588, graph 1 offset 0, 0.9 right font plain15 textcolor rgb '#444444'
    set label 3 'status' at screen 0.605, graph 1 offset 0, 0.9 left font plain15 textcolor rgb '#444444'
    set label 4 'of possible winters' at screen 0.70, graph 1 offset 0, 0.9 left font plain15 textcolor rgb '#444444'
    do for [i = from:to] {
        set label (200 + i) outcome_label[i] at screen 0.03, first i left font plain16 textcolor rgb BLACK
        set label (300 + i) outcome_mean[i] at screen 0.445, first i right font plain16 textcolor rgb BLACK
        set label (400 + i) outcome_lines[i] at screen 0.588, first i right font plain15 textcolor rgb '#444444'
        set label (500 + i) shape_of(outcome_status[i]).' '.(outcome_status[i] eq 'none' ? '' : outcome_status[i]).outcome_doubt[i] \
            at screen 0.605, first i left font bold16 textcolor rgb shape_colour(outcome_status[i])
        left = 0.0
        do for [k = 1:3] {
            share = k == 1 ? outcome_green[i] : k == 2 ? outcome_amber[i] : outcome_red[i]
            if (share > 0) {
                set object (10 * i + k) rectangle from first left, first i - 0.34 to first left + share, first i + 0.34 \
                    fillcolor rgb rag_colour(k) fillstyle solid 1.0 border rgb '#FFFFFF' front
                if (share >= 0.17) {
                    set label (1000 + 10 * i + k) sprintf('%s %.0f%%', rag_word(k), 100 * share) at first left + share / 2.0, first i \
                        center font plain14 textcolor rgb rag_text(k) front
                }
                left = left + share
            }
        }
    }
    plot from - 10 notitle with points pointtype 0
    unset label
    unset object
    unset multiplot
    unset output
}
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
