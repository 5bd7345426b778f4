# compare-options.gp -- each option against the base: one panel a measure, one line an option.
# Draw again: gnuplot compare-options.gp (in this folder)
# Table: data/options.csv, panel,option,difference,low,high; the interval holds for all at once.
picture = 'compare-options'
load 'run.gp'
first_x = 0; last_x = 1
load 'style.gp'
columns = panels < 4 ? panels : panels == 4 ? 2 : panels <= 6 ? 3 : 4
rows = (panels + columns - 1) / columns
set output picture.'.'.format
set multiplot
load 'frame.gp'
room_top = frame_top(headline_lines, below_lines) - 0.01
names = 0.17
cell_width = (0.975 - names) / columns
cell_height = (room_top - 0.125) / rows
set border 1 linewidth 1
unset ytics
set grid xtics linetype 1 linecolor rgb PALE linewidth 1
set xtics out scale 0.4 offset 0, 0.3 font plain14
set yrange [options + 0.6:0.4]
do for [i = 1:panels] {
    k = i - 1
    left = names + (k % columns) * cell_width
    upper = room_top - (k / columns) * cell_height
    set lmargin at screen left + 0.012
    set rmargin at screen left + cell_width - 0.018
    set tmargin at screen upper - 0.085
    set bmargin at screen upper - cell_height + 0.05
    set xrange [panel_low[i]:panel_high[i]]
    set xtics ()
    do for [k = ceil(panel_low[i] / panel_step[i] - 1e-9):floor(panel_high[i] / panel_step[i] + 1e-9)] { set xtics add (thousands(k * panel_step[i]) k * panel_step[i]) }
    set label 1 panel_label[i] at graph 0, 1 offset 0, 2.5 left font bold15 textcolor rgb BLACK
    set label 2 panel_unit[i] at graph 0, 1 offset 0, 0.6 left font plain14 textcolor rgb '#444444'
    unset object
    if (panel_zone[i] > 0) {
        set object 1 rectangle from first -panel_zone[i], graph 0 to first panel_zone[i], graph 1 \
            behind fillcolor rgb '#E8E8E8' fillstyle solid 1.0 noborder
    }
    set arrow 1 from first 0, graph 0 to first 0, graph 1 nohead linecolor rgb BLACK linewidth 2 front
    if (k % columns == 0) {
        do for [o = 1:options] {
            set label (10 + o) option_name[o] at graph 0, first o offset -1.5, 0.4 * (option_lines[o] - 1) right \
                font (names_small || option_lines[o] > 1 ? plain14 : plain17) textcolor rgb run_colour(o + 1)
        }
    }
    plot for [o = 1:options] 'data/options.csv' using ($1 == i && $2 == o ? $3 : NaN):2:4:5 with xerrorbars \
        pointtype -1 linewidth 4 linecolor rgb run_colour(o + 1), \
        for [o = 1:options] 'data/options.csv' using ($1 == i && $2 == o ? $3 : NaN):2 with points \
        pointtype 7 pointsize mark(2) linecolor rgb run_colour(o + 1)
    unset label
    unset arrow
}
unset multiplot
unset output
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
