import type { CheckedWebhook, Explanation, WebhookView } from "@clustaar/webhook-emitter";
import type { Io } from "../io.ts";
import { printable, styleOf } from "../style.ts";
import type { CheckedFile } from "./check-file.ts";
import type { Triggered } from "./webhooks-task.ts";

/** Webhooks, one a line. */
export function listText(webhooks: readonly WebhookView[]): string[] {
  if (webhooks.length === 0) return ["No webhooks."];
  return webhooks.map((webhook) => {
    const { id, name, source, url, reason } = webhook;
    const status = webhook.enabled ? webhook.status : "switched off";
    const why = reason === null ? "" : ` (${reason})`;
    const from = source === "store" ? "registered" : `in the ${source}`;
    return printable(
      `${name ?? id}  ${status}${why}, ${from}  ${listens(webhook)}  ${url}`.replace(
        "in the code",
        "in code",
      ),
    );
  });
}

function listens({ events, channels }: WebhookView): string {
  return [...events, ...channels.map((channel) => `channel:${channel}`)].join(" ");
}

/** What was sent and what came back, for people. */
export function triggeredText(io: Io, event: string, all: readonly Triggered[]): string[] {
  const style = styleOf(io);
  if (all.length === 0) return [style.red(printable(`No webhook would get ${event}.`))];
  return all.flatMap(({ webhook, ok, request, answer, error, milliseconds }, at) => {
    const outcome = answer === null ? `No answer: ${error}` : `${answer.status}`;
    const lines = [
      ...(at === 0 ? [] : [""]),
      style.bold(printable(`POST ${request.url}${webhook === null ? "" : ` (${webhook})`}`)),
      ...Object.entries(request.headers).map(([name, value]) => printable(`${name}: ${value}`)),
      "",
      printable(request.body),
      "",
      (ok ? style.green : style.red)(printable(`${outcome} after ${milliseconds} ms`)),
    ];
    return answer === null || answer.body === ""
      ? lines
      : [...lines, printable(answer.body) + (answer.truncated ? " ..." : "")];
  });
}

/** Which webhooks would get an event, one a line. */
export function explainedText(all: readonly Explanation[]): string[] {
  if (all.length === 0) return ["No webhooks."];
  return all.map(({ webhook, name, sent, reason }) =>
    printable(`${name ?? webhook}: ${sent ? "yes" : "no"}${reason === null ? "" : `, ${reason}`}`),
  );
}

/** Whether a configuration can be used, for people. */
export function checkedText(io: Io, { file, webhooks, mistakes }: CheckedFile): string[] {
  const style = styleOf(io);
  if (mistakes.length > 0) return mistakes.map((line) => style.red(printable(line)));
  const count = webhooks.length === 1 ? "1 webhook" : `${webhooks.length} webhooks`;
  return [style.green(printable(`${file}: ${count}, no mistakes.`)), ...webhooks.map(checkedLine)];
}

function checkedLine({ name, events, url }: CheckedWebhook): string {
  return printable(`  ${name ?? "(no name)"}  ${events.join(" ")}  ${url}`);
}
