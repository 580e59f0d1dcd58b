# SPDX-License-Identifier: MIT
"""Writes the site: static pages that need no server and nothing from elsewhere.

  site.py OUT KATEX NODE PLAYGROUND REFERENCE GUIDE-OUTPUT FUNCTION-OUTPUT FACTS...

KATEX is the folder of katex.min.js; PLAYGROUND the library in WebAssembly, or empty; REFERENCE the folder of Doxygen's XML, or
empty; FACTS are what tools/site.cpp prints,
the outputs what the programs of snippets.py print.
"""
import csv
import json
import re
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path

import calls
import md
import measured
import plot
import reference
import snippets
import tex

HERE = Path(__file__).parent
DOCS = HERE.parent
EXAMPLES = DOCS.parent / "examples"

# The guides in their order, by groups.
GUIDES = {
    "Use": ["start", "choose", "arrays", "eigen", "rows", "gates", "run-time"],
    "Train": ["own", "parameters", "differentiation", "complex"],
    "Run": ["half", "threads", "instruction-sets", "denormals", "reproducibility"],
}
KINDS = {"pointwise": "function of one number", "rowwise": "function of rows", "gated": "gated function",
         "stochastic": "stochastic function", "complex": "complex function", "loss": "loss"}
SCHEMES = {"He": "He et al. 2015", "Glorot": "Glorot, Bengio 2010", "LeCun": "LeCun et al. 1998"}


def number(x, digits=6):
    """As a person writes it."""
    if isinstance(x, str):
        return {"inf": "∞", "-inf": "−∞", "nan": "NaN"}[x]
    return f"{x:.{digits}g}".replace("-", "−") if x else "0"


def sections_of_examples():
    """What docs/examples.md says of each example, by its name."""
    return dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", (DOCS / "examples.md").read_text(), re.M | re.S))


def first_paragraph(text):
    return " ".join(text.split("\n\n")[0].split())


def with_figures(text):
    """{{boundaries, relu, 1}} is the first number of the row `relu` that the example `boundaries` prints."""
    printed = sections_of_examples()

    def figure(m):
        example, row, place = (part.strip() for part in m[1].split(","))
        words = row.split()
        for line in printed.get(example, "").splitlines():
            if line.split()[:len(words)] == words:
                return re.findall(r"[-+.\d]+(?:e[-+]?\d+)?", " ".join(line.split()[len(words):]))[int(place) - 1]
        sys.exit(f"The example {example} prints no row {row}")

    return re.sub(r"\{\{([^{}\n]+)\}\}", figure, text)


class Formulas:
    """All formulas of the site, which KaTeX renders at one go."""

    def __init__(self):
        self.sources = {}

    def __call__(self, source, display=True):
        place = self.sources.setdefault((source, display), len(self.sources))
        token = f"\1{place}\1"
        return f'<div class="formula">{token}</div>' if display else token

    def render(self, node, katex, pages):
        done = subprocess.run([node, HERE / "katex.js", Path(katex).resolve() / "katex.min.js"], text=True,
                              input=json.dumps(list(self.sources)), capture_output=True)
        if done.returncode:
            sys.exit(f"KaTeX does not understand\n{done.stderr}")
        html = json.loads(done.stdout)
        return {name: re.sub("\1(\\d+)\1", lambda m: html[int(m[1])], page) for name, page in pages.items()}


class Family:
    def __init__(self, fields):
        self.id, self.title, self.text, members, compared = fields
        self.members, self.compared = members.split(), compared.split()


class Site:
    def __init__(self, functions, rest, guide_output, function_output, has_playground, names):
        self.has_playground = has_playground
        own = {n for f in functions for n in (f["name"], *f["aliases"])}
        self.reference = reference.Reference(names, HERE / "reference.csv", own) if names else None
        self.functions = {f["name"]: f for f in functions}
        self.rows, self.systems, self.instructions = rest["rows"], rest["systems"], rest["instructions"]
        self.speed = measured.Speed(f["name"] for f in functions)
        self.guide_output, self.function_output = guide_output, function_output
        self.snippets = {b.name: b.code for blocks in snippets.units_of(functions).values() for b in blocks}
        self.tex = Formulas()
        lines = [l for l in (HERE / "families.csv").read_text().splitlines() if not l.startswith("#")]
        self.families = {f.id: f for f in (Family(l.split("|")) for l in lines)}
        self.family_of = {name: f for f in self.families.values() for name in f.members}
        if sorted(self.family_of) != sorted(self.functions):
            sys.exit(f"families.csv and the functions differ: {set(self.family_of) ^ set(self.functions)}")
        with open(HERE / "tex.csv", newline="") as file:
            self.overrides = {row[0]: row[1:] for row in csv.reader(file) if row and not row[0].startswith("#")}
        self.guides = {}
        for path in sorted((HERE / "guides").glob("*.md")):
            text = with_figures(path.read_text())
            title, lead = re.match(r"# (.*)\n\n((?:.+\n)+)", text).groups()
            self.guides[path.stem] = (title, " ".join(lead.split()), text)
        listed = [g for group in GUIDES.values() for g in group]
        if sorted(listed) != sorted(self.guides):
            sys.exit(f"The guides and their list differ: {set(listed) ^ set(self.guides)}")
        self.guide_order = listed
        self.examples = {name: text.strip() for name, text in sections_of_examples().items() if (EXAMPLES / (name + ".cpp")).exists()}
        self.examples_lead = (DOCS / "examples.md").read_text().split("\n## ")[0]
        self.pages = {}

    # --- Addresses

    def link(self, target, root):
        """fn:gelu, family:elu, guide:rows, example:xor, or an address."""
        kind, _, rest = target.partition(":")
        page, _, anchor = rest.partition("#")
        anchor = "#" + anchor if anchor else ""
        if kind == "fn":
            return f"{root}functions/{self.functions[page]['name']}.html{anchor}"
        if kind == "family":
            return f"{root}families/{self.families[page].id}.html{anchor}"
        if kind == "guide":
            if page not in self.guides:
                sys.exit(f"no guide {page}")
            return f"{root}guides/{page}.html{anchor}"
        if kind == "example":
            if page not in ("index", *self.examples):
                sys.exit(f"no example {page}")
            return f"{root}examples/{page}.html{anchor}"
        if kind == "porting":
            return f"{root}porting/{page}.html{anchor}"
        if kind == "reference":
            return f"{root}reference/{page}.html{anchor}"
        return target

    def markdown(self, root):
        return md.Markdown(lambda target: self.link(target, root), self.tex)

    def function_link(self, name, root="../"):
        return f'<a href="{root}functions/{name}.html"><code>{name}</code></a>'

    # --- Frame

    def add(self, path, title, body, description, section=""):
        root = "../" * path.count("/")
        items = [("functions/index.html", "Functions"), ("guides/index.html", "Guides"),
                 ("guides/choose.html", "Which one?"), ("examples/index.html", "Examples"), ("porting/index.html", "Porting")]
        if self.reference:
            items.append(("reference/index.html", "Reference"))
        if self.has_playground:
            items.append(("playground/index.html", "Playground"))
        nav = "".join(f'<a href="{root}{u}"{" aria-current=page" if u == path else ""}>{t}</a>' for u, t in items)
        heading = title if title == "actfn" else f"{title} · actfn"
        self.pages[path] = f"""<!doctype html>
<html lang="en" data-root="{root}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(heading)}</title>
<meta name="description" content="{escape(description)}">
<link rel="icon" href="{root}assets/icon.svg">
<link rel="stylesheet" href="{root}assets/katex/katex.min.css">
<link rel="stylesheet" href="{root}assets/style.css">
</head>
<body>
<a class="skip" href="#content">To the content</a>
<div class="bar-below"><header>
<a class="brand" href="{root}index.html">actfn</a>
<nav class="top" aria-label="Sections">{nav}</nav>
<div class="search" role="search"><input id="search" type="search" placeholder="Search: gelu, SiLU, …" autocomplete="off"
 role="combobox" aria-label="Search functions and guides" aria-controls="results" aria-expanded="false"><ul id="results"
 role="listbox" aria-label="Results" hidden></ul></div>
</header></div>
<main id="content">
{body}
</main>
<footer><p>actfn, activation functions and their derivatives for C++20. MIT licence. The pictures are the library’s own values;
every program on these pages is compiled and run when they are made.</p></footer>
<script src="{root}assets/index.js"></script>
<script src="{root}assets/search.js"></script>
</body>
</html>
"""

    def neighbours(self, names, name, address):
        i = names.index(name)
        links = []
        for step, word in ((-1, "previous"), (1, "next")):
            if 0 <= i + step < len(names):
                url, text = address(names[i + step])
                links.append(f'<a rel="{word[:4]}" href="{url}"><span>{word}</span>{text}</a>')
            else:
                links.append("<span></span>")
        return '<nav class="pages" aria-label="Neighbours">' + "".join(links) + "</nav>"

    # --- Pages of functions

    def formulas(self, f):
        """Value and derivative as equations."""
        value, derivative = (self.overrides.get(f["name"], []) + ["", ""])[:2]
        left = {"gated": "f(a, b)", "complex": "f(z)", "loss": "L(x, t)"}.get(f["kind"], "f(x)")
        out = []
        if not value and f["formula"]:
            value = left + " = " + tex.convert(f["formula"])[0]
        if value:
            out.append(value)
        if not derivative and f["derivative"]:
            parts = tex.convert(f["derivative"])
            if f["kind"] == "gated" and len(parts) == 2:
                parts = [f"\\frac{{\\partial L}}{{\\partial {v}}} = {p}" for v, p in zip("ab", parts)]
            elif f["kind"] == "loss":
                parts = [r"\frac{\partial L}{\partial x} = " + parts[0]]
            else:
                parts = ["f'(x) = " + parts[0]]
            out += parts
        elif derivative:
            out += derivative.split(" ;; ")
        return "".join(self.tex(t) for t in out)

    def pictures(self, f):
        name, kind = f["name"], f["kind"]
        x = tuple(f["interval"])
        if "surface" in f:
            return plot.surface(name, f["surface"])
        if "plane" in f:
            key = ('<p class="note">Hue is the phase of f(z), light its modulus, which steps at every power of two; '
                'grey is NaN. <a href="../families/holomorphic.html#reading-the-pictures">How to read it.</a></p>')
            return plot.plane(name, f["plane"]) + key
        if "row" in f:
            row = f["row"]
            out = plot.bars("x, a row", row["x"], "c0", "x")
            if len(row["y"]) > 1:
                out += plot.bars(f"{name} of the row", row["y"], "c1", "y")
            else:
                out += f'<p>Its value is <strong>{number(row["y"][0])}</strong>.</p>'
                out += plot.bars("gradient by the row", row["gradient"], "c1", "gradient")
            for seed, drawn in zip((1, 2), f.get("drawn", [])):
                out += plot.bars(f"in training, seed {seed}", drawn, "c2", f"y, seed {seed}")
            return f'<div class="plots">{"".join(f"<div>{p}</div>" for p in re.split("(?<=</svg>)(?=<svg)", out))}</div>'
        curves = f["curves"]
        if "draws" in f:
            return plot.scatter(name, f["draws"], curves[0], x)
        if len(curves) == 1 and not curves[0]["label"]:
            return plot.value_and_derivative(
                name, curves[0], x, derivative_text="surrogate derivative" if f["surrogate"] else "derivative")
        if len(curves) == 1:
            return plot.value_and_derivative(curves[0]["label"], curves[0], x)
        word = "surrogate derivative" if f["surrogate"] else "derivative"
        return (f'<div class="plots"><div>{plot.many(name, curves, x, "value", "value")}</div>'
                f'<div>{plot.many(name + ", derivative", curves, x, "derivative", word)}</div></div>' + plot.legend_of(curves))

    def parameters(self, f):
        if not f["parameters"]:
            return ""
        rows = []
        for p in f["parameters"]:
            (lo, lo_in), (hi, hi_in) = p["lower"], p["upper"]
            allowed = "any finite number"
            below = {True: "≤", False: "<"}
            if lo == "-inf" and lo_in or hi == "inf" and hi_in:
                extra = [s for s, there in (("−∞", lo == "-inf" and lo_in), ("∞", hi == "inf" and hi_in)) if there]
                allowed = "any number, also " + " and ".join(extra)
            if lo != "-inf" and hi != "inf":
                allowed = f"{number(lo)} {below[lo_in]} {p['name']} {below[hi_in]} {number(hi)}"
            elif lo != "-inf":
                allowed = f"{'at least' if lo_in else 'more than'} {number(lo)}"
                allowed += ", also ∞" if hi_in else ""
            elif hi != "inf":
                allowed = f"{'at most' if hi_in else 'less than'} {number(hi)}"
                allowed += ", also −∞" if lo_in else ""
            rows.append(f'<tr><td class="n"><code>{p["name"]}</code></td><td class="n">{number(p["default"])}</td><td>{allowed}</td></tr>')
        learnt = ""
        if f.get("learnable") is not None:
            learnt = ("<p>Learnable: <code>actfn::parameter_gradient</code> has the gradient by each. "
                      'See <a href="../guides/parameters.html">learning parameters</a>.</p>'
                      if f["learnable"] else "<p>Not learnable.</p>")
        note = "<p class=note>The range of one is that with the others at their defaults.</p>" if len(rows) > 1 else ""
        return ('<h2 id="parameters">Parameters</h2><div class="table"><table><thead><tr><th scope="col">name</th>'
                '<th scope="col">default</th><th scope="col">allowed</th></tr></thead><tbody>' + "".join(rows) +
                "</tbody></table></div>" + note + learnt)

    def properties(self, f):
        rows = [("range", f'from {number(f["range"][0])} to {number(f["range"][1])}')]
        if f["kind"] == "complex":
            kinds = [w for w, key in (("holomorphic", "holomorphic"), ("commutes with rotations", "equivariant"),
                                      ("commutes with conjugation", "symmetric")) if f[key]]
            rows = [("structure", ", ".join(kinds) or "none of: holomorphic, commuting with rotations or conjugation")]
            if f["reach"] != "inf":
                rows.append(("bounds hold", f'up to |z| = {number(f["reach"])}'))
        if f["kind"] in ("pointwise", "stochastic") and "left" in f:
            if f["domain"] != ["-inf", "inf"]:
                rows.insert(0, ("domain", f'from {number(f["domain"][0])} to {number(f["domain"][1])}, NaN beyond'))
            words = {"none": "not", "soft": "in the limit", "hard": "exactly"}
            left, right = f["saturates"]
            rows.append(("saturates", {"none": "no"}.get(left, words[left] + ", on both sides") if left == right else
                         f"{words[left]} on the left, {words[right]} on the right"))
            rows.append(("shape", ("monotone" if f["monotone"] else "not monotone") +
                         (", odd" if f["odd"] else ", even" if f["even"] else "")))
            smooth, kinks = f["smoothness"], ", ".join(number(k) for k in f["kinks"])
            at = f" at {kinks}" if kinks else ""
            rows.append(("smoothness", "all derivatives are continuous" if smooth == "inf" else
                         "the value jumps" + at if smooth < 0 else "the derivative jumps" + at if smooth == 0 else
                         "the first derivative is continuous" if smooth == 1 else
                         f"{number(smooth)} derivatives are continuous"))
            rows.append(("largest slope", number(f["lipschitz"])))
            rows.append(("from the output", "its derivative is also a function of the output, so x need not be kept"
                         if f["from_output"] else "no"))
            rows.append(("initialisation", f'{f["init"]} ({SCHEMES[f["init"]]})'))
        rows.append(("header", f'<code>&lt;actfn/{f["kind"]}/{f["name"]}.hpp&gt;</code>'))
        if f["source"]:
            source = re.sub(r"arXiv:(\d+\.\d+)", r'<a href="https://arxiv.org/abs/\1">arXiv:\1</a>', escape(f["source"], quote=False))
            source = re.sub(r"doi:([^\s,;]+)", r'<a href="https://doi.org/\1">doi:\1</a>', source)
            rows.append(("source", source))
        return ('<h2 id="properties">Properties</h2><div class="table"><table class="facts"><tbody>' +
                "".join(f'<tr><th scope="row">{k}</th><td>{v}</td></tr>' for k, v in rows) + "</tbody></table></div>")

    def special(self, f):
        if "special" not in f:
            return ""
        rows = "".join(f'<tr><td class="n">{number(x)}</td><td class="n">{number(v)}</td><td class="n">{number(d)}</td></tr>'
                       for x, v, d in f["special"])
        return ('<h2 id="special">Special values</h2><div class="table"><table><thead><tr><th scope="col">x</th><th scope="col">value</th>'
                f'<th scope="col">{"surrogate " if f["surrogate"] else ""}derivative</th></tr></thead><tbody>{rows}</tbody></table></div>')

    def elsewhere(self, f):
        systems = {}
        for i in f["elsewhere"]:
            systems.setdefault(self.rows[i]["system"], []).append(self.rows[i]["name"])
        if not systems:
            return ""
        return ('<h2 id="elsewhere">Elsewhere</h2><dl class="elsewhere">' + "".join(
            f'<dt><a href="../porting/{md.slug(s)}.html">{s}</a></dt><dd>' +
            ", ".join(f"<code>{escape(n, quote=False)}</code>" for n in dict.fromkeys(names)) + "</dd>"
            for s, names in systems.items()) + "</dl>")

    def function_page(self, f):
        name, family = f["name"], self.family_of[f["name"]]
        text = self.markdown("../")
        comment = "".join(f"<p>{text.inline(p)}</p>" for p in re.split(r"\n\n", f["comment"].replace("*", "∗").replace("$", "")))
        comment = comment.replace("\n", " ").replace("∗", "*")
        aliases = ""
        if f["aliases"]:
            aliases = "<p>Also called " + ", ".join(f"<code>{a}</code>" for a in f["aliases"]) + ".</p>"
        printed = self.function_output[name]
        body = f"""<div class="page"><p class="crumbs"><a href="../families/{family.id}.html">{family.title}</a> · {KINDS[f["kind"]]}</p>
<h1>{name}</h1>
<div class="lead">{comment}</div>{aliases}
{self.formulas(f)}
{self.try_it(f)}</div>
<div class="picture">{self.pictures(f)}</div>
<div class="page">
<h2 id="use">Use</h2>
{md.code_block(self.snippets[name], "cpp")}{md.code_block(printed, "text", "prints")}
{calls.table(f)}
{self.parameters(f)}
{self.special(f)}
{measured.error_table(f, self.instructions)}
</div>
{measured.error_pictures(f)}
<div class="page">
{self.speed.table(f)}
{self.properties(f)}
{self.elsewhere(f)}
{self.neighbours(family.members, name, lambda n: (n + ".html", f"<code>{n}</code>"))}
</div>"""
        self.add(f"functions/{name}.html", name, body, f"{name}, a {KINDS[f['kind']]}: formula, derivative, picture, bounds, use")

    def try_it(self, f):
        there = self.has_playground and f["kind"] == "pointwise"
        return f'<p><a href="../playground/index.html?{f["name"]}">Try it in the playground</a></p>\n' if there else ""

    # --- Families

    def compared(self, family):
        curves = []
        for name in family.compared:
            f = self.functions[name]
            curve = next((c for c in f["curves"] if c["label"] == self.default_label(f)), f["curves"][0])
            curves.append({**curve, "label": name, "link": f'<a href="../functions/{name}.html"><code>{name}</code></a>'})
        return curves

    @staticmethod
    def default_label(f):
        return f'{f["parameters"][0]["name"]}={f["parameters"][0]["default"]:g}' if f["parameters"] else ""

    def thumbnail(self, family):
        """A small picture without axes."""
        curves = self.compared(family)[:4] if family.compared else []
        if not curves:
            return ""
        paths = []
        for style, curve in zip(plot.STYLES, curves):
            for piece in curve["value"]:
                points = [(100 + 19 * x, 40 - 13 * max(-4, min(4, y))) for x, y in plot.points_of(piece) if abs(x) <= 5]
                paths.append(f'<path class="line {style}" d="M' + " ".join(f"{u:.0f} {v:.0f}" for u, v in plot.thinned(points, .4)) + '"/>')
        return ('<svg viewBox="0 0 200 74" aria-hidden="true"><path class="grid" d="M0 40H200M100 0V74"/>' + "".join(paths) + "</svg>")

    def family_page(self, family):
        rows = []
        for name in family.members:
            f = self.functions[name]
            first = re.split(r"(?<=[.:;])\s|\n\n|,  ", f["comment"].replace("\n", " "))[0].rstrip(":;,")
            rows.append(f"<tr><td>{self.function_link(name)}</td><td>{self.markdown('../').inline(first.replace('*', '·'))}</td></tr>")
        picture = ""
        if family.compared:
            curves, x = self.compared(family), (-5, 5)
            picture = (f'<div class="plots"><div>{plot.many(family.title, curves, x, "value", "value")}</div>'
                       f'<div>{plot.many(family.title + ", derivatives", curves, x, "derivative", "derivative")}</div></div>'
                       + plot.legend_of(curves))
        elif family.id == "gates":
            picture = '<div class="plots">' + "".join(
                f'<div><h3>{self.function_link(n)}</h3>{plot.surface(n, self.functions[n]["surface"])}</div>' for n in ("glu", "swiglu")) + "</div>"
        elif family.id == "losses":
            names = ["sigmoid_binary_cross_entropy", "mse", "softplus_margin"]
            curves = [{**self.functions[n]["curves"][-1], "label": f"{n}, t = 1"} for n in names]
            picture = (f'<div class="plots"><div>{plot.many("losses for the target 1", curves, (-5, 5), "value", "loss")}</div>'
                       f'<div>{plot.many("their derivatives", curves, (-5, 5), "derivative", "derivative by x")}</div></div>' + plot.legend_of(curves))
        elif family.id == "rows":
            row = self.functions["softmax"]["row"]
            picture = '<div class="plots">' + "".join(f"<div>{plot.bars(t, v, c, t)}</div>" for t, v, c in (
                ("x, a row", row["x"], "c0"), ("softmax", row["y"], "c1"),
                ("sparsemax", self.functions["sparsemax"]["row"]["y"], "c2"))) + "</div>"
        elif family.id == "selecting_rows":
            row = self.functions["top_k"]["row"]
            picture = '<div class="plots">' + "".join(f"<div>{plot.bars(t, v, c, t)}</div>" for t, v, c in (
                ("x, a row", row["x"], "c0"), ("top_k", row["y"], "c1"),
                ("squash", self.functions["squash"]["row"]["y"], "c2"))) + "</div>"
        elif family.id == "noisy":
            picture = '<div class="plots">' + "".join(
                f'<div><h3>{self.function_link(n)}</h3>{self.pictures(self.functions[n])}</div>' for n in ("rrelu", "noisy_hard_tanh")) + "</div>"
        elif "plane" in self.functions[family.members[0]]:
            picture = '<h2 id="reading-the-pictures">Reading the pictures</h2><p>This is z itself: red where it is positive, cyan where it is negative, ' \
                      'green-yellow where it is imaginary. A ring is a power of two. Around a zero the hues go round in this order, around a pole the other way.</p>'
            picture += '<div class="plots"><div>' + plot.plane("z", plot.identity_plane()) + "</div>"
            picture += "".join(f'<div><h3>{self.function_link(n)}</h3>{plot.plane(n, self.functions[n]["plane"])}</div>'
                               for n in family.members[:1]) + "</div>"
        ids = list(self.families)
        body = f"""<div class="page"><p class="crumbs"><a href="../functions/index.html">All functions</a></p>
<h1>{family.title}</h1><p class="lead">{family.text}</p></div>
<div class="picture">{picture}</div>
<div class="page"><h2 id="functions">Functions</h2><div class="table"><table class="facts"><tbody>{"".join(rows)}</tbody></table></div>
{self.neighbours(ids, family.id, lambda i: (i + ".html", self.families[i].title))}</div>"""
        self.add(f"families/{family.id}.html", family.title, body, family.text)

    def cards(self, entries):
        return '<ul class="cards">' + "".join(
            f'<li><a href="{url}">{picture}<b>{title}</b><span>{text}</span></a></li>' for url, title, text, picture in entries) + "</ul>"

    def family_cards(self, root):
        def short(f):
            return ", ".join(f.members[:5]) + (f" and {len(f.members) - 5} more" if len(f.members) > 5 else "")
        return self.cards([(f"{root}families/{f.id}.html", f.title, short(f), self.thumbnail(f)) for f in self.families.values()])

    def names_list(self, root):
        out = []
        for kind, title in (("pointwise", "Pointwise"), ("rowwise", "Row-wise"), ("gated", "Gated"), ("stochastic", "Stochastic"),
                            ("complex", "Complex"), ("loss", "Losses")):
            names = sorted(n for n, f in self.functions.items() if f["kind"] == kind)
            out.append(f'<h3 id="{kind}">{title}</h3><ul class="names">' +
                       "".join(f'<li><a href="{root}functions/{n}.html">{n}</a></li>' for n in names) + "</ul>")
        return "".join(out)

    # --- Guides, porting, front page

    def guide_page(self, name):
        title, lead, text = self.guides[name]
        blocks = snippets.guide_blocks(HERE / "guides" / (name + ".md"))
        for b in blocks:
            if not b.top and self.guide_output.get(b.name) != b.expected:
                print(f"{name}.md shows another output than {b.name} prints", file=sys.stderr)
        text = text.replace("```cpp top\n", "```cpp\n")
        body = self.markdown("../").html(text)
        body = body.replace("<p>", '<p class="lead">', 1)
        body = (f'<div class="page"><p class="crumbs"><a href="index.html">Guides</a></p>{body}'
                + self.neighbours(self.guide_order, name, lambda n: (n + ".html", self.guides[n][0])) + "</div>")
        self.add(f"guides/{name}.html", title, body, re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", lead))

    def guide_cards(self, root):
        out = ""
        for group, names in GUIDES.items():
            plain = self.markdown(root)
            out += f"<h3>{group}</h3>" + self.cards([
                (f"{root}guides/{n}.html", self.guides[n][0],
                 re.sub(r"<[^>]+>", "", plain.inline(re.split(r"(?<=[.])\s", self.guides[n][1])[0])), "") for n in names])
        return out

    def example_markdown(self):
        """Of docs/examples.md: its links as those of the site, what stands in the repository only as text."""
        def link(target):
            if target.startswith("#"):
                return self.link("example:" + target[1:], "../")
            if target.startswith("activations.md#"):
                return self.link("fn:" + target.split("#")[1], "../")
            return target

        def html(text):
            text = re.sub(r"\[([^\]]+)\]\(\.\./examples[^)]*\)", r"\1", text)
            return md.Markdown(link, self.tex).html(text)
        return html

    def example_picture(self, name):
        return (DOCS / (name + ".svg")).exists()

    def example_pages(self):
        html = self.example_markdown()
        names = list(self.examples)
        cards = []
        for name, text in self.examples.items():
            text = re.sub(r" ?\[Program\]\([^)]*\)[.]", "", text)
            lead = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", first_paragraph(text))
            body = html(text).replace("<p>", '<p class="lead">', 1)
            source = (EXAMPLES / (name + ".cpp")).read_text().replace("// SPDX-License-Identifier: MIT\n//\n", "")
            body = (f'<div class="page"><p class="crumbs"><a href="index.html">Examples</a></p><h1>{name}</h1>{body}'
                    f'<h2 id="program">Program</h2>{md.code_block(source, "cpp", f"<code>examples/{name}.cpp</code>")}'
                    + self.neighbours(names, name, lambda n: (n + ".html", n)) + "</div>")
            self.add(f"examples/{name}.html", name, body, lead)
            picture = f'<img class="thumbnail" src="{name}.svg" alt="">' if self.example_picture(name) else ""
            cards.append((f"{name}.html", name.replace("_", "_<wbr>"), re.split(r"(?<!al)[.]\s(?=[A-Z])", lead)[0].rstrip(".") + ".", picture))
        intro = html(self.examples_lead.replace("# Examples\n", "")).replace("<p>", '<p class="lead">', 1)
        self.add("examples/index.html", "Examples", f'<div class="page"><h1>Examples</h1>{intro}</div><h2 id="all">All</h2>{self.cards(cards)}',
                 "Short programs that show what activations do in a network")

    def porting_pages(self):
        links = []
        names = [s for s, _ in self.systems]
        for system, place in self.systems:
            rows = []
            for r in self.rows:
                if r["system"] != system:
                    continue
                here = "not an activation" if not r["here"] else self.with_links(r["here"]) if r["code"] else self.markdown("../").inline(r["here"])
                there = f'<code>{escape(r["there"], quote=False)}</code>' if r["there"] else ""
                rows.append(f'<tr><td><code>{escape(r["name"], quote=False)}</code></td><td>{here}</td><td>{there}</td>'
                            f'<td>{self.markdown("../").inline(r["remark"])}</td></tr>')
            links.append(f'<li><a href="{md.slug(system)}.html">{system}</a> <span class="note">{len(rows)}</span></li>')
            body = (f'<p class="crumbs"><a href="index.html">Porting</a></p><h1>Coming from {system}</h1>'
                    f'<p class="lead">{self.markdown("../").inline(place)}. In <code>namespace actfn</code>; parameters without a value have no default there.</p>'
                    '<div class="table"><table><thead><tr><th scope="col">there</th><th scope="col">here</th><th scope="col">definition there</th>'
                    f'<th scope="col">differs in</th></tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
                    + self.neighbours(names, system, lambda s: (md.slug(s) + ".html", s)))
            self.add(f"porting/{md.slug(system)}.html", f"Coming from {system}", body, f"The activations of {system} and what to write instead")
        text = (HERE / "porting.md").read_text()
        body = (f'<div class="page">{self.markdown("../").html(text).replace("<p>", chr(60) + "p class=lead>", 1)}'
                f'<h2 id="systems">Systems</h2><ul class="names">{"".join(links)}</ul></div>')
        self.add("porting/index.html", "Porting", body, "What to write for the activations of other systems")

    def with_links(self, code):
        """Code whose functions are links."""
        parts = re.split(r"(\w+)", code)
        return "<code>" + "".join(
            f'<a href="../functions/{p}.html">{p}</a>' if p in self.functions and (i == 0 or not parts[i - 1].endswith(".")) else escape(p, quote=False)
            for i, p in enumerate(parts)) + "</code>"

    def front(self):
        count = len(self.functions)
        text = self.markdown("").html((HERE / "front.md").read_text().replace("COUNT", str(count)))
        if self.has_playground:
            text += '<p>Or see what they do in the <a href="playground/index.html">playground</a>, which runs the library in this browser.</p>'
        body = f"""<div class="page">{text}</div>
<h2 id="families">Families</h2>{self.family_cards("")}
<h2 id="guides">Guides</h2>{self.guide_cards("")}"""
        self.add("index.html", "actfn", body, f"{count} activation functions with their derivatives for C++20")

    def indices(self):
        self.add("functions/index.html", "Functions", f"""<h1>Functions</h1><p class="lead">{len(self.functions)} functions in
{len(self.families)} families. Every page has the formula, a picture, the largest errors, and a program. <a href="../assets/activations.svg">All pointwise ones in one
picture.</a></p>{self.family_cards("../")}
<h2 id="names">By name</h2>{self.names_list("../")}""", "All functions by family and by name")
        self.add("guides/index.html", "Guides", f'<h1>Guides</h1><p class="lead">How to use the library, each on a page. The programs '
                 'are compiled, run and compared with what the pages show.</p>' + self.guide_cards("../"), "How to use the library")

    def reference_pages(self):
        pages = self.reference.pages
        names = [page for page, *_ in pages]
        titles = {page: title for page, title, *_ in pages}
        for page, title, lead, _ in pages:
            body = (f'<div class="page"><p class="crumbs"><a href="index.html">Reference</a></p>{self.reference.page(page, title, lead)}'
                    + self.neighbours(names, page, lambda n: (n + ".html", titles[n])) + "</div>")
            self.add(f"reference/{page}.html", title, body, lead)
        cards = self.cards([(f"{page}.html", title, lead, "") for page, title, lead, _ in pages])
        listed = "".join(f'<li><a href="../{url}">{escape(name)}</a></li>'
                         for name, url in sorted((n, u) for n, _, u in self.reference.index()))
        self.add("reference/index.html", "Reference", f"""<h1>Reference</h1><p class="lead">Every public name but the functions, which have
<a href="../functions/index.html">pages of their own</a>: declarations, and what the comments of the headers say.</p>{cards}
<h2 id="names">By name</h2><ul class="names">{listed}</ul>""", "Every public name of the headers")

    def playground(self):
        groups = []
        for family in self.families.values():
            names = [n for n in family.members if self.functions[n]["kind"] == "pointwise"]
            if names:
                groups.append(f'<optgroup label="{escape(family.title)}">' + "".join(f"<option>{n}</option>" for n in names) + "</optgroup>")
        body = (HERE / "playground" / "page.html").read_text().replace("FUNCTIONS", "".join(groups))
        self.add("playground/index.html", "Playground", body, "Functions with parameters that move, computed in the page")

    def index(self):
        entries = []
        for name, f in sorted(self.functions.items()):
            names = list(f["aliases"])
            for i in f["elsewhere"]:
                word = re.match(r"[\w.]+", self.rows[i]["name"])
                if word and word[0].lower() != name:
                    names.append(word[0])
            entries.append({"n": name, "a": list(dict.fromkeys(names)), "t": f["formula"], "u": f"functions/{name}.html",
                            "k": self.family_of[name].title})
        for f in self.families.values():
            entries.append({"n": f.title, "a": [], "t": f.text, "u": f"families/{f.id}.html", "k": "family"})
        for name, (title, lead, _) in self.guides.items():
            entries.append({"n": title, "a": [name], "t": lead, "u": f"guides/{name}.html", "k": "guide"})
        if self.reference:
            for name, title, url in self.reference.index():
                entries.append({"n": name, "a": [], "t": title, "u": url, "k": "reference"})
        if self.has_playground:
            entries.append({"n": "Playground", "a": [], "t": "", "u": "playground/index.html", "k": "page"})
        for name, text in self.examples.items():
            entries.append({"n": name, "a": [], "t": first_paragraph(text), "u": f"examples/{name}.html", "k": "example"})
        for system, _ in self.systems:
            entries.append({"n": system, "a": [], "t": "", "u": f"porting/{md.slug(system)}.html", "k": "coming from"})
        return "const ACTFN_INDEX = " + json.dumps(entries, ensure_ascii=False, separators=(",", ":")) + ";\n"

    def build(self):
        for f in self.functions.values():
            self.function_page(f)
        for family in self.families.values():
            self.family_page(family)
        for guide in self.guides:
            self.guide_page(guide)
        self.example_pages()
        self.porting_pages()
        if self.reference:
            self.reference_pages()
        self.indices()
        self.front()
        if self.has_playground:
            self.playground()


ICON = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0060a8"/>'
        '<path d="M5 22H14C18 22 20 18 27 6" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>\n')


def main():
    out, katex, node, playground, names, guide_output, function_output = sys.argv[1:8]
    out, katex = Path(out), Path(katex)
    functions, rest = snippets.load(sys.argv[8:])
    site = Site(functions, rest, snippets.outputs(Path(guide_output).read_text()),
                snippets.outputs(Path(function_output).read_text()), bool(playground), names)
    site.build()
    pages = site.tex.render(node, katex, site.pages)
    assets = out / "assets"
    (assets / "katex" / "fonts").mkdir(parents=True, exist_ok=True)
    for font in (katex / "fonts").glob("*.woff2"):
        shutil.copy(font.resolve(), assets / "katex" / "fonts" / font.name)
    css = (katex / "katex.min.css").read_text()
    # Every browser that renders these pages knows woff2.
    css = re.sub(r',url\([^)]*\.(?:woff|ttf)\) format\("[^"]*"\)', "", css)
    (assets / "katex" / "katex.min.css").write_text(css)
    for name in ("style.css", "search.js"):
        shutil.copy(HERE / name, assets / name)
    (assets / "icon.svg").write_text(ICON)
    shutil.copy(DOCS / "activations.svg", assets / "activations.svg")
    (out / "examples").mkdir(exist_ok=True)
    for name in site.examples:
        if site.example_picture(name):
            shutil.copy(DOCS / (name + ".svg"), out / "examples" / (name + ".svg"))
    (assets / "index.js").write_text(site.index())
    for path, page in pages.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(page)
    wanted = {out / path for path in pages}
    for stale in out.glob("*/*.html"):
        if stale not in wanted:
            stale.unlink()
    if playground:
        shutil.copy(playground, out / "playground" / "actfn.js")
        shutil.copy(HERE / "playground" / "playground.js", out / "playground" / "playground.js")
    print(f"{len(pages)} pages in {out}/index.html")


if __name__ == "__main__":
    main()
