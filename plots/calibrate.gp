# calibrate.gp -- observed against modelled, period by period: one panel a measure.
# Draw again: gnuplot calibrate.gp (in this folder)
# Table: data/rows.csv, panel,from,to,observed,low,high,modelled,inside.
picture = 'calibrate'
load 'run.gp'
day_of(text) = strptime('%Y-%m-%d', text)
first_x = day_of(first_day); last_x = day_of(last_day)
load 'style.gp'
columns = panels < 3 ? 1 : panels < 5 ? 2 : 3
rows = (panels + columns - 1) / columns
set output picture.'.'.format
set multiplot
load 'frame.gp'
room_top = frame_top(headline_lines, below_lines) - 0.02
cell_width = 0.97 / columns
cell_height = (room_top - 0.135) / rows
eval ticks
middle(a, b) = (seconds(a) + seconds(b)) / 2
do for [i = 1:panels] {
    k = i - 1
    left = 0.02 + (k % columns) * cell_width
    upper = room_top - (k / columns) * cell_height
    set lmargin at screen left + 0.05
    set rmargin at screen left + cell_width - 0.02
    set tmargin at screen upper - 0.085
    set bmargin at screen upper - cell_height + 0.075
    set yrange [panel_low[i]:panel_high[i]]
    set ytics panel_low[i], panel_step[i], panel_high[i]
    set label 1 panel_label[i] at graph 0, 1 offset 0, 2.4 left font bold16 textcolor rgb BLACK
    set label 2 panel_unit[i] at graph 0, 1 offset 0, 0.7 left font plain15 textcolor rgb '#444444'
    if (held) {
        set object 1 rectangle from first day_of(held_from), graph 0 to first day_of(held_to), graph 1 \
            behind fillcolor rgb '#EDEDED' fillstyle solid 1.0 noborder
    }
    rows_of = 'data/rows.csv'
    plot rows_of using ($1 == i ? middle(2, 3) : NaN):7:(seconds(2)):(seconds(3)):5:6 every ::1 \
             with boxxyerror linecolor rgb BLUE fillstyle transparent solid 0.22 noborder, \
         rows_of using ($1 == i ? seconds(2) : NaN):7:(seconds(3) - seconds(2)):(0) every ::1 \
             with vectors nohead linecolor rgb BLUE linewidth 3, \
         rows_of using ($1 == i && $8 == 1 ? middle(2, 3) : NaN):4 every ::1 \
             with points pointtype 7 pointsize mark(1.5) linecolor rgb BLACK, \
         rows_of using ($1 == i && $8 == 0 ? middle(2, 3) : NaN):4 every ::1 \
             with points pointtype 7 pointsize mark(1.8) linecolor rgb RED
    unset label
    unset object
}
unset multiplot
unset output
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
