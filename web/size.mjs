// What a first visit loads, compressed, without the network view and the serif of articles. Fails past the limit. Run by `npm run build`.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const kLimit = 150_000; // bytes
const folder = new URL("../build/web/dist/", import.meta.url);
const later = /network_drawing|serif|latin-ext/;
const files = ["index.html", ...readdirSync(new URL("assets/", folder)).filter((name) => !later.test(name)).map((name) => `assets/${name}`)];
const sizes = files.map((name) => {
  const bytes = readFileSync(new URL(name, folder));
  return [name, name.endsWith(".woff2") ? bytes.length : gzipSync(bytes, { level: 9 }).length];
});
const total = sizes.reduce((sum, [, size]) => sum + size, 0);
console.log(`first visit: ${(total / 1000).toFixed(1)} kB (${sizes.map(([name, size]) => `${name.replace(/^assets\//, "").replace(/-[\w-]{8}\./, ".")} ${(size / 1000).toFixed(1)}`).join(", ")})`);
if (total > kLimit) {
  console.error(`size.mjs: that is over the limit of ${kLimit / 1000} kB; load later what is not seen at once`);
  process.exit(1);
}
