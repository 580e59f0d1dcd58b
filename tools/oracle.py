#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes tests/data/<kind>/<name>.csv: true values and derivatives of every pointwise activation,
and of the stochastic ones in inference.

    tools/oracle.py [--check] [name ...]

The formulas are those of the facts in the headers, evaluated with mpmath (Debian: python3-mpmath)
until further digits change nothing. What the facts say of the function (derivative, limits, range,
kinks, monotone, odd, even) is verified on the way. --check writes nothing and fails where a file is
stale.

A number v is stored as the double nearest to it and (v - double) in units in its last place.
Names in formulas: x, the parameters, those in FUNCTIONS below; decimal literals are doubles.
"""
import argparse
import hashlib
import io
import json
import math
import os
import re
import struct
import subprocess
import sys
import tempfile
import tokenize
from pathlib import Path

import mpmath
from mpmath import mp, mpf

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
FLOAT_MAX = float.fromhex("0x1.fffffep127")
DOUBLE_MAX = sys.float_info.max

# Abscissas where intermediate results of one function or another saturate, overflow or vanish.
LANDMARKS_FLOAT = [3.91920584, 9.01091334, 13.1462467, 14.3560680, 14.5560908, 17.3286795, 44.3614,
                   87.3365448, 88.7228391, 91.8567753, 103.972077, 108.660304, 6.98e12, 1.84e19]
LANDMARKS_DOUBLE = [5.92158720, 19.0615475, 33.2710647, 37.4299478, 37.6158683, 38.5801402,
                    354.891, 708.396418532, 709.782712893, 714.97, 745.133219, 751.755630,
                    5.64e102, 1.34e154]


class Wrong(Exception):
    """A fact that does not hold."""


def erfc(x):
    # mpmath overflows for huge x.
    return mpf(0) if x > 10**6 else mp.erfc(x)


def softplus(x):
    return max(x, mpf(0)) + mp.log1p(mp.exp(-abs(x)))


def logistic(x):
    return 1 / (1 + mp.exp(-x))


FUNCTIONS = {
    "abs": abs, "min": min, "max": max, "sgn": mp.sign, "sign": mp.sign, "sqrt": mp.sqrt,
    "exp": mp.exp, "expm1": mp.expm1, "log": mp.log, "log1p": mp.log1p, "softplus": softplus,
    "logistic": logistic, "sinh": mp.sinh, "cosh": mp.cosh, "tanh": mp.tanh, "atan": mp.atan,
    "asinh": mp.asinh, "atanh": mp.atanh, "sin": mp.sin, "cos": mp.cos, "erf": mp.erf, "erfc": erfc,
    "nint": mp.nint,
    "phi": lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi),
    "Phi": lambda x: erfc(-x / mp.sqrt(2)) / 2,
}


def compile_formula(text, parameters={}, functions=FUNCTIONS, number=mpf):
    """The formula as a function of an mpf; literals become exact, so that 1/6 is no double.
    Parameters are formulas too; the underscore lets one be called lambda."""
    tokens = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NUMBER:
            literal = token.string if token.string.isdigit() else repr(float(token.string))
            tokens += [(tokenize.NAME, "mpf"), (tokenize.OP, "("), (tokenize.NUMBER, literal),
                       (tokenize.OP, ")")]
        elif token.string in parameters:
            tokens.append((tokenize.NAME, token.string + "_"))
        else:
            tokens.append((token.type, token.string))
    code = compile(tokenize.untokenize(tokens).strip(), text, "eval")
    names = {**functions, "mpf": mpf, "__builtins__": {}}

    def evaluate(x, **more):
        names.update(pi=+mp.pi, e=+mp.e, infinity=mp.inf, x=x, **more,
                     **{n + "_": p(x) for n, p in parameters.items()})
        return number(eval(code, names))
    return evaluate


def exact(function, x):
    """function(x) to 40 digits or more, or 0 where it is less than anything a double can hold."""
    before = None
    # 1 + x² has so many; with fewer all digits would agree without the 1.
    digits = 60 + (2 * max(0, int(math.log10(abs(x)))) if x else 0)
    while True:
        with mp.workdps(digits):
            now = function(mpf(x))
        if now and before is not None and abs(now - before) <= abs(now) * mpf(10)**-40:
            return now
        if digits > 1800:
            if abs(now) > mpf(10)**-360:
                raise Wrong(f"no digit of the result at x = {x!r} is certain")
            return mpf(0)
        before, digits = now, digits * 2 if now else max(digits * 2, 1000)


def names_in_list(kind="pointwise"):
    umbrella = (ROOT / f"include/actfn/{kind}.hpp").read_text()
    return re.findall(rf"^ *# *include *<actfn/{kind}/([^>]*)\.hpp>", umbrella, re.MULTILINE)


def read_facts(names, kind="pointwise"):
    flags = os.environ.get("CXXFLAGS", "").split()
    for name in names:
        flags += ["-include", f"actfn/{kind}/{name}.hpp"]
    flags.append("-DACTFN_LIST=" + " ".join(f"FACTS({name})" for name in names))
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "facts"
        subprocess.run([os.environ.get("CXX", "c++"), "-std=c++20", "-O0", f"-I{ROOT}/include",
                        *flags, str(ROOT / "tools/facts.cpp"), "-o", str(program)], check=True)
        lines = subprocess.run([str(program)], check=True, capture_output=True, text=True).stdout
    return [{**json.loads(line), "kind": kind} for line in lines.splitlines()]


def default_parameters(fact):
    """Names and formulas: P alpha{1.0 / 6} is a sixth, not the double next to it. Where the kernel is
    that of several functions, the header says static constexpr double alpha{1.0 / 6}."""
    header = (ROOT / f"include/actfn/{fact['kind']}/{fact['object']}.hpp").read_text()
    found = re.findall(r"^\s*(?:P|static constexpr double)\s+(\w+)\s*\{(?:actfn::facts::)?([^}]*)\};",
                       header, re.MULTILINE)
    parameters = {name: compile_formula(text) for name, text in found}
    if [float(default(None)) for default in parameters.values()] != fact["parameters"]:
        raise Wrong(f"the defaults are {fact['parameters']}, the lines 'P name{{default}};' in the "
                    f"header say {found}")
    return parameters


def to_float(x):
    """The nearest float, as a double."""
    return x if abs(x) > FLOAT_MAX else struct.unpack("f", struct.pack("f", x))[0]


def float_neighbours(x):
    """The floats below and above x, or around it if x is one."""
    def ordered(i):
        return i if i >= 0 else -0x80000000 - i
    near = to_float(x)
    i = ordered(struct.unpack("i", struct.pack("f", near))[0])
    return [struct.unpack("f", struct.pack("i", ordered(i + step)))[0] for step in (-1, 0, 1)]


class Random:
    """Reproducible everywhere and from release to release, unlike a library's generator."""

    def __init__(self, name):
        self.state = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little")

    def __call__(self, lo=0.0, hi=1.0):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return lo + (hi - lo) * (self.state >> 11) / 2**53


def near(x):
    return float_neighbours(x) + [math.nextafter(x, -math.inf), x, math.nextafter(x, math.inf)]


def magnitudes(random):
    """Log-spaced, a float each until floats end, both ends of both subnormal ranges."""
    values = [5e-324, 1e-310, 2.2250738585072014e-308, 1e-300 * random(1, 9), 1e-155 * random(1, 9),
              1e-80 * random(1, 9), 2.0**-149, 2.0**-126]
    for exponent in (-43, -37, -30, -22, -16, -12, -9, -7, -6, -5, -4, -3, -2, -1, 0):
        values.append(to_float(10.0**exponent * random(1, 9)))
    for exponent in (2, 3, 4, 5, 7, 10, 14, 18, 20, 26, 32, 37):
        values.append(to_float(10.0**exponent * random(1, 9)))
    values += [FLOAT_MAX, 1e45 * random(1, 9), 1e80 * random(1, 9), 1e130 * random(1, 9),
               1e170 * random(1, 9), 1e250 * random(1, 9), 1e300, DOUBLE_MAX]
    return values


def uniform(lo, hi, count, random):
    return [lo + (hi - lo) * (i + random()) / count for i in range(count)]


def roots(function, lo, hi):
    """Doubles beside sign changes of the function."""
    found = []
    grid = [lo + (hi - lo) * i / 400 for i in range(401)]
    signs = [function(mpf(x)) for x in grid]
    for a, b, at_a, at_b in zip(grid, grid[1:], signs, signs[1:]):
        if at_a * at_b >= 0 or abs(at_a) < 1e-40 or abs(at_b) < 1e-40:
            continue
        while a + (b - a) / 2 not in (a, b):
            middle = a + (b - a) / 2
            a, b = (middle, b) if function(mpf(middle)) * at_a > 0 else (a, middle)
        found.append(a)
    return found


def sample(fact, derivative):
    random = Random(fact["name"])
    lo, hi = fact["interval"]
    points = {0.0}
    for magnitude in magnitudes(random):
        points |= {magnitude, -magnitude}
    for landmark in LANDMARKS_FLOAT:
        points |= {to_float(landmark), -to_float(landmark)}
    for landmark in LANDMARKS_DOUBLE:
        points |= {landmark, -landmark}
    middle = (max(lo, -5.0), min(hi, 5.0))
    points |= {to_float(x) for x in uniform(lo, hi, 26, random) + uniform(*middle, 22, random)}
    points |= set(uniform(lo, hi, 8, random) + uniform(*middle, 8, random))
    for kink in fact["kinks"]:
        points |= set(near(kink)) | {to_float(kink + d * random(1, 9)) for d in (-1e-3, 1e-3)}
    found = roots(derivative, lo, hi)
    if len(found) <= 6:
        for root in found:
            points |= set(near(root))
            points |= {to_float(root + d * random(1, 9)) for d in (-1e-4, 1e-4, -1e-2, 1e-2)}
    first, last = fact["domain"]
    return sorted(x for x in points if first < x < last)


def close(a, b, tolerance):
    return abs(a - b) <= tolerance * max(abs(a), abs(b), mpf(10)**-330)


def slope(value, x):
    """A central difference with so many digits that it is the derivative."""
    with mp.workdps(1000):
        h = abs(x) * mpf(10)**-40
        return (value(x + h) - value(x - h)) / (2 * h)


def verify(fact, rows, value, derivative):
    """The kinks that lie beside their doubles."""
    beside = set()
    name, lo, hi = fact["name"], *fact["interval"]
    reach = 2 * max(abs(lo), abs(hi))

    def hold(condition, text):
        if not condition:
            raise Wrong(text)

    for x, _, true_derivative, scale in rows:
        if fact["surrogate"]:
            continue
        if 1e-6 <= abs(x) <= reach and all(abs(x - kink) > 1e-20 for kink in fact["kinks"]):
            measured = slope(value, mpf(x))
            size = max(abs(true_derivative), abs(scale or 0), mpf(10)**-330)
            root = true_derivative == 0 and abs(measured) < mpf(10)**-60
            hold(root or abs(measured - true_derivative) <= size * mpf(10)**-15,
                 f"the derivative at x = {x!r} is {mp.nstr(measured, 20)}, "
                 f"the formula says {mp.nstr(true_derivative, 20)}")
    lower, upper = (mpf(bound) for bound in fact["bounds"])
    slack = mpf(2)**-52
    for x, v, _, _ in rows:
        hold(lower - abs(lower) * slack <= v <= upper + abs(upper) * slack,
             f"the value {mp.nstr(v, 20)} at x = {x!r} is outside of {fact['bounds']}")
    if fact["monotone"]:
        for (a, at_a, _, _), (b, at_b, _, _) in zip(rows, rows[1:]):
            hold(at_a <= at_b or close(at_a, at_b, mpf(10)**-35), f"not monotone in [{a!r}, {b!r}]")
    if fact["odd"]:
        for x, v, _, _ in rows:
            hold(close(exact(value, -x), -v, mpf(10)**-35), f"not odd at x = {x!r}")
    if fact["even"]:
        for x, v, _, _ in rows:
            hold(close(exact(value, -x), v, mpf(10)**-35), f"not even at x = {x!r}")
    with mp.workdps(1000):
        for kink in map(mpf, fact["kinks"]):
            # The second time for a kink that lies beside its double, which is in either branch.
            for step, same in (mpf(10)**-60, mpf(10)**-20), (abs(kink) * mpf(2)**-51, mpf(10)**-12):
                here = [(f(kink - step), f(kink), f(kink + step)) for f in (derivative, value)]
                near = [abs(d - at) < same for below, at, above in here for d in (below, above)]
                if not all(near):
                    break
                beside.add(float(kink))
            hold(not all(near), f"no kink at x = {mp.nstr(kink, 20)}: nothing jumps")
            mean = abs(here[0][0] + here[0][2] - 2 * here[0][1]) < same
            hold(near[0] or near[1] or mean, f"the derivative at the kink {mp.nstr(kink, 20)} is "
                 "that of neither branch, nor their mean")
    for end, x in (("left", -DOUBLE_MAX), ("right", DOUBLE_MAX)):
        for which, limit, function in zip(("value", "derivative"), fact[end], (value, derivative)):
            if math.isnan(limit):
                continue
            at = exact(function, x)
            same = (at * mpf(limit) > 0 and abs(at) > 300) if math.isinf(limit) else \
                abs(at - mpf(limit)) <= mpf(2)**-50 * max(abs(mpf(limit)), mpf(10)**-40)
            hold(same, f"the limit of the {which} on the {end} is {limit}, "
                 f"but at {x!r} it is {mp.nstr(at, 20)}")
    return beside


def hexadecimal(x):
    return re.sub(r"\.?0*p", "p", x.hex())


def split(v):
    """The columns of a number: the nearest double, and the rest in units of its last place."""
    if v == 0:
        return "0,0"
    if abs(v) >= mpf(2)**1024 - mpf(2)**970:
        return "inf,0" if v > 0 else "-inf,0"
    hi = float(v)
    unit = mpf(2)**(max(math.frexp(hi)[1] - 1 if hi else -1022, -1022) - 52)
    rest = f"{float((v - mpf(hi)) / unit):.4f}".rstrip("0").rstrip(".")
    return f"{hexadecimal(hi) if hi else '0'},{'0' if rest == '-0' else rest}"


def size(scale):
    """A few digits are enough, and too large a scale counts as none."""
    return f"{float(abs(scale)):.6g}" if scale is not None and abs(scale) < DOUBLE_MAX else ""


def table(fact):
    """The text of the table of one activation."""
    parameters = default_parameters(fact)
    value = compile_formula(fact["formula"], parameters)
    derivative = compile_formula(fact["derivative"], parameters)
    cancelling = compile_formula(fact["cancelling"], parameters) if fact["cancelling"] else None
    of_value = fact["cancelling_value"] and compile_formula(fact["cancelling_value"], parameters)
    rows = [(x, exact(value, x), exact(derivative, x), cancelling and exact(cancelling, x))
            for x in sample(fact, derivative)]
    beside = verify(fact, rows, value, derivative)
    rows = [row for row in rows if row[0] not in beside]
    lines = ["# SPDX-License-Identifier: MIT", "# made by tools/oracle.py",
             "x,value,rest,derivative,rest,scale" + (",scale of the value" if of_value else "")]
    for x, v, d, scale in rows:
        lines.append(f"{hexadecimal(x)},{split(v)},{split(d)},{size(scale)}"
                     + (f",{size(exact(of_value, x))}" if of_value else ""))
    return "\n".join(lines) + "\n"


def write_tables(facts, make, folder, check, tool):
    """Writes make(fact) for each fact, or with check compares; returns the exit code."""
    failed = False
    for fact in facts:
        name = fact["object"]
        path = folder / f"{name}.csv"
        try:
            text = make(fact)
        except Exception as error:
            print(f"{name}: {error}", file=sys.stderr)
            failed = True
            continue
        if path.exists() and path.read_text() == text:
            continue
        if check:
            print(f"{path.relative_to(ROOT)} is stale: run tools/{tool} {name}", file=sys.stderr)
            failed = True
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail where a table is stale")
    parser.add_argument("name", nargs="*", help="only these (default: the whole list)")
    arguments = parser.parse_args()
    mp.dps = 60
    code = 0
    left = set(arguments.name)
    for kind in ("pointwise", "stochastic"):
        known = [name for name in names_in_list(kind) if name != "gumbel_softmax"] # works on rows
        names = [name for name in arguments.name or known if name in known]
        left -= set(names)
        facts = read_facts(names, kind) if names else []
        code |= write_tables(facts, table, DATA / kind, arguments.check, "oracle.py")
        for path in (DATA / kind).glob("*.csv") if not arguments.name else []:
            if path.stem not in known:
                print(f"{path.relative_to(ROOT)} belongs to no activation", file=sys.stderr)
                code = 1
    for name in left:
        print(f"{name} is in no list", file=sys.stderr)
        code = 1
    return code


if __name__ == "__main__":
    sys.exit(main())
