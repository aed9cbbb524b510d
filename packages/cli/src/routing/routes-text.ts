import { relative } from "node:path";
import type { RouteDescription, RouteExplanation } from "@clustaar/webhook-core";
import { findFile } from "../dev/find-file.ts";
import type { Io } from "../io.ts";
import { inChild } from "../loading/in-child.ts";
import type { AskedEvent, RoutesResult } from "../loading/task.ts";
import { keyForFile } from "../options.ts";
import { interruptible } from "../signals.ts";
import { printable, type Style, styleOf } from "../style.ts";

/** The routes of a file. */
export interface FileRoutes extends RoutesResult {
  /** The file, relative to where the command runs. */
  readonly file: string;
}

/** Loads the webhook of a file, and asks it for its routes and which of them handles an event, where there is one. */
export async function findRoutes(
  io: Io,
  given: string | undefined,
  event: AskedEvent | undefined,
): Promise<FileRoutes> {
  const file = findFile(io.cwd, given);
  // A webhook that insists on a key in its environment can be listed without one.
  const env = { ...io.env, CLUSTAAR_PRIVATE_KEY: keyForFile(io, undefined) };
  const found = await interruptible(io, (signal) =>
    inChild(io, { type: "routes", event: event ?? null }, { file, env, signal }),
  );
  return { file: relative(io.cwd, file), ...found };
}

/** The routes, for people. Names come from the user's file and values from an event: neither may contain control sequences. */
export function routesText(
  io: Io,
  { file, middleware, routes, explanation }: FileRoutes,
): string[] {
  const style = styleOf(io);
  if (explanation !== null) {
    const { route, refusal, topic } = explanation;
    const head =
      route === null
        ? style.red(
            printable(
              `No route handles it: ${refusal?.status} ${refusal?.code}, ${refusal?.message}`,
            ),
          )
        : style.green(printable(`Route ${route.position}, ${route.name}, handles ${topic}.`));
    return [head, "", ...explanation.routes.map((each) => explainedLine(each, style))];
  }
  const count = routes.length === 1 ? "1 route" : `${routes.length} routes, tried in this order`;
  const around =
    middleware.length === 0 ? "no middleware" : `middleware: ${middleware.join(" > ")}`;
  const topics = [...new Set(routes.map(({ topic }) => topic))];
  const lines = topics.flatMap((topic) => [
    "",
    style.bold(printable(topic)),
    ...routes.filter((route) => route.topic === topic).map(routeLine),
  ]);
  return [printable(`${file}: ${count}; ${around}.`), ...lines];
}

function explainedLine(
  { position, name, verdict, reason }: RouteExplanation,
  style: Style,
): string {
  const answer = verdict === "takes" ? style.green("yes") : style.red("no");
  return `  ${position}. ${style.bold(printable(name))}: ${answer}, ${printable(reason)}`;
}

function routeLine({ position, name, filters }: RouteDescription): string {
  const words = filters.length === 0 ? "no filters, handles every body" : filters.join(" and ");
  // Without a name of its own, a route is called by its filters.
  return printable(`  ${position}. ${name}${name === words ? "" : `: ${words}`}`);
}
