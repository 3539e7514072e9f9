// Sizes and times of the page beside those of the command, as Markdown.
// usage: node measure.mjs SITE DIFYLINT [PAGE...]: in each PAGE, a Markdown file, the table is written
// anew; in a folder zh in Chinese. Packing the command by brotli takes a minute.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";

const [site, difylint, ...pages] = process.argv.slice(2);
const root = process.env.ROOT ?? resolve(dirname(fileURLToPath(import.meta.url)), "../../../..");
const plugins = join(root, "testdata/plugins");
const median = (list) => list.sort((a, b) => a - b)[list.length >> 1];
const mb = (n) => (n / 1e6).toFixed(n < 1e6 ? 2 : 1) + " MB";
const ms = (n) => (n < 10 ? n.toFixed(1) : Math.round(n)) + " ms";

// sizes are those of files together: raw, gzip, and brotli as it lies beside them or is made.
function sizes(...files) {
  const sum = [0, 0, 0];
  for (const f of files) {
    const data = readFileSync(f);
    const br = existsSync(f + ".br") ? statSync(f + ".br").size
      : brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: data.length, [constants.BROTLI_PARAM_LGWIN]: 24 } }).length;
    [data.length, gzipSync(data, { level: 9 }).length, br].forEach((n, i) => { sum[i] += n; });
  }
  return sum.map(mb);
}
const names = readdirSync(site).filter((n) => /\.(js|css|html|svg|json)$/.test(n)).map((n) => join(site, n));
const wasm = join(site, readdirSync(site).find((n) => n.endsWith(".wasm")));

// The command: a run of its own for each check.
const command = [];
for (let i = 0; i < 9; i++) {
  const began = performance.now();
  spawnSync(difylint, ["check", "--format=json", "broken"], { cwd: plugins });
  command.push(performance.now() - began);
}

const server = await serve(site);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const context = await browser.newContext({ locale: "en-US" });
context.setDefaultTimeout(300000);
const page = await context.newPage();
const found = () => page.waitForFunction(() => performance.getEntriesByName("difylint-findings").length > 0);
const at = () => page.evaluate(() => performance.getEntriesByName("difylint-findings")[0].startTime);

await page.goto(server.url);
await found();
const first = await at();
await page.waitForFunction(async () => (await Promise.all((await caches.keys()).map(async (n) => (await (await caches.open(n)).keys()).length))).some((n) => n > 8));
const starts = [];
for (let i = 0; i < 3; i++) {
  await page.reload();
  await found();
  starts.push(await at());
}

// changed is the time from a change in the page to the findings of it.
const changed = (what, arg) => page.evaluate(({ what, arg }) => new Promise((done) => {
  const began = performance.now();
  performance.clearMarks("difylint-findings");
  new PerformanceObserver((list, o) => {
    if (!list.getEntriesByName("difylint-findings").length) return;
    o.disconnect();
    done(performance.now() - began);
  }).observe({ type: "mark" });
  const e = document.querySelector(what);
  if (what === "#example") {
    e.value = arg;
    e.dispatchEvent(new Event("change"));
  } else {
    e.focus();
    document.execCommand("insertText", false, arg);
  }
}), { what, arg });

const firstCheck = await changed("#example", "tool");
const checks = [];
for (let i = 0; i < 4; i++) for (const name of ["broken", "tool"]) {
  const took = await changed("#example", name);
  if (name === "tool") checks.push(took);
}
const keys = [];
for (let i = 0; i < 15; i++) keys.push(await changed(".cm-content", "#"));
await browser.close();
await server.stop();

// The rows: their names in English and in Chinese, the page and the command.
const rows = [
  ["", "", "the page", "the command", "页面", "命令"],
  ["program: raw, gzip, brotli", "程序：原样、gzip、brotli", sizes(wasm).join(", "), sizes(difylint).join(", ")],
  ["the rest of the page: raw, gzip, brotli", "页面其余部分：原样、gzip、brotli", sizes(...names).join(", "), ""],
  ["first visit to first finding, on one machine", "第一次访问到第一个问题，在一台机器上", ms(first), ""],
  ["a later visit to first finding", "以后的访问到第一个问题", ms(median(starts)), ms(median(command))],
  ["first check of another plugin", "第一次检查另一个插件", ms(firstCheck), ""],
  ["a later check of it", "以后再检查它", ms(median(checks)), ms(median(command))],
  ["a key to its findings, with the pause of 80 ms", "从按键到显示问题，含 80 ms 的停顿", ms(median(keys)), ""],
];
const row = (...cells) => `| ${cells.join(" | ")} |`;
const table = (chinese) => rows.flatMap(([english, translated, page, command, ...head], i) =>
  i ? [row(chinese ? translated : english, page, command)] : [row("", ...(chinese ? head : [page, command])), row("---", "---", "---")]).join("\n");
console.log(table(false));
for (const page of pages) {
  const text = readFileSync(page, "utf8");
  const anew = table(/(^|\/)zh\//.test(page));
  writeFileSync(page, text.replace(/(<!-- measured -->\n)[\s\S]*?(<!-- end -->)/, (_, a, b) => `${a}${anew}\n${b}`));
}
