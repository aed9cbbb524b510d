import { HttpError as CoreHttpError, Webhook } from "@clustaar/webhook-core";
import { createEndpoint } from "@clustaar/webhook-core/endpoint";
import { github, standardWebhooks } from "@clustaar/webhook-core/signatures";
import { signedRequest } from "@clustaar/webhook-core/testing";
import { createResponder } from "@clustaar/webhook-emitter";
import { inbox } from "@clustaar/webhook-emitter/inbox";
import { PreservicaReceiver } from "@clustaar/webhook-preservica";
import { challengeRequest, deliveryRequest } from "@clustaar/webhook-preservica/testing";
import { expect, it, vi } from "vitest";
import { z } from "zod";
import {
  createHost,
  definePlugin,
  type HostOptions,
  HttpError,
  type PluginSetup,
} from "../index.ts";
import { hostRequest } from "../testing.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

function hostOf(setup: (plugin: PluginSetup) => unknown, options: HostOptions = {}) {
  const plugin = definePlugin({ name: "test", setup });
  return createHost({ plugins: [plugin], discover: false, log: quiet, env: {}, ...options });
}

it("sends text, bytes, JSON, whole answers and nothing", async () => {
  const results: Record<string, unknown> = {
    text: "snowman ☃",
    empty: "",
    bytes: new Uint8Array([255, 0]),
    object: { a: 1 },
    list: ["a"],
    number: 1,
    no: false,
    nothing: undefined,
    null: null,
    whole: { status: 201, headers: { "X-A": "1" }, body: "made" },
    promise: Promise.resolve("later"),
  };
  const host = await hostOf(({ route }) => {
    for (const [name, result] of Object.entries(results)) route(`/${name}`, () => result as string);
  });
  const answers: Record<string, unknown> = {};
  for (const name of Object.keys(results)) {
    const { status, headers, body } = await host.handle(hostRequest("GET", `/${name}`));
    answers[name] = [status, headers["content-type"], typeof body === "string" ? body : [...body]];
  }
  expect(answers).toEqual({
    text: [200, "text/html; charset=utf-8", "snowman ☃"],
    empty: [200, undefined, ""],
    bytes: [200, "application/octet-stream", [255, 0]],
    object: [200, "application/json", '{"a":1}'],
    list: [200, "application/json", '["a"]'],
    number: [200, "application/json", "1"],
    no: [200, "application/json", "false"],
    nothing: [204, undefined, ""],
    null: [204, undefined, ""],
    whole: [201, undefined, "made"],
    promise: [200, "text/html; charset=utf-8", "later"],
  });
});

it("says nothing of other errors to the client, and everything to onError", async () => {
  const host = await hostOf(({ route }) => {
    route("/deep", ({ response }) => {
      response.headers.set("x-a", "1");
      throw new Error("secret detail");
    });
    route("/http", ({ response }) => {
      response.status = 201;
      response.headers.set("x-a", "1");
      throw new HttpError(404, "gone", { headers: { "x-b": "2" } });
    });
    route("/core", () => {
      throw new CoreHttpError(500, "not for clients");
    });
    route("/phrase", () => {
      throw new HttpError(404);
    });
    route("/odd", () => {
      throw new HttpError(599);
    });
    route("/response", () => new Response("x"));
    route("/function", () => (() => 1) as unknown as string);
    route("/header", ({ response }) => {
      response.headers.set("x a", "1");
    });
  });
  const errors: string[] = [];
  host.onError((error) => errors.push(`${error.status} ${error.message}`));
  const ask = async (path: string) => {
    const { status, headers, body } = await host.handle(hostRequest("GET", path));
    return [status, body, headers["x-a"], headers["x-b"]];
  };
  expect(await ask("/deep")).toEqual([500, "500 Internal Server Error", "1", undefined]);
  expect(await ask("/http")).toEqual([404, "gone", "1", "2"]);
  expect(await ask("/core")).toEqual([500, "500 Internal Server Error", undefined, undefined]);
  expect(await ask("/phrase")).toEqual([404, "Not Found", undefined, undefined]);
  expect(await ask("/odd")).toEqual([599, "599", undefined, undefined]);
  for (const path of ["/response", "/function", "/header"]) expect((await ask(path))[0]).toBe(500);
  expect(errors).toEqual([
    "500 secret detail",
    "500 not for clients",
    "599 599",
    expect.stringContaining("got a web Response; return { status, headers, body }"),
    expect.stringContaining("got a function"),
    expect.stringContaining('header "x a"'),
  ]);
});

it("keeps a value from starting another header", async () => {
  const host = await hostOf(({ route }) => {
    route("/", ({ response, query }) => {
      response.headers.set("x-a", query.get("v") ?? "");
      response.headers.append("x-a", "b\nc\0\x7f");
      return "x";
    });
  });
  const { headers } = await host.handle(hostRequest("GET", "/?v=a%0D%0AX-Evil:%201"));
  expect(headers).toEqual({
    "content-type": "text/html; charset=utf-8",
    "x-a": "a X-Evil: 1, b c  ",
  });
});

it("sets several cookies, those that were set before an error or a whole answer included", async () => {
  const host = await hostOf(({ route }) => {
    const set = (headers: { append(name: string, value: string): void }) => {
      headers.append("Set-Cookie", "a=1; Expires=Wed, 25 Nov 2026 10:00:00 GMT");
      headers.append("set-cookie", "b=2\r\nX-Evil: 1");
    };
    route("/text", ({ response }) => {
      set(response.headers);
      return response.headers.get("SET-COOKIE") ?? "";
    });
    route("/whole", ({ response }) => {
      set(response.headers);
      return { status: 200, headers: { "Set-Cookie": "c=3" }, body: "" };
    });
    route("/error", ({ response }) => {
      set(response.headers);
      throw new HttpError(403, "no", { headers: { "set-cookie": "c=3" } });
    });
  });
  const { port } = await host.listen({ port: 0, hostname: "127.0.0.1" });
  const cookies = async (path: string) =>
    (await fetch(`http://127.0.0.1:${port}${path}`)).headers.getSetCookie();
  const two = ["a=1; Expires=Wed, 25 Nov 2026 10:00:00 GMT", "b=2 X-Evil: 1"];
  expect(await cookies("/text")).toEqual(two);
  expect(await cookies("/whole")).toEqual([...two, "c=3"]);
  expect(await cookies("/error")).toEqual([...two, "c=3"]);
  await host.close();
});

it("reads forms, the query where the form has no such field, and JSON", async () => {
  const host = await hostOf(
    ({ route }) => {
      route("/form", { methods: ["POST"] }, ({ form }) => ({
        names: form.names(),
        a: form.getAll("a"),
        q: form.get("q"),
        none: form.get("none"),
        files: form.files.map(({ field, name, type, bytes }) => [field, name, type, bytes.length]),
      }));
      route("/json", { methods: ["POST"] }, ({ json }) => ({ json }));
    },
    { forms: { parts: 3, nameBytes: 10, valueBytes: 50, fileBytes: 20 } },
  );
  const send = async (type: string, body: string, target = "/form?q=1&a=0") => {
    const answer = await host.handle(
      hostRequest("POST", target, { headers: { "content-type": type }, body }),
    );
    return answer.status === 200 ? JSON.parse(String(answer.body)) : [answer.status, answer.body];
  };
  const urlencoded = "application/x-www-form-urlencoded; charset=UTF-8";
  expect(await send(urlencoded, "a=1&b=two+words&a=%C3%A9")).toEqual({
    names: ["q", "a", "b"],
    a: ["1", "é"],
    q: "1",
    files: [],
  });
  expect(await send(urlencoded, "a=1&b=2&c=3&d=4")).toEqual([
    413,
    expect.stringMatching(/3 fields/),
  ]);
  expect(await send(urlencoded, "a=".padEnd(60, "x"))).toEqual([413, expect.any(String)]);
  expect(await send(urlencoded, `${"n".repeat(11)}=1`)).toEqual([413, expect.any(String)]);

  const part = (head: string, text: string) =>
    `--xx\r\nContent-Disposition: form-data; ${head}\r\n\r\n${text}\r\n`;
  const multipart = "multipart/form-data; boundary=xx";
  const file = part('name="f"; filename="../../evil.txt"', "0123456789");
  expect(await send(multipart, `${part('name="a"', "☃")}${file}--xx--\r\n`)).toEqual({
    names: ["q", "a"],
    a: ["☃"],
    q: "1",
    files: [["f", "evil.txt", "text/plain", 10]],
  });
  const field = part('name="a"', "1");
  expect(await send(multipart, `${field.repeat(4)}--xx--\r\n`)).toEqual([413, expect.any(String)]);
  expect(await send(multipart, `${part('name="aaaaaaaaaaaaa"', "1")}--xx--\r\n`)).toEqual([
    413,
    expect.any(String),
  ]);
  expect(await send(multipart, `${part('name="a"', "1".repeat(51))}--xx--\r\n`)).toEqual([
    413,
    expect.any(String),
  ]);
  expect(
    await send(multipart, `${part('name="f"; filename="a"', "1".repeat(21))}--xx--\r\n`),
  ).toEqual([413, expect.any(String)]);
  for (const [type, body] of [
    ["multipart/form-data", "--xx\r\n"],
    [multipart, "--xx\r\n"],
    [multipart, "nothing at all"],
    [multipart, '--xx\r\nContent-Disposition: form-data; name="a"\r\n\r\nunfinished'],
  ] as const) {
    expect(await send(type, body), body).toEqual([400, expect.stringContaining("multipart")]);
  }
  expect(await send("application/json", '{"a":["é"]}', "/json")).toEqual({ json: { a: ["é"] } });
  expect(await send("application/json", "{", "/json")).toEqual([
    400,
    expect.stringContaining("JSON"),
  ]);
});

it("checks credentials before the handler, in whatever order the options are written", async () => {
  let ran = 0;
  const host = await hostOf(
    ({ route }) => {
      route("/all", { auth: true, methods: ["POST", "GET"] }, () => `in ${++ran}`);
      route("/some", { auth: async ({ username }) => username === "ann" }, () => "in");
      route("/broken", { auth: () => "yes" as never }, () => "in");
      route("/throws", { auth: () => Promise.reject(new Error("no database")) }, () => "in");
    },
    {
      credentials: [
        ["user", "pass"],
        ["zoë", "pä:ss:"],
      ],
    },
  );
  host.onError(() => {});
  const ask = async (path: string, credentials?: [string, string], header?: string) => {
    const options = credentials
      ? { credentials }
      : header
        ? { headers: { authorization: header } }
        : {};
    const { status, headers } = await host.handle(hostRequest("GET", path, options));
    return status === 401 ? headers["www-authenticate"] : status;
  };
  const challenge = 'Basic realm="webhooks", charset="UTF-8"';
  expect(await ask("/all", ["user", "pass"])).toBe(200);
  expect(await ask("/all", ["zoë", "pä:ss:"])).toBe(200);
  expect(await ask("/all", undefined, "basic   dXNlcjpwYXNz")).toBe(200);
  expect(ran).toBe(3);
  for (const pair of [
    ["user", "nope"],
    ["zoë", "pass"],
    ["", ""],
    ["user", ""],
  ] as [string, string][]) {
    expect(await ask("/all", pair)).toBe(challenge);
  }
  for (const header of [
    "Basic",
    "Basic !!!!",
    "Bearer x",
    "Basic dXNlcnBhc3M=",
    "Basic dXNlcjpwYXNz extra",
    "Basic em/rOnDkc3N3b3Jk",
    "Basic dXNlcjpwYXNz, Basic dXNlcjpwYXNz",
  ]) {
    expect(await ask("/all", undefined, header), header).toBe(challenge);
  }
  expect(await ask("/all")).toBe(challenge);
  expect(ran).toBe(3);
  expect(await ask("/some", ["ann", "x"])).toBe(200);
  expect(await ask("/some", ["bob", "x"])).toBe(challenge);
  expect(await ask("/broken", ["bob", "x"])).toBe(challenge);
  expect(await ask("/throws", ["bob", "x"])).toBe(500);
});

it("refuses to start with credentials that would let nobody or everybody in", async () => {
  const locked = ({ route }: PluginSetup) => route("/x", { auth: true }, () => "");
  await expect(hostOf(locked)).rejects.toThrow(
    'the route /x of the plugin "test" asks for authentication, but the host has no credentials',
  );
  await expect(
    hostOf(locked, { env: { WEBHOOKS_CREDENTIALS: "user:pa:ss" } }),
  ).resolves.toBeDefined();
  for (const [credentials, message] of [
    [[["", ""]], /the user as text that is not empty/],
    [[["bob", ""]], /the password as text that is not empty/],
    [[["a:b", "c"]], /without a colon/],
    [["user", "pass"], /one pair is a list, too/],
    [["ab", "cd"], /one pair is a list, too/],
    [null, /expected a list of pairs/],
    [[["user"]], /a list of 1/],
  ] as const) {
    await expect(hostOf(locked, { credentials: credentials as never })).rejects.toThrow(message);
  }
  for (const WEBHOOKS_CREDENTIALS of ["nocolon", "user:", "[broken"]) {
    await expect(hostOf(locked, { env: { WEBHOOKS_CREDENTIALS } })).rejects.toThrow(/expected/);
  }
});

it("mounts endpoints, and checks signatures on plain routes", async () => {
  const webhook = new Webhook({ privateKey: "key" });
  const responder = createResponder({ secret: "shared" }).on("after:adjust", () => {});
  let body = "";
  const host = await hostOf(({ route }) => {
    route.endpoint("/clustaar", webhook);
    route.endpoint("/events", responder);
    route.endpoint("/preservica", new PreservicaReceiver({ secret: "s3cr3t" }));
    route(
      "/github",
      { methods: ["POST"], verify: github, secret: ["new", "old"] },
      ({ request }) => {
        body = new TextDecoder().decode(request.body);
        return "ok";
      },
    );
    route(
      "/standard",
      {
        methods: ["POST"],
        verify: standardWebhooks,
        secret: "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXM=",
        tolerance: 60,
      },
      () => "ok",
    );
  });
  const heard: unknown[] = [];
  host.onResponse(({ status, route, code }) => heard.push([status, route, code]));
  const signed = {
    ...signedRequest({ privateKey: "key" }),
    path: "/clustaar",
  };
  expect((await host.handle(signed)).status).toBe(404);
  expect((await host.handle(hostRequest("POST", "/events", { json: {} }))).status).toBe(401);
  const challenge = { ...challengeRequest("abc"), path: "/preservica" };
  expect(JSON.parse(String((await host.handle(challenge)).body))).toMatchObject({
    challengeCode: "abc",
  });
  const headers = github.sign({ body: "{}", timestamp: Date.now() }, "old");
  expect((await host.handle(hostRequest("POST", "/github", { headers, body: "{}" }))).status).toBe(
    200,
  );
  expect(body).toBe("{}");
  expect(await host.handle(hostRequest("POST", "/github", { headers, body: "{ }" }))).toMatchObject(
    { status: 401, body: "401 Unauthorized" },
  );
  const old = standardWebhooks.sign(
    { body: "{}", timestamp: Date.now() - 90_000, id: "m1" },
    "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXM=",
  );
  expect(
    (await host.handle(hostRequest("POST", "/standard", { headers: old, body: "{}" }))).status,
  ).toBe(400);
  expect(heard).toEqual([
    [404, "test /clustaar", undefined],
    // It tells its own listeners why.
    [401, "test /events", undefined],
    [200, "test /preservica", undefined],
    [200, "test /github", undefined],
    [401, "test /github", "signature_invalid"],
    [400, "test /standard", "request_too_old"],
  ]);
  await expect(
    hostOf(({ route }) => route("/x", { verify: github, secret: undefined }, () => ""), {
      strict: true,
    }),
  ).rejects.toThrow(
    "secret: expected a string, got undefined; is an environment variable not set?",
  );
});

it("checks settings when a plugin is loaded, and names the key", async () => {
  const plugin = definePlugin({
    name: "hello",
    settings: z.object({
      greeting: z.string(),
      nested: z.object({ times: z.number().default(2) }).prefault({}),
    }),
    setup({ route, settings }) {
      route("/", ({ settings: same }) => [settings.greeting.toUpperCase(), same.nested.times]);
    },
  });
  const options = { plugins: [plugin], discover: false, log: quiet, env: {}, strict: true };
  const host = await createHost({ ...options, settings: { hello: { greeting: "hi" } } });
  expect((await host.handle(hostRequest("GET", "/"))).body).toBe('["HI",2]');
  await expect(createHost(options)).rejects.toThrow(/plugin "hello".*settings\.hello\.greeting: /);
  await expect(
    createHost({ ...options, settings: { hello: { greeting: "x", nested: { times: "s3cr3t" } } } }),
  ).rejects.toThrow(/settings\.hello\.nested\.times: (?!.*s3cr3t)/);
});

it("mounts an inbox, which acknowledges before it handles, beside routes that answer at once", async () => {
  const handled: unknown[] = [];
  const receiver = new PreservicaReceiver({ secret: "s3cr3t" });
  receiver.onEvent(({ event }) => void handled.push(event.entityRef));
  const pushes = createEndpoint({ maxBody: 1000, deferrable: true }, (request, context) => {
    if (!context.accepted) github.verify(request, "key");
    return context.defer(
      () => ({}),
      () => {
        handled.push(new TextDecoder().decode(request.body));
        return { status: 204, headers: {}, body: "" };
      },
    );
  });
  const options = { store: "memory:", storeTimeout: 30_000 };
  const boxes = [inbox(receiver, options), inbox(pushes, options)] as const;
  const host = await hostOf(
    ({ route }) => {
      route.endpoint("/preservica", boxes[0], { auth: true });
      route.endpoint("/github", boxes[1]);
      route("/", () => "home");
    },
    { credentials: [["user", "pass"]] },
  );
  const heard: unknown[] = [];
  host.onResponse(({ status, route, deferred }) => heard.push([status, route, deferred]));
  const delivery = deliveryRequest({ secret: "s3cr3t", events: [{ entityRef: "one" }] });
  const authorization = `Basic ${Buffer.from("user:pass").toString("base64")}`;
  const headers = new Headers([["authorization", authorization]]);
  headers.set("preservica-signature", delivery.headers.get("preservica-signature") ?? "");
  await host.handle({ ...delivery, headers, path: "/preservica" });
  await host.handle({ ...delivery, path: "/preservica" });
  const signed = github.sign({ body: "{}", timestamp: Date.now() }, "key");
  await host.handle(hostRequest("POST", "/github", { headers: signed, body: "{}" }));
  await host.handle(hostRequest("POST", "/github", { headers: signed, body: "{ }" }));
  await host.handle(hostRequest("GET", "/"));
  expect(heard).toEqual([
    [200, "test /preservica", false],
    [401, "test /preservica", false],
    [200, "test /github", false],
    [401, "test /github", false],
    [200, "test /", false],
  ]);
  await vi.waitFor(() => expect(handled.sort()).toEqual(["one", "{}"]));
  for (const box of boxes) await box.close();
});
