// Draws the network with sigma. Only loaded when the view is seen.
import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import Sigma from "sigma";
import type { Network } from "../api";
import { pageColour, raster } from "../export";
import { quadOfScore } from "../quads";

export interface Drawn {
  show: (data: Network) => void; // also after the theme has changed
  svg: () => string;
  png: () => Promise<Blob>;
  end: () => void;
}

// One drawing for as long as the view is there: the browser has few WebGL contexts to give, and each is slow to open.
export function openDrawing(box: HTMLElement, choose: (actor: string, recipient?: string) => void): Drawn {
  const graph = new Graph({ type: "directed", multi: false, allowSelfLoops: false });
  const font = getComputedStyle(document.body).fontFamily;
  const sigma = new Sigma(graph, box, {
    defaultEdgeType: "arrow", labelFont: font, labelSize: 12, labelWeight: "500",
    labelDensity: 0.9, labelRenderedSizeThreshold: 5, allowInvalidContainer: true, zIndex: true, stagePadding: 28,
    defaultDrawNodeHover: (context, node, settings) => drawHover(context, node, settings.labelSize, font),
  });
  let near: string | undefined;
  sigma.setSetting("edgeReducer", (edge, looks) => (near && !graph.hasExtremity(edge, near) ? { ...looks, hidden: true } : looks));
  sigma.setSetting("nodeReducer", (node, looks) => (near && node !== near && !graph.areNeighbors(node, near) ? { ...looks, label: "", color: pageColour("--rule") } : looks));
  sigma.on("enterNode", ({ node }) => { near = node; sigma.refresh({ skipIndexation: true }); box.classList.add("over"); });
  sigma.on("leaveNode", () => { near = undefined; sigma.refresh({ skipIndexation: true }); box.classList.remove("over"); });
  sigma.on("clickNode", ({ node }) => choose(node));
  // The wheel scrolls the page, as on the map; with ctrl it zooms.
  sigma.getMouseCaptor().on("wheel", (event) => { if (!event.original.ctrlKey && !event.original.metaKey) event.preventSigmaDefault(); });

  // sigma itself follows the window only, and the panel is narrowed by an open entry too.
  const watch = new ResizeObserver(() => { sigma.resize(); sigma.refresh({ skipIndexation: true }); });
  watch.observe(box);

  const show = (data: Network) => {
    near = undefined;
    fill(graph, data);
    sigma.setSetting("labelColor", { color: pageColour("--ink") });
    sigma.refresh();
  };
  const svg = () => asSvg(sigma, graph, font);
  return { show, svg, png: () => raster(svg()), end: () => { watch.disconnect(); sigma.kill(); } };
}

function fill(graph: Graph, data: Network): void {
  graph.clear();
  const most = Math.max(1, ...data.nodes.map((node) => node.count)), heaviest = Math.max(1, ...data.edges.map((edge) => edge.count));
  // On a circle at first, so that the same data always gives the same drawing.
  data.nodes.forEach((node, i) => {
    const angle = (2 * Math.PI * i) / data.nodes.length;
    graph.mergeNode(node.id, {
      label: node.label || node.id, x: Math.cos(angle), y: Math.sin(angle), size: 2.5 + 11.5 * Math.sqrt(node.count / most), color: pageColour("--node"),
    });
  });
  for (const edge of data.edges) {
    if (edge.actor === edge.recipient || !graph.hasNode(edge.actor) || !graph.hasNode(edge.recipient)) continue;
    graph.mergeEdge(edge.actor, edge.recipient, {
      size: 0.7 + 3.6 * Math.sqrt(edge.count / heaviest), weight: 1 + Math.log(edge.count), color: pageColour(`--q${quadOfScore(edge.score)}`),
    });
  }
  graph.forEachNode((node) => { if (graph.degree(node) === 0) graph.dropNode(node); });
  const settings = { ...forceAtlas2.inferSettings(graph), linLogMode: true, gravity: 0.35, scalingRatio: 1.2, edgeWeightInfluence: 0.7, slowDown: 3, barnesHutOptimize: false };
  if (graph.order) forceAtlas2.assign(graph, { iterations: 400, settings });
}

function drawHover(context: CanvasRenderingContext2D, node: { x: number; y: number; size: number; label?: string | null }, size: number, font: string): void {
  if (!node.label) return;
  context.font = `600 ${size}px ${font}`;
  const width = context.measureText(node.label).width;
  context.fillStyle = pageColour("--panel");
  context.fillRect(node.x + node.size, node.y - size, width + 10, size * 2);
  context.beginPath();
  context.arc(node.x, node.y, node.size + 2, 0, 2 * Math.PI);
  context.fillStyle = pageColour("--ink");
  context.fill();
  context.fillText(node.label, node.x + node.size + 5, node.y + size / 3);
}

function asSvg(sigma: Sigma, graph: Graph, font: string): string {
  const { width, height } = sigma.getDimensions();
  const escape = (text: string) => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
  const at = (node: string) => sigma.graphToViewport(graph.getNodeAttributes(node) as { x: number; y: number });
  const parts = [`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escape(font)}" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="${pageColour("--panel")}"/>`];
  graph.forEachEdge((_, looks, actor, recipient) => {
    const a = at(actor), b = at(recipient);
    parts.push(`<line x1="${a.x.toFixed(1)}" y1="${a.y.toFixed(1)}" x2="${b.x.toFixed(1)}" y2="${b.y.toFixed(1)}" stroke="${looks["color"]}" stroke-width="${Number(looks["size"]).toFixed(1)}"/>`);
  });
  graph.forEachNode((node, looks) => {
    const { x, y } = at(node);
    parts.push(`<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${Number(looks["size"]).toFixed(1)}" fill="${looks["color"]}"/>`,
      `<text x="${(x + Number(looks["size"]) + 3).toFixed(1)}" y="${(y + 4).toFixed(1)}" fill="${pageColour("--ink")}">${escape(String(looks["label"]))}</text>`);
  });
  return `${parts.join("")}</svg>`;
}
