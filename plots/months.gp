# months.gp -- the panels of capacity and spend: bars by month, and a mark with its range.
# Twelve panels a page. Uses: subject, panels, panel_label[], panel_note[], panel_top[], panel_step[],
# months, month_name[], key_one, key_two, key_mark, headline, below, caption_words.
# With has_line: panel_line[], a level drawn across each panel.
# Table: data/<subject>.csv, panel,month,one,two,mark,low,high; `two` stands on `one`.
first_x = 0.4; last_x = months + 0.6
load 'style.gp'
per_page = 12
pages = (panels + per_page - 1) / per_page
set border 1 linewidth 1
set xtics scale 0 font plain14 offset 0, 0.4
two_lines(name) = strlen(name) == 8 ? name[1:3]."\n".name[5:8] : name
every_month = months <= 6 ? 1 : months <= 12 ? 2 : 6
do for [page = 1:pages] {
    set output picture.(pages > 1 ? sprintf('-%d', page) : '').'.'.format
    from = (page - 1) * per_page + 1
    to = page * per_page < panels ? page * per_page : panels
    shown = to - from + 1
    columns = shown <= 1 ? 1 : shown <= 4 ? 2 : shown <= 9 ? 3 : 4
    rows = (shown + columns - 1) / columns
    set multiplot
    load 'frame.gp'
    set label 103 caption_words
    if (pages > 1) { set label 105 sprintf('page %d of %d', page, pages) at screen 0.97, 0.023 right font plain14 textcolor rgb GREY }
    top_of_key = frame_top(headline_lines, below_lines) - 0.005
    set object 901 rectangle at screen 0.037, top_of_key size screen 0.014, screen 0.02 fillcolor rgb BLUE fillstyle solid 1.0 noborder front
    set label 111 key_one at screen 0.05, top_of_key left font plain16 textcolor rgb BLACK
    if (strlen(key_two) > 0) {
        set object 902 rectangle at screen 0.337, top_of_key size screen 0.014, screen 0.02 fillcolor rgb SKY fillstyle pattern 2 border rgb SKY front
        set label 112 key_two at screen 0.35, top_of_key left font plain16 textcolor rgb BLACK
    }
    set label 113 '◆ '.key_mark at screen 0.63, top_of_key left font plain16 textcolor rgb RED
    room_top = top_of_key - 0.035
    cell_width = 0.955 / columns
    cell_height = (room_top - 0.115) / rows
    do for [i = from:to] {
        k = i - from
        left = 0.03 + (k % columns) * cell_width
        upper = room_top - (k / columns) * cell_height
        set lmargin at screen left + 0.035
        set rmargin at screen left + cell_width - 0.018
        set tmargin at screen upper - 0.042
        set bmargin at screen upper - cell_height + 0.058
        set yrange [0:panel_top[i]]
        set ytics () font plain14
        do for [t = 0:floor(panel_top[i] / panel_step[i] + 1e-9)] { set ytics add (thousands(t * panel_step[i]) t * panel_step[i]) }
        set xtics ()
        do for [m = 1:months:every_month] { set xtics add (two_lines(month_name[m]) m) }
        set label 1 panel_label[i] at graph 0, 1 offset -2.5, 1.0 left font bold15 textcolor rgb BLACK
        set label 2 panel_note[i] at graph 1, 1 offset 0, 1.0 right font plain14 textcolor rgb '#444444'
        if (exists('has_line')) { set arrow 7 from first first_x, first panel_line[i] to first last_x, first panel_line[i] nohead front linewidth 3 linecolor rgb BLACK }
        data = sprintf('data/%s.csv', subject)
        plot data using ($1 == i ? $2 : NaN):($3 + $4):(0.62) with boxes linecolor rgb SKY linewidth 1 fillstyle pattern 2 border linecolor rgb SKY, \
             data using ($1 == i ? $2 : NaN):3:(0.62) with boxes fillstyle solid 1.0 noborder linecolor rgb BLUE, \
             data using ($1 == i ? $2 : NaN):5:6:7 with yerrorbars pointtype -1 linewidth 2 linecolor rgb RED, \
             data using ($1 == i ? $2 : NaN):5 with points pointtype 13 pointsize mark(1.6) linecolor rgb RED
        unset label
        unset object
    }
    unset multiplot
    unset output
}
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
