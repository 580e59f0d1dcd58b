// SPDX-License-Identifier: MIT
// node katex.js KATEX < [[tex, display], ...] > ["html", ...]: formulas, rendered by KaTeX.
const katex = require(process.argv[2]);
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
const options = { throwOnError: true, strict: (code) => (code === "unicodeTextInMathMode" ? "ignore" : "error") };
const html = formulas.map(([tex, displayMode]) => {
  try {
    return katex.renderToString(tex, { ...options, displayMode });
  } catch (error) {
    console.error(`${tex}\n${error.message}`);
    process.exitCode = 1;
    return "";
  }
});
process.stdout.write(JSON.stringify(html));
