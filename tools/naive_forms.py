#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Makes tests/data/naive_forms.csv: where textbook forms fail in float, the true value there, and the
relative error they were measured to have (inf and nan: that is what they return)."""
import sys

from mpmath import mp

import oracle

# form, function, member, {x: relative error}
FORMS = [
    ("x/2 (1 + erf)", "gelu", "value", {-4: 2.7e-4, -5: 4e-2, -5.5: 0.57, -6: 1, -8: 1}),
    ("x/2 (1 + tanh)", "gelu_tanh", "value", {-4: 4.5e-4, -5: 0.3, -6: 1}),
    ("log(1 + e^x)", "softplus", "value", {-10: 4e-4, -15: 0.17, -17: 1, 89: "inf"}),
    ("log1p(e^x)", "softplus", "value", {89: "inf"}),
    ("e^x/(1 + e^x)", "softplus", "derivative", {89: "nan"}),
    ("log(s)", "log_sigmoid", "value", {10: 4.6e-4, 17: 1, -89: "inf"}),
    ("e^x - 1", "elu", "value", {-1e-3: 1e-5, -1e-5: 1.4e-3, -1e-7: 0.19}),
    ("e^x - 1", "selu", "value", {-1e-3: 1e-5, -1e-5: 1.4e-3, -1e-7: 0.19}),
    ("e^x - 1", "celu", "value", {-1e-3: 1e-5, -1e-5: 1.4e-3, -1e-7: 0.19}),
    ("1 - y^2", "tanh", "derivative", {6: 8e-4, 8: 6e-2, 9: 0.96, 9.1: 1}),
    ("(1 - y)(1 + y)", "tanh", "derivative", {6: 8e-4, 8: 6e-2, 9: 0.96, 9.1: 1}),
    ("y (1 - y)", "sigmoid", "derivative", {8: 4e-5, 12: 9e-3, 16: 6e-2, 17.4: 1}),
    ("1/(1 + e^-x)", "sigmoid", "value", {-89: 1, -100: 1}),
    ("e^x/(1 + e^x)", "sigmoid", "value", {89: "nan"}),
    ("(e^2x - 1)/(e^2x + 1)", "tanh", "value", {45: "nan", 1e-4: 7e-5}),
    ("x - tanh x", "tanhshrink", "value", {1e-2: 2.8e-4, 1e-3: 4.8e-2, 1e-4: 1}),
    ("x tanh(log(1 + e^x))", "mish", "value", {-10: 4e-4, -15: 0.17, -17: 1}),
    ("x n/(n + 2)", "mish", "value", {44: "inf", 45: "nan"}),
    ("x - 2x/(e^2x + 2e^x + 2)", "mish", "value", {-10: 9e-5, -15: 0.25, -17: 1}),
    ("(x + sqrt(x^2 + b))/2", "squareplus", "value",
     {-1e2: 7e-5, -1e3: 7e-3, -5e3: 0.22, 2e19: "inf"}),
    ("|x| + log1p(e^-2|x|) - log 2", "logcosh", "value", {1e-2: 4e-5, 1e-3: 3.8e-3}),
    ("2 atan(e^x) - pi/2", "gudermannian", "value", {1e-3: 7e-5, 1e-5: 1.4e-3}),
    ("e^x - 2/(1 + e^x) + 2/(1 + e^x)^2", "elish", "derivative", {-10: 3e-4, -17: 1}),
    ("exp(-x*x/2)", "gaussian_rbf", "value", {8.02: 1.6e-6, 11.34: 3.6e-6, 12.53: 3.4e-6}),
    ("x s(x)", "silu", "value", {"-inf": "nan"}),
    ("x Phi(x)", "gelu", "value", {"-inf": "nan"}),
    ("x hardsig(x)", "hardswish", "value", {"-inf": "nan"}),
    ("e^x/(e^x + e^-x)", "tanh_p1m2", "value", {89: "nan", -89: 1}),
    ("1/2 + x/(2 (1 + |x|))", "elliot01", "value", {-1e4: 2.6e-4, -1e6: 1.3e-2, -1e8: 1}),
    ("log((1 + x)/(1 - x))/2", "artanh", "value", {1e-5: 1.3e-3, 1e-8: 1}),
    ("1 - (1 - s^a)^b", "kumaraswamy", "value", {-10: 4.5e-4, -15: 2.5e-2, -18: 1}),
    ("x Phi + phi", "noisy_relu_mean", "value", {-4: 4.8e-3, -5: 1, -6: 37}),
    ("x/(1 + |x|)", "softsign", "value", {"-inf": "nan", "inf": "nan"}),
]


def main():
    mp.dps = 60
    facts = {f["name"]: f for f in oracle.read_facts(sorted({form[1] for form in FORMS}))}
    lines = ["# SPDX-License-Identifier: MIT", "# made by tools/naive_forms.py",
             "form,function,member,x,true value,rest,relative error"]
    for form, function, member, errors in FORMS:
        fact = facts[function]
        formula = fact["formula" if member == "value" else "derivative"]
        evaluate = oracle.compile_formula(formula, oracle.default_parameters(fact))
        for x, error in errors.items():
            if isinstance(x, str):
                limit = fact["left" if x == "-inf" else "right"][0 if member == "value" else 1]
                lines.append(f"{form},{function},{member},{x},{limit:g},0,{error}")
                continue
            at = oracle.to_float(x)
            lines.append(f"{form},{function},{member},{oracle.hexadecimal(at)},"
                         f"{oracle.split(oracle.exact(evaluate, at))},{error}")
    path = oracle.ROOT / "tests/data/naive_forms.csv"
    text = "\n".join(lines) + "\n"
    if "--check" in sys.argv[1:]:
        return 0 if path.read_text() == text else f"{path} is stale"
    path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
