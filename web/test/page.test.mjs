// The page in a real browser, against a running server. tests/page_test.py starts both:
//   KRONIKA_URL=http://127.0.0.1:8080 KRONIKA_TOKEN=… node --test test/page.test.mjs
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { chromium } from "playwright-core";

const url = process.env.KRONIKA_URL, token = process.env.KRONIKA_TOKEN;
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const kDesk = { width: 1280, height: 800 }, kPhone = { width: 360, height: 740 };

let browser, page, troubles;
before(async () => {
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  browser = await chromium.launch({ executablePath: process.env.KRONIKA_CHROMIUM ?? "/usr/bin/chromium", args: [...root, "--enable-unsafe-swiftshader"] });
});
after(() => browser.close());

// Each test has a browser profile of its own; what goes wrong in the page fails it.
async function open(path = "/", size = kDesk, scheme = "light") {
  const context = await browser.newContext({ viewport: size, colorScheme: scheme, acceptDownloads: true, locale: "en-GB" });
  page = await context.newPage();
  page.setDefaultTimeout(30_000); // a machine at work on other things is slow
  page.on("pageerror", (error) => troubles.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error" && !/status of 4/.test(message.text())) troubles.push(message.text()); });
  page.on("request", (request) => { if (!request.url().startsWith(url) && !/^(blob|data):/.test(request.url())) troubles.push(`asked ${request.url()}`); });
  await page.goto(url + path);
}
beforeEach(() => { troubles = []; });
afterEach(async () => {
  await page?.context().close();
  assert.deepEqual(troubles, []);
});

const api = async (path) => (await fetch(`${url}/api/${path}`)).json();
const sum = (counts) => Object.values(counts).reduce((a, b) => a + b, 0);
const filterOf = () => new URL(page.url()).searchParams.get("q") ?? "";
const chips = () => page.locator(".chip").evaluateAll((all) => all.map((chip) => chip.title));
const total = async () => Number((await page.locator(".panel-entries .panel-note").textContent()).replace(/\D/g, ""));
// Nothing is asked any more. What follows from a click is asked for after the next frame.
const settled = async () => {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
  await page.waitForFunction(() => !document.querySelector("[aria-busy=true], .state.waiting"));
};
async function openFirst() {
  await page.locator(".row").first().click();
  await page.locator("[data-reader] mark[data-part=event]").first().waitFor();
}

test("shows the list, the timeline, the map, the dyads and the network", async () => {
  await open();
  await page.locator(".row").first().waitFor();
  await settled();
  assert.equal(await total(), (await api("health")).records);
  for (const view of ["timeline", "map", "dyads"]) assert.ok(await page.locator(`[data-view=${view}] svg[viewBox]`).count(), view);
  assert.ok((await page.locator(".country").count()) > 150);
  await page.locator("[data-view=network]").scrollIntoViewIfNeeded();
  await page.locator(".graph canvas").first().waitFor();
});

test("filters by brushing days, and goes back", async () => {
  await open();
  await page.locator(".timeline svg").waitFor();
  const all = await total(), box = await page.locator(".timeline").boundingBox();
  await page.mouse.move(box.x + box.width * 0.55, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 2, box.y + 60, { steps: 5 });
  await page.mouse.up();
  await page.locator(".chip").waitFor();
  await settled();
  assert.match(filterOf(), /^day:\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$/);
  const found = await total();
  assert.ok(found > 0 && found < all, `${found} of ${all}`);
  assert.equal(found, sum((await api(`facets?filter=${encodeURIComponent(filterOf())}`)).quad));
  assert.ok(await page.locator(".brush").count());
  await page.goBack();
  await page.waitForFunction(() => !document.querySelector(".chip"));
  await settled();
  assert.equal(await total(), all);
});

test("every view adds a filter, and a chip takes it away", async () => {
  await open();
  await page.locator(".dyad").first().waitFor();
  await page.locator(".legend-key").nth(3).click();
  await page.waitForURL(/q=quad/);
  assert.deepEqual(await chips(), ["quad:4"]);
  await settled();
  await page.locator(".dyad").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/actor/);
  assert.match(filterOf(), /^quad:4 actor:[A-Z]{3} recipient:[A-Z]{3}$/);
  await page.getByRole("button", { name: "Clear all", exact: true }).click();
  await page.locator(".count-event .count-row").first().click();
  await page.waitForURL(/event/);
  await page.locator(".chip button").first().click();
  await page.waitForFunction(() => !location.search);
  await page.locator(".places .place").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/place/);
  await settled();
  assert.ok((await total()) > 0);
});

test("completes and explains filters", async () => {
  await open();
  await page.locator(".row").first().waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("event:PROT");
  await page.locator("[role=option]").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/PROTEST/);
  assert.deepEqual(await chips(), ["event:PROTEST"]);
  await page.getByLabel("Filter or search").fill("event:PROTESTS");
  await page.keyboard.press("Enter");
  assert.match(await page.locator(".search-problem").textContent(), /did you mean PROTEST/);
  assert.deepEqual(await chips(), ["event:PROTEST"]);
});

test("opens an entry: the article with its words marked", async () => {
  await open();
  await openFirst();
  const id = await page.locator(".record code").last().textContent();
  const record = await api(`records/${encodeURIComponent(id)}`);
  const marked = (part) => page.locator(`mark[data-part=${part}]`).evaluateAll((all) =>
    all.map((mark) => [...mark.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent).join("")).join(""));
  assert.equal(await marked("event"), record.text);
  await page.locator("[data-field=event]").hover();
  await page.locator("mark[data-part=event].lit").first().waitFor();
  await page.locator("mark[data-part=event]").first().hover();
  await page.locator("[data-field=event].lit").waitFor();
  await page.locator(".why summary").click();
  await page.locator(".reasons dt").first().waitFor();
  assert.equal(await page.locator(".rules tbody tr").count(), record.why.filter(({ rule }) => !rule.startsWith("model/next")).length);
  // The address leads there.
  await page.reload();
  await page.locator("mark[data-part=event]").first().waitFor();
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("[data-reader]"));
});

test("corrects a record and takes it back", async () => {
  await open(`/#token=${token}`);
  await openFirst();
  assert.ok(!page.url().includes("token"), "the token leaves the address");
  const id = await page.locator(".record code").last().textContent();
  const path = `records/${encodeURIComponent(id)}`, before = await api(path);
  const other = before.event === "AID" ? "AGREE" : "AID";
  await page.keyboard.press("e");
  await page.locator("[data-edit=category]").selectOption(other);
  await page.locator(".notice button", { hasText: "Undo" }).waitFor();
  assert.equal((await api(path)).event, other);
  await page.locator(".tag-corrected").waitFor();
  await page.locator(".notice button", { hasText: "Undo" }).click();
  await page.waitForFunction(() => !document.querySelector(".tag-corrected"));
  assert.equal((await api(path)).event, before.event);
  await page.keyboard.press("a");
  await page.locator(".tag-accepted").waitFor();
  assert.equal((await api(path)).review.status, "accepted");
  await page.keyboard.press("u");
  await page.waitForFunction(() => !document.querySelector(".tag-accepted"));
  await page.keyboard.press("r");
  await page.locator(".notice", { hasText: "Rejected" }).waitFor();
  await page.keyboard.press("u");
  await page.locator(".notice", { hasText: "Taken back" }).waitFor();
  assert.deepEqual(await api(path), before);
});

test("asks for the token when it has none", async () => {
  await open();
  await openFirst();
  await page.keyboard.press("a");
  const dialog = page.getByRole("dialog");
  await dialog.waitFor();
  await dialog.getByLabel("Token").fill("wrong");
  await dialog.getByRole("button", { name: "Go on" }).click();
  await dialog.waitFor(); // it asks again
  await dialog.getByLabel("Token").fill(`${url}/#token=${token}`);
  await dialog.getByRole("button", { name: "Go on" }).click();
  await page.locator(".tag-accepted").waitFor();
  await page.keyboard.press("u");
  await page.waitForFunction(() => !document.querySelector(".tag-accepted"));
});

test("codes a pasted text, with offsets past emoji", async () => {
  await open();
  await page.getByRole("button", { name: "Code a text" }).click();
  await page.getByLabel("Text", { exact: true }).fill("🚂🚂 French police arrested two protesters in Paris on Monday. Mali's army attacked rebels near Gao.");
  await page.locator("[data-paste]").getByLabel("Published").fill("2021-05-26");
  await page.locator("[data-found]").first().waitFor({ timeout: 30_000 });
  await page.waitForFunction(() => document.querySelector(".paste-status").textContent.includes("found"));
  const arrest = page.locator("[data-found]", { hasText: "COERCE" }).first();
  await arrest.click();
  const words = await arrest.locator(".report-words").textContent();
  const marked = await page.locator("mark[data-part=event]").first().evaluate((mark) => mark.lastChild.textContent);
  assert.equal(`“${marked}”`, words);
  await page.locator("mark[data-part=date]", { hasText: "Monday" }).waitFor();
});

test("saves data and pictures of every view", async () => {
  await open();
  await page.locator(".row").first().waitFor();
  await page.locator("[data-view=network]").scrollIntoViewIfNeeded();
  await page.locator(".graph canvas").first().waitFor();
  await settled();
  for (const view of ["timeline", "map", "dyads", "network", "counts", "entries"]) {
    for (const form of ["csv", "json", "svg", "png"]) {
      await page.locator(`[data-view=${view}] .menu > button`).click();
      const [download] = await Promise.all([page.waitForEvent("download"), page.locator(`[data-view=${view}] [data-export=${form}]`).click()]);
      const bytes = await readFile(await download.path());
      const text = bytes.toString("utf8"), what = `${view} ${form}`;
      assert.match(download.suggestedFilename(), /^kronika-[a-z]+\.(csv|jsonl?|svg|png)$/, what);
      if (form === "csv") assert.ok(text.split("\n").length > 2 && text.includes(","), what);
      if (form === "json") assert.ok(JSON.parse(text.split("\n")[0].length > 1 && view === "entries" ? text.split("\n")[0] : text), what);
      if (form === "svg") assert.ok(text.startsWith("<svg") && !text.includes("NaN") && !/class=/.test(text), what);
      if (form === "png") assert.equal(bytes.subarray(1, 4).toString(), "PNG", what);
    }
  }
});

test("names where the API gives the same", async () => {
  await open("/?q=quad%3A4");
  await page.locator(".row").first().waitFor();
  for (const view of ["timeline", "map", "dyads", "counts", "entries"]) {
    await page.locator(`[data-view=${view}] .menu > button`).click();
    const href = await page.locator(`[data-view=${view}] .menu-list a`).getAttribute("href");
    assert.match(href, /filter=quad%3A4/, view);
    assert.equal((await fetch(url + href)).status, 200, view);
    await page.keyboard.press("Escape");
  }
});

test("has a twin that is the same as data", async () => {
  await open("/?q=quad%3A4&sort=-reports");
  await openFirst();
  await settled();
  const href = await page.locator('link[type="application/json"]').getAttribute("href");
  const here = new URL(page.url());
  assert.equal(href, `/.json${here.search}`);
  const twin = await (await fetch(url + href)).json();
  assert.deepEqual([twin.state.filter, twin.state.entry], ["quad:4", here.searchParams.get("entry")]);
  assert.equal(sum(twin.counts.quad), await total());
  const rows = await page.locator(".row").evaluateAll((all) => all.map((row) => row.dataset.entry));
  assert.deepEqual(twin.entries.entries.slice(0, rows.length).map(({ id }) => id), rows);
  assert.ok((await page.locator(".article-text").textContent()).includes(twin.article.article.text.slice(0, 20)));
  await page.keyboard.press("?");
  assert.equal(await page.getByRole("dialog").getByRole("link", { name: "The same as data" }).getAttribute("href"), href);
});

test("calls people by the names that the knowledge base has", async () => {
  const { entries, names } = await api("entries");
  const entry = entries.find(({ actor }) => actor.some((id) => names[id]));
  const id = entry.actor.find((party) => names[party]), name = names[id];
  await open(`/?q=${encodeURIComponent(`actor:${id}`)}`);
  await page.locator(".row-parties", { hasText: name }).first().waitFor();
  await page.locator(".chip-value", { hasText: name }).waitFor();
});

test("is worked from the keyboard", async () => {
  await open();
  await page.locator(".row.current").waitFor();
  const ids = await page.locator(".row").evaluateAll((rows) => rows.slice(0, 3).map((row) => row.dataset.entry));
  const current = () => page.locator(".row.current").getAttribute("data-entry");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  assert.equal(await current(), ids[1]);
  await page.keyboard.press("Enter");
  await page.locator("[data-reader]").waitFor();
  await page.keyboard.press("j"); // with an open entry the next one opens
  await page.waitForFunction((id) => new URL(location.href).searchParams.get("entry") === id, ids[2]);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("[data-reader]"));
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("dialog"));
});

test("says what is empty, and what went wrong", async () => {
  await open("/?q=text%3Anosuchwordanywhere");
  await page.locator(".panel-entries .empty").waitFor();
  await page.route("**/api/dyads*", (route) => route.abort());
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await page.locator("[data-view=dyads] .failed").waitFor();
  await page.unroute("**/api/dyads*");
  await page.locator("[data-view=dyads]").getByRole("button", { name: "Try again" }).click();
  await page.locator(".dyad").first().waitFor();
  // What is wrong for all views is said once.
  await page.goto(`${url}/?q=event%3APROTESTS`);
  await page.locator(".panel-entries .failed", { hasText: "did you mean PROTEST" }).waitFor();
  await page.locator("[data-view=dyads] .failed", { hasText: "Not loaded" }).waitFor();
  await page.locator(".panel-entries").getByRole("button", { name: "Clear all filters" }).click();
  await page.locator(".dyad").first().waitFor();
  assert.equal(await page.locator(".failed").count(), 0);
  troubles = troubles.filter((trouble) => !/ERR_FAILED/.test(trouble)); // the one that was made here
});

test("fits a phone and a wall", async () => {
  for (const size of [kPhone, { width: 2560, height: 1440 }]) {
    await open("/", size);
    await page.locator(".row").first().waitFor();
    const fits = () => page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth);
    assert.ok(await fits());
    if (size === kPhone) {
      await page.getByRole("button", { name: "Time, map, dyads" }).click();
      await page.locator(".timeline svg").waitFor();
      assert.ok(await fits());
      await page.getByRole("button", { name: "Entries" }).click();
    }
    await openFirst();
    assert.ok(await fits());
    const close = await page.getByRole("button", { name: "Close the entry" }).boundingBox();
    assert.ok(close && close.x + close.width <= size.width);
    if (size === kPhone) await page.context().close();
  }
});

test("keeps the theme that was chosen", async () => {
  await open("/", kDesk, "dark");
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await ground();
  await page.getByRole("button", { name: /^Theme/ }).click();
  assert.notEqual(await ground(), dark);
  await page.reload();
  await page.locator(".row").first().waitFor();
  assert.notEqual(await ground(), dark);
});

test("has no barrier that axe can find", async () => {
  const check = async (what) => {
    await settled();
    await page.waitForTimeout(400); // what fades in has its full colour
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes.slice(0, 3).map((node) => node.target.join(" ") + " " + (node.any[0]?.message ?? "")).join("; ")}`), []);
  };
  // The colours differ by theme, the layout by size: dark on a phone has nothing of its own.
  for (const [scheme, size] of [["light", kDesk], ["dark", kDesk], ["light", kPhone]]) {
    const what = `${scheme} ${size.width}`;
    await open(`/?q=quad%3A1%2C2%2C3%2C4#token=${token}`, size, scheme);
    await page.locator(".row").first().waitFor();
    await check(`${what} list`);
    if (size === kPhone) {
      await page.getByRole("button", { name: "Time, map, dyads" }).click();
      await check(`${what} views`);
      await page.getByRole("button", { name: "Entries" }).click();
    }
    await openFirst();
    await page.locator(".why summary").click();
    await page.keyboard.press("e");
    await check(`${what} entry`);
    if (size === kDesk) {
      await page.goto(`${url}/?paste=1`);
      await page.getByLabel("Text", { exact: true }).fill("French police arrested two protesters in Paris on Monday.");
      await page.locator("[data-found]").first().waitFor();
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
      await check(`${what} paste and help`);
    }
    await page.context().close();
  }
  page = undefined;
});
