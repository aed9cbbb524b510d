import { Webhook } from "@clustaar/webhook-core";
import { github } from "@clustaar/webhook-core/signatures";
import fc from "fast-check";
import { expect, it } from "vitest";
import { createHost, definePlugin } from "../index.ts";
import { announcements } from "../plugins.ts";
import { recordingClient } from "../testing.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

const everything = definePlugin({
  name: "everything",
  setup({ route }) {
    route("/text/:name", ({ params, query, response }) => {
      // What is outside Latin-1 cannot be sent, and would be this handler's fault.
      const keys = [...query.keys()].join(",").replace(/[^\0-\xff]/g, "?");
      response.headers.set("x-name", keys);
      return params.name;
    });
    route("/number/:n{[0-9]{1,5}}", ({ params }) => ({ n: Number(params.n) }));
    route("/files/*path", ({ params }) => params.path);
    route(/\/re\/(?<a>(\w+|-)+)(\/(?<b>.*))?/, ({ params }) => params);
    route("/form", { methods: ["POST", "PUT"] }, ({ form }) => ({
      values: form.names().map((name) => form.getAll(name)),
      files: form.files.length,
    }));
    route("/json", { methods: ["POST"] }, ({ json }) => ({ json }));
    route("/signed", { methods: ["POST"], verify: github, secret: "s3cr3t" }, () => "in");
    route.endpoint(
      "/clustaar",
      new Webhook({ privateKey: "key" }).onResponse(() => {}),
    );
  },
});

const piece = fc.oneof(
  fc.constantFrom(
    "/",
    "//",
    "..",
    ".",
    "%",
    "%2e",
    "%2f",
    "%00",
    "%ff",
    "%e2%98%83",
    "*",
    ":",
    "{",
    "(",
    "\\",
    "?",
    "#",
    "\r\n",
    "é",
    "☃",
    "\ud800",
    "a",
    "re",
    "text",
    "files",
    "-".repeat(200),
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
);
const start = fc.constantFrom(
  "/text/",
  "/number/",
  "/files/",
  "/re/",
  "/form",
  "/json",
  "/signed",
  "/clustaar",
  "/announce/",
  "",
);
const path = fc.oneof(
  // As they are, so that many requests get past the table of routes.
  { weight: 2, arbitrary: start },
  {
    weight: 3,
    arbitrary: fc
      .tuple(start, fc.array(piece, { maxLength: 6 }))
      .map(([first, parts]) => first + parts.join("")),
  },
  { weight: 1, arbitrary: fc.webPath() },
);
const headers = fc.record(
  {
    "content-type": fc.oneof(
      fc.constantFrom(
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=xx",
        'multipart/form-data; boundary="',
        "text/plain",
        "",
      ),
      fc.string(),
    ),
    "content-encoding": fc.constantFrom("gzip", "identity", ""),
    authorization: fc.oneof(
      fc.constantFrom("Basic dXNlcjpwYXNz", "Basic", "Basic !!", "Bearer x"),
      fc.string(),
    ),
    "x-hub-signature-256": fc.string(),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.json().map((text) => new TextEncoder().encode(text)),
  fc
    .array(
      fc.constantFrom(
        "--xx",
        "\r\n",
        "--xx--",
        'Content-Disposition: form-data; name="a"',
        '; filename="x"',
        "Content-Type: text/plain",
        "value",
        "\0",
        "é",
      ),
      { maxLength: 20 },
    )
    .map((parts) => new TextEncoder().encode(parts.join(""))),
  fc
    .array(fc.constantFrom("a=1", "&", "%", "%zz", "=", "+", "message=x"), { maxLength: 20 })
    .map((parts) => new TextEncoder().encode(parts.join(""))),
);

it("answers 5,000 requests of any kind without a 5xx", async () => {
  const host = await createHost({
    plugins: [everything, announcements],
    discover: false,
    log: quiet,
    env: {},
    strict: true,
    client: recordingClient(),
    credentials: [["user", "pass"]],
  });
  const failures: unknown[] = [];
  host.onError((error) => failures.push(error));
  host.onResponse(() => {});
  const statuses = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        "GET",
        "POST",
        "POST",
        "POST",
        "PUT",
        "HEAD",
        "OPTIONS",
        "DELETE",
        "get",
        "X-Y",
      ),
      path,
      fc.string(),
      headers,
      body,
      async (method, target, query, sent, bytes) => {
        const answer = await host.handle({
          method,
          path: target,
          query: new URLSearchParams(query),
          headers: { get: (name) => (sent as Record<string, string>)[name.toLowerCase()] },
          body: bytes,
        });
        statuses.add(answer.status);
        expect(failures).toEqual([]);
        expect(answer.status).toBeLessThan(500);
        for (const value of Object.values(answer.headers)) expect(value).not.toMatch(/[\r\n\0]/);
      },
    ),
    { numRuns: 5000 },
  );
  // It got somewhere: routes that answered, and every kind of refusal.
  for (const status of [200, 400, 401, 404, 405]) expect(statuses).toContain(status);
});
