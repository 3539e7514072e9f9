// The page in a real browser.
// usage: node browser.mjs SITE DIFYLINT [MEDIA]: MEDIA is a folder for pictures of the page.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "./serve.mjs";

const [site, difylint, media] = process.argv.slice(2);
const root = process.env.ROOT ?? resolve(dirname(fileURLToPath(import.meta.url)), "../../../..");
const plugins = join(root, "testdata/plugins");
const axe = fileURLToPath(import.meta.resolve("axe-core"));
const work = mkdtempSync(join(tmpdir(), "playground"));
const server = await serve(site);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, locale: "en-US", colorScheme: "light", acceptDownloads: true });
context.setDefaultTimeout(120000);
const trouble = [];

// newPage opens a page that tells of each error and each request to elsewhere.
async function newPage(of = context) {
  const page = await of.newPage();
  page.on("console", (m) => {
    if (m.type() === "error" || m.type() === "warning") trouble.push(`${m.text()} (${m.location().url})`);
  });
  page.on("pageerror", (e) => trouble.push(e.stack));
  page.on("request", (r) => {
    if (!/^(data|blob):/.test(r.url()) && !r.url().startsWith(server.url)) trouble.push("a request to " + r.url());
  });
  return page;
}

const step = async (name, f) => {
  const began = performance.now();
  await f();
  console.log(`ok ${name} (${Math.round(performance.now() - began)} ms)`);
};

const count = () => page.locator(".finding").count();
const findings = (n) => page.waitForFunction((n) => document.querySelectorAll(".finding").length === n, n);
const settled = () => page.waitForFunction(() => document.querySelector(".finding, .clean, .empty"));
const tab = (name) => page.click(`#tab-${name}`);
const notice = () => page.locator("#notice:not([hidden])").innerText();

async function downloaded(what) {
  await page.click("#download summary");
  const [file] = await Promise.all([page.waitForEvent("download"), page.click(`[data-get=${what}]`)]);
  return readFileSync(await file.path());
}

// command is the report of the command on paths in a folder.
function command(cwd, ...args) {
  const p = spawnSync(difylint, ["check", "--format=json", ...args], { cwd, encoding: "utf8" });
  assert.ok(p.status < 2, p.stderr);
  return JSON.parse(p.stdout);
}

async function same(cwd, ...args) {
  const ours = JSON.parse(await downloaded("json")), theirs = command(cwd, ...args);
  theirs.tool.version = ours.tool.version;
  assert.deepEqual(ours, theirs);
}

// python runs a script that writes files: what no page would make.
function python(script) {
  const p = spawnSync("python3", ["-c", script], { cwd: work, encoding: "utf8" });
  assert.equal(p.status, 0, p.stderr);
}

// accessible holds the page to what axe knows of accessibility.
async function accessible(what) {
  // What evaluates a script for the tests is not bound by the page's policy.
  await page.evaluate(readFileSync(axe, "utf8") + ";undefined");
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(violations.map((v) => `${what}: ${v.id} ${v.nodes.map((n) => n.target + " " + n.failureSummary).join("; ")}`), []);
}

const picture = async (name) => media && page.screenshot({ path: join(media, name) });

let page = await newPage();
try {
  await step("the example, with findings", async () => {
    await page.goto(server.url);
    await findings(7);
    assert.match(await page.locator("[data-gate=package]").innerText(), /refused: 2/);
    assert.match(await page.locator("#status").innerText(), /Acme\/broken 0.1.0: Package refused: 2, Install refused: 1, Start refused: 3, Call passes/);
  });

  await step("a folder: the findings of the command", async () => {
    await page.setInputFiles("#folder-input", join(plugins, "broken"));
    await page.waitForFunction(() => document.querySelector("#example").value === "");
    await findings(7);
    await same(plugins, "broken");
  });
  await picture("playground-light.png");
  await step("accessible, light", () => accessible("light"));

  await step("a gate and a severity filter", async () => {
    await page.click("[data-gate=install]");
    await findings(1);
    await page.click("[data-gate=install]");
    await page.click("[data-severity=error]");
    await findings(1);
    await page.click("[data-severity=error]");
    await findings(7);
  });

  await step("the profile and the release of Dify", async () => {
    await page.selectOption("#profile", "marketplace");
    await page.selectOption("#dify", "1.9.0");
    await same(plugins, "--profile=marketplace", "--dify=1.9.0", "broken");
    await page.selectOption("#profile", "");
    await page.selectOption("#dify", "");
    await findings(7);
  });

  await step("a fix where the finding is", async () => {
    await page.hover(".cm-lintRange-error >> nth=0");
    await page.waitForSelector(".cm-tooltip .tip a[href]");
    assert.match(await page.locator(".cm-tooltip .tip a").first().getAttribute("href"), /^https:.*identity\/author/);
    await page.click(".cm-tooltip .cm-diagnosticAction");
    await findings(6);
    assert.match(await page.locator(".cm-content").innerText(), /author: acme\n/);
  });

  await step("a fix from the list, in another file; undone with the keyboard", async () => {
    await page.click(".finding[data-rule='schema/enum'] .fix");
    await findings(5);
    assert.equal(await page.locator("#path").innerText(), "broken/tools/search.yaml");
    await page.locator(".cm-content").press("Control+z");
    await findings(6);
  });

  await step("all fixes", async () => {
    await page.click("#fix-unsafe");
    await page.waitForSelector(".empty.clean");
    assert.equal(await page.locator(".gate.bad").count(), 0);
    const zip = join(work, "fixed.zip");
    writeFileSync(zip, await downloaded("zip"));
    python("import zipfile; zipfile.ZipFile('fixed.zip').extractall('.')");
    assert.deepEqual(command(work, "broken").findings, []);
  });

  await step("typing", async () => {
    await page.click("[data-path='broken/manifest.yaml']");
    await page.locator(".cm-content").press("Control+End");
    await page.keyboard.insertText("verison: 1\n");
    await page.waitForSelector(".finding");
    await page.waitForSelector(".cm-lint-marker");
    await page.locator(".cm-content").press("Control+z");
    await page.waitForSelector(".empty.clean");
  });

  await step("a message of the daemon", async () => {
    await page.setInputFiles("#folder-input", join(root, "testdata/diagnose/plugin"));
    await settled();
    await tab("diagnose");
    await page.fill("#message", readFileSync(join(root, "testdata/diagnose/start.log"), "utf8"));
    await page.click("#explain");
    await page.waitForSelector(".answer a[href*='schema/enum']");
    await page.click(".answer .place >> nth=0");
    assert.equal(await page.locator("#path").innerText(), "plugin/tools/now.yaml");
  });

  await step("requires, capabilities, risk", async () => {
    await page.selectOption("#example", "tool");
    for (const [name, text] of [["requires", "dify_plugin"], ["capabilities", "Permissions"], ["risk", "risk"]]) {
      await tab(name);
      await page.waitForFunction((text) => document.querySelector("#panel").innerText.includes(text), text);
    }
    await page.locator("#tab-risk").press("ArrowRight");
    assert.equal(await page.locator("[role=tab][aria-selected=true]").innerText(), "Compare");
  });

  await step("compare", async () => {
    await page.setInputFiles("#old-folder", join(plugins, "tool"));
    await page.waitForSelector("#changes .level.low");
    await page.click("[data-path$='manifest.yaml']");
    await page.setInputFiles("#old-folder", join(plugins, "model"));
    await page.waitForSelector("#changes .level.high");
    await tab("findings");
  });

  await step("a file that is pasted", async () => {
    await page.click("#paste");
    await page.fill("#paste-path", "manifest.yaml");
    await page.fill("#paste-text", "type: plugin\nauthor: acme\n");
    await page.check("#paste-alone");
    await page.click("#paste-dialog .primary");
    await page.waitForSelector(".finding[data-rule='schema/required']");
    await page.click("#paste");
    await page.fill("#paste-path", "main.py");
    await page.fill("#paste-text", "x = 1\n");
    await page.click("#paste-dialog .primary");
    await page.waitForSelector("[data-path='main.py'][aria-current]");
  });

  await step("a link", async () => {
    await page.setInputFiles("#folder-input", join(plugins, "broken"));
    await findings(7);
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.click("#share");
    await page.waitForFunction(() => location.hash.startsWith("#s="));
    const link = page.url();
    const before = page;
    page = await newPage();
    await page.goto(link);
    await findings(7);
    assert.match(await page.locator("#plugin-name").innerText(), /Acme\/broken/);
    await page.evaluate(() => { location.hash = "#s=AAAA"; });
    await page.waitForSelector("#notice:not([hidden])");
    assert.match(await notice(), /damaged/);
    await page.close();
    page = before;
  });

  await step("a package of 5 MB", async () => {
    python(`import os, random, zipfile
z = zipfile.ZipFile("large.difypkg", "w", zipfile.ZIP_DEFLATED)
root = ${JSON.stringify(join(plugins, "tool"))}
for d, _, names in os.walk(root):
    for n in sorted(names):
        z.write(os.path.join(d, n), os.path.relpath(os.path.join(d, n), root))
z.writestr("_assets/large.bin", random.Random(1).randbytes(5 << 20))
z.close()`);
    await page.setInputFiles("#file-input", join(work, "large.difypkg"));
    await page.waitForSelector("#unpack:not([hidden])");
    await page.waitForFunction(() => document.querySelector("#plugin-name").innerText.startsWith("acme/demo"));
    await same(work, "large.difypkg");
    await page.click("#unpack");
    await page.waitForSelector("#unpack", { state: "hidden" });
  });

  await step("hostile files", async () => {
    for (const [name, depth] of [["deep", 1000], ["deeper", 9900], ["deepest", 100000]]) {
      mkdirSync(join(work, name));
      writeFileSync(join(work, name, "manifest.yaml"), "type: plugin\nauthor: acme\nlabel: " + "[".repeat(depth));
    }
    python(`import zipfile
z = zipfile.ZipFile("bomb.difypkg", "w", zipfile.ZIP_DEFLATED, compresslevel=9)
z.writestr("manifest.yaml", "type: plugin\\nauthor: acme\\n")
for i in range(3): z.writestr("bomb%d" % i, bytes(30 << 20))
z.close()
z = zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9)
for i in range(3): z.writestr("bomb%d" % i, bytes(30 << 20))
z.close()
z = zipfile.ZipFile("names.difypkg", "w")
for n in ("../../x.py", "/etc/x", "<img src=x onerror=alert(1)>.py", "a\\u202eb.py", "manifest.yaml"): z.writestr(n, "type: plugin\\nauthor: <b>x</b>\\n")
z.close()
open("text.difypkg", "w").write("no package")`);
    await page.setInputFiles("#file-input", join(work, "bomb.difypkg"));
    await page.waitForSelector(".finding[data-rule='archive/bomb']");
    await same(work, "bomb.difypkg");
    await page.setInputFiles("#file-input", join(work, "names.difypkg"));
    await page.waitForSelector(".finding[data-rule='archive/name']");
    assert.equal(await page.locator(".work img").count(), 0);
    await same(work, "names.difypkg");
    await page.setInputFiles("#file-input", join(work, "text.difypkg"));
    await page.waitForSelector(".finding[data-rule='archive/damaged']");
    await page.setInputFiles("#file-input", join(work, "bomb.zip"));
    await page.waitForSelector("#notice:not([hidden])");
    assert.match(await notice(), /bomb.zip/);
    await page.setInputFiles("#folder-input", join(work, "deep"));
    await page.waitForFunction(() => document.querySelector("#path").innerText === "deep/manifest.yaml");
    await same(work, "deep");
    // What is nested deeper than a browser's stack is a finding, as for the command.
    for (const name of ["deeper", "deepest"]) {
      await page.setInputFiles("#folder-input", join(work, name));
      await page.waitForFunction((name) => document.querySelector("#path").innerText === `${name}/manifest.yaml`, name);
      await page.waitForSelector(".finding[data-rule='yaml/syntax']");
    }
    await same(work, "deepest");
  });

  await step("dropped on the page", async () => {
    const data = await page.evaluateHandle((bytes) => {
      const d = new DataTransfer();
      d.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], "fixed.zip"));
      return d;
    }, readFileSync(join(work, "fixed.zip")).toString("base64"));
    await page.dispatchEvent("body", "dragenter", { dataTransfer: data });
    await page.waitForSelector("#drop:not([hidden])");
    await page.dispatchEvent("body", "drop", { dataTransfer: data });
    await page.waitForSelector(".empty.clean");
  });

  await step("Chinese", async () => {
    await page.selectOption("#example", "broken");
    await findings(7);
    await page.selectOption("#lang", "zh");
    await page.waitForFunction(() => document.querySelector("#tab-findings").innerText === "问题");
    assert.match(await page.locator("[data-gate=package]").innerText(), /打包\s*被拒绝：2/);
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-Hans");
    // What the checker says is Chinese, too; the report for programs stays what the command writes.
    const han = /\p{Script=Han}/u;
    await page.waitForFunction(() => /缺少 description/.test(document.querySelector("#panel").innerText));
    for (const text of await page.locator(".finding .message, .finding .fix").allInnerTexts()) assert.match(text, han);
    await same(plugins, "broken");
    await page.hover(".cm-lintRange-error >> nth=0");
    await page.waitForSelector(".cm-tooltip .tip");
    for (const text of await page.locator(".cm-tooltip .tip p:not(.small), .cm-tooltip .cm-diagnosticAction").allInnerTexts()) assert.match(text, han);
    await page.click("[data-path='broken/main.py']");
    await tab("diagnose");
    await page.fill("#message", "plugin verification has been enabled, and the plugin you want to install has a bad signature");
    await page.click("#explain");
    await page.waitForSelector(".answer");
    for (const text of await page.locator(".answer p:not(.small)").allInnerTexts()) assert.match(text, han);
    await tab("risk");
    await page.waitForSelector("#panel .level");
    await tab("findings");
    await settled();
    await accessible("Chinese");
  });

  await step("a narrow screen", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page is wider than the screen");
    await accessible("narrow");
    await picture("playground-narrow-zh.png");
    await page.setViewportSize({ width: 1360, height: 860 });
    await page.selectOption("#lang", "en");
  });

  await step("dark", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await page.click("[data-path='broken/tools/search.yaml']");
    await page.hover(".cm-lintRange-error >> nth=0");
    await page.waitForSelector(".cm-tooltip .tip");
    await accessible("dark");
    await picture("playground-dark.png");
  });

  await step("without a network", async () => {
    await page.waitForFunction(async () => (await navigator.serviceWorker.ready) && (await Promise.all((await caches.keys()).map(async (n) => (await (await caches.open(n)).keys()).length))).some((n) => n > 8));
    await server.stop();
    await page.reload();
    await findings(7);
    await page.click(".finding[data-rule='schema/enum'] .fix");
    await findings(6);
  });

  assert.deepEqual(trouble, []);
} catch (err) {
  await page.screenshot({ path: join(tmpdir(), "playground-failed.png") }).catch(() => {});
  console.error(trouble.join("\n"));
  throw err;
} finally {
  await browser.close();
  await server.stop().catch(() => {});
  rmSync(work, { recursive: true });
}
