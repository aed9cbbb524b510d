import type { CommandDefinition } from "../command.ts";
import { dev } from "./dev.ts";
import { lint } from "./lint.ts";
import { routes } from "./routes.ts";
import { schema } from "./schema.ts";
import { send } from "./send.ts";
import { verify } from "./verify.ts";

/** Every command, in the order in which `--help` lists them. A new one is a file beside this one and a line here. */
export const commands: readonly CommandDefinition[] = [dev, routes, send, verify, lint, schema];
