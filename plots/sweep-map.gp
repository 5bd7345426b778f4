# sweep-map.gp -- one measure over two factors: a cell a point, darker is more.
# Draw again: gnuplot sweep-map.gp (in this folder)
# Table: data/map.csv, column,row,mean,text.
picture = 'sweep-map'
load 'run.gp'
first_x = 0.5; last_x = map_columns + 0.5
load 'style.gp'
headline = map_title; headline_lines = map_title_lines
caption = map_caption
set output picture.'.'.format
set multiplot
load 'frame.gp'
set lmargin at screen 0.16
set rmargin at screen 0.97
set tmargin at screen frame_top(headline_lines, below_lines) - 0.05
set bmargin at screen 0.225
set yrange [0.5:map_rows + 0.5]
set border 0
set grid noytics
unset colorbox
set palette defined (0 '#F7FBFF', 1 '#6BAED6')
set cbrange [map_low:map_high]
eval map_xticks
eval map_yticks
set label 1 map_xwords at graph 0.5, 0 offset 0, -3.2 center font bold16 textcolor rgb '#444444'
set label 2 map_ywords at graph 0, 1 offset -10, 1.2 left font bold16 textcolor rgb '#444444'
plot 'data/map.csv' using 1:2:(0.48):(0.47):3 with boxxyerror fillcolor palette fillstyle solid 1.0 noborder, \
     'data/map.csv' using 1:2:4 with labels font (map_columns > 9 ? plain14 : plain17) textcolor rgb BLACK
unset label
unset multiplot
unset output
if (format eq 'png') { format = 'svg'; load picture.'.gp' }
