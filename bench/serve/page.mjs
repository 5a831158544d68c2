// How long the page takes in a real browser. usage: node page.mjs URL; prints JSON.
//   first: ms from asking for the page to all views in sight drawn; of the first visit, when the server has just started and
//     knows no answer, and of others, each in a browser that holds nothing;
//   repaint: ms from a click that filters to all of them drawn anew, by what was clicked: filters that the server was not asked
//     before. As a reader has them: a click, the answers, the frame after the last;
//   scroll: frames a second of the list while it is scrolled for seconds, faster than anybody reads, with what it loads on the way;
//     and how many of them came late.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";

const { chromium } = createRequire(new URL("../../web/package.json", import.meta.url))("playwright-core");
const url = process.argv[2], kVisits = 5, kScrolled = 6; // seconds
const program = process.env.KRONIKA_CHROMIUM ?? "/usr/bin/chromium";
if (!url) throw new Error("usage: node page.mjs URL");
if (!existsSync(program)) throw new Error("there is no /usr/bin/chromium; install Debian's chromium, or name another in KRONIKA_CHROMIUM");

// Runs in the page: resolves with the time at which the frame was painted that shows all that was asked for.
function watch() {
  const drawn = () => document.querySelector(".row, .panel-entries .empty") && document.querySelector(".timeline svg path, .panel-timeline .empty") &&
    document.querySelector(".country") && document.querySelector(".panel-dyads svg, .panel-dyads .empty") &&
    !document.querySelector("[aria-busy=true], .state.waiting, .state.failed");
  // When something was last being waited for, however shortly.
  let busy = 0;
  new MutationObserver(() => { if (document.querySelector("[aria-busy=true]")) busy = performance.now(); })
    .observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-busy"] });
  // The frame in which it holds is painted when the task after it runs. `since`: what was waited for then does not count; if
  // nothing is for a second, nothing had to be asked.
  window.whenDrawn = (since) => new Promise((done) => {
    const look = () => {
      const begun = since === undefined || busy > since || performance.now() > since + 1000;
      if (!begun || !drawn()) return void requestAnimationFrame(look);
      requestAnimationFrame(() => { const port = new MessageChannel(); port.port1.onmessage = () => done(performance.now()); port.port2.postMessage(0); });
    };
    requestAnimationFrame(look);
  });
  if (!window.firstDrawn) window.firstDrawn = window.whenDrawn();
}

const browser = await chromium.launch({ executablePath: program, args: [...(process.getuid?.() === 0 ? ["--no-sandbox"] : []), "--enable-unsafe-swiftshader"] });
async function visit(path = "/") {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.addInitScript(watch);
  await page.goto(url + path);
  const ms = await page.evaluate(() => window.firstDrawn);
  return { page, ms, end: () => context.close() };
}

// The browser itself is started and has drawn something before, as a reader's has.
const blank = await browser.newPage();
await blank.goto("data:text/html,<svg viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg><p>text");
await blank.screenshot();
await blank.close();

const first = [];
for (let i = 0; i < kVisits; ++i) {
  const { ms, end } = await visit();
  first.push(Math.round(ms));
  await end();
}

// One click on each, from the page without filters.
const clicks = [
  ...[0, 1, 2, 3].map((n) => [`quad class ${n + 1}`, ".legend-key", n]),
  ...[0, 1, 2, 3, 4, 5].map((n) => [`category ${n + 1}`, ".count-event .count-row", n]),
  ...[0, 1, 2].map((n) => [`country ${n + 1}`, ".count-country .count-row", n]),
  ...[0, 1, 2].map((n) => [`dyad ${n + 1}`, ".dyad", n]),
];
const repaint = {};
const reader = await visit();
await reader.page.waitForTimeout(1000); // a reader looks before the first click; the browser is done with the first view by then
for (const [name, selector, n] of clicks) {
  const ms = await reader.page.evaluate(async ([selector, n]) => {
    const target = document.querySelectorAll(selector)[n];
    if (!target) return undefined;
    const start = performance.now();
    target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    // Asked for after the next frame: nothing is drawn anew before it is being waited for.
    return await window.whenDrawn(start) - start;
  }, [selector, n]);
  if (ms !== undefined) repaint[name] = Math.round(ms);
  await reader.page.goBack();
  await reader.page.evaluate(() => window.whenDrawn());
}
// Days, as they are brushed on the timeline.
const box = await reader.page.locator(".timeline").boundingBox();
for (const [name, from, to] of [["days 1", 0.2, 0.3], ["days 2", 0.5, 0.8]]) {
  await reader.page.mouse.move(box.x + box.width * from, box.y + 60);
  await reader.page.mouse.down();
  await reader.page.mouse.move(box.x + box.width * to, box.y + 60, { steps: 4 });
  await reader.page.evaluate(() => {
    addEventListener("pointerup", () => {
      const start = performance.now();
      window.brushed = window.whenDrawn(start).then((end) => end - start);
    }, { once: true, capture: true });
  });
  await reader.page.mouse.up();
  repaint[name] = Math.round(await reader.page.evaluate(() => window.brushed));
  await reader.page.goBack();
  await reader.page.evaluate(() => window.whenDrawn());
}

const scroll = await reader.page.evaluate((seconds) => new Promise((done) => {
  const list = document.querySelector(".rows"), times = [];
  const step = (now) => {
    times.push(now);
    list.scrollTop += 50; // 3000 px a second, 29 rows
    if (now - times[0] < 1000 * seconds) return void requestAnimationFrame(step);
    const gaps = times.slice(1).map((time, i) => time - times[i]);
    done({
      frames: Math.round((10 * gaps.length) / ((times.at(-1) - times[0]) / 1000)) / 10, late: gaps.filter((gap) => gap > 25).length, of: gaps.length,
      longest_ms: Math.round(Math.max(...gaps)), rows: Math.round(list.scrollTop / 104),
    });
  };
  requestAnimationFrame(step);
}), kScrolled);
await browser.close();
console.log(JSON.stringify({ first, repaint, scroll }));
