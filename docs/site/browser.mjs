// SPDX-License-Identifier: MIT
// A browser without a screen, for the checks of the pages.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const found = (name) => {
  try {
    return execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
};
const browser = process.env.CHROMIUM || found("chromium") || found("google-chrome") || found("chromium-browser");
if (!browser) {
  console.log("skipped: no chromium (Debian: apt-get install chromium)");
  process.exit(77);
}

const profile = mkdtempSync(join(tmpdir(), "actfn-site-"));
const chromium = spawn(browser, ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
  "--hide-scrollbars", "--allow-file-access-from-files", `--user-data-dir=${profile}`, "--remote-debugging-pipe", "about:blank"],
{ stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });

// --- The protocol of its developer tools: JSON between zero bytes.

let last = 0;
let rest = "";
const waiting = new Map();
const listeners = [];
chromium.stdio[4].on("data", (data) => {
  const parts = (rest + data.toString("utf8")).split("\0");
  rest = parts.pop();
  for (const part of parts) {
    const message = JSON.parse(part);
    if (waiting.has(message.id)) {
      const { good, bad } = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error) bad(new Error(message.error.message));
      else good(message.result);
    } else {
      listeners.forEach((listener) => listener(message));
    }
  }
});
let session;
export const send = (method, params = {}) => new Promise((good, bad) => {
  waiting.set(++last, { good, bad });
  chromium.stdio[3].write(JSON.stringify({ id: last, method, params, ...(session ? { sessionId: session } : {}) }) + "\0");
});
const event = (method) => new Promise((good) => {
  const listener = (message) => {
    if (message.method !== method) return;
    listeners.splice(listeners.indexOf(listener), 1);
    good(message.params);
  };
  listeners.push(listener);
});
export const evaluate = async (expression) => {
  const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
};

/// A page, an address with what may follow the path.
export const open = async (page, width, scheme, rest = "") => {
  await send("Emulation.setDeviceMetricsOverride", { width, height: 800, deviceScaleFactor: 1, mobile: width < 600 });
  await send("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  const loaded = event("Page.loadEventFired");
  await send("Page.navigate", { url: pathToFileURL(page).href + rest });
  await loaded;
  await evaluate('typeof playground === "undefined" ? 0 : playground.then(() => 0)');
};

/// A picture of the page that is open.
export const shot = async (file, width) => {
  const { cssContentSize } = await send("Page.getLayoutMetrics");
  const { data } = await send("Page.captureScreenshot", {
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, width, height: Math.min(cssContentSize.height, 3000), scale: 1 },
  });
  writeFileSync(file, Buffer.from(data, "base64"));
};

/// What the pages write to the console.
export const said = [];
listeners.push(({ method, params }) => {
  if (method === "Runtime.exceptionThrown") said.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text);
  if (method === "Runtime.consoleAPICalled" && params.type !== "log") said.push(params.args.map((a) => a.value).join(" "));
  if (method === "Log.entryAdded") said.push(params.entry.text);
});

/// Runs a check, which returns the status of the program.
export const run = async (check) => {
  let status = 1;
  try {
    const { targetInfos } = await send("Target.getTargets");
    const { sessionId } = await send("Target.attachToTarget", { targetId: targetInfos.find((t) => t.type === "page").targetId, flatten: true });
    session = sessionId;
    for (const domain of ["Page", "Runtime", "Log"]) await send(`${domain}.enable`);
    status = await check();
  } catch (error) {
    console.error(error);
  }
  chromium.kill();
  chromium.once("exit", () => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
    process.exit(status);
  });
};
