import { effect, signal } from "@preact/signals";

/** What the person at the page chose; kept in the browser. */
export const theme = signal<"system" | "light" | "dark">(
  kept("theme", ["system", "light", "dark"]) ?? "system",
);
/** Whether pictures that the bot names are loaded: they tell their server who looks at them. */
export const showImages = signal(kept("images", ["yes", "no"]) === "yes");
/** The pane that a narrow screen shows. */
export const pane = signal<"chat" | "visitor" | "exchanges">("chat");

effect(() => {
  document.documentElement.dataset.theme = theme.value;
  keep("theme", theme.value);
});
effect(() => keep("images", showImages.value ? "yes" : "no"));

function kept<const T extends string>(name: string, values: readonly T[]): T | undefined {
  try {
    return values.find((value) => value === localStorage.getItem(`clustaar-${name}`));
  } catch {
    // A browser may forbid it.
    return undefined;
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`clustaar-${name}`, value);
  } catch {
    // As above.
  }
}
