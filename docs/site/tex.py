# SPDX-License-Identifier: MIT
"""The formulas of the facts, infix such as `x / (1 + exp(-x))`, as TeX.

They are Python expressions, but for parameters called lambda; Python parses them.
"""
import ast
import re

GREEK = set("alpha beta gamma delta epsilon theta lambda mu rho sigma tau phi pi xi zeta".split())
# Functions that TeX knows, or that read better by another name.
NAMED = {
    **{f: "\\" + f for f in "sin cos tan sinh cosh tanh arcsin arccos arctan max min".split()},
    "log": "\\ln", "atan": "\\arctan", "acos": "\\arccos", "asin": "\\arcsin",
    "logistic": "\\sigma", "sigmoid": "\\sigma", "normal_cdf": "\\Phi",
}
OPERATORS = {
    "asinh": "arsinh", "acosh": "arcosh", "atanh": "artanh", "sign": "sgn", "sgn": "sgn",
}
COMPARE = {ast.Lt: "<", ast.LtE: "\\le", ast.Gt: ">", ast.GtE: "\\ge", ast.Eq: "=",
           ast.NotEq: "\\ne"}
# How tightly an expression binds.
CASES, SUM, PRODUCT, POWER, ATOM = range(5)


def name(text):
    text = text.rstrip("_")
    if text in GREEK:
        return "\\" + text
    if len(text) == 1:
        return text
    head, _, tail = text.partition("_")
    if tail and (head in GREEK or len(head) <= 5) and len(tail) <= 4:
        return name(head) + "_{\\mathrm{" + tail.replace("_", "\\_") + "}}"
    if re.fullmatch(r"[a-z]\d", text):
        return text[0] + "_" + text[1]
    if re.fullmatch(r"[a-z][lr]", text):
        return text[0] + "_" + text[1]
    return "\\mathrm{" + text.replace("_", "\\_") + "}"


def number(value):
    text = repr(value)
    if "e" in text:
        mantissa, exponent = text.split("e")
        power = "10^{" + str(int(exponent)) + "}"
        return power if mantissa == "1" else mantissa + " \\cdot " + power
    return text


def bracketed(text):
    tall = any(word in text for word in ("\\frac", "\\begin", "\\sum", "\\left"))
    return "\\left(" + text + "\\right)" if tall else "(" + text + ")"


def is_letter(text):
    """x, a number or a Greek letter: what stands beside another without a space."""
    return re.fullmatch(r"[a-z]|[\d.]+|\\[a-z]+(_\{.*\})?|[a-z](_.|\^\{\d\})", text) is not None


class Writer:
    """TeX of an expression with how tightly it binds; `inline`: fractions with a slash."""

    def __init__(self, inline=False):
        self.inline = inline

    def write(self, node):
        return getattr(self, "of_" + type(node).__name__)(node)

    def at(self, node, level):
        """In brackets if it binds less than that."""
        text, own = self.write(node)
        return text if own >= level else bracketed(text)

    def whole(self, node):
        return self.write(node)[0]

    def of_Expression(self, node):
        return self.write(node.body)

    def of_Name(self, node):
        return name(node.id), ATOM

    def of_Constant(self, node):
        text = number(node.value)
        return text, PRODUCT if "cdot" in text else ATOM

    def of_Tuple(self, node):
        return ",\\quad ".join(self.whole(e) for e in node.elts), CASES

    def of_Subscript(self, node):
        return self.at(node.value, ATOM) + "_{" + self.whole(node.slice) + "}", ATOM

    def of_UnaryOp(self, node):
        if not isinstance(node.op, ast.USub):
            raise ValueError(ast.dump(node))
        inner = node.operand
        if isinstance(inner, ast.Call) and inner.func.id == "expm1":
            return "1 - e^{" + Writer(inline=True).whole(inner.args[0]) + "}", SUM
        return "-" + self.at(inner, PRODUCT), SUM

    def of_Compare(self, node):
        text = self.at(node.left, SUM)
        for op, right in zip(node.ops, node.comparators):
            text += " " + COMPARE[type(op)] + " " + self.at(right, SUM)
        return text, CASES

    def of_BoolOp(self, node):
        word = " \\text{ and } " if isinstance(node.op, ast.And) else " \\text{ or } "
        return word.join(self.whole(v) for v in node.values), CASES

    def of_IfExp(self, node):
        lines = []
        while isinstance(node, ast.IfExp):
            lines.append(self.whole(node.body) + " & \\text{if } " + self.whole(node.test))
            node = node.orelse
        lines.append(self.whole(node) + " & \\text{otherwise}")
        return "\\begin{cases} " + " \\\\ ".join(lines) + " \\end{cases}", CASES

    def of_BinOp(self, node):
        if isinstance(node.op, (ast.Add, ast.Sub)):
            sign = "+" if isinstance(node.op, ast.Add) else "-"
            left = self.at(node.left, SUM)
            text, own = self.write(node.right)
            if own < SUM or (own == SUM and (sign == "-" or text.startswith("-"))):
                text = bracketed(text)
            return left + " " + sign + " " + text, SUM
        if isinstance(node.op, ast.Pow):
            return self.power(node)
        if isinstance(node.op, ast.Div):
            return self.quotient(node)
        if isinstance(node.op, ast.Mult):
            return self.product(node)
        raise ValueError(ast.dump(node))

    def quotient(self, node):
        top, own = self.write(node.left)
        minus = ""
        if top.startswith("-") and not isinstance(node.left, ast.BinOp) or (
                own == SUM and isinstance(getattr(node.left, "op", None), ast.Mult)):
            minus, top, own = "-", top[1:], PRODUCT
        if self.inline:
            top = top if own >= PRODUCT else bracketed(top)
            text = top + "/" + self.at(node.right, POWER)
        else:
            text = "\\frac{" + top + "}{" + self.whole(node.right) + "}"
        return minus + text, SUM if minus else PRODUCT

    def power(self, node):
        exponent = Writer(inline=True).whole(node.right)
        base = node.left
        if isinstance(base, ast.Call) and exponent.isdigit():
            f = base.func.id
            head = NAMED.get(f) or ("\\operatorname{" + OPERATORS.get(f, f) + "}")
            if f == "sqrt" and exponent != "2":
                return bracketed(self.whole(base.args[0])) + "^{" + exponent + "/2}", POWER
            if f not in ("exp", "expm1", "log1p", "abs", "sqrt", "sum", "max", "min"):
                return head + "^{" + exponent + "}" + self.arguments(base), ATOM
        return self.at(base, ATOM) + "^{" + exponent + "}", POWER

    def product(self, node):
        factors = []

        def collect(n):
            if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Mult):
                collect(n.left)
                collect(n.right)
            else:
                factors.append(n)

        collect(node)
        minus = ""
        # Numbers first, one minus in front of all.
        if isinstance(factors[0], ast.UnaryOp):
            minus = "-"
            factors[0] = factors[0].operand
        factors.sort(key=lambda f: not isinstance(f, ast.Constant))
        written = []
        for f in factors:
            factor = self.at(f, PRODUCT)
            if written and factor.startswith("-"):
                factor = bracketed(factor)
            if written and factor == written[-1] and len(factor) == 1:
                factor = written.pop() + "^{2}"
            written.append(factor)
        text = written[0]
        for before, factor in zip(written, written[1:]):
            if factor[0].isdigit() or self.inline and "/" in factor:
                text += " \\cdot " + factor
            elif is_letter(before) and (is_letter(factor) or factor[0] == "("):
                text += " " + factor
            else:
                text += " \\, " + factor
        return minus + text, SUM if minus else PRODUCT

    def arguments(self, node):
        if len(node.args) == 1:
            text = self.whole(node.args[0])
            return bracketed(text)
        return bracketed(", ".join(self.whole(a) for a in node.args))

    def of_Call(self, node):
        f = node.func.id
        first = node.args[0] if node.args else None
        if f in ("exp", "expm1"):
            exponent = Writer(inline=True).whole(first)
            text, own = "e^{" + exponent + "}", POWER
            if len(exponent) > 90 or "cases" in exponent:
                text, own = "\\exp" + self.arguments(node), ATOM
            return (text, own) if f == "exp" else (text + " - 1", SUM)
        if f == "log1p":
            text, own = self.write(first)
            inner = "1 + " + (text if own >= PRODUCT else bracketed(text))
            if own == SUM:
                inner = "1 - " + text[1:] if text.startswith("-") else "1 + " + text
            return "\\ln" + bracketed(inner), ATOM
        if f == "abs":
            return "\\left|" + self.whole(first) + "\\right|", ATOM
        if f == "sqrt":
            return "\\sqrt{" + self.whole(first) + "}", ATOM
        if f == "floor":
            return "\\left\\lfloor " + self.whole(first) + " \\right\\rfloor", ATOM
        head = NAMED.get(f) or "\\operatorname{" + OPERATORS.get(f, f).replace("_", "\\_") + "}"
        return head + self.arguments(node), ATOM


def parse(formula):
    return ast.parse(re.sub(r"\blambda\b", "lambda_", formula).strip(), mode="eval")


def convert(formula):
    """TeX of a formula; of several, separated by commas, a list."""
    body = parse(formula).body
    if isinstance(body, ast.Tuple):
        return [Writer().whole(e) for e in body.elts]
    return [Writer().whole(body)]
