# capacity.gp -- demand against capacity of every service out of hospital, by month.
# Draw again: gnuplot capacity.gp (in this folder); the panels are in months.gp.
picture = 'capacity'
subject = 'capacity'
load 'run.gp'
panels = capacity_panels
months = capacity_months
array panel_label[panels]; array panel_note[panels]; array panel_top[panels]; array panel_step[panels]
array month_name[months]
do for [i = 1:panels] {
    panel_label[i] = capacity_label[i]; panel_note[i] = capacity_note[i]; panel_top[i] = capacity_top[i]; panel_step[i] = capacity_step[i]
}
do for [m = 1:months] { month_name[m] = capacity_month[m] }
key_one = capacity_key_one; key_two = capacity_key_two; key_mark = capacity_key_mark; caption_words = capacity_caption
headline = capacity_title; headline_lines = capacity_title_lines
below = capacity_below; below_lines = capacity_below_lines
load 'months.gp'
