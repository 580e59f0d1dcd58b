# SPDX-License-Identifier: MIT
# gnuplot -c activations.gp FOLDER: what is in FOLDER/activations, curves.dat by panels.dat, as a picture
# for each function, FOLDER/activations/NAME.svg, and all in FOLDER/activations.svg.
folder = ARG1
style = system("dirname '".ARG0."'")."/style.gp"
load folder."/activations/panels.dat"
data = folder."/activations/curves.dat"

# Columns of a panel.
name_of(i) = word(panel[i], 1)
title_of(i) = word(panel[i], 2)
first(i) = int(word(panel[i], 3))
count(i) = int(word(panel[i], 4))
low(i, which) = real(word(panel[i], 5 + 2 * which)) # 0: x, 1: value, 2: derivative
high(i, which) = real(word(panel[i], 6 + 2 * which))
has_one_value(i) = int(word(panel[i], 11))

# Grid, axes and numbers as curves and labels: gnuplot's own make files twice as large.
round(m) = m <= 1 ? 1 : m <= 2 ? 2 : m <= 5 ? 5 : 10
step(length, lines) = 10**floor(log10(length / lines)) * round(length / lines / 10**floor(log10(length / lines)))
number(x) = (x < 0 ? "−" : "").sprintf("%g", abs(x))
frame(i, which, lines) = sprintf("x0 = %g; x1 = %g; y0 = %g; y1 = %g; dx = step(x1 - x0, 6.); dy = step(y1 - y0, %d.); ", \
    low(i, 0), high(i, 0), low(i, which), high(i, which), lines).frame_of_these
frame_of_these = 'set xrange [x0:x1]; set yrange [y0:y1]; ' \
    .'set print $grid; ' \
    .'do for [k = ceil(x0 / dx):floor(x1 / dx)] { print sprintf("%g %g\n%g %g\n\n", k * dx, y0, k * dx, y1) }; ' \
    .'do for [k = ceil(y0 / dy):floor(y1 / dy)] { print sprintf("%g %g\n%g %g\n\n", x0, k * dy, x1, k * dy) }; ' \
    .'set print $axes; print sprintf("%g %g\n%g %g\n%g %g\n\n", x0, y1, x0, y0, x1, y0); ' \
    .'print sprintf("%g 0\n%g 0\n\n0 %g\n0 %g", x0, x1, y0, y1); ' \
    .'set print $across; do for [k = ceil(x0 / dx):floor(x1 / dx)] { print sprintf("%g %g %s", k * dx, y0, number(k * dx)) }; ' \
    .'set print $up; do for [k = ceil(y0 / dy):floor(y1 / dy)] { print sprintf("%g %g %s", x0, k * dy, number(k * dy)) }; ' \
    .'set print'
back(font) = "plot $grid with lines lt 1 lw 0.6 lc rgb '#dddddd' notitle, $axes with lines lt 1 lw 1 lc rgb '#888888' notitle, " \
    ."$across using 1:2:3 with labels center offset 0, -0.8 tc rgb '#333333' font ',".font."' notitle, " \
    ."$up using 1:2:3 with labels right offset -0.6, 0 tc rgb '#333333' font ',".font."' notitle, "

# What stands behind `plot`: the value (column 2; 4 at kinks) or the derivative (3; 5) of data set k.
line(k, column, style, title) = sprintf("data index %d using 1:%d with lines %s title '%s'", k, column, style, title)
dots(k, column, style) = has_kinks[k + 1] ? \
    sprintf(", data index %d using 1:%d with points %s pt 7 ps 0.45 notitle", k, column, style) : ""

# The value of all curves of a panel, or their derivative, from wide to narrow: where they are the same, all are seen.
nth(i, j) = sprintf("lt %d lw %g", j + 1, 1.3 + 0.8 * (count(i) - 1 - j))
lines_from(i, column, j) = j == count(i) ? "" : (j == 0 ? "" : ", ") \
    .line(first(i) + j, column, nth(i, j), label[first(i) + j + 1]) \
    .dots(first(i) + j, column + 2, nth(i, j)).lines_from(i, column, j + 1)
lines_of(i, column) = lines_from(i, column, 0)
# A function without parameters, or the one value of a family.
value_of(i, style) = line(first(i), 2, style, "value").dots(first(i), 4, style)
both_of(i) = value_of(i, "lt 1 lw 2.6").", ".line(first(i), 3, "lt 2 lw 1.3", "derivative").dots(first(i), 5, "lt 2 lw 1.3")

# The length of its longest label.
longest(i, j) = j == count(i) ? 0 : (strlen(label[first(i) + j + 1]) > longest(i, j + 1) ? strlen(label[first(i) + j + 1]) : longest(i, j + 1))

to_draw = 'load style; set datafile separator whitespace; set datafile missing "?"; unset border; unset tics; unset grid'

do for [i = 1:|panel|] {
    is_family = count(i) > 1
    width = is_family ? 760 : 480; height = is_family ? 330 : 300; picture = folder."/activations/".name_of(i).".svg"
    eval to_draw
    set key vertical maxrows (count(i) * (8 * longest(i, 0) + 60) > 760 ? 2 : 1) at screen 0.52, 0.07 center center
    set xlabel "x" offset 0, -0.8
    if (is_family) {
        set multiplot layout 1, 2 margins 0.06, 0.98, 0.25, 0.87 spacing 0.08, 0
        set title name_of(i).": value" noenhanced
        eval frame(i, 1, 6)
        if (has_one_value(i)) { unset key }
        eval back("10").(has_one_value(i) ? value_of(i, "lt 7") : lines_of(i, 2))
        if (has_one_value(i)) { set key } else { unset key }
        set title "derivative"
        eval frame(i, 2, 6)
        eval back("10").lines_of(i, 3)
        unset multiplot
    } else {
        set title name_of(i) noenhanced
        set margins screen 0.08, screen 0.98, screen 0.26, screen 0.86
        eval frame(i, 1, 6)
        eval back("10").both_of(i)
    }
    unset output
    reset
}

# All in one: the families one below the other.
columns = 6
wide = 212 # pixels of a panel
tall = 182
heading = 40
array rows[|family|]
top = 84
height = top
do for [f = 1:|family|] {
    rows[f] = (words(members[f]) + columns - 1) / columns
    height = height + heading + tall * rows[f]
}
width = wide * columns; picture = folder."/activations.svg"
eval to_draw
set multiplot
right(pixels) = real(pixels) / width
up(pixels) = 1 - real(pixels) / height
# The key above a panel: as many columns as there is room for.
key_columns(i) = longest(i, 0) > 14 ? 1 : longest(i, 0) > 6 ? 2 : 3
key_rows(i) = (count(i) + has_one_value(i) + key_columns(i) - 1) / key_columns(i) # the value stands there, too
set label 1 "Every pointwise activation" at screen right(10), screen up(22) font ",18"
set label 2 "One curve: value in blue, derivative in orange. Several: values of a family, a line for each of its parameters; of " \
    ."surrogates, whose value is black, derivatives." at screen right(10), screen up(48) noenhanced
set label 3 "A dot is what holds at a kink." at screen right(10), screen up(66)
do for [f = 1:|family|] {
    set label 4 family[f] at screen right(10), screen up(top + 18) font ",15"
    top = top + heading
    do for [k = 1:words(members[f])] {
        i = int(word(members[f], k))
        x = wide * ((k - 1) % columns)
        y = top + tall * ((k - 1) / columns)
        set margins screen right(x + 30), screen right(x + wide - 8), screen up(y + tall - 24), screen up(y + 62)
        set label 5 title_of(i) at screen right(x + 30), screen up(y + 13) font ",11" noenhanced
        set key vertical left top maxrows key_rows(i) samplen 1 height 0 font ",8" spacing 0.8 \
            at screen right(x + 20), screen up(y + 21)
        if (count(i) == 1) { unset key }
        which = has_one_value(i) && count(i) > 1 ? 2 : 1
        eval frame(i, which, 5)
        eval back("8").(count(i) == 1 ? both_of(i) \
            : which == 2 ? lines_of(i, 3).", ".value_of(i, "lt 7 lw 1.3") : lines_of(i, 2))
        unset label
    }
    top = top + tall * rows[f]
}
unset multiplot
