import type { DemoRequest, Scenario } from "./scenarios.ts";
import type { DemoResponse } from "./send.ts";

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
    `${number}. ${title}`,
    `   ${why}`,
    "   POST / HTTP/1.1",
    ...Object.entries(request.headers).map(
      ([name, value]) => `     ${name}: ${masked(name, value)}`,
    ),
    ...showNotification(new TextDecoder().decode(request.body)),
    `   -> ${response.status} ${response.phrase}${surprise}`,
    ...showAnswer(response),
    ...log.map((line) => `     the server's log: ${line}`),
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
  return [
    `     ${interlocutor.firstName.slice(0, 40)} on ${channel} reached "${step.name}", user data ${JSON.stringify(step.userData)}`,
    ...step.actions.map((action) => `       ${showAction(action)}`),
  ];
}

function showAnswer({ headers, body }: DemoResponse): string[] {
  const json = JSON.parse(body);
  if (headers["content-type"] === "application/problem+json") {
    const challenge = headers["www-authenticate"];
    return [
      ...(challenge === undefined ? [] : [`     www-authenticate: ${challenge}`]),
      `     ${json.code}: ${json.title}`,
      ...(json.detail === undefined ? [] : [`     ${json.detail}`]),
    ];
  }
  const values: [string, unknown][] = Object.entries(json.session?.values ?? {});
  return [
    "     the bot does:",
    ...json.actions.map((action: unknown) => `       ${showAction(action)}`),
    "     the session holds:",
    ...values.map(([key, value]) => `       ${key} = ${JSON.stringify(value)}`),
  ];
}

function showAction(action: unknown): string {
  const { type, ...rest } = action as { type: string };
  const text = JSON.stringify(rest);
  return `${type}  ${text.length > 90 ? `${text.slice(0, 90)}...` : text}`;
}
