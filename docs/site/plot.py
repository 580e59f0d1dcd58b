# SPDX-License-Identifier: MIT
"""Pictures as SVG, whose colours are those of style.css, and PNG where every pixel differs."""
import base64
import math
import struct
import zlib
from html import escape

WIDTH, HEIGHT = 640, 380
LEFT, RIGHT, TOP, BOTTOM = 58, 14, 14, 44


def ticks(lo, hi, about=6):
    """Round numbers between lo and hi."""
    step = 10 ** math.floor(math.log10((hi - lo) / about))
    step = next(m * step for m in (1, 2, 2.5, 5, 10) if (hi - lo) / (m * step) <= about)
    first = math.ceil(lo / step - 1e-9)
    return [i * step for i in range(first, math.floor(hi / step + 1e-9) + 1)]


def label(x):
    text = f"{x:.4g}" if x else "0"
    return text.replace("-", "−")


class Frame:
    """The axes of a picture with numbers, and what is drawn inside."""

    def __init__(self, title, x, y, xlabel="x", ylabel="", width=WIDTH, height=HEIGHT, xticks=None,
                 grid=True, description="", yticks=None):
        self.title, self.description = title, description or title
        self.x, self.y = x, y
        self.width, self.height = width, height
        self.name = "p" + format(zlib.crc32(repr((title, x, y, xlabel, ylabel)).encode()), "x")
        self.inside = []
        self.frame = []
        for t, text in yticks or [(t, label(t)) for t in ticks(*y, 6 if height > 260 else 4)]:
            v = self.at_y(t)
            if grid:
                kind = "zero" if abs(t) < 1e-9 * (y[1] - y[0]) and not yticks else "grid"
                self.frame.append(f'<path class="{kind}" d="M{LEFT} {v:.1f}H{width - RIGHT}"/>')
            self.frame.append(f'<text x="{LEFT - 8}" y="{v + 4.5:.1f}" text-anchor="end">{text}</text>')
        for t in ticks(*x) if xticks is None else []:
            u = self.at_x(t)
            if grid:
                kind = "zero" if abs(t) < 1e-9 * (x[1] - x[0]) else "grid"
                self.frame.append(f'<path class="{kind}" d="M{u:.1f} {TOP}V{height - BOTTOM}"/>')
            self.frame.append(f'<text x="{u:.1f}" y="{height - BOTTOM + 19}" text-anchor="middle">{label(t)}</text>')
        for u, text in xticks or []:
            self.frame.append(f'<text x="{self.at_x(u):.1f}" y="{height - BOTTOM + 19}" text-anchor="middle">{text}</text>')
        self.frame.append(f'<text class="axis" x="{(LEFT + width - RIGHT) / 2}" y="{height - 6}" text-anchor="middle">{escape(xlabel)}</text>')
        if ylabel:
            middle = (TOP + height - BOTTOM) / 2
            self.frame.append(f'<text class="axis" transform="translate(14 {middle}) rotate(-90)" text-anchor="middle">{escape(ylabel)}</text>')

    def at_x(self, x):
        return LEFT + (x - self.x[0]) / (self.x[1] - self.x[0]) * (self.width - LEFT - RIGHT)

    def at_y(self, y):
        return self.height - BOTTOM - (y - self.y[0]) / (self.y[1] - self.y[0]) * (self.height - TOP - BOTTOM)

    def line(self, points, style, width=0):
        path = "M" + " ".join(f"{u:.1f} {v:.1f}" for u, v in thinned(
            [(self.at_x(x), min(max(self.at_y(y), -2000), 3000)) for x, y in points]))
        self.inside.append(f'<path class="line {style}"{stroke(width)} d="{path}"/>')

    def dots(self, points, style):
        path = "".join(f"M{self.at_x(x):.1f} {self.at_y(y):.1f}h0" for x, y in points)
        self.inside.append(f'<path class="dots {style}" d="{path}"/>')

    def shade(self, left, right):
        u = self.at_x(left)
        self.frame.insert(0, f'<rect class="shade" x="{u:.1f}" y="{TOP}" width="{self.at_x(right) - u:.1f}" height="{self.height - TOP - BOTTOM}"/>')

    def upright(self, x):
        self.frame.append(f'<path class="grid" d="M{self.at_x(x):.1f} {TOP}V{self.height - BOTTOM}"/>')

    def bar(self, x, width, y, style):
        top, bottom = sorted((self.at_y(y), self.at_y(0)))
        u = self.at_x(x - width / 2)
        self.inside.append(f'<rect class="bar {style}" x="{u:.1f}" y="{top:.1f}" '
                           f'width="{self.at_x(x + width / 2) - u:.1f}" height="{max(bottom - top, .8):.1f}"/>')

    def image(self, png):
        u, v = self.at_x(self.x[0]), self.at_y(self.y[1])
        self.inside.append(f'<image x="{u}" y="{v}" width="{self.at_x(self.x[1]) - u}" '
                           f'height="{self.at_y(self.y[0]) - v}" preserveAspectRatio="none" href="{png}"/>')

    def svg(self):
        box = (f'x="{LEFT}" y="{TOP}" width="{self.width - LEFT - RIGHT}" '
               f'height="{self.height - TOP - BOTTOM}"')
        return (f'<svg class="plot" viewBox="0 0 {self.width} {self.height}" role="img" '
                f'aria-label="{escape(self.description)}"><title>{escape(self.title)}</title>'
                f'<clipPath id="{self.name}"><rect {box}/></clipPath>' + "".join(self.frame) +
                f'<g clip-path="url(#{self.name})">' + "".join(self.inside) +
                f'</g><rect class="box" {box}/></svg>')


def thinned(points, error=0.06):
    """Without points that lie on the line between their neighbours."""
    kept = points[:1]
    start = 0
    for i in range(2, len(points) + 1):
        if i < len(points):
            (a, b), (c, d) = points[start], points[i]
            length = math.hypot(c - a, d - b) or 1
            if i - start < 60 and all(abs((c - a) * (v - b) - (d - b) * (u - a)) / length < error
                                      for u, v in points[start + 1:i]):
                continue
        kept.append(points[i - 1])
        start = i - 1
    return kept


def points_of(piece):
    return list(zip(piece[::2], piece[1::2]))


def y_range(pieces, x=(-5, 5), limit=None):
    """What of the values is shown: all, unless they run away."""
    limit = limit or max(6, 0.6 * (x[1] - x[0]))
    values = sorted(y for piece in pieces for y in piece[1::2])
    lo, hi = values[0], values[-1]
    if hi - lo > 2 * limit:
        count = len(values)
        lo = max(lo, min(values[count // 50], -0.5), -limit)
        hi = min(hi, max(values[-1 - count // 50], 0.5), limit)
    lo, hi = min(lo, 0), max(hi, 0)
    if hi - lo < 1e-9:
        lo, hi = -1, 1
    pad = 0.06 * (hi - lo)
    return lo - pad, hi + pad


def key_of(style, width=0):
    """The class, width and path of a line, or of dots."""
    return (f'{style}" d="M4 5h0M14 5h0M24 5h0' if style.startswith("dots")
            else f'line {style}"{stroke(width)} d="M1 5H27')


def stroke(width):
    """Unless the style sheet chooses."""
    return f' style="stroke-width:{width:.2g}"' if width else ""


def legend(entries):
    """(style, HTML), and the width of a line, below a picture."""
    return '<ul class="legend">' + "".join(
        f'<li><svg class="key" viewBox="0 0 28 10" aria-hidden="true"><path class="{key_of(style, *width)}"/></svg>{text}</li>'
        for style, text, *width in entries) + "</ul>"


def value_and_derivative(title, curve, x, surrogate=False, derivative_text="derivative"):
    frame = Frame(title, x, y_range(curve["value"] + curve.get("derivative", []), x),
                  description=f"{title}: value and derivative from {label(x[0])} to {label(x[1])}")
    for piece in curve.get("derivative", []):
        frame.line(points_of(piece), "c1 dashed")
    for piece in curve["value"]:
        frame.line(points_of(piece), "c0")
    return frame.svg() + legend([("c0", "value"), ("c1 dashed", derivative_text)])


STYLES = ["c0", "c1 dashed", "c2", "c3 dotted", "c4 dashdot", "c5 dashed", "c6 dotted"]


def widths(count):
    """Of lines from wide to narrow: where they are the same, all are seen."""
    return [1.6 + min(0.9, 4 / count) * (count - 1 - i) for i in range(count)]


def many(title, curves, x, key, ylabel):
    """One line a curve: a family of functions or of parameters."""
    pieces = [piece for curve in curves for piece in curve[key]]
    limit = None
    if key == "derivative":
        values = [v for curve in curves for piece in curve["value"] for v in piece[1::2]]
        sizes = sorted(abs(v) for piece in pieces for v in piece[1::2])
        # What oscillates may be steep everywhere.
        bounded = max(values) - min(values) <= 12
        limit = max(6, 1.3 * sizes[3 * len(sizes) // 4]) if bounded else 6
    frame = Frame(title, x, y_range(pieces, x, limit), ylabel=ylabel,
                  description=title + ", one line for each of " + ", ".join(c["label"] for c in curves))
    for style, width, curve in zip(STYLES, widths(len(curves)), curves):
        for piece in curve[key]:
            frame.line(points_of(piece), style, width)
    return frame.svg()


def legend_of(curves):
    return legend((style, curve.get("link") or f"<code>{escape(curve['label'])}</code>", width)
                  for style, width, curve in zip(STYLES, widths(len(curves)), curves))


# The binades that have a step of their own in a picture of errors; what is smaller or larger shares one.
SMALLEST, LARGEST = -16, 10
STEPS = LARGEST - SMALLEST + 2


def step_of(negative, exponent):
    """From -STEPS to STEPS - 1, smaller numbers nearer to 0."""
    step = min(max(exponent - SMALLEST + 1, 0), STEPS - 1)
    return -1 - step if negative else step


def errors(title, binades, bounds, ylabel, xlabel="x"):
    """Steps of the largest error of value and derivative by binade, below lines of the stated ones."""
    steps = {}
    for place, found in binades.items():
        step = step_of(*place)
        steps[step] = [max(a, b) for a, b in zip(steps.get(step, (0, 0)), found)]
    powers = {1 + e - SMALLEST: text for e, text in ((-8, "2⁻⁸"), (0, "1"), (8, "2⁸"))}
    numbers = [(-s, "−" + text) for s, text in powers.items()] + [(0, "0")] + list(powers.items())
    frame = Frame(title, (-STEPS, STEPS), (0, 1.12 * max(bounds)), xlabel, f"ULP of {ylabel}", xticks=numbers,
                  description=f"{title}: the largest found is {max(e[0] for e in steps.values()):.3g} ULP in the value and "
                              f"{max(e[1] for e in steps.values()):.3g} ULP in the derivative; at most {bounds[0]:g} and {bounds[1]:g} are stated")
    for step in (-STEPS, -1, STEPS - 1):
        frame.shade(step, step + (2 if step == -1 else 1))
    for u, _ in numbers:
        frame.upright(u)
    for y, style, width, _ in stated_lines(bounds):
        frame.line([(-STEPS, y), (STEPS, y)], "bound " + style, width)
    for which, style, width in ((0, "c0", 4), (1, "c1", 1.8)):
        for piece in runs(sorted(steps)):
            points = [p for s in piece for p in ((s, steps[s][which]), (s + 1, steps[s][which]))]
            frame.line(points, style, width)
    return frame.svg()


def stated_lines(bounds):
    """(height, style, width, text) of the lines of what is stated; none where a result is exact."""
    value, derivative = bounds
    if value == derivative:
        return [(value, "c6 dashed", 1.6, "bound of both")]
    return [line for line in ((value, "c0 dashed", 1.6, "bound of the value"),
                              (derivative, "c1 dotted", 1.8, "bound of the derivative")) if line[0] > 0]


def errors_legend(bounds, second="derivative"):
    names = [name if bound else name + ", exact" for name, bound in zip(("value", second), bounds)]
    return legend([("c0", names[0], 4), ("c1", names[1], 1.8)] +
                  [("bound " + style, text.replace("derivative", second), width) for _, style, width, text in stated_lines(bounds)])


def runs(whole):
    """Numbers that follow one another."""
    out = []
    for n in whole:
        if out and out[-1][-1] == n - 1:
            out[-1].append(n)
        else:
            out.append([n])
    return out


def histogram(title, counts, bins, bounds):
    """How many errors are how large, on a logarithmic scale, of value and gradient, and what is stated."""
    totals = [sum(c) or 1 for c in counts]
    least = min(1 / t for t in totals)
    powers = range(math.floor(math.log10(least)), 1)
    found = [(len(c) - 1) / bins if len(c) > 1 else 0 for c in counts]
    frame = Frame(title, (0, 1.08 * max(bounds)), (powers[0], 0.15), "ULP of float",
                  yticks=[(p, "1" if p == 0 else "10" + str(p).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))) for p in powers],
                  description=f"{title}: how many entries have how large an error. Errors of the value are up to {found[0]:.3g} ULP, "
                              f"of the gradient up to {found[1]:.3g} ULP; at most {bounds[0]:g} and {bounds[1]:g} are stated")
    for bound, style, width, _ in stated_lines(bounds):
        frame.line([(bound, powers[0]), (bound, 0.15)], "bound " + style, width)
    for of_member, total, style, width in zip(counts, totals, ("c0", "c1"), (4, 1.8)):
        points = []
        for i, count in enumerate(of_member):
            height = math.log10(count / total) if count else powers[0]
            points += [(i / bins, height), ((i + 1) / bins, height)]
        if points:
            frame.line([*points, (points[-1][0], powers[0])], style, width)
    return frame.svg()


def sequential(t):
    """0 white, 1 dark blue."""
    return between(WHITE, BLUE, 2 * t) if t < 0.5 else between(BLUE, (8, 29, 66), 2 * t - 1)


def ring_errors(title, cells, directions, lowest, bound):
    """Heat over the phase and the binade of the modulus; grey where nothing was measured."""
    rings = len(cells) // directions
    rows = [[(128, 128, 128) if e < 0 else sequential(min(e / bound, 1)) for e in cells[r * directions:(r + 1) * directions]]
            for r in reversed(range(rings))]
    phases = [(0, "0"), (1, "π/2"), (2, "π"), (3, "3π/2"), (4, "2π")]
    powers = [(p, "1" if p == 0 else "2" + str(p).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")))
              for p in range(lowest, lowest + rings, 4)]
    frame = Frame(title, (0, 4), (lowest, lowest + rings), "phase of z", width=480, height=400, xticks=phases, yticks=powers, grid=False,
                  description=f"{title}: the largest error of the value by phase and modulus is {max(cells):.3g} ULP; at most {bound:g} is stated")
    frame.image(png(rows))
    bar = "".join(f'<i style="background:rgb{sequential(k / 16)}"></i>' for k in range(17))
    return frame.svg() + (f'<p class="scale"><span>0</span><span class="bar">{bar}</span><span>{bound:g} ULP, the bound</span></p>')


def scatter(title, drawn, curve, x):
    ys = drawn[1]
    frame = Frame(title, x, y_range([[v for p in zip(*drawn) for v in p]] + curve["value"], x),
                  description=f"{title}: 600 outputs in training, and the value in inference")
    frame.dots(zip(*drawn), "c4")
    for piece in curve["value"]:
        frame.line(points_of(piece), "c0")
    return frame.svg() + legend([("dots c4", "training, one draw an element"), ("c0", "inference")])


def bars(title, values, style, ylabel, height=230):
    lo, hi = min(0, *values, 0), max(0, *values, 0)
    pad = 0.08 * (hi - lo or 1)
    n = len(values)
    frame = Frame(title, (0.4, n + 0.6), (lo - pad if lo < 0 else 0, hi + pad), "entry", ylabel, height=height,
                  xticks=[(i + 1, i + 1) for i in range(n)],
                  description=title + ": " + ", ".join(label(v) for v in values))
    for i, v in enumerate(values):
        frame.bar(i + 1, 0.6, v, style)
    return frame.svg()


def png(rows):
    """A data URI of rows of (red, green, blue)."""
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
    raw = b"".join(b"\0" + bytes(c for pixel in row for c in pixel) for row in rows)
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)
    file = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) +
            chunk(b"IDAT", zlib.compress(raw, 9)) + chunk(b"IEND", b""))
    return "data:image/png;base64," + base64.b64encode(file).decode()


BLUE, WHITE, RED = (33, 102, 172), (247, 247, 247), (178, 24, 43)


def between(a, b, t):
    return tuple(round(p + (q - p) * t) for p, q in zip(a, b))


def diverging(t):
    """-1 blue, 0 white, 1 red."""
    t = max(-1.0, min(1.0, t))
    return between(WHITE, RED if t > 0 else BLUE, abs(t))


def surface(title, s):
    """A function of value and gate: heat with lines of equal value."""
    n, size, values = s["points"], s["size"], s["values"]
    grid = [values[i * n:(i + 1) * n] for i in range(n)]
    largest = max(abs(v) for v in values) or 1
    most = sorted(abs(v) for v in values)[int(0.97 * len(values))] or largest
    frame = Frame(title, (-size, size), (-size, size), "gate b", "value a", width=480, height=440, grid=False,
                  description=f"{title}: value over a and b, from {label(min(values))} to {label(max(values))}")
    frame.image(png([[diverging(v / most) for v in row] for row in reversed(grid)]))
    levels = [t for t in ticks(-most, most, 8)]
    step = 2 * size / (n - 1)
    for t in levels:
        path = []
        for i in range(n - 1):
            for j in range(n - 1):
                corners = [(j, i), (j + 1, i), (j + 1, i + 1), (j, i + 1)]
                crossing = []
                for (u, v), (p, q) in zip(corners, corners[1:] + corners[:1]):
                    a, b = grid[v][u] - t, grid[q][p] - t
                    if (a < 0) != (b < 0):
                        w = a / (a - b)
                        crossing.append((u + (p - u) * w, v + (q - v) * w))
                for first, second in zip(crossing[::2], crossing[1::2]):
                    ends = [f"{frame.at_x(-size + step * u):.0f} {frame.at_y(-size + step * v):.0f}" for u, v in (first, second)]
                    if ends[0] != ends[1]:
                        path.append("M" + " ".join(ends))
        if path:
            frame.inside.append(f'<path class="contour" d="{"".join(path)}"/>')
    bar = "".join(f'<i style="background:rgb{diverging(t / most)}"></i>' for t in
                  [most * (k / 8 - 1) for k in range(17)])
    return (frame.svg() + f'<p class="scale"><span>{label(float(f"{-most:.2g}"))}</span><span class="bar">{bar}</span>'
            f'<span>{label(float(f"{most:.2g}"))}</span><span class="note">lines at '
            + ", ".join(label(t) for t in levels) + "</span></p>")


def colour(w):
    """The phase as hue, the modulus as light with a step at each power of two."""
    if w is None:
        return (128, 128, 128)
    r = abs(w)
    if r == 0:
        return (0, 0, 0)
    hue = (math.atan2(w.imag, w.real) / (2 * math.pi)) % 1
    level = math.log2(min(max(r, 1e-12), 1e12))
    light = 0.32 + 0.42 * (math.atan(level / 2) / math.pi + 0.5) + 0.07 * (level - math.floor(level))
    chroma = (1 - abs(2 * light - 1)) * 0.85
    sector = hue * 6
    second = chroma * (1 - abs(sector % 2 - 1))
    red, green, blue = [(chroma, second, 0), (second, chroma, 0), (0, chroma, second), (0, second, chroma),
                        (second, 0, chroma), (chroma, 0, second)][int(sector) % 6]
    low = light - chroma / 2
    return tuple(round(255 * (c + low)) for c in (red, green, blue))


def plane(title, p):
    """Domain colouring."""
    n, size, values = p["points"], p["size"], p["values"]

    def number(k):
        parts = values[2 * k:2 * k + 2]
        if "nan" in parts:
            return None
        return complex(*(float(v) for v in parts))
    rows = [[colour(number(i * n + j)) for j in range(n)] for i in range(n)]
    frame = Frame(title, (-size, size), (-size, size), "Re z", "Im z", width=460, height=446, grid=False,
                  description=title + " over the complex plane: hue is the phase, light the modulus")
    frame.image(png(rows))
    return frame.svg()


def identity_plane():
    n, size = 150, 3
    values = []
    for i in range(n):
        for j in range(n):
            values += [size * (2 * (j + .5) / n - 1), -size * (2 * (i + .5) / n - 1)]
    return {"points": n, "size": size, "values": values}
