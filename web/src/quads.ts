// The four quad classes, as they look everywhere: hue and shape tell cooperation (blue, round) from conflict (orange, pointed),
// filling and strength words (hollow, light) from deeds (filled, strong). No colour stands without its shape or place.

export type Quad = 1 | 2 | 3 | 4;
export const kQuads: Quad[] = [1, 2, 3, 4];
export const kQuadNames: Record<Quad, string> = {
  1: "Verbal cooperation", 2: "Material cooperation", 3: "Verbal conflict", 4: "Material conflict",
};

export const asQuad = (value: number): Quad => (value >= 1 && value <= 4 ? (value as Quad) : 1);

// What each category means, for those who meet it first.
export const kEventHints: Record<string, string> = {
  AGREE: "agree or promise", CONSULT: "meet, visit, talk", SUPPORT: "back, praise", CONCEDE: "yield, ease",
  COOPERATE: "work or trade together", AID: "give help", RETREAT: "withdraw, release", REQUEST: "ask, demand",
  ACCUSE: "blame, investigate", REJECT: "refuse", THREATEN: "threaten, warn", PROTEST: "protest, strike",
  SANCTION: "punish, break off", MOBILIZE: "move forces", COERCE: "arrest, repress, seize", ASSAULT: "attack, kill",
};

// A score from -10 to 10 as a class of colour: deeds weigh more than words.
export function quadOfScore(score: number): Quad {
  if (score >= 0) return score >= 5 ? 2 : 1;
  return score <= -5 ? 4 : 3;
}
