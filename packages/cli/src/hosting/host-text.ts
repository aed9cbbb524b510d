import type { Io } from "../io.ts";
import { printable, styleOf } from "../style.ts";
import type { HostReport } from "./host-task.ts";

/** A longer cell moves what follows it in its own line alone. */
const WIDEST = 40;

/** The routes of a host, one a line, and the plugins that were left out, for people. */
export function hostText(io: Io, { routes, plugins }: HostReport): string[] {
  const style = styleOf(io);
  const rows = routes.map(({ methods, pattern, plugin }) => [methods.join(","), pattern, plugin]);
  const widths = [0, 1].map((column) => {
    const lengths = rows.map((row) => row[column]?.length ?? 0);
    return Math.max(0, ...lengths.filter((length) => length <= WIDEST));
  });
  const lines = rows.map(([methods = "", pattern = "", plugin = ""]) =>
    printable(`${methods.padEnd(widths[0] ?? 0)}  ${pattern.padEnd(widths[1] ?? 0)}  ${plugin}`),
  );
  const leftOut = plugins
    .filter(({ decision }) => decision !== "loaded")
    .map(({ name, decision, reason }) => {
      const line = printable(`${name}: ${decision}: ${reason}`);
      return decision === "failed" ? style.red(line) : style.dim(line);
    });
  return [...(lines.length === 0 ? ["No routes."] : lines), ...leftOut];
}

/** Where a host listens, as an address to open; null: it does not. */
export function urlOf({ address }: HostReport): string | null {
  if (address === null) return null;
  const { hostname, port } = address;
  const isEvery = hostname === "::" || hostname === "0.0.0.0";
  const name = isEvery ? "localhost" : hostname.includes(":") ? `[${hostname}]` : hostname;
  return `http://${name}:${port}/`;
}
