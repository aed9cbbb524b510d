import type {
  ExchangeView,
  ResendRequest,
  SavedTest,
  Update,
  VisitorInput,
} from "../../src/dev/protocol.ts";

/** The token of the address: without it the server answers nothing. */
const token = new URLSearchParams(location.search).get("token") ?? "";

/** What the server refused, with its reason. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

async function call(path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(`./api/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    cache: "no-store",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new ApiError(
    problem.code ?? `http_${response.status}`,
    problem.detail ?? problem.title ?? response.statusText,
  );
}

export const api = {
  play: (input: VisitorInput) => call("play", input),
  rewind: (turn: number) => call("rewind", { turn }),
  newVisitor: () => call("new-visitor", {}),
  async resend(request: ResendRequest): Promise<ExchangeView> {
    return (await call("resend", request)).json();
  },
  async saveTest(name: string): Promise<SavedTest> {
    return (await call("save-test", { name })).json();
  },
};

/** The stream of updates, until it breaks off: those that came together are given together. */
export async function* updates(signal: AbortSignal): AsyncGenerator<readonly Update[]> {
  const response = await call("events", undefined, signal);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (reader === undefined) return;
  let pending = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (pending + value).split("\n");
    pending = lines.pop() ?? "";
    // An empty line keeps the connection alive.
    yield lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Update);
  }
}
