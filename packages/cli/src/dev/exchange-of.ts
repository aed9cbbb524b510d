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
  const isProblem = /^application\/problem\+json\b/.test(headers["content-type"] ?? "");
  const { code, title, detail, description, errors } = jsonOf(body) ?? {};
  // Servers of the original framework say `title` and `description`.
  const says = textOf(detail) ?? textOf(description);
  return {
    status,
    code: (isProblem ? textOf(code) : undefined) ?? `http_${status}`,
    title: textOf(title) ?? `The webhook answered ${status}`,
    ...(says === undefined ? {} : { detail: says }),
    ...(isProblem && Array.isArray(errors) ? { errors: errors.filter(isPlace) } : {}),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isPlace(error: unknown): error is { readonly path: string; readonly message: string } {
  const { path, message } = (error ?? {}) as { path?: unknown; message?: unknown };
  return typeof path === "string" && typeof message === "string";
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
