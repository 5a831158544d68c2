// Where it happened and who acted on whom: countries shaded by their events, places as circles, arcs from actor to recipient.
import { geoEqualEarth, geoPath, type GeoPermissibleObjects } from "d3-geo";
import type { FeatureCollection, Geometry } from "geojson";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import { address, type Arc, type Facets, type MapPlace, type WorldMap } from "../api";
import { pictures, type Exports } from "../export";
import { condition, replace, valuesOf, without } from "../filter";
import { count, country as nameOf, plural, score as sayScore } from "../format";
import { Panel } from "../parts/panel";
import { rovingKeys } from "../parts/roving";
import { Sign } from "../parts/sign";
import { Answered } from "../parts/states";
import { tipFor } from "../parts/tip";
import { quadOfScore } from "../quads";
import { filter, setFilter, useAnswer, useWidth } from "../state";
import worldUrl from "../generated/world.json?url";

interface World { countries: FeatureCollection<Geometry, { code: string }>; middles: Record<string, [number, number]> }
type Atlas = Topology<{ countries: GeometryCollection<{ code: string }> }> & { middles: World["middles"] };

let loaded: Promise<World> | undefined;
function loadWorld(): Promise<World> {
  loaded ??= fetch(worldUrl).then((answer) => answer.json() as Promise<Atlas>)
    .then((atlas) => ({ countries: feature(atlas, atlas.objects.countries), middles: atlas.middles }));
  loaded.catch(() => (loaded = undefined));
  return loaded;
}

const kArcs = 60, kPlaces = 400;
// The inhabited world: the drawing is fitted to it.
const kFrame: GeoPermissibleObjects = { type: "MultiPoint", coordinates: [[-168, 0], [178, 0], [0, 78], [0, -54], [-120, 70], [140, 70]] };

interface View { k: number; x: number; y: number }
const kWhole: View = { k: 1, x: 0, y: 0 };

export function MapView({ facets }: { facets: Facets | undefined }) {
  // The map does not narrow itself by the places that are chosen on it.
  const query = { filter: without(filter.value, ["country", "place"]) };
  const answer = useAnswer<WorldMap>("map", query);
  const [world, setWorld] = useState<World>();
  const [view, setView] = useState<View>(kWhole);
  useEffect(() => void loadWorld().then(setWorld, () => undefined), []);
  const svg = useRef<SVGSVGElement>(null);
  const exports: Exports = {
    file: "map", api: address("map", query),
    csv: () => (answer.data?.places ?? []).map(({ name, country, admin1, latitude, longitude, count }) =>
      ({ name, country, admin1, latitude, longitude, count })),
    json: () => answer.data,
    ...pictures(() => svg.current),
  };
  const homeless = answer.data && world ? answer.data.arcs.filter((arc) => arc.actor !== arc.recipient && arc.actor !== "---" && arc.recipient !== "---" &&
    !(world.middles[arc.actor] && world.middles[arc.recipient])).length : 0;
  return (
    <Panel name="map" title="Map" exports={exports} note={<Key homeless={homeless} />}
      controls={
        <span class="zoom" role="group" aria-label="Zoom">
          <button type="button" class="icon-button" aria-label="Zoom out" onClick={() => setView(zoomed(view, 1 / 1.6))}>−</button>
          <button type="button" class="icon-button" aria-label="Zoom in" onClick={() => setView(zoomed(view, 1.6))}>+</button>
          <button type="button" class="icon-button" aria-label="Whole world" title="Whole world" disabled={view.k === 1} onClick={() => setView(kWhole)}>⤢</button>
        </span>
      }>
      <Answered answer={answer} what="the map">
        {(data) => <Drawing data={data} world={world} facets={facets} svg={svg} view={view} setView={setView} />}
      </Answered>
    </Panel>
  );
}

const Key = ({ homeless }: { homeless: number }) => (
  <span class="key">
    <span><svg class="key-line" viewBox="0 0 28 10" aria-hidden="true"><path class="arc q4" d="M1 8Q14 -2 26 6" /></svg>conflict</span>
    <span><svg class="key-line" viewBox="0 0 28 10" aria-hidden="true"><path class="arc q2 dashed" d="M1 8Q14 -2 26 6" /></svg>cooperation</span>
    <span><svg class="key-dot" viewBox="0 0 10 10" aria-hidden="true"><circle class="place" cx="5" cy="5" r="4" /></svg>place</span>
    {homeless > 0 && <span>not drawn: {plural(homeless, "tie")} with organisations</span>}
  </span>
);

// Zooms about a point of the unzoomed drawing that stays where it is (its middle, if none is given).
function zoomed(view: View, by: number, at?: [number, number]): View {
  const k = Math.min(Math.max(view.k * by, 1), 24);
  if (k === 1) return kWhole;
  const [cx, cy] = at ?? [0.5, 0.5];
  return { k, x: cx - ((cx - view.x) * k) / view.k, y: cy - ((cy - view.y) * k) / view.k };
}

interface DrawingProps {
  data: WorldMap; world: World | undefined; facets: Facets | undefined; svg: preact.RefObject<SVGSVGElement>; view: View; setView: (view: View) => void;
}

// `view` is in shares of width and height, so that it holds when the window changes.
function Drawing({ data, world, facets, svg, view, setView }: DrawingProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const height = Math.round(width * 0.47);
  const projection = useMemo(() => (width ? geoEqualEarth().fitExtent([[2, 2], [width - 2, height - 2]], kFrame) : undefined), [width, height]);
  const shapes = useMemo(() => {
    if (!world || !projection) return [];
    const path = geoPath(projection).digits(1);
    return world.countries.features.map((shape) => ({ code: shape.properties.code, d: path(shape) ?? "" }));
  }, [world, projection]);
  const held = useRef<{ x: number; y: number; view: View; moved: boolean } | undefined>(undefined);

  const wheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return; // the page scrolls; with ctrl, or two fingers, the map zooms
    event.preventDefault();
    const area = box.current!.getBoundingClientRect();
    setView(zoomed(view, Math.exp(-event.deltaY * 0.01), [(event.clientX - area.left) / width, (event.clientY - area.top) / height]));
  };
  const begin = (event: PointerEvent) => (held.current = { x: event.clientX, y: event.clientY, view, moved: false });
  const move = (event: PointerEvent) => {
    const start = held.current;
    if (!start || !event.buttons || start.view.k === 1) return;
    const dx = event.clientX - start.x, dy = event.clientY - start.y;
    if (!start.moved && Math.hypot(dx, dy) < 4) return;
    start.moved = true;
    setView({ ...start.view, x: start.view.x + dx / width, y: start.view.y + dy / height });
  };
  const pressed = (run: () => void) => () => { if (!held.current?.moved) run(); };

  const chosen = new Set(valuesOf(filter.value, "country")), named = valuesOf(filter.value, "place");
  const shades = facets?.country ?? {};
  const most = Math.log1p(Math.max(1, ...Object.values(shades)));
  const shade = (code: string) => { const n = shades[code]; return n ? Math.min(4, 1 + Math.floor((Math.log1p(n) / most) * 3.99)) : 0; };
  const k = view.k, moved = `translate(${view.x * width} ${view.y * height}) scale(${k})`;
  return (
    <div class="map" ref={box} onWheel={wheel} onPointerDown={begin} onPointerMove={move} onKeyDown={rovingKeys}>
      {width > 0 && (
        <svg ref={svg} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label="World map of events. Arrow keys walk through the places.">
          <defs>
            {[1, 2, 3, 4].map((quad) => (
              <marker key={quad} id={`head-${quad}`} viewBox="0 0 8 8" refX="6.5" refY="4" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto">
                <path class={`head q${quad}`} d="M0 .8L7 4L0 7.2z" />
              </marker>
            ))}
          </defs>
          <g transform={moved} class="land">
            {shapes.map(({ code, d }, i) => (
              <path key={i} d={d} class={`country shade${shade(code)}${chosen.has(code) ? " chosen" : ""}`}
                onClick={pressed(() => setFilter(chosen.has(code) ? without(filter.value, ["country", "place"]) : replace(without(filter.value, ["place"]), [condition("country", code)])))}
                {...tipFor(() => <><strong>{nameOf(code)}</strong>{shades[code] ? `${count(shades[code])} events` : "no event"}</>)} />
            ))}
          </g>
          {projection && world && <Arcs arcs={data.arcs} middles={world.middles} project={(at) => projection(at)} view={view} size={[width, height]} pressed={pressed} />}
          {projection && <Places places={data.places} named={named} project={(at) => projection(at)} view={view} size={[width, height]} pressed={pressed} />}
        </svg>
      )}
    </div>
  );
}

interface LayerProps {
  project: (at: [number, number]) => [number, number] | null; view: View; size: [number, number]; pressed: (run: () => void) => () => void;
}
const place = ({ project, view, size }: LayerProps, at: [number, number]): [number, number] | undefined => {
  const point = project(at);
  return point ? [point[0] * view.k + view.x * size[0], point[1] * view.k + view.y * size[1]] : undefined;
};

function Arcs(props: LayerProps & { arcs: Arc[]; middles: World["middles"] }) {
  const { arcs, middles, pressed } = props;
  const drawn = arcs.filter((arc) => arc.actor !== arc.recipient && middles[arc.actor] && middles[arc.recipient]).slice(0, kArcs);
  const most = Math.max(1, ...drawn.map((arc) => arc.count)), slim = Math.min(1, 0.45 + 8 / drawn.length); // many must not hide the map
  return (
    <g class="arcs">
      {drawn.slice().reverse().map((arc) => {
        const from = place(props, middles[arc.actor]!), to = place(props, middles[arc.recipient]!);
        if (!from || !to) return null;
        const [dx, dy] = [to[0] - from[0], to[1] - from[1]], length = Math.hypot(dx, dy), bend = Math.min(0.22, 60 / Math.max(length, 1));
        const mid = [(from[0] + to[0]) / 2 + dy * bend, (from[1] + to[1]) / 2 - dx * bend];
        const quad = quadOfScore(arc.score), wide = (0.9 + 3 * slim * (arc.count / most) ** 0.7) * Math.min(1, 0.4 + props.size[0] / 1400);
        const d = `M${from[0].toFixed(1)} ${from[1].toFixed(1)}Q${mid[0]!.toFixed(1)} ${mid[1]!.toFixed(1)} ${to[0].toFixed(1)} ${to[1].toFixed(1)}`;
        const press = pressed(() => setFilter(replace(filter.value, [condition("actor", arc.actor), condition("recipient", arc.recipient)])));
        return (
          <g key={`${arc.actor}>${arc.recipient}`} onClick={press} class="arc-hit"
            {...tipFor(() => <><strong>{nameOf(arc.actor)} → {nameOf(arc.recipient)}</strong><span class="tip-row"><Sign quad={quad} size={12} />{count(arc.count)} events, mean score {sayScore(arc.score)}</span></>)}>
            <path class="hit" d={d} />
            <path class={`arc q${quad}${quad <= 2 ? " dashed" : ""}`} d={d} stroke-width={wide} marker-end={`url(#head-${quad})`} />
          </g>
        );
      })}
    </g>
  );
}

function Places(props: LayerProps & { places: MapPlace[]; named: string[] }) {
  const { places, named, pressed, size } = props;
  const drawn = places.filter((spot): spot is Required<MapPlace> => spot.latitude !== undefined && spot.longitude !== undefined).slice(0, kPlaces);
  const most = Math.max(1, ...drawn.map(({ count }) => count)), largest = Math.max(4.5, Math.min(16, size[0] / 70)) * Math.min(1, 0.45 + 6 / Math.sqrt(drawn.length + 1));
  return (
    <g class="places">
      {drawn.map((spot, i) => {
        const at = place(props, [spot.longitude, spot.latitude]);
        if (!at || at[0] < -20 || at[1] < -20 || at[0] > size[0] + 20 || at[1] > size[1] + 20) return null;
        const where = [spot.name, spot.country && spot.country !== spot.name ? nameOf(spot.country) : ""].filter(Boolean).join(", ");
        const isChosen = named.includes(spot.name);
        const parts = [condition("place", spot.name), ...(spot.country && spot.country !== "---" ? [condition("country", spot.country)] : [])];
        return (
          <circle key={`${spot.name}/${spot.latitude}/${spot.longitude}`} class={isChosen ? "place chosen" : "place"} data-item role="button" tabindex={i === 0 ? 0 : -1}
            aria-label={`${where}: ${count(spot.count)} events`} aria-pressed={isChosen}
            cx={at[0].toFixed(1)} cy={at[1].toFixed(1)} r={(1.6 + (largest - 1.6) * Math.sqrt(spot.count / most)).toFixed(1)}
            onClick={pressed(() => setFilter(isChosen ? without(filter.value, ["place", "country"]) : replace(filter.value, parts)))}
            {...tipFor(() => <><strong>{where}</strong>{count(spot.count)} events</>)} />
        );
      })}
    </g>
  );
}
