import type { CommandDefinition } from "../command.ts";
import { chat } from "./chat.ts";
import { dev } from "./dev.ts";
import { host } from "./host.ts";
import { lint } from "./lint.ts";
import { preservica } from "./preservica.ts";
import { record } from "./record.ts";
import { replay } from "./replay.ts";
import { routes } from "./routes.ts";
import { schema } from "./schema.ts";
import { send } from "./send.ts";
import { verify } from "./verify.ts";
import { webhooks } from "./webhooks.ts";

/** Every command, in the order in which `--help` lists them. A new one is a file beside this one and a line here. */
export const commands: readonly CommandDefinition[] = [
  dev,
  chat,
  record,
  replay,
  routes,
  send,
  verify,
  lint,
  schema,
  preservica,
  webhooks,
  host,
];
