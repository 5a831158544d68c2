// A text of one's own, coded at once. Nothing of it is stored.
import { useEffect, useRef, useState } from "preact/hooks";
import { post, type CodedArticle, type EventRecord } from "./api";
import { days, plural } from "./format";
import { Empty } from "./parts/states";
import { Sign } from "./parts/sign";
import { ArticleText, shownWords } from "./reader/article";
import { Fields } from "./reader/fields";
import { Why } from "./reader/why";
import { go, wordsOf } from "./state";
import { Parties } from "./views/entries";

const kPause = 500; // ms without typing, after which it is coded
// In this tab the text outlives a look elsewhere.
let lastText = "", lastTitle = "", lastDay = "";

export const closePaste = (): void => go({ paste: false });

export function Paste() {
  const [text, setText] = useState(lastText), [title, setTitle] = useState(lastTitle), [published, setPublished] = useState(lastDay);
  const [coded, setCoded] = useState<CodedArticle>();
  const [busy, setBusy] = useState(false), [problem, setProblem] = useState("");
  const [chosen, setChosen] = useState("");
  const asked = useRef(0), area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  useEffect(() => {
    [lastText, lastTitle, lastDay] = [text, title, published];
    const mine = ++asked.current;
    if (!text.trim()) { setCoded(undefined); setProblem(""); return; }
    const wait = setTimeout(() => {
      setBusy(true);
      post<CodedArticle>("code", { text, ...(title ? { title } : {}), ...(published ? { published } : {}) }).then(
        (answer) => { if (mine === asked.current) { setCoded(answer); setProblem(""); setBusy(false); shownWords.value = []; } },
        (error: unknown) => { if (mine === asked.current) { setProblem(wordsOf(error)); setBusy(false); } });
    }, kPause);
    return () => clearTimeout(wait);
  }, [text, title, published]);
  const record = coded?.records.find(({ id }) => id === chosen) ?? coded?.records[0];
  return (
    <article class="reader paste" aria-label="Code a text" data-paste>
      <header class="reader-bar">
        <h2>Code a text</h2>
        <button type="button" class="icon-button reader-close" aria-label="Close" title="Close (Esc)" onClick={closePaste}>×</button>
      </header>
      <p class="entry-head entry-meta">It is coded as you type, on this machine; nothing of it is stored.</p>
      <div class="paste-form form">
        <label class="paste-text">Text<textarea ref={area} rows={6} value={text} onInput={(event) => setText(event.currentTarget.value)} placeholder="Paste an article in English." /></label>
        <label>Title<input type="text" value={title} onInput={(event) => setTitle(event.currentTarget.value)} placeholder="optional" /></label>
        <label>Published<input type="date" value={published} onInput={(event) => setPublished(event.currentTarget.value)} /></label>
      </div>
      <p class="paste-status" role="status">{busy ? "Coding…" : problem ? "" : coded ? `${plural(coded.records.length, "event")} found` : ""}</p>
      {problem && <p class="search-problem" role="alert">{problem}</p>}
      {coded && !coded.records.length && !problem && <Empty>{coded.article.skipped ? `It was not coded: ${coded.article.skipped}.` : "No political event was found in this text."}</Empty>}
      {coded && coded.records.length > 0 && (
        <>
          <ol class="reports" aria-label="Events found">{coded.records.map((one) => <Found key={one.id} record={one} chosen={one.id === record?.id} choose={() => setChosen(one.id)} />)}</ol>
          <div class="reader-columns">
            <section class="source" aria-label="Text with its words marked">
              <ArticleText article={coded.article} records={coded.records} chosen={record} choose={({ id }) => setChosen(id)} />
            </section>
            {record && (
              <section class="record" aria-label="Record">
                <Fields record={record} />
                <Why record={record} text={(record.field === "title" ? coded.article.title : coded.article.text) ?? ""} stored={false} />
              </section>
            )}
          </div>
        </>
      )}
    </article>
  );
}

function Found({ record, chosen, choose }: { record: EventRecord; chosen: boolean; choose: () => void }) {
  const codes = (parties: EventRecord["actor"]) => [...new Set(parties.map((party) => party.code))];
  return (
    <li>
      <button type="button" class="report found" aria-pressed={chosen} onClick={choose} data-found>
        <Sign quad={record.quad} size={13} label />
        <b>{record.event}</b>
        <span><Parties codes={codes(record.actor)} none="somebody" /> → <Parties codes={codes(record.recipient)} none="nobody named" /></span>
        <span class="report-words">“{record.text}”</span>
        <time>{days(record.date)}</time>
      </button>
    </li>
  );
}
