// What the server answers, and how it is asked: docs/serve.md.
import { token } from "./token";

export interface Party {
  code: string; country?: string; sectors?: string[]; entity?: string; name?: string; role?: string;
  text?: string; start?: number; end?: number; by?: string; field?: "title" | "text"; withheld?: boolean;
}
export interface Place {
  name: string; country?: string; admin1?: string; latitude?: number; longitude?: number; geonames?: number; precision?: string;
}
export interface Attribution {
  text?: string; code?: string; cue?: string; quoted?: boolean; start?: number; end?: number; field?: "title" | "text"; withheld?: boolean;
}
export interface Why { field: string; rule: string; words: [number, number][] }
export interface ReviewNote { action: string; field?: string; was?: unknown; by?: string; why?: string; at?: string }
export interface EventRecord {
  id: string; document: string; field?: "title"; event: string; mode: string[]; context: string[];
  actor: Party[]; recipient: Party[]; text: string; start: number; end: number;
  sentence?: { index: number; start: number; end: number }; mentions?: { start: number; end: number }[];
  date?: { start: string; end: string; text?: string; by?: string }; place?: Place;
  factuality: string; attribution?: Attribution; cameo?: string; quad: number; score: number; confidence: number;
  why?: Why[]; review?: { status: string; notes: ReviewNote[] };
  coder?: { version: string; codebook: string; model: string };
}
export interface Report extends EventRecord { published?: string; publisher?: string; url?: string; title?: string }
export interface Entry {
  id: string; event: string; mode: string[]; context: string[]; quad: number; score: number; cameo: string; actor: string[]; recipient: string[];
  date?: { start: string; end: string }; place?: Place; factuality: string; attribution?: string; confidence: number;
  reports: number; independent: number; record: string; text: string; first_seen?: string; last_seen?: string;
  documents: string[]; records: string[]; disagreements?: Record<string, Record<string, string[]>>;
}
export type Names = Record<string, string>; // of public persons and organisations, by id
export interface Entries { entries: Entry[]; names: Names; next?: string }
export interface OpenEntry extends Omit<Entry, "reports"> { reports: Report[]; names: Names }
export interface Article { article?: number; id: string; title?: string; text: string; published?: string; publisher?: string; url?: string; version?: number; skipped?: string }
export interface CodedArticle { article: Article; records: EventRecord[] }
export interface Series { by: string; group: string; series: { start: string; group: string; count: number }[]; undated: number }
export interface Dyad { actor: string; recipient: string; count: number; score: number; quads: [number, number, number, number] }
export interface MapPlace { name: string; country: string; admin1?: string; latitude?: number; longitude?: number; count: number }
export interface Arc { actor: string; recipient: string; count: number; score: number }
export interface WorldMap { places: MapPlace[]; arcs: Arc[] }
export interface Network { nodes: { id: string; label: string; country?: string; count: number }[]; edges: Arc[] }
export type Facets = Record<"event" | "quad" | "factuality" | "publisher" | "country", Record<string, number>>;
export interface Suggestion { insert: string; label: string; kind: string }
export interface Vocabulary {
  events: { event: string; modes: string[]; quad: number; score: number; label: string }[];
  contexts: string[]; sectors: string[]; countries: { code: string; name: string }[]; factuality: string[];
}
export interface Health { status: string; version: string; records: number; articles: number; store: string; writable: boolean }
export interface CorrectionRequest { record: string; action: string; field?: string; value?: string; other?: string; by: string; why: string }

export class ApiError extends Error {
  constructor(readonly status: number, readonly title: string, readonly detail: string) {
    super(detail || title);
  }
}

export type Query = Record<string, string | number | undefined>;

export function address(path: string, query: Query = {}): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") given.set(name, String(value));
  }
  const text = given.toString();
  return `/api/${path}${text ? `?${text}` : ""}`;
}

async function ask(url: string, options: RequestInit): Promise<Response> {
  const headers = new Headers(options.headers);
  if (token()) headers.set("Authorization", `Bearer ${token()}`);
  let response: Response;
  try {
    response = await fetch(url, { ...options, headers });
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw new ApiError(0, "No answer", "Kronika does not answer. Is the program “kronika serve” still running?");
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({})) as { title?: string; detail?: string };
  throw new ApiError(response.status, problem.title ?? response.statusText, problem.detail ?? "");
}

export async function get<T>(url: string, signal?: AbortSignal): Promise<T> {
  return (await ask(url, signal ? { signal } : {})).json() as Promise<T>;
}

export async function getText(url: string, signal?: AbortSignal): Promise<string> {
  return (await ask(url, signal ? { signal } : {})).text();
}

export async function getBlob(url: string): Promise<Blob> {
  return (await ask(url, {})).blob();
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  return (await ask(`/api/${path}`, { method: "POST", headers, body: JSON.stringify(body) })).json() as Promise<T>;
}
