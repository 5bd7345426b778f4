# plans.gp -- what is spent and set aside of each budget at the end of each month.
# Draw again: gnuplot plans.gp (in this folder); the panels are in months.gp.
picture = 'plans'
subject = 'plans'
load 'run.gp'
panels = plans_panels
months = plans_months
array panel_label[panels]; array panel_note[panels]; array panel_top[panels]; array panel_step[panels]
array panel_line[panels]
array month_name[months]
do for [i = 1:panels] {
    panel_label[i] = plans_label[i]; panel_note[i] = plans_note[i]; panel_top[i] = plans_top[i]; panel_step[i] = plans_step[i]; panel_line[i] = plans_line[i]
}
do for [m = 1:months] { month_name[m] = plans_month[m] }
key_one = plans_key_one; key_two = plans_key_two; key_mark = plans_key_mark; caption_words = plans_caption
has_line = 1
headline = plans_title; headline_lines = plans_title_lines
below = plans_below; below_lines = plans_below_lines
load 'months.gp'
