// Makes src/generated/world.json: the countries of world-atlas (50m), simplified, each with the code that records use and the
// middle of its largest part. Run by `npm run build`.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { geoArea, geoCentroid } from "d3-geo";
import iso from "i18n-iso-countries";
import { feature, quantize } from "topojson-client";
import { filter, filterWeight, presimplify, simplify } from "topojson-simplify";

const require = createRequire(import.meta.url);
const here = new URL(".", import.meta.url);

// What has no ISO number, by its name in the atlas. Records code Somaliland and Northern Cyprus by the state they belong to.
const unnumbered = { Kosovo: "KOS", Somaliland: "SOM", "N. Cyprus": "CYP", "Indian Ocean Ter.": "AUS", "Siachen Glacier": "IND" };
const kDetail = 0.018; // square degrees: smaller bends go
const kIsland = 0.03; // square degrees: smaller islands go, but the largest part of a country stays

const atlas = JSON.parse(readFileSync(require.resolve("world-atlas/countries-50m.json"), "utf8"));
delete atlas.objects.land;
const countries = atlas.objects.countries;
countries.geometries = countries.geometries.filter((country) => country.id !== "010"); // Antarctica: nobody acts there

const middles = new Map(); // country -> middle of its largest part, in degrees
for (const country of countries.geometries) {
  country.properties = { code: iso.numericToAlpha3(country.id) ?? unnumbered[country.properties.name] };
  if (!country.properties.code) throw new Error(`no code for country ${country.id}`);
  delete country.id;
  const shape = feature(atlas, country).geometry;
  const parts = shape.type === "Polygon" ? [shape.coordinates] : shape.coordinates;
  const polygons = parts.map((coordinates) => ({ type: "Polygon", coordinates }));
  const largest = polygons.reduce((best, polygon) => (geoArea(polygon) > geoArea(best) ? polygon : best));
  const area = geoArea(largest);
  const known = middles.get(country.properties.code);
  if (!known || known.area < area) {
    middles.set(country.properties.code, { area, at: geoCentroid(largest).map((degrees) => Math.round(degrees * 10) / 10) });
  }
}

let world = simplify(presimplify(atlas), kDetail);
world = filter(world, filterWeight(world, kIsland));
world = quantize(world, 8000);
world.middles = Object.fromEntries([...middles].sort().map(([code, { at }]) => [code, at]));

mkdirSync(new URL("../src/generated/", here), { recursive: true });
const text = JSON.stringify(world);
writeFileSync(new URL("../src/generated/world.json", here), text);
console.log(`world.json: ${text.length} bytes, ${gzipSync(text).length} gzip`);
