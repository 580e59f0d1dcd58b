// SPDX-License-Identifier: MIT
// Loads every page of the site in a browser without a screen, narrow and light, wide and dark:
//
//   node check.mjs SITE                          fails where a page is wrong; 77 without Chromium
//   node check.mjs SITE --only PATTERN           looks at the pages whose path it matches
//   node check.mjs SITE --shots FOLDER PAGE...   takes pictures of pages (all widths), and checks nothing
//
// A page may not write to the console, have a dead link or anchor, an unrendered formula, text of less contrast than 4.5,
// or be wider than the window. The search has to find functions by their names here and elsewhere.
import { existsSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { evaluate, open, run, said, shot } from "./browser.mjs";

const site = resolve(process.argv[2]);

// --- What is looked at in a page; runs there.

const inspect = () => {
  const text = document.body.innerText;
  const numbers = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const luminance = ([r, g, b]) => [r, g, b]
    .map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = numbers(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return numbers(getComputedStyle(document.documentElement).backgroundColor).length === 3 ? [255, 255, 255] : [255, 255, 255];
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("script, style, title, .katex-mathml, .skip, [hidden]")) continue;
    const style = getComputedStyle(element);
    const colour = numbers(element.closest("svg") ? style.fill : style.color);
    const [light, dark] = [luminance(colour), luminance(behind(element))].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < 4.5) faint.add(`${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} ${ratio.toFixed(2)} "${node.data.trim().slice(0, 20)}"`);
  }
  const wide = [...document.querySelectorAll("main *")]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".table, pre, .formula, .search, .katex, svg"))
    .map((e) => `${e.tagName.toLowerCase()}.${e.className}`).slice(0, 3);
  return {
    ids: [...document.querySelectorAll("[id]")].map((e) => e.id),
    twice: [...document.querySelectorAll("[id]")].map((e) => e.id).filter((id, i, all) => all.indexOf(id) !== i),
    links: [...document.querySelectorAll("a[href], link[href], script[src], img[src]")].map((e) => e.href || e.src),
    formulas: document.querySelectorAll(".katex").length,
    broken: document.querySelectorAll(".katex-error").length + (/\$[^$\n]+\$|\\frac|\\begin\{|\u0001/.test(text) ? 1 : 0),
    overflow: document.documentElement.scrollWidth - innerWidth,
    wide,
    faint: [...faint].slice(0, 4),
    title: document.title,
    headings: document.querySelectorAll("h1").length,
  };
};

const pages = [];
const collect = (folder) => readdirSync(folder).forEach((name) => {
  const path = join(folder, name);
  if (statSync(path).isDirectory()) collect(path);
  else if (name.endsWith(".html")) pages.push(path);
});

const VIEWS = [[375, "light"], [1280, "dark"]];

async function shots(folder, names) {
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    for (const [width, scheme] of [[375, "light"], [1280, "light"], [1280, "dark"]]) {
      await open(join(site, name), width, scheme);
      await shot(join(folder, `${name.replace(/\W/g, "-")}-${width}-${scheme}.png`), width);
    }
  }
}

async function check(only = "") {
  const faults = [];
  const ids = new Map();
  const links = [];
  let formulas = 0;
  collect(site);
  if (only) pages.splice(0, pages.length, ...pages.filter((page) => new RegExp(only).test(relative(site, page))));
  for (const page of pages) {
    const name = relative(site, page);
    for (const [width, scheme] of VIEWS) {
      said.length = 0;
      await open(page, width, scheme);
      const seen = await evaluate(`(${inspect})()`);
      const fault = (what) => faults.push(`${name}, ${width}: ${what}`);
      said.forEach((text) => fault(`console: ${text}`));
      if (seen.broken > 0) fault("a formula is not rendered");
      if (seen.overflow > 0) fault(`${seen.overflow} px wider than the window (${seen.wide.join(", ")})`);
      if (seen.headings !== 1) fault(`${seen.headings} headings of the first level`);
      seen.faint.forEach((text) => fault(`contrast: ${text}`));
      seen.twice.forEach((id) => fault(`id ${id} stands twice`));
      if (width === VIEWS[0][0]) {
        ids.set(page, new Set(seen.ids));
        formulas += seen.formulas;
        seen.links.forEach((link) => links.push([name, link]));
      }
    }
  }
  let outside = 0;
  for (const [from, link] of links) {
    const url = new URL(link);
    if (url.protocol !== "file:") {
      outside += 1;
      if (!/^https:\/\/(arxiv\.org|doi\.org|github\.com|eigen\.tuxfamily\.org)\//.test(link)) faults.push(`${from}: leads to ${link}`);
      continue;
    }
    const path = fileURLToPath(url.origin === "null" ? link.split("#")[0].split("?")[0] : link);
    if (!existsSync(path)) faults.push(`${from}: dead link ${relative(site, path)}`);
    else if (url.hash && !(only && !ids.has(path)) && !ids.get(path)?.has(decodeURIComponent(url.hash.slice(1)))) faults.push(`${from}: no anchor ${relative(site, path)}${url.hash}`);
  }
  await open(join(site, "index.html"), 1280, "light");
  for (const [wanted, target] of [["gelu", "gelu"], ["SiLU", "silu"], ["LeakyReLU", "leaky_relu"], ["x * erf", "serf"], ["softmax", "softmax"]]) {
    const hits = await evaluate(`(() => { const box = document.getElementById("search"); box.value = ${JSON.stringify(wanted)};
      box.dispatchEvent(new Event("input")); return [...document.querySelectorAll("#results a")].map((a) => a.href); })()`);
    const first = hits.findIndex((h) => h.endsWith(`/functions/${target}.html`));
    if (first < 0 || (first > 0 && wanted !== "x * erf")) faults.push(`search: ${wanted} finds ${hits.slice(0, 3).map((h) => h.split("/").pop())}`);
  }
  faults.forEach((fault) => console.log(fault));
  console.log(`${pages.length} pages at ${VIEWS.map(([w, s]) => `${w} px ${s}`).join(" and ")}, ${links.length} links (${outside} to papers and the like, not followed), ` +
    `${formulas} formulas: ${faults.length} faults`);
  return faults.length === 0 ? 0 : 1;
}

const [option, folder, ...names] = process.argv.slice(3);
await run(async () => (option === "--shots" ? (await shots(folder, names), 0) : check(option === "--only" ? folder : "")));
