# frame.gp -- title, subtitle, caption and footer as labels of the first panel.
# Uses headline, headline_lines, below, below_lines; load after `set multiplot`.
unset label
set label 101 headline at screen 0.03, 0.955 left font bold25 textcolor rgb BLACK front
set label 102 below at screen 0.03, 0.955 - 0.043 * headline_lines left font plain18 textcolor rgb '#444444' front
set label 103 caption at screen 0.03, 0.087 left font plain15 textcolor rgb '#444444' front
set label 104 footer at screen 0.03, 0.023 left font plain14 textcolor rgb GREY front
