#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes tests/data/complex/<name>.csv: true values and Wirtinger derivatives of every complex
activation that is a function by itself (not composed like split(f)).

    tools/complex_oracle.py [--check] [name ...]

Values are those of the formula in the facts, evaluated with mpmath until further digits change
nothing; derivatives are differences with so many digits that they are derivatives. A point on a
cut is left out, and the derivatives at a kink are nan. Columns: z, value, df/dz, df/dconj(z), each
number as in oracle.py; then the scales of the value and of the derivatives where the facts state
cancelling terms. Names in formulas: z, x, y, r = abs(z), t = arg(z), u = z/r, i, the parameters.
"""
import argparse
import math
import re
import sys

import mpmath
from mpmath import mp, mpc, mpf

import oracle

DATA = oracle.ROOT / "tests" / "data" / "complex"


def conj(z):
    return mpc(z.real, -z.imag)


def sigmoid(z):
    return 1 / (1 + mp.exp(-z)) if mpc(z).real > 0 else mp.exp(z) / (1 + mp.exp(z))


def tanh(z):
    # mpmath divides two overflowing numbers.
    z = mpc(z)
    if abs(z.real) < 10:
        return mp.tanh(z)
    q = mp.exp(-2 * z if z.real > 0 else 2 * z)
    return (1 - q) / (1 + q) * (1 if z.real > 0 else -1)


def tan(z):
    w = tanh(mpc(-mpc(z).imag, mpc(z).real))
    return mpc(w.imag, -w.real)


def softplus(z):
    z = mpc(z)
    if z.real < 50:
        with mp.extradps(10 + int(min(max(-z.real, 0), 1500))):
            return mp.log(1 + mp.exp(z)) if z.real > -1500 else mp.exp(z)
    w = z + (mp.log(1 + mp.exp(-z)) if z.real < 1500 else mp.exp(-z))
    return mpc(w.real, w.imag - 2 * mp.pi * mp.nint(w.imag / (2 * mp.pi)))


def mish_gate(z):
    """tanh(softplus(z))"""
    z = mpc(z)
    if z.real > 0:
        m = mp.exp(-z)
        return (1 + 2 * m) / (1 + 2 * m + 2 * m * m)
    w = mp.exp(z)
    return w * (w + 2) / (2 + 2 * w + w * w)


FUNCTIONS = {**oracle.FUNCTIONS, "conj": conj, "sigmoid": sigmoid, "softplus": softplus, "mish_gate": mish_gate,
             "tanh": tanh, "tan": tan, "asin": mp.asin, "acos": mp.acos, "floor": mp.floor,
             "re": lambda z: mpc(z).real, "im": lambda z: mpc(z).imag}


def compile_formula(text, parameters):
    evaluate = oracle.compile_formula(text, parameters, FUNCTIONS, mpc)

    polar = re.search(r"\b[rtu]\b", text) is not None
    angle = re.search(r"\bt\b", text) is not None

    def at(z):
        r = abs(z) if polar else mpf(0)
        t = mp.arg(z) if angle and z else mpf(0)
        return evaluate(z.real, z=z, y=z.imag, r=r, t=t, u=z / r if r else mpc(0), i=mpc(0, 1))
    return at


def settled(before, now):
    return now != 0 and abs(now - before) <= abs(now) * mpf(10)**-30


def exact(function, z):
    """function(z), either part to 30 digits, or 0 where no double is that small."""
    before = None
    digits = 60
    while True:
        with mp.workdps(digits):
            now = mpc(function(z))
        if before is not None and settled(before.real, now.real) and \
                settled(before.imag, now.imag):
            return now
        if digits > 1500:
            return mpc(*(part if settled(old, part) else mpf(0) for old, part in
                         ((before.real, now.real), (before.imag, now.imag))))
        before, digits = now, min(digits * 2, 1000) if digits < 1000 else 1600


def derivatives(function, z):
    """The Wirtinger pair, None at a kink; False where the value jumps."""
    with mp.workdps(900):
        h = min(abs(z), mpf(1)) * mpf(10)**-60
        here = mpc(function(z))
        if not mp.isfinite(here):
            return False
        slopes = []
        for direction in (mpc(1), mpc(0, 1)):
            after = mpc(function(z + h * direction)) - here
            before = here - mpc(function(z - h * direction))
            size = max(abs(after), abs(before))
            if size > abs(here) * mpf(10)**-30 and size > mpf(10)**-340:
                return False
            smooth = abs(after - before) <= size * mpf(10)**-25 or size / h < mpf(10)**-340
            slopes.append((after + before) / (2 * h) if smooth else None)
        if None in slopes:
            return None
        along, across = slopes
        i = mpc(0, 1)
        pair = (along - i * across) / 2, (along + i * across) / 2
        # What the differences cannot resolve.
        noise = (abs(pair[0]) + abs(pair[1])) * mpf(10)**-50 + mpf(10)**-340
        clean = [mpc(*(part if abs(part) > noise else mpf(0) for part in (d.real, d.imag)))
                 for d in pair]
        return clean


def sample(fact):
    random = oracle.Random(fact["name"])
    to_float = oracle.to_float
    points = set()

    def add(x, y):
        points.add((x, y))

    def sign(x):
        return x if random() < 0.5 else -x

    def round_if_float(v):
        return to_float(v) if 1e-45 < v < 1e39 else v

    parts = [0.0, 2.0**-149, 1e-25, 1e-8, 0.25, 1.0, 3.0, 60.0, 1e10, 1e38, 1e-310, 1e308]
    for a in map(round_if_float, parts):
        for b in map(round_if_float, parts):
            add(sign(a), sign(b))

    def disc(radius, count, rounding=to_float):
        for _ in range(count):
            r, t = radius * random(), random(-math.pi, math.pi)
            add(rounding(r * math.cos(t)), rounding(r * math.sin(t)))

    def itself(v):
        return v

    disc(4, 60)
    disc(20, 20)
    disc(100, 15)
    disc(3, 30, itself)
    disc(50, 15, itself)
    for _ in range(30):
        r, t = 2.0**random(-140, 120), random(-math.pi, math.pi)
        add(to_float(r * math.cos(t)), to_float(r * math.sin(t)))
    # Beside the axes, and where functions overflow, saturate or vanish.
    for landmark in (0.3, 2.0, 9.0109, 17.3287, 44.3614, 87.3365, 88.7228, 89.2, 95.0, 103.9, 110.0,
                     354.891, 709.78, 711.0, 745.2):
        for other in (1e-30, 1e-3, 1.5):
            small = sign(to_float(other * random(0.9, 1)))
            add(sign(to_float(landmark)), small)
            if random() < 0.5:
                add(small, sign(to_float(landmark)))
    # Beside poles, branch points and roots.
    singular = [mpc(0, k * mp.pi / 2) for k in (1, 2, 3, 8, 21, 64)]
    singular += [mpc(p.imag, 0) for p in singular] + [mpc(1), mpc(0, 1)]
    singular += [mpc(mp.log(2) / 2, 3 * mp.pi / 4), mpc(mp.log(2), mp.pi),
                 mpc(mp.log(2) / 2, 5 * mp.pi / 4)]
    for p in singular:
        for rounding, distances in ((to_float, (0, 1e-7, 1e-3)), (itself, (0, 1e-16, 1e-9))):
            x, y = rounding(float(p.real)), rounding(float(p.imag))
            for distance in distances:
                dx, dy = (sign(distance * random(0.5, 1)) if random() < 0.7 else 0.0
                          for _ in range(2))
                add(sign(rounding(x + dx)), sign(rounding(y + dy)))
            add(sign(rounding(x + 1e-20)), sign(y))
            add(sign(x), sign(rounding(y + 1e-20)))
    limit = min(fact["reach"], sys.float_info.max)
    return sorted(p for p in points if p != (0.0, 0.0) and max(map(abs, p)) <= limit)


def scale_of(function, z):
    return oracle.size(abs(exact(function, z))) if function else ""


def pair(z):
    return f"{oracle.split(z.real)},{oracle.split(z.imag)}"


def table(fact):
    parameters = oracle.default_parameters(fact)
    function = compile_formula(fact["formula"], parameters)
    of_value, of_slope = (fact[key] and compile_formula(fact[key], parameters)
                          for key in ("cancelling_value", "cancelling"))
    lines = ["# SPDX-License-Identifier: MIT", "# made by tools/complex_oracle.py",
             "x,y,value,rest,i,rest,dz,rest,i,rest,dzbar,rest,i,rest,value scale,derivative scale"]
    for x, y in sample(fact):
        z = mpc(x, y)
        try:
            slopes = derivatives(function, z)
            if slopes is False:
                continue
            value = exact(function, z)
        except ZeroDivisionError:
            continue
        columns = [oracle.hexadecimal(x) if x else "0", oracle.hexadecimal(y) if y else "0",
                   pair(value)]
        if slopes is None:
            columns.append("nan,,,,,,,")
        else:
            dz, dzbar = slopes
            if fact["holomorphic"] and abs(dzbar) > abs(dz) * mpf(10)**-30:
                raise oracle.Wrong(f"not holomorphic at {x!r}, {y!r}")
            columns += [pair(dz), ",,," if fact["holomorphic"] else pair(dzbar)]
        columns += [scale_of(of_value, z), scale_of(of_slope, z)]
        lines.append(",".join(columns))
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fail where a table is stale")
    parser.add_argument("name", nargs="*", help="only these (default: the whole list)")
    arguments = parser.parse_args()
    mp.dps = 60
    known = oracle.names_in_list("complex")
    names = [name for name in arguments.name or known if name not in ("split", "amplitude_phase")]
    return oracle.write_tables(oracle.read_facts(names, "complex"), table, DATA, arguments.check,
                               "complex_oracle.py")


if __name__ == "__main__":
    sys.exit(main())
