# SPDX-License-Identifier: MIT
"""The programs on the pages: those of the guides, and one a function, made of its kind.

  snippets.py FOLDER FACTS...       writes guides.cpp and functions-<kind>.cpp into FOLDER
  snippets.py --check GUIDE-OUTPUT FUNCTION-OUTPUT    compares what they print with the pages
  snippets.py --update GUIDE-OUTPUT FUNCTION-OUTPUT   makes the pages show what they print

A block of C++ in a guide is a function body of its own; its lines of #include go to the top, and a block opened by
"```cpp top" stands at namespace scope. A block of text behind it is what it prints. Before each block the program prints
its name between two marks.
"""
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
MARK = "\x1e"
PARTS = 4  # of the file of pointwise functions, which compile side by side


class Block:
    def __init__(self, name, code, top=False):
        self.name, self.code, self.top = name, code, top
        self.expected = ""


def guide_blocks(path):
    """The blocks of a guide with what they print."""
    blocks = []
    for m in re.finditer(r"^```(\w+)( top)?\n(.*?)^```$", path.read_text(), re.M | re.S):
        language, top, code = m.groups()
        if language == "cpp":
            blocks.append(Block(f"{path.stem} {len(blocks)}", code, bool(top)))
        elif language == "text":
            blocks[-1].expected = code
    return blocks


def number(x):
    return f"{x:g}"


def points_of(f):
    lo, hi = (float(v) for v in f.get("domain", ["-inf", "inf"]))
    if lo > -2 or hi < 2:
        lo, hi = max(lo, -2), min(hi, 2)
        return [lo + (hi - lo) * k for k in (.1, .25, .5, .75, .9)]
    return [-2, -0.5, 0, 0.5, 2]


def other_value(p):
    """A value of a parameter beside its default."""
    d = float(p["default"])
    lower, upper = float(p["lower"][0]), float(p["upper"][0])
    for candidate in (0.5, 2, 0.25, 1, 3, d / 2, d * 2):
        if candidate != d and lower < candidate < upper:
            return candidate
    return d


def object_of(f):
    """The C++ of the function, and of one with a parameter where it has one."""
    name = "actfn::" + f["name"]
    if f["name"] == "maxout":
        name += "<3>"
    if f["name"] in OF_ANOTHER:
        name += "(actfn::tanh)"
    plain = [p for p in f["parameters"] if "." not in p["name"]]
    if not plain or f["name"] == "softmax_cross_entropy":
        return name
    changed = {"clipped_gelu": {"hi": 3}, "jump_relu": {"theta": 0.25}, "srs": {"beta": 2}, "group_sort": {"size": 3},
               "top_k": {"k": 1}, "softmax_top_k": {"k": 2}, "sigmoid_top_k": {"k": 2}}.get(f["name"])
    if any(p["name"] == "temperature" for p in plain) and f["kind"] in ("rowwise", "stochastic"):
        changed = {"temperature": 2}
    if changed is None:
        changed = {plain[0]["name"]: other_value(plain[0])}
    values = ", ".join(f".{k} = {number(v)}" for k, v in changed.items())
    return f"{name}.with({{{values}}})"


def listed(values, type_="float"):
    return ", ".join(number(v) for v in values)


def print_of(name, count, text=None):
    formats = " ".join(["%.5g"] * count)
    values = ", ".join(f"{name}[{i}]" for i in range(count))
    return f'std::printf("{text or name}: {formats}\\n", {values});'


OF_ANOTHER = ("split", "amplitude_phase")  # made of a pointwise function


def includes(f, *more):
    own = [f"actfn/{f['kind']}/{f['name']}.hpp"]
    if f["name"] in OF_ANOTHER:
        own.append("actfn/pointwise/tanh.hpp")
    return "".join(f"#include <{h}>\n" for h in (*own, *more)) + "\n"


def snippet(f):
    """What a reader would write first."""
    kind, form = f["kind"], object_of(f)
    array = "actfn/array.hpp"
    if kind == "complex":
        code = includes(f, array, "complex", "cstdio", "vector") + f"""\
auto const f = {form};
std::complex<double> const z(0.5, -1);
auto const [value, dz, dzbar] = f.wirtinger(z);
"""
        if f.get("real_valued"):
            return code.replace("[value, dz, dzbar]", "[dz, dzbar, value]") + f"""\
std::printf("f(z) = %.5g\\n", value);
std::printf("by z %.5g %+.5gi, by its conjugate %.5g %+.5gi\\n", dz.real(), dz.imag(),
            dzbar.real(), dzbar.imag());
"""
        return code + f"""\
std::printf("f(z) = %.5g %+.5gi\\n", value.real(), value.imag());
std::printf("by z %.5g %+.5gi, by its conjugate %.5g %+.5gi\\n", dz.real(), dz.imag(),
            dzbar.real(), dzbar.imag());

std::vector<std::complex<float>> const zs{{{{1, 1}}, {{-1, 0.5F}}}};
std::vector<std::complex<float>> ws(2);
actfn::forward(f, zs, ws);
std::printf("%.5g %+.5gi\\n", ws[1].real(), ws[1].imag());
"""
    if f["name"] == "softmax_cross_entropy":
        return includes(f, "cstdio", "vector") + f"""\
std::vector<float> const scores{{2, 0.5F, -1}};
std::vector<float> gradient(3);
float const loss = {form}(scores, 0, gradient); // the class is 0
std::printf("loss: %.5g\\n", loss);
{print_of("gradient", 3)}
"""
    if kind == "loss":
        t = "{1, -1, 1}" if f["name"] in ("softplus_margin", "hinge", "squared_hinge") else "{1, 0, 0.5F}"
        return includes(f, "cstdio", "vector") + f"""\
auto const f = {form};
std::printf("loss %.5g, derivative %.5g\\n", f(0.5, 1.0), f.derivative(0.5, 1.0));

std::vector<float> const x{{2, -1, 0.5F}};
std::vector<float> const t{t};
std::vector<float> gx(3);
std::printf("mean: %.5g\\n", f(x, t, gx)); // and its gradient
{print_of("gx", 3)}
"""
    if kind == "gated" and "row" in f and len(f["row"]["y"]) > len(f["row"]["x"]):
        return includes(f, array, "cstdio", "vector") + f"""\
std::vector<float> const x{{1, -2}};
std::vector<float> y(4); // of x, then of -x
actfn::forward({form}, x, y);
{print_of("y", 4)}
"""
    if f["name"] == "maxout":
        return includes(f, array, "cstdio", "vector") + f"""\
std::vector<float> const z{{1, -2, 3, 0, 5, -4}};
std::vector<float> y(2); // the largest of every three
actfn::forward({form}, z, y);
{print_of("y", 2)}
"""
    if kind == "gated":
        return includes(f, array, "cstdio", "vector") + f"""\
auto const f = {form};
auto const [value, by_value, by_gate] = f.value_and_derivative(2.0, 0.5);
std::printf("%.5g, by the value %.5g, by the gate %.5g\\n", value, by_value, by_gate);

std::vector<float> const a{{1, 2, 3}};
std::vector<float> const b{{-1, 0.5F, 2}};
std::vector<float> y(3);
actfn::forward(f, a, b, y);
{print_of("y", 3)}
"""
    if kind == "rowwise":
        out, shape = ("y(2)", 2) if f["reduces"] else ("y(6)", 6)
        return includes(f, array, "cstdio", "vector") + f"""\
std::vector<float> const x{{1, 2, 3, -1, 0, 1}}; // two rows of three
std::vector<float> {out};
actfn::forward({form}, x, y, actfn::row_layout{{.rows = 2}});
{print_of("y", shape)}
"""
    if f["name"] == "gumbel_softmax":
        return includes(f, array, "cstdio", "vector") + f"""\
std::vector<float> const x{{1, 2, 3}};
std::vector<float> y(3);
actfn::forward({form}.train(1), x, y); // seed 1
{print_of("y", 3, "soft")}
actfn::forward({form}.train(1).hard(), x, y);
{print_of("y", 3, "hard")}
"""
    if kind == "stochastic":
        return includes(f, array, "cstdio", "vector") + f"""\
auto const f = {form};
std::vector<float> const x{{-2, -2, 2, 2}};
std::vector<float> y(4);
actfn::forward(f, x, y); // inference: the mean
{print_of("y", 4, "inference")}
actfn::forward(f.train(1), x, y); // seed 1: every element has a draw of its own
{print_of("y", 4, "training")}
"""
    x = points_of(f)
    floats = ", ".join(number(v) + ("F" if "." in number(v) else "") for v in x)
    return includes(f, array, "cstdio", "vector") + f"""\
auto const f = {form};
auto const [value, slope] = f.value_and_derivative({number(x[1])});
std::printf("%.5g, f' = %.5g, f'' = %.5g\\n", value, slope, f.second_derivative({number(x[1])}));

std::vector<float> const x{{{floats}}};
std::vector<float> const gy(5, 1.0F);
std::vector<float> y(5);
std::vector<float> gx(5);
actfn::forward(f, x, y);
actfn::backward(f, x, gy, gx); // gy f'(x)
{print_of("y", 5)}
{print_of("gx", 5)}
"""


def program(unit, blocks):
    """A source whose function `unit` runs the blocks."""
    top, bodies, calls = {}, [], []
    for i, block in enumerate(blocks):
        lines = block.code.split("\n")
        for line in lines:
            if line.startswith("#include"):
                top[line] = None
        body = "\n".join(l for l in lines if not l.startswith("#include")).strip("\n")
        if block.top:
            bodies.append(body)
        else:
            bodies.append(f"void block_{i}() {{\n{body}\n}}")
            calls.append(f'    std::fputs("{MARK}{block.name}\\n", stdout);\n    block_{i}();')
    return ("#include <cstdio>\n" + "\n".join(top) + "\n\nvoid run_" + unit + "();\n\nnamespace {\n\n" +
            "\n\n".join(bodies) + "\n\n} // namespace\n\nvoid run_" + unit + "() {\n" + "\n".join(calls) + "\n}\n")


def main_of(units):
    return ("".join(f"void run_{u}();\n" for u in units) + "\nint main() {\n" +
            "".join(f"    run_{u}();\n" for u in units) + "}\n")


def outputs(text):
    """What each block printed."""
    return {part.split("\n", 1)[0]: part.split("\n", 1)[1] for part in text.split(MARK)[1:]}


def load(paths):
    """The facts of all functions."""
    functions, rest = [], {}
    for path in paths:
        part = json.loads(Path(path).read_text())
        functions += part.pop("functions")
        rest = part
    return functions, rest


def write(path, text):
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def units_of(functions):
    """The sources of the functions: their names and blocks."""
    units = {}
    for kind in ("pointwise", "rowwise", "gated", "stochastic", "complex", "loss"):
        of_kind = [f for f in functions if f["kind"] == kind]
        parts = PARTS if kind == "pointwise" else 1
        for part in range(parts):
            name = kind + (f"_{part}" if parts > 1 else "")
            units[name] = [Block(f["name"], snippet(f)) for f in of_kind[part::parts]]
    return units


def main():
    if sys.argv[1] == "--check":
        return check(*sys.argv[2:])
    if sys.argv[1] == "--update":
        return update(*sys.argv[2:])
    folder = Path(sys.argv[1])
    functions, _ = load(sys.argv[2:])
    units = units_of(functions)
    for unit, blocks in units.items():
        write(folder / f"functions_{unit}.cpp", program(unit, blocks))
    write(folder / "functions.cpp", main_of(units))
    guides = sorted((HERE / "guides").glob("*.md"))
    names = []
    for guide in guides:
        blocks = guide_blocks(guide)
        unit = guide.stem.replace("-", "_")
        if blocks:
            names.append(unit)
            write(folder / f"guide_{unit}.cpp", program(unit, blocks))
    write(folder / "guides.cpp", main_of(names))
    return 0


def check(guide_output, function_output):
    """Whether the guides and outputs.txt show what is printed today."""
    wrong = 0
    printed = outputs(Path(guide_output).read_text())
    for guide in sorted((HERE / "guides").glob("*.md")):
        for block in guide_blocks(guide):
            if not block.top and printed.get(block.name) != block.expected:
                print(f"{guide.name}, {block.name.split()[1]}: shows\n{block.expected}but prints\n{printed.get(block.name)}")
                wrong += 1
    shown = HERE / "outputs.txt"
    known = outputs(shown.read_text()) if shown.exists() else {}
    if outputs(Path(function_output).read_text()) != known:
        print(f"{shown} is stale or missing: snippets.py --update makes it from {function_output}")
        wrong += 1
    return 1 if wrong else 0


def update(guide_output, function_output):
    """Writes what is printed today into the guides and outputs.txt."""
    printed = outputs(Path(guide_output).read_text())
    for guide in sorted((HERE / "guides").glob("*.md")):
        count = -1
        last_top = False

        def block(m):
            nonlocal count, last_top
            if m[1] == "cpp":
                count += 1
                last_top = bool(m[2])
            if m[1] == "text" and not last_top:
                return "```text\n" + printed[f"{guide.stem} {count}"] + "```"
            return m[0]

        write(guide, re.sub(r"^```([\w+]+)( top)?\n(.*?)^```$", block, guide.read_text(), flags=re.M | re.S))
    of_functions = outputs(Path(function_output).read_text())
    write(HERE / "outputs.txt", "".join(f"{MARK}{name}\n{text}" for name, text in sorted(of_functions.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
