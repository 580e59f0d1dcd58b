# SPDX-License-Identifier: MIT
# gnuplot -c loss_surface.gp FOLDER/loss_surface OUTPUT.svg: both losses over both weights, with lines of
# equal loss, and the way of gradient descent from where the network is certain and wrong.
width = 900; height = 470; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
set datafile separator whitespace # which contours have
table = "< tail -n +2 ".ARG1.".csv | tr , ' '"
set multiplot layout 1, 2
set size square
set border 15
half = 0.125 # a step of the table is a square of the image
set xrange [-6 - half:6 + half]
set yrange [-6 - half:6 + half]
set tics 3 nomirror out
set xlabel "first weight"
set ylabel "second weight"
set cblabel "loss" offset 1, 0
set palette defined (0 "#ffffff", 1 "#0b62ad")
unset grid
do for [name in "'square error' cross-entropy"] {
    column = name eq "cross-entropy" ? 4 : 3
    apart = column == 3 ? 0.1 : 0.5
    set contour base
    set dgrid3d 49, 49
    set cntrparam levels incremental 0, apart, 6
    unset surface
    set table $contours
    splot table using 1:2:int(column)
    unset table
    unset contour
    set surface
    unset dgrid3d
    steps = int(system("grep -c '^".name.",' ".ARG1."_paths.csv")) - 1
    path = "< grep '^".name.",' ".ARG1."_paths.csv | cut -d, -f2- | tr , ' '"
    set title name
    set cbrange [0:column == 3 ? 0.9 : 5.5]
    set cbtics 0, column == 3 ? 0.1 : 1
    plot table using 1:2:int(column) with image notitle, \
         $contours using 1:2 with lines lt 7 lw 0.7 title sprintf("lines of equal loss, %g apart", apart), \
         path using 1:2 with linespoints lt 2 lw 1.6 pt 7 ps 0.3 title sprintf("descent from (4, −4), %d steps", steps), \
         "< echo 4 -4" using 1:2 with points lt 2 pt 7 ps 0.9 notitle
}
unset multiplot
