# SPDX-License-Identifier: MIT
#
# Draws the numbers of actfn-bench-peers --csv: a row for each function, in it a mark for each library at its own height. Needs gnuplot:
#   gnuplot -e "csv='build/peers.csv'; out='docs/peers'" bench/peers/chart.gp
# writes docs/peers_speed.svg and docs/peers_error.svg, of f(x) in float (n=65536 for arrays of another length).
if (!exists("n")) n = 1024 # elements
set datafile separator ','
libraries = "actfn eigen xsimd eve libmvec sleef highway rtneural mlpack onednn xnnpack torch loop"
functions = "sigmoid tanh elu selu softplus silu gelu gelu_tanh mish erf exponential relu leaky_relu hardswish hard_sigmoid"
colours = "#c1121f #1f5fa8 #7a4b2a #e6ab02 #8a7a00 #b0479a #2e7d32 #2196e8 #000000 #5d3a9b #0f7f8c #c25e00 #6b6b6b"
marks = "7 5 9 15 13 11 4 10 14 6 8 12 2"
machine = system(sprintf("sed -n '1{s/^# //;s/ -W[^ ;]*//g;s/ -DNDEBUG//;p}' '%s'", csv))
count = words(functions)
# Once a function: from the top.
row_of(f) = sum [i = 1:count] (word(functions, i) eq f ? count + 1 - i : 0)
set logscale x
set yrange [0.5:count + 0.5]
do for [i = 1:count - 1] { set arrow i from graph 0, first i + 0.5 to graph 1, first i + 0.5 nohead lc rgb '#bbbbbb' }
set ytics ()
do for [i = 1:count] { set ytics add (word(functions, i) count + 1 - i) }
set ytics noenhanced
set grid xtics lt 1 lc rgb '#dddddd'
set border 3 lc rgb '#555555'
set tics nomirror
set key outside right top reverse Left spacing 1.4 noenhanced
set label 1 machine at screen 0.01, screen 0.02 left font ',11' tc rgb '#444444' noenhanced
set bmargin 5.5
set rmargin 16
is_drawn(l) = strcol(6) eq l && strcol(2) eq "forward" && strcol(3) eq "float" && column(4) == n && column(5) == 0
do for [chart in "speed error"] {
    is_speed = chart eq "speed"
    column_of = is_speed ? 9 : 11
    picture = out."_".chart
    name = system("basename '".picture."'") # the title of the SVG
    set terminal svg size 900,1000 dynamic name name font 'Helvetica,14' background rgb 'white'
    set output picture.".svg"
    set title is_speed ? sprintf("Time of f(x): float, %d elements, one thread", n) : "Largest error of f(x): float, also in the tails"
    set xlabel is_speed ? "nanoseconds an element, left is faster" : "units in the last place (ULP), left is better; beyond 10^7, and NaN, on the right edge"
    if (is_speed) { set xrange [0.02:100]; set format x "%g"; set xtics (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50) } \
    else { set xrange [0.3:2e7]; set format x "10^{%L}"; set xtics ("0" 0.4, "1" 1, "4" 4, "10^2" 1e2, "10^3" 1e3, "10^4" 1e4, "10^5" 1e5, "10^6" 1e6, "10^7" 1e7) }
    shown(v) = is_speed ? v : v > 1e7 ? 1e7 : v < 0.4 ? 0.4 : v
    plot for [i = 1:words(libraries)] csv using \
        (is_drawn(word(libraries, i)) ? shown(column(column_of)) : NaN):(row_of(strcol(1)) + (i == 1 ? 0.42 : 0.46 - 0.066 * i)) \
        with points pt int(word(marks, i)) ps (i == 1 ? 0.75 : 0.55) lc rgb word(colours, i) title word(libraries, i)
    unset output
    # The terminal draws the outlines of marks thinner than can be seen.
    system(sprintf("sed -i \"s/stroke-width='0[.][0-9]*' stroke='currentColor'/stroke-width='0.5' stroke='currentColor'/\" '%s.svg'", picture))
}
