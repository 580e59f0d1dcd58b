// SPDX-License-Identifier: MIT
// The search over ACTFN_INDEX, which index.js declares: entries {n: name, a: other names, t: text, u: address, k: kind}.
(() => {
  const box = document.getElementById("search");
  const list = document.getElementById("results");
  const root = document.documentElement.dataset.root;
  const plain = (text) => text.toLowerCase().replace(/[\s_\-]/g, "");
  const entries = ACTFN_INDEX.map((e) => ({ ...e, names: [e.n, ...e.a].map(plain), text: plain(e.t) }));
  let chosen = -1;

  const rank = (entry, wanted) => {
    const [name, ...others] = entry.names;
    if (name === wanted) return 0;
    if (others.includes(wanted)) return 1;
    if (name.startsWith(wanted)) return 2;
    if (others.some((o) => o.startsWith(wanted))) return 3;
    if (entry.names.some((o) => o.includes(wanted))) return 4;
    return wanted.length > 2 && entry.text.includes(wanted) ? 5 : Infinity;
  };

  const choose = (i) => {
    const items = list.children;
    if (items.length === 0) return;
    chosen = (i + items.length) % items.length;
    [...items].forEach((item, k) => item.setAttribute("aria-selected", String(k === chosen)));
    items[chosen].scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", items[chosen].id);
  };

  const show = () => {
    const wanted = plain(box.value);
    const found = wanted === "" ? [] : entries
      .map((entry) => ({ entry, r: rank(entry, wanted) }))
      .filter(({ r }) => r < Infinity)
      .sort((a, b) => a.r - b.r || a.entry.n.length - b.entry.n.length || a.entry.n.localeCompare(b.entry.n))
      .slice(0, 12);
    chosen = -1;
    list.replaceChildren(...found.map(({ entry }, i) => {
      const item = document.createElement("li");
      item.id = "result-" + i;
      item.setAttribute("role", "option");
      const link = document.createElement("a");
      link.href = root + entry.u;
      link.tabIndex = -1;
      const name = document.createElement("b");
      name.textContent = entry.n;
      const others = document.createElement("span");
      const match = entry.a.filter((a) => plain(a).includes(wanted) && plain(a) !== plain(entry.n));
      others.textContent = entry.k + (match.length > 0 ? " · " + match.slice(0, 3).join(", ") : "");
      link.append(name, others);
      item.append(link);
      return item;
    }));
    if (wanted !== "" && found.length === 0) {
      const none = document.createElement("li");
      none.textContent = "Nothing has this name.";
      list.append(none);
    }
    const open = wanted !== "";
    list.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
  };

  box.addEventListener("input", show);
  box.addEventListener("focus", show);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1));
    } else if (event.key === "Enter") {
      const link = list.children[Math.max(chosen, 0)]?.querySelector("a");
      if (link) location.href = link.href;
    } else if (event.key === "Escape") {
      box.value = "";
      show();
    }
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".search")) list.hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName)) {
      event.preventDefault();
      box.focus();
    }
  });
})();
