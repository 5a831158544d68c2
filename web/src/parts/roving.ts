// One stop of the tab key for a drawing with many things to press: arrow keys walk among its elements with data-item.

export function rovingKeys(event: KeyboardEvent): void {
  const box = event.currentTarget as Element;
  const items = [...box.querySelectorAll<SVGElement | HTMLElement>("[data-item]")];
  const now = document.activeElement as SVGElement | HTMLElement;
  const at = items.indexOf(now);
  if (at < 0) return;
  if (event.key === "Enter" || event.key === " ") {
    now.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  } else {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    items[(at + step + items.length) % items.length]!.focus();
  }
  event.preventDefault();
}
