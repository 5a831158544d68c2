// An article with its words marked: those of the chosen record by part, the other events of it lightly.
import { useEffect, useMemo, useRef } from "preact/hooks";
import { signal } from "@preact/signals";
import type { Article, EventRecord } from "../api";
import { runs, type Mark } from "../offsets";
import { kQuadNames, asQuad } from "../quads";
import { kPartNames, marksOf, type Part, type Side } from "./parts_of";

// The part that the pointer is on, in the fields or in the text: both light up.
export const lit = signal<Part | undefined>(undefined);
// Words that a reason in "why" points at.
export const shownWords = signal<[number, number][]>([]);

type What = { part: Part } | { other: EventRecord } | { why: true };

interface Props { article: Article; records: EventRecord[]; chosen: EventRecord | undefined; choose: (record: EventRecord) => void }

export function ArticleText({ article, records, chosen, choose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const event = box.current?.querySelector("[data-part=event]"), at = event?.getBoundingClientRect();
    const covered = box.current?.closest(".reader")?.querySelector(".reader-top, .reader-bar")?.getBoundingClientRect().bottom ?? 0;
    if (!at || (at.top > covered && at.bottom < innerHeight)) return;
    event!.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }, [chosen?.id, article]);
  return (
    <div class="article" ref={box}>
      {article.title && <h3 class="article-title"><Side side="title" text={article.title} records={records} chosen={chosen} choose={choose} /></h3>}
      <div class="article-text"><Side side="text" text={article.text} records={records} chosen={chosen} choose={choose} /></div>
    </div>
  );
}

function Side({ side, text, records, chosen, choose }: { side: Side; text: string } & Omit<Props, "article">) {
  const words = chosen && (chosen.field ?? "text") === side ? shownWords.value : [];
  const pieces = useMemo(() => {
    const marks: Mark<What>[] = [];
    if (chosen) for (const { what, start, end } of marksOf(chosen, side)) marks.push({ start, end, what: { part: what } });
    for (const other of records) {
      if (other.id !== chosen?.id && (other.field ?? "text") === side) marks.push({ start: other.start, end: other.end, what: { other } });
    }
    for (const [start, end] of words) marks.push({ start, end, what: { why: true } });
    return runs(text, marks);
  }, [text, records, chosen, side, words]);
  return (
    <>
      {pieces.map((piece) => {
        const parts = piece.marks.flatMap((mark) => ("part" in mark.what ? [mark.what.part] : []));
        const other = piece.marks.find((mark) => "other" in mark.what)?.what;
        const why = piece.marks.some((mark) => "why" in mark.what);
        const begun = piece.marks.filter((mark) => mark.start === piece.start && "part" in mark.what).map((mark) => (mark.what as { part: Part }).part);
        if (!parts.length && !other && !why) return <span key={piece.start}>{piece.text}</span>;
        if (!parts.length && other && "other" in other) {
          return (
            <span key={piece.start} class={`other-event q${asQuad(other.other.quad)}${why ? " why" : ""}`} role="button" tabIndex={0}
              title={`${other.other.event}: ${kQuadNames[asQuad(other.other.quad)]}`} onClick={() => choose(other.other)}
              onKeyDown={(event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); event.stopPropagation(); choose(other.other); } }}>{piece.text}</span>
          );
        }
        const main = parts[parts.length - 1]; // the shortest, that lies on top
        return (
          <mark key={piece.start} class={`${main ? `part part-${main}` : ""}${why ? " why" : ""}${parts.includes(lit.value!) ? " lit" : ""}`} data-part={main}
            onPointerEnter={() => (lit.value = main)} onPointerLeave={() => (lit.value = undefined)}>
            {begun.map((part) => <span key={part} class={`flag flag-${part}`}>{kPartNames[part]}</span>)}
            {piece.text}
          </mark>
        );
      })}
    </>
  );
}
