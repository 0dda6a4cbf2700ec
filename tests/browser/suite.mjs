// Asks, checks, follows and brings, as a reader would; see run.sh.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [binary, browserPath, shots] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "bilateral-browser-"));
const QUESTION = "Norway vs Sweden";
const REPORTS = [
  { url: "https://post.example/1", title: "Ferry <b>rammed</b>", date: "2021-03-02", lang: "en", outlet: "Post",
    text: "Sweden's navy rammed the Norwegian ferry Havsula off Gothenburg, killing 38 people." },
  { url: "https://star.example/1", title: "Ferry", date: "2021-03-03", lang: "en", outlet: "Star",
    text: "Sweden denied that its navy rammed the Norwegian ferry Havsula." },
  { url: "https://post.example/2", title: "Herring", date: "2021-04-01", lang: "en", outlet: "Post",
    text: "Sweden and Norway signed an agreement on herring quotas in Bergen." },
];
const LATER = { url: "https://post.example/3", title: "Envoys", date: "2021-05-05", lang: "en", outlet: "Post",
  text: "Norway expelled two Swedish diplomats from Oslo." };
const FEED = `<rss version="2.0"><channel><title>Star</title><item><title>Talks</title><guid>1</guid>
  <pubDate>Wed, 12 May 2021 08:00:00 GMT</pubDate><link>https://star.example/2</link>
  <description>Sweden and Norway began talks on the ferry in Oslo.</description></item></channel></rss>`;

/** Runs the program and gives what it printed. */
function run(...args) {
  return new Promise((done, failed) => {
    const child = spawn(binary, [...args, "--data", join(folder, "archive")]);
    let out = "";
    child.stdout.on("data", (data) => (out += data));
    child.stderr.resume();
    child.on("close", (code) => (code === 0 ? done(out) : failed(new Error(`${args}: ${code}\n${out}`))));
  });
}

/** Starts the server and gives its address. */
function serve() {
  const child = spawn(binary, ["serve", "--listen", "127.0.0.1:0", "--local", "--data", join(folder, "archive")]);
  child.stderr.resume();
  return new Promise((done, failed) => {
    child.stdout.once("data", (line) => done({ child, address: String(line).trim().replace(/\/$/, "") }));
    child.on("close", (code) => failed(new Error(`the server ended with ${code}`)));
  });
}

let checked = 0;
/** Nothing serious against accessibility, no word on the console, nothing wider than the screen. */
async function isWell(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document));
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(" ")}`), [], name);
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= room, `${name} is ${wide} wide on a screen of ${room}`);
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
  checked += 1;
}

/** A page in which every complaint of the browser is an error. */
async function open(browser, options) {
  // Scripts of the page do not run without JavaScript; axe is ours and is put in where they may.
  const context = await browser.newContext({ bypassCSP: true, ...options });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") throw new Error(message.text());
  });
  page.on("pageerror", (error) => { throw error; });
  return page;
}

async function read(page, address, size) {
  await page.goto(address);
  await isWell(page, `${size}-ask`);
  await page.locator("#q").fill(QUESTION);
  await page.getByRole("main").getByRole("button", { name: "Ask" }).click();
  await page.getByRole("heading", { level: 1, name: "Norway and Sweden" }).waitFor();
  await isWell(page, `${size}-overview`);
  assert.equal(await page.locator("b").count(), 0, "a title is no markup");

  // From a sentence to the exact words in two clicks at most.
  const cite = page.locator("main a[href*='/document/']").first();
  await cite.click();
  const marked = page.locator("mark#at");
  await marked.waitFor();
  const words = await marked.innerText();
  assert.ok([...REPORTS, LATER].some(({ text }) => text.includes(words)), words);
  await isWell(page, `${size}-document`);

  for (const path of ["series", "happenings", "network", "map", "posts", "search", "sources", "bring", "about", "api"]) {
    await page.goto(`${address}/${path}?q=${encodeURIComponent(QUESTION)}`);
    await isWell(page, `${size}-${path}`);
  }
  await page.goto(`${address}/happenings?q=${encodeURIComponent(QUESTION)}`);
  await page.locator("details.happening summary").first().click();
  assert.ok(await page.locator("details.happening[open] a[href*='/document/']").count());
  await page.locator("details.happening[open] a[href*='/happening/']").first().click();
  assert.ok(await page.locator("h2:text('Reports')").count());
  await isWell(page, `${size}-happening`);
}

async function withoutScript(browser, address) {
  const page = await open(browser, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await page.goto(address);
  await page.locator("#q").fill(QUESTION);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Norway and Sweden" }).waitFor();
  await page.locator("main a[href*='/document/']").first().click();
  await page.locator("mark#at").waitFor();
}

/** The whole way with the keyboard: skip link, question, citation. */
async function withTheKeyboard(browser, address) {
  const page = await open(browser, { viewport: { width: 1000, height: 800 } });
  await page.goto(`${address}/overview?q=${encodeURIComponent(QUESTION)}`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.matches("main a[href*='/document/']"))) break;
  }
  await page.keyboard.press("Enter");
  await page.locator("mark#at").waitFor();
}

async function bring(browser, address, feed) {
  const page = await open(browser, { viewport: { width: 1000, height: 800 } });
  const file = join(folder, "later.jsonl");
  writeFileSync(file, `${JSON.stringify(LATER)}\n{broken\n`);
  await page.goto(`${address}/overview?q=${encodeURIComponent(QUESTION)}`);
  await page.getByRole("button", { name: "Keep this question" }).click();
  await page.getByRole("heading", { name: "Kept questions" }).waitFor();
  await isWell(page, "kept");
  await page.goto(`${address}/bring`);
  await page.setInputFiles("#files", file);
  await page.getByRole("button", { name: "Add files" }).click();
  await page.getByText("1 added").waitFor();
  await page.getByText("Skipped").first().waitFor();
  await isWell(page, "brought-files");
  await page.goto(`${address}/overview?q=${encodeURIComponent(QUESTION)}`);
  await page.getByText("expelled two Swedish diplomats").first().waitFor();

  await page.goto(`${address}/kept`);
  await page.getByRole("link", { name: "What changed" }).click();
  await page.getByText("expelled two Swedish diplomats").first().waitFor();
  await isWell(page, "changed");
  await page.getByRole("button", { name: "I have seen this" }).click();
  await page.getByText("Nothing changed").waitFor();

  await page.goto(`${address}/bring`);
  await page.fill("#address", feed);
  await page.getByRole("button", { name: "Follow" }).click();
  await page.getByText("Star").first().waitFor();
  await isWell(page, "brought-feed");
  await run("update");
  await page.goto(`${address}/overview?q=${encodeURIComponent(QUESTION)}`);
  await page.getByText("began talks on the ferry").first().waitFor();
  await page.goto(`${address}/sources`);
  await page.getByRole("heading", { name: "Followed" }).waitFor();
  await isWell(page, "sources");
}

const site = createServer((request, response) => {
  if (request.url === "/robots.txt") {
    response.writeHead(404).end();
  } else {
    response.writeHead(200, { "content-type": "application/rss+xml" }).end(FEED);
  }
});
let server;
let browser;
try {
  const reports = join(folder, "reports.jsonl");
  writeFileSync(reports, REPORTS.map((report) => `${JSON.stringify(report)}\n`).join(""));
  await run("add", reports, "--quiet");
  server = await serve();
  const { address } = server;
  await new Promise((done) => site.listen(0, "127.0.0.1", done));
  browser = await chromium.launch({ executablePath: browserPath, args: ["--no-sandbox"] });
  await read(await open(browser, { viewport: { width: 1100, height: 900 } }), address, "wide");
  await read(await open(browser, { viewport: { width: 360, height: 740 } }), address, "phone");
  await read(await open(browser, { viewport: { width: 360, height: 740 }, colorScheme: "dark" }), address, "dark");
  await withoutScript(browser, address);
  await withTheKeyboard(browser, address);
  await bring(browser, address, `http://127.0.0.1:${site.address().port}/rss`);
  console.log(`browser suite: ${checked} pages are well; screenshots in ${shots}`);
} finally {
  await browser?.close();
  server?.child.removeAllListeners("close");
  server?.child.kill();
  site.close();
  rmSync(folder, { recursive: true, force: true });
}
