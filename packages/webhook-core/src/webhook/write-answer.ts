import { isBodyless } from "../endpoint/bodyless.ts";
import type { WebhookResponse } from "../endpoint/endpoint.ts";
import type { ErrorIssue } from "../endpoint/errors.ts";
import { canSend, headerFault } from "../endpoint/header-fields.ts";
import { kindOf } from "../endpoint/kind-of.ts";
import { responseInvalid } from "../events/event-codec.ts";
import { jsonIssues } from "../events/json-issues.ts";
import type { Settings } from "./response-settings.ts";

/**
 * Writes a JSON value with what the handler set on `context.response`.
 *
 * @throws WebhookError `response_invalid` when the value is not JSON, or a status or header could not be sent.
 */
export function writeAnswer(wire: unknown, settings: Settings | undefined): WebhookResponse {
  const body = stringify(wire);
  if (settings === undefined) {
    return { status: 200, headers: { "content-type": "application/json" }, body };
  }
  const { status } = settings;
  const issues: ErrorIssue[] = [];
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    issues.push({
      path: ["status"],
      message: `expected a status from 200 to 599, got ${typeof status === "number" ? status : kindOf(status)}`,
    });
  }
  const headers: WebhookResponse["headers"] = { "content-type": "application/json" };
  for (const [name, value] of Object.entries(settings.headers)) {
    if (canSend(name, value)) {
      headers[name.toLowerCase()] = value;
    } else {
      issues.push({ path: ["headers", name], message: headerFault(name, value) });
    }
  }
  if (issues.length > 0) throw responseInvalid(issues);
  settings.close();
  return { status, headers, body: isBodyless(status) ? "" : body };
}

function stringify(wire: unknown): string {
  try {
    const body: string | undefined = JSON.stringify(wire);
    if (body !== undefined) return body;
  } catch (cause) {
    // In what came in and was changed, or nested too deeply, or a toJSON of the handler's that throws.
    const issues = jsonIssues(wire, []);
    const whole = { path: [], message: "expected a value that JSON can hold" };
    throw responseInvalid(issues.length > 0 ? issues : [whole], cause);
  }
  throw responseInvalid([{ path: [], message: `expected a JSON value, got a ${typeof wire}` }]);
}
