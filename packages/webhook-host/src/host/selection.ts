import { kindOf, nearest, WebhookConfigError } from "@clustaar/webhook-core/endpoint";

/** Names of plugins: all of them, none, or a list. */
export type PluginSelection = boolean | readonly string[];

/** What became of one plugin, and why. */
export interface PluginDecision {
  /** The plugin's name. */
  readonly name: string;
  /** What became of it. */
  readonly decision: "loaded" | "denied" | "not allowed" | "failed";
  /** In words. */
  readonly reason: string;
}

/** Which plugins to load. */
export interface Selection {
  readonly enabled: PluginSelection;
  readonly disabled: PluginSelection;
}

/**
 * Decides about one plugin by its name: what is denied is denied whatever is allowed; true means every one in both lists.
 */
export function decide(name: string, { enabled, disabled }: Selection): PluginDecision {
  if (disabled === true) return { name, decision: "denied", reason: "disabled is true: all are" };
  if (disabled !== false && disabled.includes(name)) {
    return { name, decision: "denied", reason: "disabled names it" };
  }
  if (enabled === true) return { name, decision: "loaded", reason: "enabled is true: all are" };
  if (enabled !== false && enabled.includes(name)) {
    return { name, decision: "loaded", reason: "enabled names it" };
  }
  const reason =
    enabled === false || enabled.length === 0
      ? "enabled names none: all are left out"
      : "enabled does not name it";
  return { name, decision: "not allowed", reason };
}

/** What to say about names in the lists that no plugin has. */
export function unknownNames(names: readonly string[], selection: Selection): string[] {
  const lines: string[] = [];
  for (const list of ["enabled", "disabled"] as const) {
    const listed = selection[list];
    if (typeof listed === "boolean") continue;
    for (const name of listed) {
      if (names.includes(name)) continue;
      const meant = nearest(name, names);
      const hint =
        meant === undefined
          ? `; the plugins are ${names.length === 0 ? "none" : names.join(", ")}`
          : `; did you mean "${meant}"?`;
      lines.push(`${list} names "${name}", which no plugin is called${hint}`);
    }
  }
  return lines;
}

/**
 * Reads an option or an environment variable of names.
 *
 * @param fallback - what counts when neither is there.
 * @throws WebhookConfigError `config_invalid` for anything but true, false, null or a list of names.
 */
export function readSelection(
  option: "enabled" | "disabled",
  given: unknown,
  variable: string | undefined,
  fallback: boolean,
): PluginSelection {
  if (given === undefined) {
    return variable === undefined || variable.trim() === "" ? fallback : parseNames(variable);
  }
  // As in the original, where null is an empty list.
  if (given === null) return false;
  if (typeof given === "boolean") return given;
  if (Array.isArray(given) && given.every((name) => typeof name === "string")) return [...given];
  const came = Array.isArray(given) ? "a list that holds something else" : kindOf(given);
  throw new WebhookConfigError(
    `createHost: ${option}: expected true, false or a list of names such as ["announcements"], got ${came}`,
  );
}

/** `true`, `false`, or names with commas or blanks between them. */
function parseNames(variable: string): PluginSelection {
  const text = variable.trim();
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  return text.split(/[\s,]+/).filter((name) => name !== "");
}
