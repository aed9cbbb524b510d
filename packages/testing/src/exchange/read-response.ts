import { Buffer } from "node:buffer";
import { TextDecoder } from "node:util";
import {
  SchemaError,
  type StepReachedResponse,
  schemas,
  type WebhookResponse,
} from "@clustaar/webhook-core";
import type { Problem } from "@clustaar/webhook-core/testing";
import { isDeeper } from "../internal/is-deeper.ts";
import { isObject } from "../internal/is-object.ts";
import { jsonText } from "../internal/json-text.ts";
import { decodeAsSent } from "./decode-as-sent.ts";
import type { AnswerWarning, ReceivedResponse } from "./exchange.ts";
import { withoutStrayNulls } from "./stray-nulls.ts";

/** What a response means: an answer, or the problem that there is none. */
export interface Reading {
  readonly answer?: StepReachedResponse;
  readonly problem?: Problem;
  readonly warnings: readonly AnswerWarning[];
}

/** The response as it is kept. */
export function received({ status, headers: sent, body }: WebhookResponse): ReceivedResponse {
  // As a client that asks for one header reads it.
  const headers = Object.fromEntries(
    Object.entries(sent).map(([name, value]) => [name, [value].flat().join(", ")]),
  );
  if (typeof body === "string") return { status, headers, body };
  try {
    return {
      status,
      headers,
      body: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body),
    };
  } catch {
    return { status, headers, body: Buffer.from(body).toString("base64"), base64: true };
  }
}

/** Reads a response, tolerantly: a Python bot writes null for all that was not set. */
export function readResponse(response: ReceivedResponse): Reading {
  const { status, headers, body } = response;
  const json = response.base64 ? undefined : parse(body);
  if (status < 200 || status > 299) {
    return { problem: problemOf(status, headers, json, body), warnings: [] };
  }
  if (!isObject(json)) {
    const came = body === "" ? "an empty body" : `the body ${jsonText(body)}`;
    return unreadable(status, "answer_not_json", `expected a JSON object, got ${came}`);
  }
  if (isDeeper(json, DEEPEST)) {
    return unreadable(status, "answer_too_deep", `expected at most ${DEEPEST} levels of nesting`);
  }
  const wire = Array.isArray(json.actions)
    ? { ...json, actions: json.actions.map(withoutStrayNulls) }
    : json;
  try {
    const answer = decodeAsSent(schemas.webhook_step_reached_response, wire);
    return { answer, warnings: warningsOf(json) };
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const errors = error.issues.map(({ path, message }) => ({ path: path.join("/"), message }));
    return unreadable(status, "answer_invalid", error.message, errors);
  }
}

/** What is nested deeper could not be kept: writing it as JSON would overflow the stack. */
const DEEPEST = 1_000;

function unreadable(
  status: number,
  code: string,
  detail: string,
  errors?: Problem["errors"],
): Reading {
  const title = "The answer is not what a step is answered with";
  return {
    problem: { status, code, title, detail, ...(errors ? { errors } : {}) },
    warnings: [],
  };
}

/** The limits that an answer breaks, but for nulls: the original writes them, and the platform takes them. */
function warningsOf(wire: Record<string, unknown>): AnswerWarning[] {
  const result = schemas.webhook_step_reached_response.validate(wire);
  if (result.success) return [];
  return result.issues
    .filter(({ path }) => valueAt(wire, path) !== null)
    .map(({ path, message }) => ({ path: path.join("/"), message }));
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce(
    (node, key) => (node as Record<string | number, unknown> | null)?.[key],
    value,
  );
}

/** A refusal: a problem answer as these packages give it, or whatever else says that it went wrong. */
function problemOf(
  status: number,
  headers: Readonly<Record<string, string>>,
  json: unknown,
  body: string,
): Problem {
  const isProblem = /^application\/problem\+json\b/.test(headers["content-type"] ?? "");
  const { code, title, detail, description, errors } = isObject(json) ? json : {};
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
  // The original says `title` and `description`.
  const said =
    text(detail) ?? text(description) ?? (isObject(json) ? undefined : text(body.slice(0, 500)));
  return {
    status,
    code: (isProblem ? text(code) : undefined) ?? `http_${status}`,
    title: text(title) ?? `The webhook answered ${status}`,
    ...(said === undefined ? {} : { detail: said }),
    ...(isProblem && Array.isArray(errors) ? { errors: errorsOf(errors) } : {}),
  };
}

/** The errors of a problem answer, as far as they are some. */
function errorsOf(errors: unknown): NonNullable<Problem["errors"]> {
  if (!Array.isArray(errors)) return [];
  return errors.flatMap((error: unknown) => {
    if (!isObject(error)) return [];
    const { path, message } = error;
    return typeof path === "string" && typeof message === "string" ? [{ path, message }] : [];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
