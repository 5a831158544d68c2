// Why the record is what it is: rule or model of each field, the words it looked at, the runner-up; and the explanation in words.
import { useEffect, useState } from "preact/hooks";
import { address, getText, type EventRecord, type Why as Reasoning } from "../api";
import { slice } from "../offsets";
import { sentence } from "../format";
import { version, wordsOf } from "../state";
import { shownWords } from "./article";
import { reasons, runnerUp, told } from "./why_text";

// Its words light up in the article while the pointer is on it.
function Rule({ why, text }: { why: Reasoning; text: string }) {
  const how = told(why.field, why.rule);
  if (!how) return null;
  const words = [...new Set(why.words.map(([start, end]) => slice(text, { start, end })).filter(Boolean))];
  return (
    <tr onPointerEnter={() => (shownWords.value = why.words)} onPointerLeave={() => (shownWords.value = [])} title={why.rule}>
      <td>{sentence(why.field)}</td>
      <td class={`by-${how.by}`}>{sentence(how.by)}</td>
      <td>{how.words}{words.length > 0 && <span class="rule-words">{words.map((word) => `“${word}”`).join(" … ")}</span>}</td>
    </tr>
  );
}

export function Why({ record, text, stored }: { record: EventRecord; text: string; stored: boolean }) {
  const [known, setExplained] = useState<{ id: string; text?: string; error?: string }>({ id: "" });
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!open || !stored) return;
    const stop = new AbortController();
    getText(address(`explain/${encodeURIComponent(record.id)}`), stop.signal).then(
      (text) => setExplained({ id: record.id, text }), (error: unknown) => { if (!stop.signal.aborted) setExplained({ id: record.id, error: wordsOf(error) }); });
    return () => stop.abort();
  }, [record.id, open, stored, version.value]);
  const next = runnerUp(record), explained = known.id === record.id ? known : undefined;
  const list = explained?.text ? reasons(explained.text) : [];
  return (
    <details class="why" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Why{next && <span class="why-next">next best {next.event}, {next.chance.toFixed(2)}</span>}</summary>
      {open && (
        <>
          {explained?.error && <p class="faint">{explained.error}</p>}
          {list.length > 0 && (
            <dl class="reasons">
              {list.map(({ field, lines }, i) => <div key={i}><dt>{sentence(field)}</dt><dd>{lines.map((line, j) => <p key={j}>{line}</p>)}</dd></div>)}
            </dl>
          )}
          {explained?.text && !list.length && <pre>{explained.text}</pre>}
          <h4>Rule or model, and the words that it looked at</h4>
          <table class="rules">
            <thead><tr><th scope="col">Field</th><th scope="col">By</th><th scope="col">Because</th></tr></thead>
            <tbody>{(record.why ?? []).map((why, i) => <Rule key={i} why={why} text={text} />)}</tbody>
          </table>
          {record.coder && <p class="faint small">Kronika {record.coder.version}, codebook {record.coder.codebook}, model {record.coder.model}</p>}
        </>
      )}
    </details>
  );
}
