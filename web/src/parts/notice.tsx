import { notice } from "../state";

export function NoticeBar() {
  const now = notice.value;
  return (
    <div class="notice-place" role={now?.bad ? "alert" : "status"}>
      {now && (
        <div class={now.bad ? "notice bad" : "notice"}>
          <span>{now.text}</span>
          {now.action && <button type="button" onClick={() => { notice.value = undefined; now.action!.run(); }}>{now.action.label}</button>}
          <button type="button" aria-label="Dismiss" onClick={() => (notice.value = undefined)}>×</button>
        </div>
      )}
    </div>
  );
}
