# SPDX-License-Identifier: MIT
# gnuplot -c activations.gp FOLDER "NAME ...": the data sets of FOLDER/activations/curves.dat, which
# are in the order of the names, as FOLDER/activations/NAME.svg and all in FOLDER/activations.svg.
set encoding utf8
set datafile missing "?"
folder = ARG1."/activations/"
data = folder."curves.dat"
names = ARG2

# Grid and axes as curves make smaller files than gnuplot's own.
set print $grid
do for [x = -4:4] { print sprintf("%d -1.6\n%d 2.6\n\n", x, x) }
do for [y = -1:2] { print sprintf("-5 %d\n5 %d\n\n", y, y) }
set print $axes
print "-5 0\n5 0\n\n0 -1.6\n0 2.6"
set print $numbers
print "-4 -.3 −4\n-2 -.3 −2\n2 -.3 2\n4 -.3 4\n.3 -1 −1\n.2 1 1\n.2 2 2"
set print

unset border
unset tics
set margins 0.5, 0.5, 0.3, 1.8
set xrange [-5:5]
set yrange [-1.6:2.6]
set key maxrows 1 left reverse Left samplen 2 width 2 at graph 0, 1.14
set style line 1 lw 2.8 lc rgb "#2060b0"
set style line 2 lw 1.4 lc rgb "#e08030"

back = "plot $grid with lines lc rgb '#e4e4e4' notitle, $axes with lines lc rgb '#999999' notitle"
numbers = ", $numbers using 1:2:3 with labels tc rgb '#666666' notitle"
set_of(i) = sprintf(", data index %d using 1:", i - 1)
lines(i) = set_of(i)."2 with lines ls 1 title name".set_of(i)."3 with lines ls 2 title 'derivative'"
dots(i) = set_of(i)."4 with points ls 1 pt 7 ps 0.55 notitle" \
    .set_of(i)."5 with points ls 2 pt 7 ps 0.35 notitle" # at kinks
array curves[words(names)]
do for [i = 1:words(names)] {
    stats data index i - 1 using (valid(4)) nooutput
    curves[i] = lines(i).(STATS_sum > 0 ? dots(i) : "")
}

do for [i = 1:words(names)] {
    name = word(names, i)
    set terminal svg size 420, 200 fixed rounded noenhanced font "Helvetica,11" background "white"
    set output folder.name.".svg"
    eval back.numbers.curves[i]
}

columns = 6
rows = (words(names) + columns - 1) / columns
set terminal svg size 210 * columns, 112 * rows fixed rounded noenhanced font "Helvetica,11" \
    background "white"
set output ARG1."/activations.svg"
set multiplot layout rows, columns
unset key
do for [i = 1:words(names)] {
    set label 1 word(names, i) at graph 0, 1.12
    eval back.curves[i]
}
unset multiplot
