# SPDX-License-Identifier: MIT
# Loaded by pictures of `csv`, network, start and accuracy: a row for each network, a dot for every
# start, set apart a little from those of the same accuracy, and a line at their mean.
starts = int(system("awk -F, 'NR > 1 && $2 > n { n = $2 } END { print n }' ".csv))
means = "< awk -F, 'NR > 1 { s[$1] += $3; if ($2 == 1) name[n++] = $1 } " \
    ."END { for (i = 0; i < n; ++i) print name[i] \",\" s[name[i]]/".starts." }' ".csv
is_real(name) = name[1:4] eq "real"
of(real) = "< grep '^".(real ? "real" : "complex")."' ".csv
complex_networks = int(system("awk -F, '$2 == 1 && /^complex/' ".csv." | wc -l"))
plot of(0) using 3:(int($0/starts) + 0.5*(rand(0) - 0.5)) \
         with points lt 1 pt 7 ps 0.35 title "complex, every start", \
     of(1) using 3:(complex_networks + int($0/starts) + 0.5*(rand(0) - 0.5)) \
         with points lt 2 pt 5 ps 0.35 title "real, every start", \
     means using 2:($0 - 0.32):(0):(0.64) with vectors nohead lt 7 title "mean", \
     means using 2:0:ytic(1) with dots lt 7 notitle
