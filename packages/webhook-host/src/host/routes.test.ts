import { expect, it } from "vitest";
import { createHost, definePlugin, type HostOptions, type PluginSetup } from "../index.ts";
import { hostRequest } from "../testing.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** A host with one plugin. */
function hostOf(setup: (plugin: PluginSetup) => unknown, options: HostOptions = {}) {
  const plugin = definePlugin({ name: "test", setup });
  return createHost({ plugins: [plugin], discover: false, log: quiet, env: {}, ...options });
}

async function get(host: Awaited<ReturnType<typeof hostOf>>, target: string, method = "GET") {
  const { status, body, headers } = await host.handle(hostRequest(method, target));
  return { status, body: String(body), headers };
}

it("infers parameters from the pattern, with constraints and the rest of the path", async () => {
  const host = await hostOf(({ route }) => {
    route("/a/:id{[0-9]{2,4}}/:name", ({ params }) => {
      const { id, name }: { id: string; name: string } = params;
      // @ts-expect-error: the pattern has no such name
      params.other;
      return { id, name };
    });
    route("/files/*", ({ params }) => ({ rest: params["*"] }));
    route("/docs/*path", ({ params }) => ({ path: params.path }));
    route(/\/re\/(?<day>\d+)(\.(?<as>txt))?/, ({ params }) => ({ ...params }));
  });
  expect(await get(host, "/a/123/caf%C3%A9")).toMatchObject({ body: '{"id":"123","name":"café"}' });
  expect(await get(host, "/a/1/x")).toMatchObject({ status: 404 });
  expect(await get(host, "/a/12345/x")).toMatchObject({ status: 404 });
  expect(await get(host, "/files/a/b%2Fc/")).toMatchObject({ body: '{"rest":"a/b/c/"}' });
  expect(await get(host, "/files")).toMatchObject({ status: 404 });
  expect(await get(host, "/docs/")).toMatchObject({ body: '{"path":""}' });
  expect(await get(host, "/re/12")).toMatchObject({ body: '{"day":"12","as":null}' });
  expect(await get(host, "/re/12.txt")).toMatchObject({ body: '{"day":"12","as":"txt"}' });
  expect(await get(host, "/re/12.txt/more")).toMatchObject({ status: 404 });
});

it("decodes escapes once, and refuses broken ones", async () => {
  const host = await hostOf(({ route }) => {
    route("/x/:name", ({ params }) => params.name);
    route("/café/:x", ({ params }) => params.x);
    route("/50%25", () => "half");
  });
  expect((await get(host, "/x/a%2520b")).body).toBe("a%20b");
  expect((await get(host, "/x/a%2fb")).body).toBe("a/b");
  expect((await get(host, "/caf%c3%a9/1")).body).toBe("1");
  expect((await get(host, "/cafÃ©/1")).body).toBe("1");
  expect((await get(host, "/50%25")).body).toBe("half");
  for (const path of ["/x/%", "/x/%zz", "/x/%ff", "/nothing/%e2%82", "/x/\ud800"]) {
    expect(await get(host, path), path).toMatchObject({ status: 400 });
  }
});

it("keeps slashes as they are written", async () => {
  const host = await hostOf(({ route }) => {
    route("/foo", () => "without");
    route("/bar/", () => "with");
    route("/p/:x", ({ params }) => params.x);
    route("/", () => "root");
    route("//double", () => "double");
  });
  expect((await get(host, "/foo/")).status).toBe(404);
  expect((await get(host, "/bar")).status).toBe(404);
  expect((await get(host, "/bar/")).body).toBe("with");
  expect((await get(host, "/p/")).status).toBe(404);
  expect((await get(host, "/p/x/")).status).toBe(404);
  expect((await get(host, "/")).body).toBe("root");
  expect((await get(host, "//double")).body).toBe("double");
  expect((await get(host, "//foo")).status).toBe(404);
});

it("lets the first route that was registered win, whatever kind it is", async () => {
  const host = await hostOf(({ route }) => {
    route("/a/:x", () => "param");
    route("/a/b", () => "text");
    route(/\/c\/.*/, () => "expression");
    route("/c/:x", () => "param");
    route("/d/*", () => "rest");
    route(/\/d\/x/, () => "expression");
    route("/e/:x{[0-9]+}", () => "number");
    route("/e/:x", () => "any");
  });
  for (const [path, body] of [
    ["/a/b", "param"],
    ["/c/x", "expression"],
    ["/d/x", "rest"],
    ["/e/12", "number"],
    ["/e/x", "any"],
  ] as const) {
    expect((await get(host, path)).body, path).toBe(body);
  }
});

it("answers methods as HTTP expects", async () => {
  const host = await hostOf(({ route }) => {
    route("/one", () => "get");
    route("/one", { methods: ["post", "PUT"] }, ({ request }) => request.method);
    route("/own", { methods: ["GET", "OPTIONS"] }, ({ request }) => `own ${request.method}`);
  });
  expect((await get(host, "/one")).body).toBe("get");
  expect((await get(host, "/one", "PUT")).body).toBe("PUT");
  expect((await get(host, "/one", "HEAD")).status).toBe(200);
  expect(await get(host, "/one", "DELETE")).toMatchObject({
    status: 405,
    body: "405 Method Not Allowed",
    headers: { allow: "GET, POST, PUT, HEAD, OPTIONS" },
  });
  expect(await get(host, "/one", "OPTIONS")).toMatchObject({
    status: 204,
    headers: { allow: "GET, POST, PUT, HEAD, OPTIONS" },
  });
  expect((await get(host, "/own", "OPTIONS")).body).toBe("own OPTIONS");
  expect((await get(host, "/none", "OPTIONS")).status).toBe(404);
  expect(await get(host, "*", "OPTIONS")).toMatchObject({ status: 200 });
});

it("refuses patterns and options that cannot work, and says what to write", async () => {
  const refusal = async (setup: (plugin: PluginSetup) => unknown) =>
    (await hostOf(setup, { strict: true }).catch((error: Error) => error)) as Error;
  for (const [setup, message] of [
    [({ route }) => route("foo", () => ""), /starts with a slash/],
    [({ route }) => route("/a/:x/:x", () => ""), /each name once, got x twice/],
    [({ route }) => route("/:1", () => ""), /a name of letters, digits and _, got "1"/],
    [({ route }) => route("/a/*/b", () => ""), /expected \* at the end/],
    [({ route }) => route("/a/../b", () => ""), /no segment \.\./],
    [({ route }) => route("/a?b", () => ""), /plain text, :name, :name\{expression\} or \*/],
    [({ route }) => route("/:x{(?=a)}", () => ""), /no lookahead/],
    [({ route }) => route(/\/(?<x>a)\1/, () => ""), /backreferences/],
    [({ route }) => route(/\/a/g, () => ""), /flags i, s, m, u or v, got g/],
    [({ route }) => route("/a", { method: "POST" } as never, () => ""), /did you mean "methods"/],
    [({ route }) => route("/a", { methods: ["A B"] }, () => ""), /expected HTTP methods/],
    [({ route }) => route("/a", { secret: "x" }, () => ""), /expected verify beside it/],
    [({ route }) => route("/a", undefined as never), /handler: expected a function, got undefined/],
    [
      ({ route }) => route.endpoint("/a", {} as never),
      /the endpoint's handle: expected a function/,
    ],
  ] as [(plugin: PluginSetup) => unknown, RegExp][]) {
    expect((await refusal(setup)).message, String(setup)).toMatch(message);
  }
});

it("names both plugins that claim one path and method", async () => {
  const one = definePlugin({ name: "one", setup: ({ route }) => route("/x/:a", () => "1") });
  const other = definePlugin({ name: "other", setup: ({ route }) => route("/x/:b", () => "2") });
  const third = definePlugin({
    name: "third",
    setup: ({ route }) => route("/x/:c", { methods: ["POST"] }, () => "3"),
  });
  const options = { discover: false, log: quiet, env: {} } as const;
  await expect(createHost({ ...options, plugins: [one, other] })).rejects.toThrow(
    'the plugins "one" and "other" both claim GET /x/:b; give one of them another path',
  );
  const host = await createHost({ ...options, plugins: [one, third] });
  expect((await get(host, "/x/1", "POST")).body).toBe("3");
});

it("ends in time whatever a path does to an expression", async () => {
  const host = await hostOf(({ route }) => {
    route(/\/(a+)+/, () => "expression");
    route("/p/:x{(a|aa)+}", () => "constraint");
  });
  // With backtracking, neither would end before the timeout.
  expect((await get(host, `/${"a".repeat(5000)}!`)).status).toBe(404);
  expect((await get(host, `/p/${"a".repeat(5000)}!`)).status).toBe(404);
});

it("finds one of 1,000 routes by its own path alone", async () => {
  let tried = 0;
  const host = await hostOf(({ route }) => {
    for (let index = 0; index < 1000; index++) {
      route(`/r${index}/:id{[0-9]+}`, ({ params }) => {
        tried++;
        return `${index} ${params.id}`;
      });
    }
  });
  for (const index of [0, 500, 999]) {
    expect((await get(host, `/r${index}/7`)).body).toBe(`${index} 7`);
  }
  expect(tried).toBe(3);
  expect((await get(host, "/r1000/7")).status).toBe(404);
});
