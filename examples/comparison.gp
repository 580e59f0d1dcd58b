# SPDX-License-Identifier: MIT
# gnuplot -c comparison.gp FOLDER/comparison OUTPUT.svg: errors of every activation, with their
# spread over the starts, in the colours of families, beside what a network without one reaches.
width = 1120; height = 860; picture = ARG2
here = system("dirname '".ARG0."'")
load here."/../docs/style.gp"
# The table with the family of docs/site/families.csv behind each row: name|mean|least|most|family.
joined = "awk 'NR == FNR { if (!/^#/) { n = split($4, names, \" \"); for (i = 1; i <= n; ++i) family[names[i]] = $2 } next } " \
    ."FNR > 1 { print $1 \"|\" $2 \"|\" $3 \"|\" $4 \"|\" family[$1] }' FS='|' '".here."/../docs/site/families.csv' FS=, ".ARG1.".csv"
set datafile separator "|"
families = system(joined." | awk -F'|' '!seen[$5]++ { printf \"\\\"%s\\\" \", $5 }'")
rows = int(system(joined." | wc -l"))
linear = real(system(joined." | awk -F'|' '$1 == \"identity\" { print $2 }'"))
columns = 3
high = (rows + columns - 1) / columns
set multiplot layout 1, columns margins 0.14, 0.985, 0.15, 0.92 spacing 0.15, 0 \
    title "Points of two spirals told wrong: mean, least and most of the starts, best first" font ",14"
set xlabel "share told wrong"
set border 15
set logscale x
set xrange [0.8:0.0008] # the better the further right
set xtics mirror ("0.5" 0.5, "0.1" 0.1, "0.02" 0.02, "0.005" 0.005, "0" 0.001)
unset mxtics
wrong(right) = right > 0.999 ? 0.001 : 1 - right
set ytics noenhanced font ",10"
set grid xtics noytics
set key at screen 0.5, 0.04 center center vertical maxrows 3 samplen 1.5
set arrow 1 from wrong(linear), graph 0 to wrong(linear), graph 1 nohead dt 2 lc rgb "#606060"
do for [c = 1:columns] {
    from = (c - 1) * high
    set yrange [from + high - 0.4:from - 0.6]
    part = sprintf("< %s | awk 'NR > %d && NR <= %d'", joined, from, from + high)
    set label 1 "identity" at wrong(linear), graph 1.01 center tc rgb "#606060"
    # The names first, then a colour for each family.
    plot part using (1/0):(from + $0):ytic(1) with points notitle, \
         for [f = 1:words(families)] part using (strcol(5) eq word(families, f) ? wrong($2) : 1/0):(from + $0):(wrong($4)):(wrong($3)) \
             with xerrorbars lt f dt 1 lw 1.3 ps 0.5 title word(families, f)
    unset key
}
unset multiplot
