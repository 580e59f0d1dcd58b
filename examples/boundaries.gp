# SPDX-License-Identifier: MIT
# gnuplot -c boundaries.gp FOLDER/boundaries OUTPUT.svg: what the first start of each activation
# answers over the plane, and the points that it was shown.
width = 760; height = 860; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
set multiplot layout 3, 3 margins 0.08, 0.88, 0.08, 0.91 spacing 0.06, 0.085 \
    title "What the networks answer, and in numbers how many of other points they tell right" font ",13"
set size square
set border 15
set xrange [-2.5:2.5]
set yrange [-2.5:2.5]
set tics 2 nomirror out
set cbrange [0:1]
set palette defined (0 "#e08030", 0.5 "#ffffff", 1 "#2060b0")
set cbtics 0.5
unset key
unset grid
unset colorbox
names = system("awk -F, 'NR > 1 { print $1 }' ".ARG1.".csv")
do for [i = 1:words(names)] {
    name = word(names, i)
    mean = system("awk -F, '$1 == \"".name."\" { printf \"%.3f\", $2 }' ".ARG1.".csv")
    set title name.", ".mean noenhanced
    set xlabel (i > 6 ? "x" : "")
    set ylabel (i % 3 == 1 ? "y" : "") offset 1, 0
    if (i == 6) {
        set colorbox user origin 0.9, 0.36 size 0.015, 0.25
        set cblabel "answer" offset 0, 0
    } else {
        unset colorbox
        unset cblabel
    }
    plot "< grep '^".name.",' ".ARG1."_plane.csv" using 2:3:4 with image, \
         ARG1."_points.csv" skip 1 using 1:2 with points pt 7 ps 0.34 lc rgb "white", \
         ARG1."_points.csv" skip 1 using 1:2:($3 == 0 ? 0x803000 : 0x001850) \
             with points pt 7 ps 0.25 lc rgb variable
}
unset multiplot
