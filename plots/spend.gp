# spend.gp -- what each payer and purchase spends, by month.
# Draw again: gnuplot spend.gp (in this folder); the panels are in months.gp.
picture = 'spend'
subject = 'spend'
load 'run.gp'
panels = spend_panels
months = spend_months
array panel_label[panels]; array panel_note[panels]; array panel_top[panels]; array panel_step[panels]
array month_name[months]
do for [i = 1:panels] {
    panel_label[i] = spend_label[i]; panel_note[i] = spend_note[i]; panel_top[i] = spend_top[i]; panel_step[i] = spend_step[i]
}
do for [m = 1:months] { month_name[m] = spend_month[m] }
key_one = spend_key_one; key_two = spend_key_two; key_mark = spend_key_mark; caption_words = spend_caption
headline = spend_title; headline_lines = spend_title_lines
below = spend_below; below_lines = spend_below_lines
load 'months.gp'
