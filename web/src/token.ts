// The token that allows changes. `kronika serve` prints it as an address ending in #token=…; it is kept as long as this tab lives.

const kKey = "kronika-token";

let kept = "";

export function token(): string {
  return kept;
}

export function keepToken(value: string): void {
  kept = value.trim().replace(/^.*#token=/, "");
  try {
    sessionStorage.setItem(kKey, kept);
  } catch { /* storage is switched off: it lives as long as the page */ }
}

// Takes the token out of the address, so that it is not copied or bookmarked with it.
export function takeToken(): void {
  try {
    kept = sessionStorage.getItem(kKey) ?? "";
  } catch { /* as above */ }
  const given = /[#&]token=([^&]+)/.exec(location.hash)?.[1];
  if (!given) return;
  keepToken(decodeURIComponent(given));
  history.replaceState(history.state, "", location.pathname + location.search);
}
