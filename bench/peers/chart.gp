# SPDX-License-Identifier: MIT
#
# Draws speed against error from the numbers of actfn-bench-peers --csv: one dot for each library and
# function. Needs gnuplot:
#   gnuplot -e "csv='build/peers.csv'; out='docs/peers'" bench/peers/chart.gp
# writes docs/peers_forward.svg and docs/peers_backward.svg (float, 65536 elements; n=1024 for others).
if (!exists("n")) n = 65536 # elements
set datafile separator ','
libraries = "loop libmvec xsimd sleef highway eigen onednn xnnpack torch actfn"
set terminal svg size 900,560 dynamic font 'Helvetica,13' background rgb 'white'
set logscale xy
set xrange [0.4:2e7]
set yrange [*:*]
set format x "10^{%L}"
set xtics add ("0.5" 0.5, "1" 1, "4" 4)
set xlabel "largest error in ULP (left is better; 4 loses two bits), errors above 10^7 on the right edge"
set ylabel "billion elements a second (up is better)"
set key outside right top
set grid xtics ytics lc rgb '#dddddd'
set arrow 1 from 4, graph 0 to 4, graph 1 nohead dt 2 lc rgb '#888888'
colour(i) = word("#999999 #1f77b4 #8c564b #bcbd22 #e377c2 #2ca02c #9467bd #17becf #ff7f0e #d62728", i)
clamped(e) = e > 1e7 ? 1e7 : e < 0.45 ? 0.45 : e
do for [direction in "forward backward"] {
    set output out."_".direction.".svg"
    set title (direction eq "forward" ? "f(x)" : "gy f'(x)").sprintf(": float, %d elements, one thread", n)
    row(l) = strcol(6) eq l && strcol(2) eq direction && strcol(3) eq "float" \
             && (column(4) == n && column(5) == 0)
    plot for [i = 1:words(libraries)] csv using \
        (row(word(libraries, i)) ? clamped(column(11)) : NaN):(1 / column(9)) \
        with points pt 7 ps (i == 10 ? 1.1 : 0.8) lc rgb colour(i) title word(libraries, i)
}
