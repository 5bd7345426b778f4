# optimise-frontier.gp -- what options cost and what harm they leave.
# Draw again: gnuplot optimise-frontier.gp (in this folder)
# Tables: data/options.csv and data/frontier.csv, role,cost_thousands,harm,low,high;
# role 0 is beaten by another, 1 on the frontier, 2 chosen: ring, dot and diamond, so that it can be read in grey.
picture = 'optimise-frontier'
load 'run.gp'
first_x = x_low; last_x = x_high
load 'style.gp'
set output picture.'.'.format
set multiplot
load 'frame.gp'
set lmargin at screen 0.085
set rmargin at screen 0.87
set tmargin at screen frame_top(headline_lines, below_lines) - 0.06
set bmargin at screen 0.215
set yrange [y_low:y_high]
set ytics ()
do for [k = 0:floor((y_high - y_low) / y_step + 0.5)] { set ytics add (thousands(y_low + k * y_step) y_low + k * y_step) }
millions = x_high >= 1000
set format x (millions ? '£%.2fm' : '£%.0fk')
unit = millions ? 1000.0 : 1 # costs are in thousands
set xrange [x_low / unit:x_high / unit]
set xtics x_step / unit
set label 1 harm_words at graph 0, 1 offset 0, 1 left font bold16 textcolor rgb '#444444'
set label 2 'cost' at graph 1, 0 offset 0, -2.6 right font bold16 textcolor rgb '#444444'
set style textbox opaque noborder fillcolor rgb 'white' margins 0.4, 0.4
do for [i = 1:names] {
    set label (10 + i) name_text[i] at first name_x[i] / unit, first name_y[i] offset 0.8, name_lift[i] left font plain14 textcolor rgb '#444444' boxed back
}
plot 'data/options.csv' using ($1 == 0 ? $2 / unit : NaN):3:4:5 with yerrorbars pointtype -1 linewidth 1.5 linecolor rgb '#BBBBBB', \
     'data/options.csv' using ($1 == 0 ? $2 / unit : NaN):3 with points pointtype 6 pointsize mark(1.2) linewidth 2 linecolor rgb '#8A8A8A', \
     'data/frontier.csv' using ($2 / unit):3 with lines linewidth 3 linecolor rgb SKY, \
     'data/options.csv' using ($1 == 1 ? $2 / unit : NaN):3:4:5 with yerrorbars pointtype -1 linewidth 2 linecolor rgb BLUE, \
     'data/options.csv' using ($1 == 1 ? $2 / unit : NaN):3 with points pointtype 7 pointsize mark(1.6) linecolor rgb BLUE, \
     'data/options.csv' using ($1 == 2 ? $2 / unit : NaN):3:4:5 with yerrorbars pointtype -1 linewidth 3 linecolor rgb RED, \
     'data/options.csv' using ($1 == 2 ? $2 / unit : NaN):3 with points pointtype 13 pointsize mark(3) linecolor rgb RED
unset label
unset multiplot
unset output
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
