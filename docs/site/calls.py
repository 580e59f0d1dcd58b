# SPDX-License-Identifier: MIT
"""What a function can be asked for: its members and verbs, of those that tools/calls.hpp finds it to have."""
from html import escape

# The functions of the lists that are made by templates.
OBJECTS = {"maxout": "maxout<3>", "split": "split(tanh)", "amplitude_phase": "amplitude_phase(tanh)"}

# By verb: arguments of the member, operands of the verb, and what they give.
ONE = {
    "forward": ("x", "x, y", "y = f(x)"),
    "derivative": ("x", "x, dy", "f′(x)"),
    "value_and_derivative": ("x", "x, y, dy", "f(x) and f′(x) from one evaluation"),
    "second_derivative": ("x", "x, ddy", "f″(x)"),
    "backward": ("x, gy", "x, gy, gx", "gy·f′(x)"),
    "derivative_from_output": ("y", "y, dy", "f′ from y = f(x)"),
    "backward_from_output": ("y, gy", "y, gy, gx", "gy·f′ from y = f(x)"),
    "inverse": ("y", "y, x", "x with f(x) = y"),
    "log_derivative": ("x", "x, l", "log |f′(x)|"),
    "parameter_gradient": ("x", "x, gy", "∂f/∂p by each parameter; of ranges Σ gy·∂f/∂p"),
}
GATED = ONE | {
    "forward": ("a, b", "a, b, y", "y = f(a, b)"),
    "derivative": ("a, b", "a, b, da, db", "∂f/∂a and ∂f/∂b"),
    "value_and_derivative": ("a, b", "a, b, y, da, db", "the value and both derivatives from one evaluation"),
    "second_derivative": ("a, b", "a, b, daa, dab, dbb", "the three second derivatives"),
    "backward": ("a, b, gy", "a, b, gy, ga, gb", "gy·∂f/∂a and gy·∂f/∂b"),
    "parameter_gradient": ("a, b", "a, b, gy", "∂f/∂p by each parameter; of ranges Σ gy·∂f/∂p"),
}
LOSS = ONE | {
    "forward": ("x, t", "x, t, y", "L of an entry or row; of whole ranges f(x, t) is the mean"),
    "derivative": ("x, t", "x, t, dx", "∂L/∂x"),
    "value_and_derivative": ("x, t", "x, t, y, dx", "L and ∂L/∂x from one evaluation"),
    "second_derivative": ("x, t", "x, t, ddx", "∂²L/∂x²"),
    "backward": ("x, t, gy", "x, t, gy, gx", "gy·∂L/∂x"),
    "parameter_gradient": ("x, t", "x, t, gy", "the gradient by each parameter"),
}
COMPLEX = ONE | {
    "forward": ("z", "z, w", "w = f(z)"),
    "derivative": ("z", "z, dw", "f′(z)"),
    "value_and_derivative": ("z", "z, w, dw", "f(z) and f′(z) from one evaluation"),
    "second_derivative": ("z", "z, ddw", "f″(z)"),
    "backward": ("z, gw", "z, gw, gz", "the gradient by z of a real loss"),
    "derivative_from_output": ("w", "w, dw", "f′ from w = f(z)"),
    "backward_from_output": ("w, gw", "w, gw, gz", "the gradient by z from w = f(z)"),
    "wirtinger": ("z", "z, w, dz, dzbar", "w, ∂f/∂z and ∂f/∂z̄"),
    "parameter_gradient": ("z", "z, gw", "∂f/∂p by each parameter; of ranges Σ Re(conj(∂f/∂p)·gw)"),
}
ROWS = ONE | {
    "backward": ("x, gy", "x, gy, gx", "gy times the Jacobian"),
    "backward_from_output": ("y, gy", "y, gy, gx", "gy times the Jacobian, from y"),
    "parameter_gradient": ("x", "x, gy", "the gradient by each parameter"),
}
FORMS = {"one": ONE, "gated": GATED, "loss": LOSS, "complex": COMPLEX, "rows": ROWS}
MEMBERS = {"parameter_gradient": "parameter_derivatives"}


def rows(f):
    """(of numbers, of ranges, what it gives), where a call may be empty."""
    name = OBJECTS.get(f["name"], f["name"])
    out = []
    for verb, of_numbers, of_ranges in f["calls"]:
        if not of_numbers and not of_ranges:
            continue
        arguments, operands, gives = FORMS[f["form"]][verb]
        member = "" if verb == "forward" else "." + MEMBERS.get(verb, verb)
        out.append((f"{name}{member}({arguments})" if of_numbers else "",
                    f"{verb}({name}, {operands})" if of_ranges else "", gives))
    return out


def makers(f):
    """What makes another function of this one."""
    name = OBJECTS.get(f["name"], f["name"])
    parameters = [p["name"].partition(".")[0] for p in f["parameters"]]
    out = []
    if f["with"]:
        named = ", ".join(f".{p} = …" for p in dict.fromkeys(parameters))
        out.append((f"{name}.with({{{named}}})", "with these parameters; the others keep their defaults"))
    if f["each"]:
        out.append((f"{name}.each({{.{parameters[0]} = range}})", "with a parameter of its own for every channel, row or element"))
    if f["options"]:
        out.append((f"{name}.each({{.mask = …}})", "with masks, a bias and sinks as data"))
    if f["loss_options"]:
        out.append((f"{name}.each({{.class_weights = …}})", "with masks and weights of classes as data"))
    if f["train"]:
        out.append((f"{name}.train(seed)", "in training, with random numbers of this seed"))
    return out


def table(f):
    def code(text):
        return f"<code>{escape(text, quote=False)}</code>" if text else ""
    all_rows = rows(f)
    columns = [i for i in (0, 1) if any(r[i] for r in all_rows)]
    titles = ["of Eigen’s vectors, X.colwise(), X.rowwise()" if f["form"] == "rows" else "of a number, a batch or an Eigen expression", "of ranges"]
    head = "".join(f'<th scope="col">{titles[i]}</th>' for i in columns) + '<th scope="col">gives</th>'
    body = "".join("<tr>" + "".join(f"<td>{code(r[i])}</td>" for i in columns) + f"<td>{escape(r[2])}</td></tr>" for r in all_rows)
    out = (f'<h2 id="signature">Signature</h2><div class="table"><table class="calls"><thead><tr>{head}</tr></thead>'
           f"<tbody>{body}</tbody></table></div>")
    made = makers(f)
    if made:
        out += '<ul class="makers">' + "".join(f"<li>{code(call)} {text}</li>" for call, text in made) + "</ul>"
    layout = " A range holds one row, or several by a last argument <code>row_layout{.rows = n}</code>." if f["form"] == "rows" else ""
    return out + f'<p class="note">In <code>namespace actfn</code>; verbs by <code>&lt;actfn/array.hpp&gt;</code>.{layout}</p>'
