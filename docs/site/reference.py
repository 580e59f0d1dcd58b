# SPDX-License-Identifier: MIT
"""The reference: every public name of the headers with what its comment says, from the XML that Doxygen makes of them.

Public is what stands in namespace actfn or actfn::init itself, and macros that have a comment. reference.csv says which headers stand
on which page.
"""
import re
import sys
import xml.etree.ElementTree as ElementTree
from html import escape
from pathlib import Path

import md

NAMESPACES = ("actfn", "actfn::init")


def text_of(element):
    return "" if element is None else " ".join("".join(element.itertext()).split())


def tidy(code):
    """As clang-format writes it."""
    code = re.sub(r"\s*<\s*(?=\w)", "<", code)
    code = re.sub(r"operator<(?=\w)", "operator< ", code)
    code = re.sub(r"(?<=[\w>)\]\.])\s*>", ">", code)
    code = re.sub(r"\s+([&*])(?=[\s&*\w.]|$)", r"\1", code)
    code = re.sub(r"(?<!\()([&*])(?=\w)", r"\1 ", code)
    code = re.sub(r"\btemplate<", "template <", code)
    code = re.sub(r"(?<=\w)=(?=\w)", " = ", code)
    return re.sub(r"\(\s+", "(", code).strip()


def template_of(element):
    parameters = element.find("templateparamlist")
    if parameters is None:
        return ""
    out = []
    for p in parameters.findall("param"):
        words = [text_of(p.find("type")), text_of(p.find("declname"))]
        if p.find("defval") is not None:
            words.append("= " + text_of(p.find("defval")))
        out.append(" ".join(w for w in words if w))
    return f'template <{", ".join(tidy(p) for p in out)}>\n'


def requires_of(element):
    clause = text_of(element.find("requiresclause"))
    if not clause:
        return ""
    clause = re.sub(r"\s*(&&|\|\|)\s*", r" \1 ", clause)
    return f"    requires {clause}"


def wrapped(declaration, width=88):
    """A long declaration with its parameters on lines of their own."""
    if len(declaration) <= width or "(" not in declaration:
        return declaration
    head, _, rest = declaration.partition("(")
    depth, parts, part, tail = 0, [], "", ""
    for i, c in enumerate(rest):
        if c == ")" and depth == 0:
            tail = rest[i:]
            break
        depth += c in "(<{[" and 1 or c in ")>}]" and -1 or 0
        if c == "," and depth == 0:
            parts.append(part.strip())
            part = ""
        else:
            part += c
    parts.append(part.strip())
    return head + "(\n    " + ",\n    ".join(parts) + tail


class Entry:
    """A public name: its declarations, what is said of it, and its members."""

    def __init__(self, name, kind, line):
        self.name, self.kind, self.line = name, kind, line
        self.names = [name]  # that a search finds
        self.declarations, self.text, self.members, self.ids = [], "", [], []

    @property
    def anchor(self):
        if self.name.startswith("operator"):
            return "operator" + "".join(f"-{ord(c):x}" for c in self.name[8:])
        return md.slug(self.name)


class Reference:
    """`functions` are the names that have pages of their own."""

    def __init__(self, folder, pages, functions):
        self.folder, self.functions = Path(folder), functions
        self.place = {}  # of an id of Doxygen: page and anchor
        self.of_header = {}
        self.read()
        self.read_c(Path(pages).parent / "../../include/actfn/actfn.h")
        lines = [l.split("|") for l in Path(pages).read_text().splitlines() if not l.startswith("#")]
        self.pages = [(page, title, lead, headers.split()) for page, title, lead, headers in lines]
        shown = {h for _, _, _, headers in self.pages for h in headers}
        missing = sorted(h for h in self.of_header if h not in shown)
        if missing:
            sys.exit(f"reference.csv: on no page: {', '.join(missing)}, with "
                     + ", ".join(name for h in missing for name in self.of_header[h]))
        for empty in sorted(shown - set(self.of_header)):
            sys.exit(f"reference.csv: {empty} has no public name")
        self.entries = {page: self.merged(headers) for page, _, _, headers in self.pages}
        silent = [f"{page}: {e.name}" for page, entries in self.entries.items() for e in entries
                  if not e.text and not any(m.text for m in e.members)]
        if silent:
            sys.exit("Public names without a comment: " + ", ".join(silent))
        for page, entries in self.entries.items():
            for e in entries:
                for i in e.ids:
                    self.place.setdefault(i, (page, e.anchor))

    def merged(self, headers):
        """The names of some headers: concepts behind what one uses, overloads in one place."""
        named = {}
        for header in headers:
            for e in sorted(self.of_header[header].values(), key=lambda e: (e.kind == "concept", e.line)):
                first = named.setdefault(e.name, e)
                if first is not e:
                    first.declarations += e.declarations
                    first.text += e.text
                    first.members += e.members
                    first.ids += e.ids
        return list(named.values())

    # --- What Doxygen found

    def xml(self, name):
        return ElementTree.parse(self.folder / (name + ".xml")).getroot().find("compounddef")

    def header_of(self, element):
        return element.find("location").get("file").split("actfn/", 1)[1]

    def add(self, entry, header, identity, declaration, text):
        """Overloads of a header are one entry."""
        entry = self.of_header.setdefault(header, {}).setdefault(entry.name, entry)
        entry.declarations.append(declaration)
        entry.text += text
        entry.ids.append(identity)
        return entry

    def read(self):
        index = ElementTree.parse(self.folder / "index.xml").getroot()
        self.of_name = {c.findtext("name"): c.get("refid") for c in index.findall("compound")}
        for compound in index.findall("compound"):
            kind, name = compound.get("kind"), compound.findtext("name")
            space = name.rpartition("::")[0]
            if kind == "namespace" and name in NAMESPACES:
                for m in self.xml(compound.get("refid")).iter("memberdef"):
                    self.read_member(m, "init::" if name == "actfn::init" else "")
            elif kind in ("class", "struct", "concept") and space in NAMESPACES and "<" not in name:
                self.read_type(self.xml(compound.get("refid")), kind, name.removeprefix("actfn::"))
            elif kind == "file":
                for m in self.xml(compound.get("refid")).iter("memberdef"):
                    if m.get("kind") == "define" and self.description(m):
                        self.read_member(m, "")

    def read_c(self, path):
        """The C interface, whose declarations stand as they are."""
        whole = path.read_text()
        comment = re.match(r"/\*[^\n]*\n \*\n(.*?)\*/", whole, re.S)[1]
        code = whole[whole.index("typedef"):whole.rindex("#ifdef")].strip()
        entry = self.add(Entry(path.name, "header", 0), path.name, "", code,
                         f'<p>{escape(" ".join(comment.replace(" * ", " ").split()), quote=False)}</p>')
        entry.names = sorted(set(re.findall(r"\b(actfn_\w+)\(", code)))

    def declaration_of(self, m):
        kind, name = m.get("kind"), m.findtext("name")
        value = text_of(m.find("initializer"))
        if kind == "define":
            parameters = ", ".join(text_of(p.find("defname")) for p in m.findall("param"))
            return f"#define {name}" + (f"({parameters})" if parameters else "")
        if kind == "enum":
            values = ", ".join(v.findtext("name") for v in m.findall("enumvalue"))
            return f"enum class {name} {{ {values} }};"
        type_text = tidy(re.sub(r"\b(ACTFN_INLINE|requires\b.*)", "", text_of(m.find("type"))))
        if kind == "typedef":
            return f"{template_of(m)}using {name} = {type_text};"
        if kind == "variable":
            value = tidy(value) if len(value) < 60 else "= …"
            held = "static " if m.get("static") == "yes" and "::" in m.findtext("qualifiedname").removeprefix("actfn::") else ""
            gap = " " if value.startswith("=") else ""
            return f"{template_of(m)}{held}{type_text} {name}{gap}{value};"
        arguments = tidy(text_of(m.find("argsstring")))
        if m.get("static") == "yes":
            type_text = "static " + type_text
        declaration = wrapped(f"{type_text} {name}{arguments}".strip())
        clause = requires_of(m)
        if template_of(m):
            return template_of(m) + (clause and clause + "\n") + declaration + ";"
        return declaration + (clause and "\n" + clause) + ";"

    def read_member(self, m, prefix):
        name, header = prefix + m.findtext("name"), self.header_of(m)
        if name in self.functions or "<" in name and "operator" not in name:
            return
        entry = Entry(name, m.get("kind"), int(m.find("location").get("line")))
        text = self.description(m) or self.text_of_kernel(m)
        entry = self.add(entry, header, m.get("id"), self.declaration_of(m), text)
        for v in m.findall("enumvalue"):
            member = Entry(v.findtext("name"), "value", 0)
            member.text = self.description(v)
            if member.text:
                entry.members.append(member)

    def text_of_kernel(self, m):
        """An object is what its kernel is; another name of it is the same."""
        kernel = re.search(r"<\s*(kernel::\w+)", text_of(m.find("type")))
        if kernel and "actfn::" + kernel[1] in self.of_name:
            return self.description(self.xml(self.of_name["actfn::" + kernel[1]]))
        other = re.fullmatch(r"= (\w+)", text_of(m.find("initializer")))
        return f"<p>Another name of <code>{other[1]}</code>.</p>" if other else ""

    def read_type(self, x, kind, name):
        entry = Entry(name, kind, int(x.find("location").get("line")))
        if kind == "concept":
            formula = text_of(x.find("initializer")).replace("actfn::" + name, name, 1)
            template, _, body = formula.partition(" concept ")
            body = re.sub(r"\s*(&&|\|\|)\s*", r" \1 ", tidy(body))
            body = re.sub(r"requires ?\(.*?\) ?\{.*", "requires (…) { … }", body)
            declaration = f"{tidy(template)}\nconcept {body};"
        else:
            declaration = f"{template_of(x)}{kind} {name};"
        entry = self.add(entry, self.header_of(x), x.get("id"), declaration, self.description(x))
        members = sorted((m for m in x.iter("memberdef") if m.get("prot") == "public"),
                         key=lambda m: int(m.find("location").get("line")))
        for m in members:
            own = m.findtext("name")
            if m.get("kind") == "friend" and "operator" not in own or own.startswith("~"):
                continue
            text, declaration = self.description(m), self.declaration_of(m)
            if re.search(r"=\s*(default|delete);$", declaration) or re.search(r"operator=\W", declaration + " "):
                continue
            entry.ids.append(m.get("id"))
            before = entry.members[-1] if entry.members else None
            if own == "missing":
                continue
            if before and not text and (before.name == own or not before.text):
                before.declarations.append(declaration)
                continue
            member = Entry(own, m.get("kind"), 0)
            member.declarations.append(declaration)
            member.text = text
            entry.members.append(member)

    def description(self, element):
        return "".join(self.block(p) for tag in ("briefdescription", "detaileddescription")
                       for p in element.findall(f"{tag}/para"))

    def block(self, para):
        html = self.inline(para).strip()
        return f"<p>{html}</p>" if html else ""

    def inline(self, element):
        out = escape(element.text or "", quote=False)
        for child in element:
            inner = self.inline(child)
            if child.tag == "computeroutput":
                out += f"<code>{inner}</code>"
            elif child.tag == "emphasis":
                out += f"<em>{inner}</em>"
            elif child.tag in ("itemizedlist", "orderedlist"):
                out += "</p><ul>" + "".join(f"<li>{self.inline(i)}</li>" for i in child) + "</ul><p>"
            elif child.tag == "ref":
                out += f"\2{child.get('refid')}\3{inner}\4"
            else:
                out += inner
            out += escape(child.tail or "", quote=False)
        return out

    # --- Pages

    def links(self, html, page):
        """Names that have an entry become links; Doxygen's others are words."""
        def link(m):
            there = self.place.get(m[1])
            if not there or there[0] == page:
                return f'<a href="#{there[1]}">{m[2]}</a>' if there else m[2]
            return f'<a href="{there[0]}.html#{there[1]}">{m[2]}</a>'
        return re.sub("\2([^\3]*)\3([^\4]*)\4", link, html)

    def page(self, page, title, lead):
        out = []
        for e in self.entries[page]:
            members = ""
            for m in e.members:
                code = md.code_block("\n".join(m.declarations), "cpp") if m.declarations else f"<p><code>{m.name}</code></p>"
                members += f'<div class="member">{code}{m.text}</div>'
            header = next(h for h, entries in self.of_header.items() if entries.get(e.name) is e)
            out.append(f'<section class="entry"><h2 id="{e.anchor}">{escape(e.name)}</h2>'
                       f'{md.code_block(chr(10).join(e.declarations), "cpp")}{e.text}{members}'
                       f'<p class="note"><code>&lt;actfn/{header}&gt;</code></p></section>')
        names = "".join(f'<li><a href="#{e.anchor}">{escape(e.name)}</a></li>' for e in self.entries[page])
        contents = f'<ul class="names">{names}</ul>' if len(self.entries[page]) > 3 else ""
        body = f'<h1>{title}</h1><p class="lead">{lead}</p>{contents}{"".join(out)}'
        return self.links(body, page)

    def index(self):
        """name, page and anchor of all."""
        for page, title, _, _ in self.pages:
            for e in self.entries[page]:
                for name in e.names:
                    yield name, title, f"reference/{page}.html#{e.anchor}"
