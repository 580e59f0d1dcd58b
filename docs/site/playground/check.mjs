// SPDX-License-Identifier: MIT
// Uses the playground as a reader does: types, chooses, moves sliders, and compares what the page shows.
//
//   node check.mjs SITE EXPECTED      EXPECTED is what expected.cpp writes; 77 without Chromium
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { evaluate, open, run, said, send } from "../browser.mjs";

const page = join(resolve(process.argv[2]), "playground", "index.html");
const expected = JSON.parse(readFileSync(process.argv[3], "utf8"));
const faults = [];
let comparisons = 0;
const same = (what, found, wanted) => {
  comparisons += 1;
  if (!Object.is(found, wanted)) faults.push(`${what}: ${found} instead of ${wanted}`);
};

const shown = (id) => evaluate(`document.getElementById("${id}").textContent`);
const number = async (id) => Number((await shown(id)).replaceAll("−", "-").replace("∞", "Infinity"));
/// As from the keyboard: the value of an input, and the event that follows.
const enter = (id, value, event) => evaluate(`{ const input = document.getElementById("${id}"); input.value = ${JSON.stringify(String(value))};
  input.dispatchEvent(new Event("${event}", { bubbles: true })); }`);
const refusal = async () => (await evaluate('document.getElementById("refused").hidden') ? "" : shown("refused"));

/// Last places may differ: this machine may fuse a product and a sum, WebAssembly does not.
const compare = async (text) => {
  const { x, ...wanted } = expected[text];
  await enter("x", x, "input");
  for (const [id, value] of Object.entries(wanted)) {
    const found = await number(id);
    comparisons += 1;
    const allowed = 4 * Math.abs(value) * (id.endsWith("float") ? 2 ** -23 : 2 ** -52);
    if (!(Math.abs(found - value) <= allowed)) faults.push(`${text} at ${x}, ${id}: ${found} instead of ${value}`);
  }
};

await run(async () => {
  await open(page, 1280, "light", "?gelu");
  same("the address chooses", await evaluate('document.getElementById("typed").value'), "gelu");
  for (const text of Object.keys(expected)) {
    await enter("typed", text, "change");
    same(`${text} is accepted`, await refusal(), "");
    same("its name", await evaluate('document.getElementById("chosen").value'), text.replace(/\(.*/, ""));
    await compare(text);
  }

  await enter("chosen", "leaky_relu", "change");
  await enter("slider-0", 0.2, "input");
  same("the slider is written out", await evaluate('document.getElementById("typed").value'), "leaky_relu(slope=0.2)");
  same("the number beside it", await evaluate('document.getElementById("parameter-0").value'), "0.2");
  await compare("leaky_relu(slope=0.2)");
  await evaluate('document.getElementById("slider-0").focus()');
  for (const type of ["keyDown", "keyUp"]) await send("Input.dispatchKeyEvent", { type, key: "ArrowRight", code: "ArrowRight", windowsVirtualKeyCode: 39 });
  same("a key moves the slider", await evaluate('document.getElementById("typed").value'), "leaky_relu(slope=0.21)");

  await enter("chosen", "elu", "change");
  await enter("parameter-0", 2.5, "input");
  await compare("elu(alpha=2.5)");

  for (const [text, message] of [["gelo", /no function is called 'gelo'; near it: gelu/], ["hard_tanh(lo=2)", /lo = 2 must be at most hi = 1/],
    ["elu(beta=1)", /elu has no parameter 'beta'; it has alpha/], ["leaky_relu(0.1", /has no '\)' at its end/], ["softmax", /no function is called 'softmax'/]]) {
    await enter("typed", text, "change");
    const found = await refusal();
    comparisons += 1;
    if (!message.test(found)) faults.push(`${text} is refused by '${found}'`);
    same("the last function stays", await shown("formula").then((f) => f.split("(")[0]), "elu");
  }
  await enter("typed", "elu", "change");
  same("the message goes", await refusal(), "");
  await enter("typed", "hard_tanh", "change");
  await enter("parameter-0", 3, "input");
  comparisons += 1;
  if (!/lo = 3 must be at most hi = 1/.test(await refusal())) faults.push(`lo = 3 says '${await refusal()}'`);

  // Every function draws both pictures, and its errors are those that are stated, where these are purely relative.
  const names = await evaluate('[...document.querySelectorAll("#chosen option")].map((o) => o.value)');
  for (const name of names) {
    await enter("chosen", name, "change");
    same(`${name} is accepted`, await refusal(), "");
    const drawn = await evaluate('[...document.querySelectorAll("#curve svg.plot path.line, #error svg.plot path.dots")].map((p) => p.getAttribute("d").length)');
    if (drawn.length !== 5 || drawn[2] < 20) faults.push(`${name}: the lengths of the paths are ${drawn}`);
    const largest = await shown("largest");
    for (const [, what, found, bound] of largest.matchAll(/(value|derivative) (\S+) ULP at x = \S+ \(stated for the defaults: ([^,\s]+)\)/g)) {
      comparisons += 1;
      if (!(Number(found) <= Number(bound))) faults.push(`${name}: the ${what} is ${found} ULP off, ${bound} are stated`);
    }
  }
  same("nothing is fetched but files", await evaluate('performance.getEntriesByType("resource").filter((r) => !r.name.startsWith("file:")).length'), 0);
  said.forEach((text) => faults.push(`console: ${text}`));
  faults.forEach((fault) => console.log(fault));
  console.log(`${names.length} functions, ${comparisons} comparisons: ${faults.length} faults`);
  return faults.length === 0 ? 0 : 1;
});
