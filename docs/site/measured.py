# SPDX-License-Identifier: MIT
"""What was measured of a function: its largest errors, and its speed (docs/speed.csv)."""
import csv
import math
import re
import sys
from pathlib import Path

import plot

SPEED = Path(__file__).parent.parent / "speed.csv"
VERBS = [("value", "value"), ("derivative", "derivative"), ("fused", "value and derivative"), ("backward", "backward")]
# By kind: what was measured, as docs/speed.csv and the page call it, and of what.
TIMED = {
    "pointwise": (VERBS, "Arrays of 1024 elements"),
    "gated": ([("value", "value"), ("derivative", "both derivatives"), ("fused", "value and both derivatives"), ("backward", "backward")],
              "Arrays of 1024 pairs (a, b)"),
    "rowwise": ([("value", "value"), ("backward", "backward")], "8 rows of 128 entries, one behind the other, by the entry"),
    "stochastic": ([("value", "value in inference"), ("derivative", "derivative in inference"), ("train", "value in training, with draws"),
                    ("backward", "backward in training")], "Arrays of 1024 elements"),
    "complex": ([("value", "value"), ("fused", "value, ∂f/∂z and ∂f/∂z̄"), ("backward", "backward")], "Arrays of 1024 complex numbers"),
    "loss": ([("value", "mean"), ("fused", "mean and its gradient")], "Arrays of 1024 predictions and targets"),
}
# Functions that differ from their kind.
COUNTED = {
    "crelu": "Rows of 1024 entries", "concat_elu": "Rows of 1024 entries", "maxout": "1024 groups of three entries, by the group",
    "gumbel_softmax": TIMED["rowwise"][1], "softmax_cross_entropy": "8 rows of 128 scores with a class each, by the score",
}


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
    if "nan" in bounds or not any(bounds):
        return ""
    if "accuracy" in f:
        return other_pictures(f, bounds)
    if "errors" not in f:
        return ""
    panels = "".join(f"<div>{plot.errors(f['name'] + ', errors of ' + which, binades(f, which), bounds, which)}</div>"
                     for which in ("float", "double"))
    return ('<h3 id="errors-by-input">By input</h3><div class="plots">' + panels + "</div>" + plot.errors_legend(bounds) +
            '<p class="note">The largest error found in every binade, 2ᵏ ≤ |x| &lt; 2ᵏ⁺¹. The shaded steps hold all that is '
            'smaller, in the middle, and all that is larger, at both ends.</p>')


def other_pictures(f, bounds):
    """Of functions that are not pointwise."""
    a, title = f["accuracy"], f"{f['name']}, errors of float"
    if "binades" in a:
        x, other = ("b", "a") if f["kind"] == "gated" else ("x", "t")
        what = "gate" if f["kind"] == "gated" else "prediction"
        values = ", ".join(shown(v, 6).replace("-", "−") for v in a["others"])
        found = {(bool(negative), e): errors for negative, e, errors in a["binades"]}
        body = (plot.errors(title, found, bounds, "float", x) + plot.errors_legend(bounds, "derivatives" if f["kind"] == "gated" else "derivative") +
                f'<p class="note">The largest error found in every binade of the {what}, 2ᵏ ≤ |{x}| &lt; 2ᵏ⁺¹, with {other} at {values}. '
                'The shaded steps hold all that is smaller, in the middle, and all that is larger, at both ends.</p>')
    elif "cells" in a:
        if not bounds[0] or max(a["cells"]) < 0:
            return ""
        body = (plot.ring_errors(title, a["cells"], a["directions"], a["lowest"], bounds[0]) +
                '<p class="note">The largest error found of the value in float, by the binade of |z|, upwards, and the phase of z; grey where there is no finite '
                'value or no bound.</p>')
    else:
        body = (plot.histogram(title, a["histogram"], a["bins"], bounds) + plot.errors_legend(bounds, "gradient") +
                f'<p class="note">How many of all values and of all entries of gradients have how large an error: {a["rows"]} random rows of 1 to '
                '500 floats, from all alike to one outweighing all.</p>')
    heading = "By size" if "rows" in a else "By input"
    return f'<div class="page"><h3 id="errors-by-input">{heading}</h3>{body}</div>'


# What the members are called of functions that are not pointwise.
MEMBERS = {"gated": ("value", "derivative by a", "derivative by b"), "loss": ("value", "derivative"), "complex": ("value", "derivatives")}


def rounded(error):
    """The tables are not exact to less."""
    return 0 if not isinstance(error, str) and 0 < error < 1e-4 else error


def largest(f):
    """(value, derivative) found of float and of double; below 0 where nothing was measured."""
    if "errors" in f:
        return [f["errors"][key] for key in ("largest", "largest_of_doubles")]
    members = [[(rounded(error), points, at) for error, points, at in m] for m in f["accuracy"]["members"]]
    return [(members[0][t][0], max(m[t][0] for m in members[1:])) for t in (0, 1)]


def check(f):
    """No error that is found is above the stated one. The tables are exact to 1e-4, those of two numbers to 1e-2."""
    slack = 1e-3 if "errors" in f else 1e-2
    for name, errors in zip(("float", "double"), largest(f)):
        for found, bound in zip(errors, f["max_ulp"]):
            if isinstance(found, str) or not found <= bound + slack:
                sys.exit(f"{f['name']}: an error of {found} ULP in {name} is above {bound}, which the facts state")


def place(f, at):
    """The input of an error."""
    def number(x):
        return "∞" if x == "inf" else "−∞" if x == "-inf" else f"{x:.6g}".replace("-", "−")
    if f["kind"] == "complex":
        return f"z = {number(at[0])} {'−' if at[1] < 0 else '+'} {number(abs(at[1]))}i"
    if len(at) == 2:
        return ", ".join(f"{name}\u00a0=\u00a0{number(x)}" for name, x in zip("ab" if f["kind"] == "gated" else "xt", at))
    n, scale, middle = at
    return f"a row of {n:.0f}, entries {number(middle)} ± {number(scale)}" if middle else f"a row of {n:.0f}, entries up to ±{number(scale)}"


def places(f):
    """Where the largest errors are, by member and type."""
    if "accuracy" not in f:
        return ""
    names = MEMBERS.get(f["kind"], ("value", "gradient")) if f["name"] != "softmax_cross_entropy" else ("value", "gradient")
    rows = ""
    for name, member, bound in zip(names, f["accuracy"]["members"], [f["max_ulp"][0], *[f["max_ulp"][1]] * 2]):
        for which, (error, points, at) in zip(("float", "double"), member):
            error = rounded(error)
            if error >= 0:
                where = place(f, at) if error > 0 else f"exact at all {points}"
                rows += (f'<tr><th scope="row">{name}, {which}</th><td class="n">{shown(error)} of {shown(bound)}</td><td>{where}</td></tr>')
    if not rows:
        return ""
    return ('<div class="table"><table class="errors"><thead><tr><th scope="col">member, type</th><th scope="col">largest found</th>'
            '<th scope="col">at</th></tr></thead><tbody>' + rows + "</tbody></table></div>")


def error_table(f, instructions):
    value, derivative = f["max_ulp"]
    if value == "nan":
        return ""
    pair = "derivatives" if f["kind"] == "complex" else "derivative" if f["kind"] in ("pointwise", "stochastic") else "gradient"
    seen = "errors" in f or "accuracy" in f
    if seen:
        check(f)
        of_types = [[shown(x) if x >= 0 else "" for x in errors] for errors in largest(f)]
    else:
        of_types = ["  ", "  "]

    def row(title, stated, found):
        cells = "".join(f'<td class="n">{s}</td>' + (f'<td class="n">{x}</td>' if seen else "") for s, x in zip(stated, found))
        return f'<tr><th scope="row">{title}</th>{cells}</tr>'

    stated = [shown(value), shown(derivative)]
    if f["kind"] == "complex":
        rows = row("complex&lt;float&gt;", stated, of_types[0]) + row("complex&lt;double&gt;", stated, of_types[1])
    else:
        rows = row("float", stated, of_types[0]) + row("double", stated, of_types[1])
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
    if "accuracy" in f:
        found = f["accuracy"]["members"][0]
        if "rows" in f["accuracy"]:
            notes.append(f'Found: beside the definition in long double, in {f["accuracy"]["rows"]} random rows of each type with {instructions}.')
        else:
            exact = f"at the {found[1][1]} exact values of the tests, and " if found[1][1] else ""
            notes.append(f"Found: {exact}in float at {found[0][1]} inputs beside the results in double, with {instructions}.")
    if "errors" in f:
        e = f["errors"]
        notes.append(f"Found: in float at {e['samples']} numbers of every binade with {instructions}, in double at the "
                     f"{len(e['doubles'])} exact values of the tests.")
    return (f'<h2 id="errors">Largest errors</h2><div class="table"><table class="errors"><thead><tr><th scope="col">type</th>{head}</tr></thead>'
            f'<tbody>{rows}</tbody></table></div><p class="note">{" ".join(notes)}</p>{places(f)}')


# --- Speed

class Speed:
    """The parts of the file: what each says of its machine, and its rows."""

    def __init__(self, functions, path=SPEED):
        self.part_of = {}
        for part in path.read_text().split("# made by")[1:]:
            lines = part.splitlines()
            about = dict(l[2:].split(": ", 1) for l in lines if l.startswith("# ") and ": " in l)
            rows = list(csv.DictReader(l for l in lines[1:] if not l.startswith("#")))
            ns = {(r["function"], r["member"]): (float(r["float"]), float(r["double"])) for r in rows}
            self.part_of |= {name: (about, ns) for name, _ in ns if name != "memcpy"}
        if set(self.part_of) - set(functions):
            sys.exit(f"{path.name} has functions that are gone, make the target speed: {set(self.part_of) - set(functions)}")

    def table(self, f):
        name = f["name"]
        if name not in self.part_of:
            return ""
        about, ns = self.part_of[name]
        members, of_what = TIMED[f["kind"]]
        rows = "".join(f'<tr><th scope="row">{title}</th>' + "".join(f'<td class="n">{t:.2f}</td>' for t in ns[name, member]) + "</tr>"
                       for member, title in members if (name, member) in ns)
        compiler = re.sub(r" -(?:W\S+|DNDEBUG)", "", about["compiler"])
        return ('<h2 id="speed">Speed</h2><div class="table"><table class="speed"><thead><tr><th scope="col">nanoseconds an element</th>'
                f'<th scope="col">float</th><th scope="col">double</th></tr></thead><tbody>{rows}'
                f'<tr><th scope="row">a copy (memcpy)</th>' + "".join(f'<td class="n">{t:.2f}</td>' for t in ns["memcpy", "value"]) +
                f'</tr></tbody></table></div><p class="note">{COUNTED.get(name, of_what)}, one thread, the least of many short turns on a machine that '
                f'other work may have shared: {about["processor"]}, {about["instructions"]}, {compiler}, {about["day"]}. '
                "<code>cmake --build build/bench --target speed</code> measures yours.</p>")
