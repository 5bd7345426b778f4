# sweep-curve.gp -- responses to one factor: the mean, its simulation error, possible winters.
# Draw again: gnuplot sweep-curve.gp (in this folder)
# Table: data/curve.csv, panel,x,mean,mc_low,mc_high,p05,p95.
picture = 'sweep-curve'
load 'run.gp'
first_x = x_low; last_x = x_high
load 'style.gp'
headline = curve_title; headline_lines = curve_title_lines
caption = curve_caption
columns = panels < 2 ? 1 : 2
rows = (panels + columns - 1) / columns
set output picture.'.'.format
set multiplot
load 'frame.gp'
room_top = frame_top(headline_lines, below_lines) - 0.01
cell_width = 0.95 / columns
cell_height = (room_top - 0.14) / rows
eval x_ticks
do for [i = 1:panels] {
    k = i - 1
    left = 0.03 + (k % columns) * cell_width
    upper = room_top - (k / columns) * cell_height
    set lmargin at screen left + 0.045
    set rmargin at screen left + cell_width - 0.02
    set tmargin at screen upper - 0.065
    set bmargin at screen upper - cell_height + 0.085
    set yrange [panel_low[i]:panel_high[i]]
    set ytics ()
    do for [k = 0:floor((panel_high[i] - panel_low[i]) / panel_step[i] + 0.5)] { set ytics add (thousands(panel_low[i] + k * panel_step[i]) panel_low[i] + k * panel_step[i]) }
    set label 1 panel_label[i] at graph 0, 1 offset 0, 1 left font bold15 textcolor rgb BLACK
    set label 2 (k / columns == rows - 1 ? x_words : '') at graph 0, 0 offset 0, -2.6 left font plain15 textcolor rgb '#444444'
    if (x_base == x_base) {
        set arrow 1 from first x_base, graph 0 to first x_base, graph 1 nohead linecolor rgb GREY linewidth 2 dashtype (6, 6) front
        set label 3 'as in the scenario' at first x_base, graph 1 offset 0.4, -0.8 left font plain14 textcolor rgb '#555555' front
    }
    plot 'data/curve.csv' using ($1 == i ? $2 : NaN):6:7 with filledcurves linecolor rgb BLUE fillstyle transparent solid 0.15 noborder, \
         'data/curve.csv' using ($1 == i ? $2 : NaN):4:5 with filledcurves linecolor rgb BLUE fillstyle transparent solid 0.35 noborder, \
         'data/curve.csv' using ($1 == i ? $2 : NaN):3 with linespoints linecolor rgb BLUE linewidth 4 pointtype 7 pointsize mark(1.2)
    unset label
    unset arrow
}
unset multiplot
unset output
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
