// SPDX-License-Identifier: MIT
// The playground: asks the library in WebAssembly (actfn.js, made of play.cpp) and draws what it answers.
const playground = actfnPlayground().then((library) => {
  const element = (id) => document.getElementById(id);
  const call = (name, ...given) => library["_play_" + name](...given);
  const text = (name, ...given) => library.UTF8ToString(call(name, ...given));
  const numbers = (pointer, count) => [...library.HEAPF64.subarray(pointer / 8, pointer / 8 + count)];
  const rows = (pointer, count, width) => {
    const all = numbers(pointer, count * width);
    return Array.from({ length: count }, (_, i) => all.slice(i * width, (i + 1) * width));
  };
  const escaped = (s) => s.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const shown = (x, digits = 10) => (Number.isNaN(x) ? "NaN" : Number.isFinite(x) ? String(digits < 17 ? Number(x.toPrecision(digits)) : x) : x > 0 ? "∞" : "-∞")
    .replaceAll("-", "−");

  // --- The function that is chosen

  const refuse = (message, input) => {
    element("refused").textContent = message;
    element("refused").hidden = message === "";
    document.querySelectorAll("[aria-invalid]").forEach((e) => e.removeAttribute("aria-invalid"));
    if (message !== "") input?.setAttribute("aria-invalid", "true");
  };
  const choose = (written) => {
    const fine = library.ccall("play_choose", "number", ["string"], [written]) !== 0;
    refuse(fine ? "" : text("said"), element("typed"));
    if (fine) {
      makeSliders();
      show();
    }
    return fine;
  };
  const parameter = (i) => {
    const [value, standard, lower, upper, includesLower, includesUpper] = numbers(call("parameter", i), 6);
    return { name: library.UTF8ToString(call("parameter_name", i)), value, standard, lower, upper, includesLower, includesUpper };
  };
  /// Only whole numbers are allowed.
  const isWhole = (i, { value }) => {
    const whole = !call("set", i, value + 0.5) && call("set", i, value + 1) !== 0;
    call("set", i, value);
    return whole;
  };

  // --- Sliders

  const roundStep = (width) => {
    const step = 10 ** Math.floor(Math.log10(width / 100));
    return [1, 2, 5, 10].map((m) => m * step).find((s) => width / s <= 200);
  };
  /// What a slider reaches: all that is allowed, or what is near the default where that is endless.
  const reach = ({ standard, value, lower, upper, includesLower, includesUpper }, whole) => {
    const far = Math.max(1, 4 * Math.abs(standard), Math.abs(value - standard));
    let [min, max] = [Math.max(lower, standard - far), Math.min(upper, standard + far)];
    if (whole) return { min: Math.ceil(min), max: Math.floor(max), step: 1 };
    const step = roundStep(max - min || 1);
    if (min === lower && !includesLower) min += step;
    if (max === upper && !includesUpper) max -= step;
    return { min, max, step };
  };
  const allowed = ({ standard, lower, upper, includesLower, includesUpper }) => {
    const ends = [];
    if (lower > -1e300) ends.push((includesLower ? "at least " : "more than ") + shown(lower, 6));
    if (upper < 1e300) ends.push((includesUpper ? "at most " : "less than ") + shown(upper, 6));
    return `default ${shown(standard, 6)}; ${ends.join(", ") || "any number"}`;
  };
  const describe = (i) => {
    const p = parameter(i);
    const slider = element(`slider-${i}`);
    const whole = slider.dataset.whole === "1";
    Object.assign(slider, reach(p, whole));
    slider.value = p.value;
    element(`parameter-${i}`).value = p.value;
    element(`allowed-${i}`).textContent = allowed(p) + (whole ? ", whole" : "");
  };
  const makeSliders = () => {
    const count = call("parameter_count");
    element("parameters").hidden = count === 0;
    element("sliders").replaceChildren(...Array.from({ length: count }, (_, i) => {
      const p = parameter(i);
      const row = document.createElement("div");
      row.className = "parameter";
      row.innerHTML = `<label for="slider-${i}">${escaped(p.name)}</label>
<input id="slider-${i}" type="range" aria-describedby="allowed-${i}"><input id="parameter-${i}" type="number" step="any"
 aria-label="${escaped(p.name)}, as a number" aria-describedby="allowed-${i} refused"><span class="note" id="allowed-${i}"></span>`;
      const [slider, number] = row.querySelectorAll("input");
      slider.dataset.whole = isWhole(i, p) ? "1" : "0";
      for (const input of [slider, number]) {
        input.addEventListener("input", () => {
          if (input.value === "") return;
          const fine = call("set", i, Number(input.value)) !== 0;
          refuse(fine ? "" : text("said"), number);
          if (!fine) return;
          (input === slider ? number : slider).value = input.value;
          // The ranges of others may hang on it.
          for (let k = 0; k < count; ++k) if (k !== i) describe(k);
          element("typed").value = text("text");
          show();
        });
      }
      return row;
    }));
    for (let i = 0; i < count; ++i) describe(i);
  };

  // --- Pictures

  const [width, height, left, right, top, bottom] = [640, 380, 58, 14, 14, 44];
  const ticks = (lo, hi) => {
    let step = 10 ** Math.floor(Math.log10((hi - lo) / 6));
    step *= [1, 2, 2.5, 5, 10].find((m) => (hi - lo) / (m * step) <= 6);
    const first = Math.ceil(lo / step - 1e-9);
    return Array.from({ length: Math.floor(hi / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step);
  };
  const frame = (id, x, y, title, yLabel, inside) => {
    const u = (a) => left + (a - x[0]) / (x[1] - x[0]) * (width - left - right);
    const v = (b) => height - bottom - (b - y[0]) / (y[1] - y[0]) * (height - top - bottom);
    const kind = (t, [lo, hi]) => (Math.abs(t) < 1e-9 * (hi - lo) ? "zero" : "grid");
    const box = `x="${left}" y="${top}" width="${width - left - right}" height="${height - top - bottom}"`;
    return `<svg class="plot" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">` +
      ticks(...y).map((t) => `<path class="${kind(t, y)}" d="M${left} ${v(t)}H${width - right}"/>` +
        `<text x="${left - 8}" y="${v(t) + 4.5}" text-anchor="end">${shown(t, 4)}</text>`).join("") +
      ticks(...x).map((t) => `<path class="${kind(t, x)}" d="M${u(t)} ${top}V${height - bottom}"/>` +
        `<text x="${u(t)}" y="${height - bottom + 19}" text-anchor="middle">${shown(t, 4)}</text>`).join("") +
      `<text x="${(left + width - right) / 2}" y="${height - 6}" text-anchor="middle">x</text>` +
      `<text transform="translate(14 ${(top + height - bottom) / 2}) rotate(-90)" text-anchor="middle">${yLabel}</text>` +
      `<clipPath id="${id}-clip"><rect ${box}/></clipPath><g clip-path="url(#${id}-clip)">${inside(u, v)}</g>` +
      `<rect class="box" ${box}/></svg>`;
  };
  const legend = (entries) => '<ul class="legend">' + entries.map(([kind, style, name]) =>
    `<li><svg class="key" viewBox="0 0 28 10" aria-hidden="true"><path class="${kind} ${style}" d="${kind === "dots" ? "M8 5h0M20 5h0" : "M1 5H27"}"/></svg>${name}</li>`).join("") + "</ul>";

  /// All that is finite, unless it runs away.
  const heights = (values) => {
    const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
    if (sorted.length === 0) return [-1, 1];
    let [lo, hi] = [Math.min(sorted[0], 0), Math.max(sorted.at(-1), 0)];
    if (hi - lo > 12) {
      const cut = Math.floor(sorted.length / 50);
      lo = Math.max(lo, Math.min(sorted[cut], -0.5), -6);
      hi = Math.min(hi, Math.max(sorted.at(-1 - cut), 0.5), 6);
    }
    if (hi - lo < 1e-300) [lo, hi] = [-1, 1];
    return [lo - 0.06 * (hi - lo), hi + 0.06 * (hi - lo)];
  };
  /// Whether column k jumps between a and b: halving the interval does not halve the difference.
  const jumps = (a, b, k) => {
    const [from, to] = [a[k], b[k]];
    for (let i = 0; i < 30 && Math.abs(b[k] - a[k]) > 0.9 * Math.abs(to - from); ++i) {
      const middle = numbers(call("curve", (a[0] + b[0]) / 2, b[0], 1), 4);
      if (Math.abs(middle[k] - a[k]) > Math.abs(b[k] - middle[k])) b = middle;
      else a = middle;
    }
    return Math.abs(b[k] - a[k]) > 0.9 * Math.abs(to - from);
  };
  const path = (points, k, u, v, [lo, hi]) => {
    let d = "";
    let last = null;
    const tall = hi - lo;
    for (const p of points) {
      if (!Number.isFinite(p[k])) {
        last = null;
        continue;
      }
      const cut = last === null || (Math.abs(p[k] - last[k]) > 0.03 * tall && jumps(last, p, k));
      d += `${cut ? "M" : "L"}${u(p[0]).toFixed(1)} ${v(Math.min(Math.max(p[k], lo - 9 * tall), hi + 9 * tall)).toFixed(1)}`;
      last = p;
    }
    return d;
  };
  /// The errors that are stated, of value and derivative, and whether they are in ULP of terms that cancel.
  const facts = () => {
    const [value, derivative, valueCancels, derivativeCancels, surrogate] = numbers(call("facts"), 5);
    const word = surrogate ? "surrogate derivative" : "derivative";
    return [{ k: 3, style: "c0", what: "value", bound: value, cancels: valueCancels },
      { k: 6, style: "c1", what: word, bound: derivative, cancels: derivativeCancels }];
  };

  const drawCurves = (name, x, at) => {
    const kinds = [["line", "c0", "value"], ["line", "c1 dashed", facts()[1].what], ["line", "c2 dotted", "second derivative"]];
    const points = rows(call("curve", x[0], x[1], 801), 801, 4);
    const y = heights(points.flatMap((p) => p.slice(1)));
    const here = numbers(call("curve", at, at, 1), 4);
    element("curve").innerHTML = frame("curve", x, y, `${name}: value and two derivatives from ${shown(x[0])} to ${shown(x[1])}`, "y", (u, v) =>
      `<path class="here" d="M${u(at)} ${top}V${height - bottom}"/>` +
      kinds.map(([kind, style], i) => `<path class="${kind} ${style}" d="${path(points, i + 1, u, v, y)}"/>`).reverse().join("") +
      kinds.map(([, style], i) => (Number.isFinite(here[i + 1]) ? `<circle class="point ${style.slice(0, 2)}" cx="${u(at)}" cy="${v(here[i + 1])}" r="5"/>` : "")).join(""),
    ) + legend(kinds);
    element("list").innerHTML = '<table><thead><tr><th scope="col">x</th>' + kinds.map((k) => `<th scope="col">${k[2]}</th>`).join("") +
      "</tr></thead><tbody>" + points.filter((_, i) => i % 80 === 0).map((p) =>
      `<tr>${p.map((a) => `<td class="n">${shown(a, 7)}</td>`).join("")}</tr>`).join("") + "</tbody></table>";
  };
  const drawErrors = (name, x) => {
    const points = rows(call("errors", x[0], x[1], 1201), 1201, 7);
    const columns = facts();
    const most = Math.max(4, ...columns.map((c) => 1.25 * c.bound));
    for (const c of columns) {
      c.worst = points.reduce((worst, p) => (p[c.k] > worst[c.k] ? p : worst));
    }
    const above = points.filter((p) => p[3] > most || p[6] > most).length;
    element("error").innerHTML = frame("error", x, [0, most], `${name}: error of float from ${shown(x[0])} to ${shown(x[1])}, at most ${shown(columns[0].worst[3], 3)} ULP, ` +
      `of the derivative ${shown(columns[1].worst[6], 3)}`, "error in ULP", (u, v) => columns.map(({ k, style, bound }) =>
      `<path class="line ${style} dashed" d="M${left} ${v(bound)}H${width - right}"/><path class="dots ${style}" d="` +
      points.filter((p) => !Number.isNaN(p[k])).map((p) => `M${u(p[0]).toFixed(1)} ${v(Math.min(p[k], most)).toFixed(1)}h0`).join("") + '"/>').reverse().join("")) +
      legend([...columns.map((c) => ["dots", c.style, c.what]), ...columns.map((c) => ["line", `${c.style} dashed`, `stated for the ${c.what}`])]);
    element("largest").textContent = "Largest of 1201 errors: " + columns.map((c) =>
      `${c.what} ${shown(c.worst[c.k], 3)} ULP at x = ${shown(c.worst[0], 6)} (stated for the defaults: ${shown(c.bound)}` +
      `${c.cancels ? ", in ULP of the terms that cancel where they are larger" : ""})`).join("; ") + "." + (above > 0 ? ` ${above} points are above the picture.` : "");
  };

  // --- What is shown

  let toSay;
  const show = () => {
    const name = text("text");
    const own = name.replace(/\(.*/, "");
    let x = [Number(element("from").value), Number(element("to").value)];
    if (!(x[1] - x[0] > 1e-6 && Math.max(...x.map(Math.abs)) <= 1e6)) {
      refuse("x from … to: the second number must be larger than the first, and both at most 1000000.", element("to"));
      return;
    }
    const at = Number(element("x").value);
    const slide = element("slide-x");
    Object.assign(slide, { min: x[0], max: x[1], step: roundStep(x[1] - x[0]) });
    slide.value = at;
    const [, value, derivative, second] = numbers(call("curve", at, at, 1), 4);
    const [, valueFloat, , valueError, derivativeFloat, , derivativeError] = numbers(call("errors", at, at, 1), 7);
    const say = (id, number, digits) => { element(id).textContent = shown(number, digits); };
    say("at", at);
    say("value", value, 17);
    say("derivative", derivative, 17);
    say("second", second, 17);
    say("value-float", valueFloat, 9);
    say("derivative-float", derivativeFloat, 9);
    say("value-error", valueError, 3);
    say("derivative-error", derivativeError, 3);
    element("chosen").value = own;
    element("formula").textContent = `${own}(x) = ${text("formula")}`;
    element("page").href = `../functions/${own}.html`;
    const literal = (Number.isInteger(at) ? at.toFixed(1) : String(at)) + "F";
    element("code").textContent = `actfn::any<float> const f("${name}");\nfloat const y = f(${literal});\nfloat const dy = f.derivative(${literal});`;
    clearTimeout(toSay);
    toSay = setTimeout(() => {
      element("status").textContent = `${name} at ${shown(at, 6)}: ${shown(value, 6)}, derivative ${shown(derivative, 6)}`;
    }, 600);
    drawCurves(name, x, at);
    drawErrors(name, x);
    history.replaceState(null, "", "#" + encodeURIComponent(name));
  };

  element("play").addEventListener("submit", (event) => {
    event.preventDefault();
    choose(element("typed").value);
  });
  element("typed").addEventListener("change", () => choose(element("typed").value));
  element("chosen").addEventListener("change", () => {
    element("typed").value = element("chosen").value;
    choose(element("chosen").value);
  });
  for (const id of ["from", "to", "x"]) {
    element(id).addEventListener("input", () => {
      refuse("");
      if (element(id).value !== "") show();
    });
  }
  element("slide-x").addEventListener("input", () => {
    element("x").value = element("slide-x").value;
    refuse("");
    show();
  });
  element("curve").addEventListener("click", (event) => {
    const svg = event.target.closest("svg.plot");
    if (!svg) return;
    const box = svg.getBoundingClientRect();
    const part = ((event.clientX - box.left) / box.width * width - left) / (width - left - right);
    const [from, to] = [Number(element("from").value), Number(element("to").value)];
    element("x").value = Number(Math.min(Math.max(from + part * (to - from), from), to).toPrecision(4));
    show();
  });
  const fromAddress = () => {
    const wanted = decodeURIComponent((location.hash || location.search).slice(1));
    if (wanted !== "" && wanted !== text("text")) element("typed").value = wanted;
    return choose(element("typed").value) || choose("identity");
  };
  addEventListener("hashchange", fromAddress);
  fromAddress();
});
