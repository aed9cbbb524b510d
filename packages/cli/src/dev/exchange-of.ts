import type { Exchange } from "@clustaar/testing";
import type { Problem } from "@clustaar/webhook-core/testing";
import type { Answer, Outgoing } from "../sending/outgoing.ts";

/** An exchange that was sent by hand, in the form of those of a conversation. */
export function exchangeOf(
  url: string,
  step: string,
  outgoing: Outgoing,
  answer: Answer,
): Exchange {
  const problem = problemOf(answer);
  return {
    step,
    request: {
      method: "POST",
      url,
      headers: Object.fromEntries(
        outgoing.headers.map(([name, value]) => [
          name.toLowerCase(),
          name.toLowerCase() === "authorization" ? value.replace(/ .*/, " ***") : value,
        ]),
      ),
      body: outgoing.body.toString("utf8"),
    },
    response: { status: answer.status ?? 0, headers: answer.headers, body: answer.body },
    ...(problem === undefined ? {} : { problem }),
    warnings: [],
    milliseconds: answer.milliseconds,
  };
}

function problemOf({ status, headers, body }: Answer): Problem | undefined {
  if (status === null) {
    return { status: 0, code: "no_answer", title: "The connection ended without an answer" };
  }
  if (status >= 200 && status < 300) return undefined;
  const json = jsonOf(body);
  if (json !== undefined && /^application\/problem\+json\b/.test(headers["content-type"] ?? "")) {
    return json as unknown as Problem; // as these packages answer
  }
  const { title, detail, description } = json ?? {};
  const says = [detail, description].find((text) => typeof text === "string");
  return {
    status,
    code: `http_${status}`,
    title: typeof title === "string" ? title : `The webhook answered ${status}`,
    ...(typeof says === "string" ? { detail: says } : {}),
  };
}

function jsonOf(body: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return typeof json === "object" && json !== null
      ? (json as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
