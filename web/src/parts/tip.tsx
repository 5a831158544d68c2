// The small card that follows the pointer over a drawing. It repeats what the element's label says, so nothing hangs on it alone.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";

const tip = signal<{ x: number; y: number; words: ComponentChildren } | undefined>(undefined);

export const tipFor = (words: () => ComponentChildren) => ({
  onPointerEnter: (event: PointerEvent) => (tip.value = { x: event.clientX, y: event.clientY, words: words() }),
  onPointerMove: (event: PointerEvent) => (tip.value = { x: event.clientX, y: event.clientY, words: words() }),
  onPointerLeave: () => (tip.value = undefined),
});
export const showTip = (event: PointerEvent, words: ComponentChildren) => (tip.value = { x: event.clientX, y: event.clientY, words });
export const hideTip = () => (tip.value = undefined);

export function Tip() {
  const now = tip.value;
  if (!now) return null;
  const left = now.x > innerWidth - 260;
  return (
    <div class="tip" aria-hidden="true"
      style={{ [left ? "right" : "left"]: `${(left ? innerWidth - now.x : now.x) + 14}px`, top: `${Math.min(now.y + 14, innerHeight - 90)}px` }}>
      {now.words}
    </div>
  );
}
