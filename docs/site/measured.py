# SPDX-License-Identifier: MIT
"""What was measured of a function: its largest errors, here, and its speed (docs/speed.csv)."""
import csv
import math
import re
import sys
from pathlib import Path

import plot

SPEED = Path(__file__).parent.parent / "speed.csv"
VERBS = [("value", "value"), ("derivative", "derivative"), ("fused", "value and derivative"), ("backward", "backward")]


def shown(x, digits=3):
    return f"{x:.{digits}g}".replace("inf", "∞")


def upwards(x, digits):
    """A bound with so many places behind the point, not rounded down."""
    return f"{math.ceil(x * 10 ** digits - 1e-6) / 10 ** digits:g}"


# --- Errors

def binades(f, which):
    """{(negative, exponent): (value, derivative)} of float or double."""
    if which == "float":
        return {(bool(negative), e): errors for negative, e, errors in f["errors"]["binades"]}
    largest = {}
    for x, errors in f["errors"]["doubles"]:
        if x == 0:
            continue
        place = (x < 0, math.frexp(x)[1] - 1)
        largest[place] = [max(a, b) for a, b in zip(largest.get(place, (0, 0)), errors)]
    return largest


def error_pictures(f):
    bounds = f["max_ulp"]
    if "errors" not in f or not any(bounds):
        return ""
    panels = "".join(f"<div>{plot.errors(f['name'] + ', errors of ' + which, binades(f, which), bounds, which)}</div>"
                     for which in ("float", "double"))
    return ('<h3 id="errors-by-input">By input</h3><div class="plots">' + panels + "</div>" + plot.errors_legend(bounds) +
            '<p class="note">The largest error found in every binade, 2ᵏ ≤ |x| &lt; 2ᵏ⁺¹. The shaded steps hold all that is '
            'smaller, in the middle, and all that is larger, at both ends.</p>')


def check(f):
    """No error that is found is above the stated one. The tables are exact to 1e-4."""
    for key in ("largest", "largest_of_doubles"):
        for found, bound in zip(f["errors"][key], f["max_ulp"]):
            if not found <= bound + 1e-3:
                sys.exit(f"{f['name']}: an error of {found} ULP is above {bound}, which the facts state ({key})")


def error_table(f, instructions):
    value, derivative = f["max_ulp"]
    if value == "nan":
        return ""
    pair = "derivatives" if f["kind"] == "complex" else "derivative" if f["kind"] in ("pointwise", "stochastic") else "gradient"
    seen = "errors" in f
    if seen:
        check(f)

    def row(title, stated, found):
        cells = "".join(f'<td class="n">{s}</td>' + (f'<td class="n">{x}</td>' if seen else "") for s, x in zip(stated, found))
        return f'<tr><th scope="row">{title}</th>{cells}</tr>'

    stated = [shown(value), shown(derivative)]
    if f["kind"] == "complex":
        rows = row("complex&lt;float&gt;", stated, "  ") + row("complex&lt;double&gt;", stated, "  ")
    else:
        found = [[shown(x) for x in f["errors"][k]] for k in ("largest", "largest_of_doubles")] if seen else ["  ", "  "]
        rows = row("float", stated, found[0]) + row("double", stated, found[1])
        # A float is computed and rounded once: half a unit, and the error of the float in larger units.
        for name, lost in (("half", 13), ("bfloat16", 16)):
            rows += row(name, [upwards(0.5 + b / 2 ** lost, 4) for b in (value, derivative)], "  ")
    head = "".join(f'<th scope="col">{what}, at most</th>' + ('<th scope="col">found</th>' if seen else "") for what in ("value", pair))
    notes = ["In units in the last place (ULP)" + (" of |f|" if f["kind"] == "complex" else "") +
             ", at default parameters. “At most” holds over all inputs and for every instruction set: SSE2, AVX2, AVX-512, NEON, none. "
             "The tests hold the function to it."]
    terms = [w for w, key in (("value", "cancelling_value"), (pair, "cancelling")) if f[key]]
    if terms:
        notes.append(f"Beside a root of the {' and of the '.join(terms)} the unit is that of the larger of the terms that cancel there.")
    if f["kind"] != "complex":
        notes.append("half and bfloat16 are computed as float and rounded once.")
    if seen:
        e = f["errors"]
        notes.append(f"Found: in float at {e['samples']} numbers of every binade with {instructions}, in double at the "
                     f"{len(e['doubles'])} exact values of the tests.")
    return (f'<h2 id="errors">Largest errors</h2><div class="table"><table class="errors"><thead><tr><th scope="col">type</th>{head}</tr></thead>'
            f'<tbody>{rows}</tbody></table></div><p class="note">{" ".join(notes)}</p>')


# --- Speed

class Speed:
    def __init__(self, names, path=SPEED):
        lines = path.read_text().splitlines()
        self.about = dict(l[2:].split(": ", 1) for l in lines if l.startswith("# ") and ": " in l)
        self.ns = {(r["function"], r["member"]): (float(r["float"]), float(r["double"]))
                   for r in csv.DictReader(l for l in lines if not l.startswith("#"))}
        measured = {name for name, _ in self.ns} - {"memcpy"}
        if measured != set(names):
            sys.exit(f"{path.name} and the pointwise functions differ, make the target speed: {measured ^ set(names)}")

    def table(self, name):
        if (name, "value") not in self.ns:
            return ""
        copy = self.ns["memcpy", "value"]
        rows = "".join(f'<tr><th scope="row">{title}</th>' + "".join(f'<td class="n">{ns:.2f}</td>' for ns in self.ns[name, member]) + "</tr>"
                       for member, title in VERBS)
        about = self.about
        compiler = re.sub(r" -(?:W\S+|DNDEBUG)", "", about["compiler"])
        return ('<h2 id="speed">Speed</h2><div class="table"><table class="speed"><thead><tr><th scope="col">nanoseconds an element</th>'
                f'<th scope="col">float</th><th scope="col">double</th></tr></thead><tbody>{rows}'
                f'<tr><th scope="row">a copy (memcpy)</th>' + "".join(f'<td class="n">{ns:.2f}</td>' for ns in copy) +
                f'</tr></tbody></table></div><p class="note">Arrays of 1024 elements, one thread, the least of many short turns on a machine that '
                f'other work may have shared: {about["processor"]}, {about["instructions"]}, {compiler}, {about["day"]}. '
                "<code>cmake --build build/bench --target speed</code> measures yours.</p>")
