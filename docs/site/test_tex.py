# SPDX-License-Identifier: MIT
"""The converter of formulas: what it makes of each kind of expression, and that it knows all formulas of the headers."""
import csv
import re
import unittest
from pathlib import Path

import tex

HERE = Path(__file__).parent
HEADERS = HERE.parent.parent / "include" / "actfn"
CASES = {
    "x": "x",
    "alpha * x + beta": r"\alpha x + \beta",
    "x / (1 + exp(-x))": r"\frac{x}{1 + e^{-x}}",
    "x - (y - z)": "x - (y - z)",
    "x - (y + z)": "x - (y + z)",
    "(a + b) * x": "(a + b) \\, x",
    "-x**2": "-x^{2}",
    "(-x)**2": "(-x)^{2}",
    "(a + b)**2": "(a + b)^{2}",
    "2 * x * 3": r"2 \cdot 3 x",
    "x * x": "x^{2}",
    "-x / (1 + x)": r"-\frac{x}{1 + x}",
    "exp(-x**2 / 2)": "e^{-x^{2}/2}",
    "exp((a + b) / c)": "e^{(a + b)/c}",
    "alpha * expm1(x)": r"\alpha (e^{x} - 1)",
    "log1p(exp(x))": r"\ln(1 + e^{x})",
    "-expm1(-x)": "1 - e^{-x}",
    "sqrt(1 + x)**3": "(1 + x)^{3/2}",
    "log1p(-x)": r"\ln(1 - x)",
    "tanh(x)**2": r"\tanh^{2}(x)",
    "sqrt(1 + x**2)": r"\sqrt{1 + x^{2}}",
    "abs(x)": r"\left|x\right|",
    "logistic(beta * x)": r"\sigma(\beta x)",
    "min(max(x, 0), 6)": r"\min(\max(x, 0), 6)",
    "lambda * x": r"\lambda x",
    "x if x > 0 else 0": r"\begin{cases} x & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
    "1 if 0 < x < 6 else 0": r"\begin{cases} 1 & \text{if } 0 < x < 6 \\ 0 & \text{otherwise} \end{cases}",
    "1 if x > 0 else (0 if x < 0 else a)":
        r"\begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{if } x < 0 \\ a & \text{otherwise} \end{cases}",
    "1e-05": r"10^{-5}",
    "x[k]": "x_{k}",
    "slope_re": r"\mathrm{slope}_{\mathrm{re}}",
}


def formulas():
    """(function, field, formula) of all headers of functions."""
    for kind in ("pointwise", "rowwise", "gated", "stochastic", "complex", "loss"):
        for path in sorted((HEADERS / kind).glob("*.hpp")):
            for m in re.finditer(r'\.(formula|derivative) =\s*((?:"(?:[^"\\]|\\.)*"\s*)+)', path.read_text()):
                yield path.stem, m[1], "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', m[2]))


class Converter(unittest.TestCase):
    def test_expressions(self):
        for formula, expected in CASES.items():
            with self.subTest(formula):
                self.assertEqual(tex.convert(formula), [expected])

    def test_several(self):
        self.assertEqual(tex.convert("g * b, g * a"), ["g b", "g a"])

    def test_brackets_match(self):
        for name, field, formula in formulas():
            with self.subTest(f"{name}.{field}"):
                try:
                    parts = tex.convert(formula)
                except (SyntaxError, AttributeError, ValueError):
                    continue
                for part in parts:
                    self.assertEqual(part.count("{"), part.count("}"))
                    self.assertEqual(part.count("\\left"), part.count("\\right"))

    def test_every_formula_converts_or_is_overridden(self):
        with open(HERE / "tex.csv", newline="") as file:
            overrides = {row[0]: row[1:] for row in csv.reader(file) if row and not row[0].startswith("#")}
        count = 0
        for name, field, formula in formulas():
            count += 1
            if (overrides.get(name, []) + ["", ""])[field == "derivative"]:
                continue
            with self.subTest(f"{name}.{field}"):
                tex.convert(formula)
        self.assertGreater(count, 300)

    def test_rejects_what_it_does_not_know(self):
        for formula in ("x then y", "x @ y", "not x"):
            with self.subTest(formula), self.assertRaises((SyntaxError, AttributeError, ValueError)):
                tex.convert(formula)


if __name__ == "__main__":
    unittest.main()
