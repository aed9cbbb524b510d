import type { ExchangeView } from "../../../src/dev/protocol.ts";

const encoder = new TextEncoder();

/** How large a text is in UTF-8. */
export function bytes(text: string): string {
  const length = encoder.encode(text).byteLength;
  return length < 1000 ? `${length} B` : `${(length / 1000).toFixed(1)} kB`;
}

/** JSON laid out for reading; anything else as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** What a filter looks through. */
export function searchText(view: ExchangeView, names: ReadonlyMap<string, string>): string {
  const { exchange, fault, signature, turn } = view;
  const { response, problem, step, request } = exchange;
  return [
    response.status,
    problem?.code,
    step,
    names.get(step),
    fault,
    turn === null ? "sent again" : `turn ${turn}`,
    signature.verdict,
    request.body,
    response.body,
  ]
    .join(" ")
    .toLowerCase();
}
