# style.gp -- what every picture shares: format, colours, words, title, footer.
#
# A picture script sets `picture`, loads run.gp (written by the program: titles,
# ranges, ticks) and then this file. It draws itself twice: as PNG, then as SVG.
# Okabe-Ito colours: told apart with every kind of colour vision.

BLACK  = '#222222'; GREY  = '#767676'; PALE = '#DDDDDD'
BLUE   = '#0072B2'; SKY   = '#56B4E9'; GREEN = '#009E73'; YELLOW = '#F0E442'
ORANGE = '#E69F00'; RED   = '#D55E00'; PINK  = '#CC79A7'

set encoding utf8
set datafile separator comma
set decimalsign '.'

if (!exists("format")) { format = 'png' }
if (format eq 'png') { set terminal pngcairo noenhanced size 1600,1000 font 'Arial,18' background '#FFFFFF' }
if (format eq 'svg') { set terminal svg noenhanced size 1600,1000 dynamic font 'Arial,24' background '#FFFFFF' }
# SVG counts font sizes in pixels, the PNG terminal in points of 4/3 pixel. It writes a font's name as the attribute of that
# name: "Arial:Bold" would be a font that nobody has, shown in some other.
name_of(weight, points) = format eq 'svg' ? sprintf('Arial%s,%d', weight eq '' ? '' : '" font-weight="bold', points * 4 / 3) : \
    sprintf('Arial%s,%d', weight, points)
# It draws a mark of the same size twice as wide, too; mark() gives what both terminals draw alike.
mark(size) = format eq 'svg' ? 0.45 * size : size
plain14 = name_of('', 14); plain15 = name_of('', 15); plain16 = name_of('', 16)
plain17 = name_of('', 17); plain18 = name_of('', 18)
bold15 = name_of(':Bold', 15); bold16 = name_of(':Bold', 16); bold25 = name_of(':Bold', 25)

# ---- frame ----
set border 1 linecolor rgb GREY linewidth 1.5
set tics nomirror textcolor rgb BLACK
set ytics scale 0 font plain16
set xtics out scale 0.6 offset 0, 0.35 font plain16
set grid ytics linetype 1 linecolor rgb PALE linewidth 1
set grid noxtics
set key off
set style fill solid 1.0 noborder
set xrange [first_x:last_x]

# "12,000" at ticks, as in tables
thousands(x) = abs(x) < 1000 ? sprintf('%g', abs(x) < 1e-9 ? 0 : x) : \
    sprintf('%s,%03d', thousands(int(x) / 1000), abs(int(floor(x + 0.5))) % 1000)
seconds(c) = timecolumn(c, '%Y-%m-%d')

# ---- reasons for delay: official codes, names for people, one colour each ----
reason_name(code) = \
    code eq 'A'   ? 'A  assessment' : \
    code eq 'B'   ? 'B  public funding' : \
    code eq 'C'   ? 'C  further NHS care' : \
    code eq 'Di'  ? 'Di  residential home' : \
    code eq 'Dii' ? 'Dii  nursing home' : \
    code eq 'E'   ? 'E  care package at home' : \
    code eq 'F'   ? 'F  equipment, adaptations' : \
    code eq 'G'   ? 'G  patient or family choice' : \
    code eq 'H'   ? 'H  dispute' : \
    code eq 'I'   ? 'I  housing' : \
    code eq 'O'   ? 'O  other' : code
reason_colour(code) = \
    code eq 'A'   ? SKY    : code eq 'B' ? RED  : code eq 'C' ? BLUE : \
    code eq 'Di'  ? GREEN  : code eq 'Dii' ? YELLOW : code eq 'E' ? ORANGE : \
    code eq 'F'   ? '#555555' : code eq 'G' ? PINK : code eq 'H' ? '#8C6D46' : \
    code eq 'I'   ? '#A8A8A8' : '#C8C8C8'

# ---- colours of runs that are compared ----
# and the dashes of their lines, so that they are told apart in grey: the first is solid
run_dash(i) = word('1 3 5 2 4 6', (i - 1) % 6 + 1) + 0
run_colour(i) = word('#0072B2 #D55E00 #009E73 #CC79A7 #E69F00 #56B4E9', (i - 1) % 6 + 1)

# ---- title above, caption and identity below ----
# `headline` and `below` are texts with headline_lines and below_lines lines.
frame_top(headline_lines, below_lines) = 0.955 - 0.043 * headline_lines - 0.030 * below_lines
bottom_of_panels = 0.175
