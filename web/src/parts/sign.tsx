// The sign of a quad class: a circle or a triangle, hollow or filled. Inside an <svg> use Shape.
import { asQuad, kQuadNames } from "../quads";

export function Shape({ quad, x, y, size }: { quad: number; x: number; y: number; size: number }) {
  const which = asQuad(quad);
  const name = `sign q${which}`;
  if (which <= 2) return <circle class={name} cx={x} cy={y} r={size / 2} />;
  const h = size * 0.58, w = size * 0.62;
  return <path class={name} d={`M${x} ${y - h}L${x + w} ${y + h * 0.8}H${x - w}Z`} />;
}

// `label`: read aloud; leave it out where the class is said in words beside it.
export function Sign({ quad, size = 14, label = false }: { quad: number; size?: number; label?: boolean }) {
  const say = label ? { role: "img" as const, "aria-label": kQuadNames[asQuad(quad)] } : { "aria-hidden": true as const };
  return (
    <svg class="sign-box" width={size} height={size} viewBox="-10 -10 20 20" {...say}>
      <Shape quad={quad} x={0} y={quad > 2 ? 1 : 0} size={14} />
    </svg>
  );
}
