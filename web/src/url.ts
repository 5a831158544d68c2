// Everything that the page shows follows from its address: the state is read from the query string and written to it.

export interface PageState {
  filter: string;
  by: "" | "day" | "week" | "month" | "year"; // of the timeline; empty: what fits
  zoom: boolean; // the timeline shows the chosen days only
  sort: string; // of the list
  level: "country" | "code"; // of the network
  entry: string; // the open entry
  record: string; // and the chosen report of it
  paste: boolean; // the panel for a text of one's own
  tab: "views" | "entries"; // on a narrow screen
}

export const kStart: PageState = {
  filter: "", by: "", zoom: false, sort: "-date", level: "country", entry: "", record: "", paste: false, tab: "entries",
};
const kNames: Record<keyof PageState, string> = {
  filter: "q", by: "by", zoom: "zoom", sort: "sort", level: "level", entry: "entry", record: "record", paste: "paste", tab: "tab",
};

export function read(query: string): PageState {
  const given = new URLSearchParams(query);
  const choice = <T extends string>(name: keyof PageState, allowed: T[], otherwise: T): T =>
    allowed.find((value) => value === given.get(kNames[name])) ?? otherwise;
  return {
    filter: given.get(kNames.filter) ?? "",
    by: choice("by", ["", "day", "week", "month", "year"], ""),
    zoom: given.get(kNames.zoom) === "1",
    sort: choice("sort", ["-date", "date", "-published", "published", "-reports"], kStart.sort),
    level: choice("level", ["country", "code"], "country"),
    entry: given.get(kNames.entry) ?? "",
    record: given.get(kNames.record) ?? "",
    paste: given.get(kNames.paste) === "1",
    tab: choice("tab", ["views", "entries"], kStart.tab),
  };
}

// Where the same is had as data: the address of the state with .json in place (docs/serve.md).
export const twin = (state: PageState): string => `/.json${write(state)}`;

// Without what is as at the start; empty if everything is.
export function write(state: PageState): string {
  const query = new URLSearchParams();
  for (const key of Object.keys(kNames) as (keyof PageState)[]) {
    const value = state[key];
    if (value !== kStart[key]) query.set(kNames[key], value === true ? "1" : String(value));
  }
  const text = query.toString();
  return text ? `?${text}` : "";
}
