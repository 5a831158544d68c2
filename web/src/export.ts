// Saves what a view shows: its data as CSV or JSON, its picture as SVG or PNG.

export type Cell = string | number | undefined;
export type Row = Record<string, Cell>;
type Later<T> = T | Promise<T>;

export interface Exports {
  file: string; // name without ending
  api?: string; // where the server gives the same to programs
  csv?: () => Later<Blob | Row[]>;
  json?: () => Later<Blob | unknown>;
  svg?: () => Later<string>;
  png?: () => Later<Blob>;
}

export async function save(exports: Exports, form: "csv" | "json" | "svg" | "png"): Promise<void> {
  const made = await exports[form]!();
  let blob: Blob;
  if (made instanceof Blob) blob = made;
  else if (form === "csv") blob = new Blob([csv(made as Row[])], { type: "text/csv" });
  else if (form === "json") blob = new Blob([`${JSON.stringify(made, null, 1)}\n`], { type: "application/json" });
  else blob = new Blob([made as string], { type: "image/svg+xml" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `kronika-${exports.file}.${blob.type.includes("ndjson") ? "jsonl" : form}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// RFC 4180. The columns are those of the first row.
export function csv(rows: Row[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const cell = (value: Cell) => (/[",\r\n]/.test(String(value ?? "")) ? `"${String(value).replaceAll('"', '""')}"` : String(value ?? ""));
  return [columns, ...rows.map((row) => columns.map((column) => row[column]))].map((line) => line.map(cell).join(",")).join("\r\n") + "\r\n";
}

const kLooks = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linejoin", "opacity",
  "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline"];

// The drawing as a file of its own: with the looks that the page's style sheet gives it, and its ground.
export function picture(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const inside = [...copy.querySelectorAll("*")];
  [...drawing.querySelectorAll("*")].forEach((original, i) => {
    const looks = getComputedStyle(original);
    const target = inside[i]!;
    if (looks.display === "none") return target.setAttribute("display", "none");
    for (const name of kLooks) {
      const value = looks.getPropertyValue(name);
      if (value && !(name.endsWith("opacity") && value === "1")) target.setAttribute(name, value);
    }
    target.removeAttribute("class");
  });
  const { width, height } = drawing.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(Math.round(width)));
  copy.setAttribute("height", String(Math.round(height)));
  if (!copy.getAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${Math.round(width)} ${Math.round(height)}`);
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const [x = "0", y = "0", w = "0", h = "0"] = copy.getAttribute("viewBox")!.split(/[ ,]+/);
  for (const [name, value] of Object.entries({ x, y, width: w, height: h, fill: pageColour("--panel") })) ground.setAttribute(name, value);
  copy.prepend(ground);
  copy.removeAttribute("class");
  return new XMLSerializer().serializeToString(copy);
}

export const pageColour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Twice as fine as the screen draws it.
export async function raster(svg: string): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((done, failed) =>
      canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("The picture is too large to be drawn."))), "image/png"));
  } finally {
    URL.revokeObjectURL(url);
  }
}

export const pictures = (drawing: () => SVGSVGElement | null): Pick<Exports, "svg" | "png"> => ({
  svg: () => picture(drawing()!),
  png: () => raster(picture(drawing()!)),
});

// A table as a drawing, for views that are lists.
export function tablePicture(title: string, columns: string[], rows: Cell[][], widths: number[]): string {
  const escape = (value: Cell) => String(value ?? "").replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
  const line = 24, width = widths.reduce((a, b) => a + b, 32), height = 64 + line * (rows.length + 1);
  const text = (x: number, y: number, value: Cell, bold: boolean, room: number) => {
    const most = Math.floor(room / 7), words = String(value ?? "");
    const shown = words.length > most ? `${words.slice(0, most - 1)}…` : words;
    return `<text x="${x}" y="${y}" font-weight="${bold ? 600 : 400}">${escape(shown)}</text>`;
  };
  const starts = widths.map((_, i) => 16 + widths.slice(0, i).reduce((a, b) => a + b, 0));
  const cells = [columns, ...rows].map((row, r) => row.map((value, c) => text(starts[c]!, 64 + line * r, value, r === 0, widths[c]!)).join("")).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<rect width="${width}" height="${height}" fill="${pageColour("--panel")}"/>` +
    `<g font-family="'Source Sans 3 Variable', 'Source Sans 3', sans-serif" font-size="14" fill="${pageColour("--ink")}">` +
    `${text(16, 30, title, true, width)}${cells}</g></svg>`;
}
