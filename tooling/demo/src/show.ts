import type { DemoRequest, Scenario } from "./scenarios.ts";
import type { DemoResponse } from "./send.ts";

/** The head of a request, as it travels. */
export function showHeaders({ headers }: DemoRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${masked(name, value)}`);
  return ["POST / HTTP/1.1", ...lines, "  ... and JSON. Six such requests:\n"].join("\n");
}

/** Tells one exchange as a person would want to read it. */
export function showExchange(
  number: number,
  { title, why, expected }: Scenario,
  request: DemoRequest,
  response: DemoResponse,
  log: readonly string[],
): string {
  const surprise = response.status === expected ? "" : `   (expected ${expected}!)`;
  const lines = [
    `${number}. ${title}: ${why}`,
    ...showNotification(new TextDecoder().decode(request.body)),
    `   -> ${response.status} ${response.phrase}${surprise}`,
    ...showAnswer(response, log),
  ];
  return `${lines.join("\n")}\n`;
}

/** Credentials do not belong in a log, not even in a demo. */
function masked(name: string, value: string): string {
  return name === "authorization" ? value.replace(/(?<=Basic ).+/, "***") : value;
}

interface Wire {
  readonly data: {
    readonly channel: string;
    readonly interlocutor: { readonly firstName: string };
    readonly step: {
      readonly name: string;
      readonly userData: string;
      readonly actions: unknown[];
    };
  };
}

function showNotification(body: string): string[] {
  const { channel, interlocutor, step } = (JSON.parse(body) as Wire).data;
  const data = step.userData === "{}" ? "" : `, user data "${step.userData}"`;
  return [
    `   ${interlocutor.firstName.slice(0, 40)} on ${channel} reached "${step.name}"${data}`,
    ...step.actions.map((action) => `     ${showAction(action)}`),
  ];
}

function showAnswer({ headers, body }: DemoResponse, log: readonly string[]): string[] {
  const json = JSON.parse(body);
  if (headers["content-type"] === "application/problem+json") {
    const { code, title, detail } = json;
    // What went wrong inside is told to the server's log alone.
    return detail === undefined
      ? [`      ${code}: ${title}`, ...log.map((line) => `      the server's log: ${line}`)]
      : [`      ${code}: ${detail}`];
  }
  return [
    ...json.actions.map((action: unknown) => `     ${showAction(action)}`),
    `     the session holds ${JSON.stringify(json.session?.values ?? {})}`,
  ];
}

function showAction(action: unknown): string {
  const { type, ...rest } = action as { type: string };
  const text = JSON.stringify(rest);
  return `${type}  ${text.length > 90 ? `${text.slice(0, 90)}...` : text}`;
}
