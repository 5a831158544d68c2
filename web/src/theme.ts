// Dark or light: as the system has it, or as chosen here.
import { signal } from "@preact/signals";

export type Theme = "system" | "light" | "dark";
const kKey = "kronika-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

function kept(): Theme {
  try {
    const value = localStorage.getItem(kKey);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system";
  }
}

export const theme = signal<Theme>(kept());
export const dark = signal(false);

function apply(): void {
  dark.value = theme.value === "dark" || (theme.value === "system" && system.matches);
  document.documentElement.dataset["theme"] = dark.value ? "dark" : "light";
}
system.addEventListener("change", apply);
theme.subscribe(apply);

export function setTheme(next: Theme): void {
  try {
    localStorage.setItem(kKey, next);
  } catch { /* it holds for this visit */ }
  theme.value = next;
}
