import { type Endpoint, HttpError, isHttpError } from "@clustaar/webhook-core";
import { refusal } from "@clustaar/webhook-core/adapter";
import { greeter } from "./greeter.ts";
import { type Handed, headerNames, type Returned, type Told } from "./protocol.ts";

/*
 * What the glue of `docs/hosts.md` imports as `./webhook.ts` while it is tested: an endpoint that hands each request to the
 * endpoint of a case, in the process of the tests. The adapter and the host around it are the real ones.
 */

/** Written into the bundle. */
const remote = process.env.REMOTE_ENDPOINT as string;

let maxBody = 0;
/** What was refused since it was last asked for; a Worker cannot send it by itself once its answer is out. */
let told: Told[] = [];

export const webhook: Endpoint = {
  get maxBody() {
    return maxBody;
  },

  async handle(request, host) {
    const asked = request.headers.get("x-contract");
    if (asked === "setup") {
      maxBody = Number(request.query.get("maxBody"));
      told = [];
      return json({});
    }
    if (asked === "told") return json(told.splice(0));
    if (asked === "host") return json(seenIn(host?.host, request.query.getAll("path")));
    if (asked === "greet") return greeter.handle(request, host);

    // A copy, as middleware might make one.
    const { method, path, query, headers, body } = { ...request };
    const handed: Handed = {
      method,
      path,
      query: [...query],
      headers: headerNames.map((name) => [name, headers.get(name) ?? null]),
      body: base64Of(body),
      offersWork: host?.waitUntil !== undefined,
      offersSignal: host?.signal !== undefined,
    };
    const answer = await fetch(`${remote}/handle`, {
      method: "POST",
      body: JSON.stringify(handed),
      ...(host?.signal ? { signal: host.signal } : {}),
    });
    const returned = (await answer.json()) as Returned;
    if ("failed" in returned) throw new Error(returned.failed);
    for (const id of returned.work) host?.waitUntil?.(workOf(id));
    return {
      ...returned,
      body: returned.isText ? returned.body : Uint8Array.from(atob(returned.body), codeOf),
    };
  },

  refuse(error, { method, path }) {
    const why = isHttpError(error) ? error : undefined;
    const message = error instanceof Error ? error.message : String(error);
    told.push({ method, path, message, status: why?.status ?? null, code: why?.code ?? null });
    return refusal(error);
  },
};

/** Settles as the work of the case does. */
async function workOf(id: string): Promise<void> {
  const { ok } = await fetch(`${remote}/work/${id}`);
  await fetch(`${remote}/work/${id}`, { method: "DELETE" });
  if (!ok) throw new HttpError(500, "the work failed");
}

/** What stands at paths such as `request.url`: a text itself, of anything else its type. */
function seenIn(given: unknown, paths: readonly string[]): Record<string, string> {
  const at = (path: string) =>
    path.split(".").reduce((from, name) => Object(from)[name] as unknown, given);
  return Object.fromEntries(
    paths.map((path) => {
      const value = at(path);
      return [path, typeof value === "string" ? value : typeof value];
    }),
  );
}

const codeOf = (character: string) => character.charCodeAt(0);

/** In pieces: a call takes only so many arguments. */
function base64Of(bytes: Uint8Array): string {
  let text = "";
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return btoa(text);
}

function json(value: unknown) {
  const headers = { "content-type": "application/json" };
  return { status: 200, headers, body: JSON.stringify(value) };
}
