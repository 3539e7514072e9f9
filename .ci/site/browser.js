// Opens the built site in Chromium: axe finds nothing on a page of each kind, in
// light and dark, wide and narrow; the search, the theme, the languages and the page
// for what does not exist do what they should; nothing is asked of another host.
// usage: node browser.js FOLDER
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { extname, join, resolve, sep } from "node:path";
import { chromium } from "playwright-core";

const folder = resolve(process.argv[2]);
const types = { ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml", ".xml": "application/xml" };
const server = createServer((request, response) => {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  let file = join(folder, path.replace(/^\/difylint\//, ""));
  if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
  const found = path.startsWith("/difylint/") && file.startsWith(folder + sep) && existsSync(file);
  if (!found) file = join(folder, "404.html");
  response.writeHead(found ? 200 : 404, { "content-type": types[extname(file)] ?? "application/octet-stream" });
  response.end(readFileSync(file));
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const host = `http://127.0.0.1:${server.address().port}`;
const at = `${host}/difylint/latest/`;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const said = [];
async function open(options = {}) {
  // The rules that the pages ask for themselves hold for axe, too; a test needs it in.
  const context = await browser.newContext({ viewport: { width: 1300, height: 900 }, bypassCSP: true, ...options });
  const page = await context.newPage();
  page.on("console", (m) => m.type() === "error" && !/status of 404/.test(m.text()) && said.push(`${page.url()}: ${m.text()}`));
  page.on("pageerror", (e) => said.push(`${page.url()}: ${e.message}`));
  page.on("request", (r) => r.url().startsWith(host) || r.url().startsWith("data:") || said.push(`${page.url()} asks for ${r.url()}`));
  return page;
}

async function check(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run({ resultTypes: ["violations"] }));
  for (const v of violations) said.push(`${name}: ${v.id}: ${v.help}\n  ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join("\n  ")}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) said.push(`${name}: ${wide} pixels wider than the window`);
}

try {
  const pages = ["", "zh/", "install/", "ci/", "stability/", "schemas/", "rules/", "rules/schema/required/", "rules/file/readme/", "zh/rules/schema/required/", "search/?q=manifest", "zh/search/", "changelog/"];
  const looks = [{}, { colorScheme: "dark", viewport: { width: 360, height: 700 } }];
  for (const look of looks) {
    const page = await open(look);
    for (const path of pages) {
      await page.goto(at + path, { waitUntil: "networkidle" });
      await check(page, `${path || "home"}${look.colorScheme ? ", dark and narrow" : ""}`);
    }
    await page.context().close();
  }

  const page = await open({ bypassCSP: false });
  const results = async (query, gate = "") => {
    await page.goto(`${at}search/?${new URLSearchParams({ q: query, gate })}`, { waitUntil: "networkidle" });
    return page.locator("#results li a").allTextContents();
  };
  assert.equal((await results("schema/required"))[0], "schema/required", "by id");
  assert.equal((await results("permission denied, you need to enable llm access in plugin manifest"))[0], "permission/undeclared", "by message");
  assert.equal((await results("2026-01-02 error: Key: 'PluginDeclaration.author' Error:Field validation for 'author' failed on the 'required' tag"))[0], "schema/required", "by a line of a log");
  assert.ok((await results("", "call")).includes("permission/undeclared"), "by gate");
  assert.deepEqual(await results("zzzzqqqq"), [], "nothing");
  await page.goto(at, { waitUntil: "networkidle" });
  await page.keyboard.press("/");
  await page.keyboard.type("archive/bomb");
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\/\?q=archive/);
  await page.locator("#results a", { hasText: "archive/bomb" }).click();
  assert.match(page.url(), /latest\/rules\/archive\/bomb\/$/);
  assert.ok((await page.goto(at + "rules/schema/required/")) && (await page.locator(".hl").count()) > 0, "the broken line is marked");
  await page.locator("button.theme").click();
  const theme = await page.evaluate(() => document.documentElement.dataset.theme);
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), theme, "the theme stays");
  await page.locator("a[hreflang=zh-Hans]").first().click();
  assert.match(page.url(), /\/zh\//);
  assert.equal(await page.evaluate(() => document.documentElement.lang), "zh-Hans");
  // Each page leads to the same page in the other language, where that is.
  for (const path of ["day/", "rules/", "rules/schema/required/", "rules/dependency/index/"]) {
    await page.goto(at + path);
    await page.locator("header a[hreflang=zh-Hans]").click();
    assert.equal(page.url(), `${at}zh/${path}`);
    await page.locator("header a[hreflang=en]").click();
    assert.equal(page.url(), at + path);
  }
  await page.goto(`${at}zh/search/?q=zip`, { waitUntil: "networkidle" });
  const led = await page.locator("#results li a").evaluateAll((all) => all.map((a) => a.pathname).filter((p) => p.includes("/rules/")));
  assert.ok(led.length > 0 && led.every((p) => p.includes("/zh/")), "the rules in Chinese");
  await page.goto(`${at}zh/search/?q=清单版本`, { waitUntil: "networkidle" });
  assert.ok((await page.locator("#results li").count()) > 0, "Chinese words without spaces between them");
  await page.goto(`${at}zh/search/?q=zzzzqqqq`, { waitUntil: "networkidle" });
  assert.equal(await page.locator("#count").textContent(), "没有结果。");
  await page.goto(`${at}rules/schma/requierd/`, { waitUntil: "networkidle" });
  assert.equal(await page.locator("#near a").first().textContent(), "schema/required", "the nearest page");
  await page.goto(`${host}/difylint/`);
  await page.waitForURL(at);
} catch (e) {
  said.push(e.message);
}
await browser.close();
server.close();
if (said.length) {
  console.error(said.join("\n"));
  process.exit(1);
}
console.log("browser: axe finds nothing, and the search, the themes, the languages and the page for what does not exist work");
