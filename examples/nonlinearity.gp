# SPDX-License-Identifier: MIT
# gnuplot -c nonlinearity.gp FOLDER/nonlinearity OUTPUT.svg: loss of exclusive or while it is learnt.
width = 900; height = 400; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
csv = ARG1.".csv"
set multiplot layout 1, 3 margins 0.08, 0.98, 0.32, 0.84 spacing 0.05, 0 \
    title "Exclusive or, learnt by the same network with ten activations and without one: the first start" font ",13"
set logscale xy
set xrange [3:300]
set yrange [5e-5:2]
set xtics (3, 10, 30, 100, 300)
set xlabel "step"
set format y "10^{%T}"
set key vertical maxrows 3 samplen 2
of(name) = "< grep '^".name.",' ".csv
kinds = "'sigmoid tanh softsign' 'relu leaky_relu elu selu' 'gelu silu mish'"
titles = "saturating 'straight on the right' smooth"
first = 1
do for [k = 1:3] {
    names = word(kinds, k)
    set title word(titles, k)
    set ylabel (k == 1 ? "mean square error" : "")
    plot of("none") using 2:3 with lines lt 12 lw 4 dt 1 title "none", \
         for [i = 1:words(names)] of(word(names, i)) using 2:3 with lines lt first + i - 1 title word(names, i)
    first = first + words(names)
}
unset multiplot
