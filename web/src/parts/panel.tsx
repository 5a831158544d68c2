// A view in its frame: title, a line that says what is seen, its controls, and the menu that saves its data and its picture.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { save, type Exports } from "../export";
import { say, wordsOf } from "../state";
import { Menu } from "./menu";

interface Props { name: string; title: string; note?: ComponentChildren; controls?: ComponentChildren; exports?: Exports | undefined; children: ComponentChildren }

export function Panel({ name, title, note, controls, exports, children }: Props) {
  const id = useId();
  return (
    <section class={`panel panel-${name}`} aria-labelledby={id} data-view={name}>
      <header class="panel-head">
        <h2 id={id}>{title}</h2>
        {note && <p class="panel-note">{note}</p>}
        <div class="panel-controls">
          {controls}
          {exports && <ExportMenu title={title} exports={exports} />}
        </div>
      </header>
      {children}
    </section>
  );
}

function ExportMenu({ title, exports }: { title: string; exports: Exports }) {
  const forms = (["csv", "json", "svg", "png"] as const).filter((form) => exports[form]);
  const names = { csv: "Data as CSV", json: "Data as JSON", svg: "Picture as SVG", png: "Picture as PNG" };
  return (
    <Menu label={`Save: ${title}`} icon={<SaveIcon />}>
      {(close) => (
        <>
          {forms.map((form) => (
            <button key={form} type="button" role="menuitem" data-export={form}
              onClick={() => { close(); save(exports, form).catch((error: unknown) => say({ text: wordsOf(error), bad: true })); }}>
              {names[form]}
            </button>
          ))}
          {exports.api && <a role="menuitem" href={exports.api} target="_blank" rel="noopener" onClick={() => setTimeout(close)}>For programs: the API</a>}
        </>
      )}
    </Menu>
  );
}

const SaveIcon = () => (
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2v8M4.8 7.2L8 10.4l3.2-3.2M2.5 13.5h11" /></svg>
);
