# SPDX-License-Identifier: MIT
# gnuplot -c activations.gp FOLDER OUTPUT.svg: value and derivative of every pointwise activation.
folder = ARG1
names = system("cat ".folder."/names")
count = words(names)
columns = 6
rows = (count + columns - 1) / columns
set terminal svg size 1080, 112*rows font "Helvetica,11" background "white"
set output ARG2
set multiplot layout rows, columns margins 0.03, 0.995, 0.06 / rows, 1 - 0.22 / rows spacing 0.022, 0.26 / rows
unset key
set border lw 0.5 lc rgb "#999999"
set xzeroaxis lw 0.5 lc rgb "#999999" dt 1
set yzeroaxis lw 0.5 lc rgb "#999999" dt 1
set xtics 4 scale 0.4 format "" nomirror
set ytics 1 scale 0.4 font ",8" nomirror
set xrange [-5:5]
set yrange [-1.4:2.4]
do for [i = 1:count] {
    name = word(names, i)
    set title name offset 0, -0.8 noenhanced
    file = folder."/".name.".dat"
    plot file every 2 using 1:3 with lines lw 1.4 lc rgb "#e08030", \
         file every 2 using 1:2 with lines lw 1.8 lc rgb "#2060b0"
}
unset multiplot
