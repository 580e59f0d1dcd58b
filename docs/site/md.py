# SPDX-License-Identifier: MIT
"""The Markdown that the guides use, as HTML: headings, paragraphs, lists, tables, fenced code, `code`, **bold**, *emphasis*,
[links](target), ![pictures](target) and $TeX$."""
import re
from html import escape

KEYWORDS = ("alignas auto bool break case class concept const consteval constexpr continue default delete do double else "
            "enum explicit false float for friend if inline int long namespace new noexcept operator private public "
            "requires return short signed sizeof static struct switch template this throw true try typename union "
            "unsigned using void while catch").split()
TOKEN = re.compile(r'(?P<c>//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)|(?P<p>^[ ]*#[^\n]*)|(?P<s>"(?:[^"\\\n]|\\.)*")|(?P<n>\b\d[\d.\'a-fA-FxeuUL]*\b|\.\d+)'
                   r'|(?P<k>\b(?:' + "|".join(KEYWORDS) + r')\b)', re.M)


def highlighted(code):
    out, at = [], 0
    for m in TOKEN.finditer(code):
        out.append(escape(code[at:m.start()], quote=False))
        out.append(f'<span class="h-{m.lastgroup}">{escape(m.group(), quote=False)}</span>')
        at = m.end()
    return "".join(out) + escape(code[at:], quote=False)


def code_block(code, language="", caption=""):
    body = highlighted(code) if language == "cpp" else escape(code, quote=False)
    head = f'<figcaption>{caption}</figcaption>' if caption else ""
    return f'<figure class="code {language or "plain"}">{head}<pre tabindex="0"><code>{body.rstrip()}</code></pre></figure>'


def slug(text):
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"<[^>]+>|`", "", text).lower()).strip("-")


class Markdown:
    """link(target) makes the address of a link, tex(source, display) the HTML of a formula."""

    def __init__(self, link, tex):
        self.link, self.tex = link, tex

    def inline(self, text):
        kept = []

        def keep(html):
            kept.append(html)
            return f"\0{len(kept) - 1}\0"

        text = re.sub(r"`([^`]+)`", lambda m: keep(f"<code>{escape(m[1], quote=False)}</code>"), text)
        text = re.sub(r"\$([^$]+)\$", lambda m: keep(self.tex(m[1], False)), text)
        text = escape(text, quote=False)
        text = re.sub(r"!\[([^\]]*)\]\(([^)\s]+)\)",
                      lambda m: f'<img src="{escape(self.link(m[2]))}" alt="{m[1].replace(chr(34), "&quot;")}">', text)
        text = re.sub(r"\[([^\]]+)\]\(([^)\s]+)\)",
                      lambda m: f'<a href="{escape(self.link(m[2]))}">{m[1]}</a>', text)
        text = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)
        text = re.sub(r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])", r"<em>\1</em>", text)
        return re.sub("\0(\\d+)\0", lambda m: kept[int(m[1])], text)

    def table(self, lines):
        cells = [[c.strip() for c in line.strip().strip("|").replace("\\|", "\1").split("|")] for line in lines]
        rows = [[self.inline(c.replace("\1", "|")) for c in row] for row in cells]
        head = "".join(f'<th scope="col">{c}</th>' for c in rows[0])
        body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows[2:])
        return f'<div class="table"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'

    def html(self, text):
        out, lines, i = [], text.split("\n"), 0

        def until(test):
            nonlocal i
            begin = i
            while i < len(lines) and not test(lines[i]):
                i += 1
            return lines[begin:i]

        special = re.compile(r"#|```|\||[-*] |\d+\. |$")
        while i < len(lines):
            line = lines[i]
            if not line.strip():
                i += 1
            elif line.startswith("```"):
                i += 1
                language = line[3:].split(" ")[0]
                block = "\n".join(until(lambda l: l.startswith("```")))
                i += 1
                out.append(code_block(block, language, "prints" if language == "text" else ""))
            elif m := re.match(r"(#+) (.*)", line):
                i += 1
                level = len(m[1])
                out.append(f'<h{level} id="{slug(m[2])}">{self.inline(m[2])}</h{level}>')
            elif line.startswith("|"):
                out.append(self.table(until(lambda l: not l.startswith("|"))))
            elif re.match(r"[-*] |\d+\. ", line):
                tag = "ul" if line[0] in "-*" else "ol"
                items = []
                for l in until(lambda l: not l.strip()):
                    if re.match(r"[-*] |\d+\. ", l):
                        items.append(l.split(" ", 1)[1])
                    else:
                        items[-1] += " " + l.strip()
                out.append(f"<{tag}>" + "".join(f"<li>{self.inline(t)}</li>" for t in items) + f"</{tag}>")
            else:
                out.append(f'<p>{self.inline(" ".join(until(lambda l: special.match(l))))}</p>')
        return "\n".join(out)
