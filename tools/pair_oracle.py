#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes tests/data/gated/<name>.csv and tests/data/loss/<name>.csv: true values and gradients of
the functions of two numbers, a value a and its gate b, or an entry x and its target t.

    tools/pair_oracle.py [--check] gated|loss [name ...]

The formulas are those of the facts, evaluated as oracle.py does; the gradients are verified by
differences. Columns: both arguments, the value, its derivatives by a and b, or by x, each number as
in oracle.py; then the scale of the last derivative where the facts state cancelling terms.
"""
import argparse
import math
import re
import sys

from mpmath import mp, mpf

import oracle

VARIABLES = {"gated": ("a", "b"), "loss": ("x", "t")}
# Their arguments are rows, or all entries.
OTHERS = {"maxout", "crelu", "concat_elu", "softmax_cross_entropy"}
TARGETS = {name: (-1.0, 1.0) for name in ("softplus_margin", "hinge", "squared_hinge")}


def top_level(text):
    """The parts of a list, which commas in parentheses do not divide."""
    parts, depth = [""], 0
    for c in text:
        depth += (c == "(") - (c == ")")
        if c == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += c
    return [part.strip() for part in parts]


def sample(fact, kind):
    random = oracle.Random(fact["name"])
    single = oracle.to_float
    seconds = TARGETS.get(fact["name"], (0.0, 1.0, 0.5))
    pairs = []
    for i in range(240):
        wide = i % 4 == 0
        if kind == "gated":
            first = random(-5, 5) if i % 3 else random(-1, 1) * 10.0**int(random(-6, 6))
            second = random(-80, 80) if wide else random(-5, 5)
        else:
            first = random(-80, 80) if wide else random(-5, 5)
            second = seconds[i % 5] if i % 5 < len(seconds) or fact["name"] in TARGETS and i % 5 < 2 \
                else (random(0, 1) if fact["name"] not in TARGETS else seconds[i % 2])
        pairs.append((first, second) if i % 6 == 5 else (single(first), single(second)))
    for limit in (0.0, 7.0, -7.0):
        for other in (0.0, 1.5, -0.75, 20.0):
            pairs += [(limit, other), (other, limit)] if kind == "gated" else [(limit, 0.0)]
    for exponent in (-38, -30, -20, -9, -4, 2, 4, 9, 18):
        for sign in (-1, 1):
            x = single(sign * random(1, 9) * 10.0**exponent)
            pairs += [(x, 1.25), (1.25, x)] if kind == "gated" else [(x, t) for t in seconds]
    return sorted(set(pairs))


def slope(value, point, name):
    with mp.workdps(400):
        h = max(abs(point[name]), mpf(10)**-30) * mpf(10)**-60
        ends = [value({**point, name: point[name] + s * h}) for s in (1, -1)]
        return (ends[0] - ends[1]) / (2 * h)


def table(fact, kind):
    names = VARIABLES[kind]
    fact["kind"] = kind
    parameters = oracle.default_parameters(fact)
    compiled = [oracle.compile_formula(text, parameters)
                for text in [fact["formula"], *top_level(fact["derivative"])]]
    cancelling = fact["cancelling"] and oracle.compile_formula(fact["cancelling"], parameters)

    def at(formula, point):
        more = {name: v for name, v in point.items() if name != "x"}
        return formula(point.get("x", mpf(0)), g=mpf(1), **more)

    lines = ["# SPDX-License-Identifier: MIT", "# made by tools/pair_oracle.py",
             ",".join([*names, "value", "rest", *["derivative", "rest"] * (len(compiled) - 1), "scale"])]
    for pair in sample(fact, kind):
        point = {name: mpf(x) for name, x in zip(names, pair)}
        numbers = [oracle.exact(lambda _, f=f: at(f, point), 0.0) for f in compiled]
        for name, derivative in zip(names, numbers[1:]):
            if any(x in (0.0, 7.0, -7.0) for x in pair):
                continue
            measured = slope(lambda p: at(compiled[0], p), point, name)
            size = max(abs(derivative), abs(at(cancelling, point)) if cancelling else 0, mpf(10)**-300)
            if abs(measured - derivative) > size * mpf(10)**-15:
                raise oracle.Wrong(f"the derivative by {name} at {pair} is {mp.nstr(measured, 20)}, "
                                   f"the formula says {mp.nstr(derivative, 20)}")
        scale = oracle.size(oracle.exact(lambda _: at(cancelling, point), 0.0)) if cancelling else ""
        columns = [oracle.hexadecimal(x) if x else "0" for x in pair]
        lines.append(",".join(columns + [oracle.split(n) for n in numbers] + [scale]))
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail where a table is stale")
    parser.add_argument("kind", choices=VARIABLES)
    parser.add_argument("name", nargs="*", help="only these (default: the whole list)")
    arguments = parser.parse_args()
    mp.dps = 60
    kind = arguments.kind
    names = arguments.name or [n for n in oracle.names_in_list(kind) if n not in OTHERS]
    return oracle.write_tables(oracle.read_facts(names, kind), lambda fact: table(fact, kind),
                               oracle.ROOT / "tests" / "data" / kind, arguments.check,
                               f"pair_oracle.py {kind}")


if __name__ == "__main__":
    sys.exit(main())
