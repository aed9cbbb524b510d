import { fileURLToPath } from "node:url";
import { type Schema, schemas } from "@clustaar/schemas";
import ts from "typescript";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { WireOf } from "../../events/events.ts";
import { defineEvent, Webhook } from "../../index.ts";
import { simulate, stepReachedNotification } from "../../testing/index.ts";
import { jsonKeyEquals, jsonKeyExists, jsonKeyIn } from "../index.ts";
import type { JsonObject, KnownWire, NotificationWire } from "./notification-wire.ts";
import type { StepReachedWire } from "./step-reached-wire.ts";
import type { WirePath } from "./wire-path.ts";

/** Every path that the types know, `*` standing for keys of the bot's own and `[]` for an index. */
const typed = [
  "topic",
  "botID",
  "timestamp",
  "type",
  "data",
  "data.type",
  "data.channel",
  "data.interlocutor",
  "data.interlocutor.id",
  "data.interlocutor.userID",
  "data.interlocutor.externalID",
  "data.interlocutor.location",
  "data.interlocutor.location.lat",
  "data.interlocutor.location.long",
  "data.interlocutor.email",
  "data.interlocutor.firstName",
  "data.interlocutor.lastName",
  "data.interlocutor.phoneNumber",
  "data.interlocutor.customAttributes",
  "data.interlocutor.isLogged",
  "data.interlocutor.usedToTest",
  "data.session",
  "data.session.values",
  "data.step",
  "data.step.id",
  "data.step.name",
  "data.step.userData",
  "data.step.actions",
  "data.input",
  "data.input.type",
  "data.input.text",
  "data.input.attachments",
  "data.input.name",
  "data.input.url",
  "data.input.target",
  "data.input.target.type",
  "data.input.target.id",
  "data.input.target.name",
  "data.input.sessionValues",
] as const satisfies readonly WirePath[];
const attachments = ["data.input.attachments[].type", "data.input.attachments[].url"];

type Literal<P> = P extends string ? (`${P}` extends `${string}${infer _}` ? P : never) : never;
type Fixed<P> = P extends `${string}[${string}` | `${string}.values.${string}` ? never : P;
type Free = `data.interlocutor.customAttributes.${string}` | `data.input.sessionValues.${string}`;

/** What stands in a table, below a path. */
function* pathsBelow(path: string, schema: Pick<Schema, "fields">): Generator<string> {
  for (const [key, { spec }] of Object.entries(schema.fields))
    yield* pathsOf(`${path}${key}`, spec);
}

type Spec = Schema["fields"][string]["spec"];

function* pathsOf(path: string, spec: Spec): Generator<string> {
  yield path;
  if (spec.kind === "object") yield* pathsBelow(`${path}.`, spec.schema);
  if (spec.kind === "oneOf") {
    for (const schema of spec.schemas.values()) yield* pathsBelow(`${path}.`, schema);
  }
  // Of actions there are 27 kinds, and which one stands where no filter knows.
  if (spec.kind === "list" && !path.endsWith(".actions")) {
    for (const below of pathsOf(`${path}[]`, spec.items)) if (!below.endsWith("[]")) yield below;
  }
}

describe("the types of the wire", () => {
  it("have the paths that the tables have, and no others", () => {
    const tables = new Set(pathsBelow("", schemas.webhook_request));
    expect([...tables].sort()).toEqual([...typed, ...attachments].sort());
    expectTypeOf<Literal<Exclude<Fixed<WirePath>, Free>>>().toEqualTypeOf<(typeof typed)[number]>();
  });

  it("are those of the topics", () => {
    type Wire = NotificationWire<StepReachedWire>;
    expectTypeOf<WireOf<"conversation.step_reached">>().toEqualTypeOf<Wire>();
    expectTypeOf<Wire>().toExtend<KnownWire>();
  });

  it("fit what the platform sends", () => {
    const sent: KnownWire = {
      topic: "conversation.step_reached",
      botID: "4321",
      timestamp: 1514998709,
      data: {
        channel: "facebook",
        interlocutor: { id: "123", location: { lat: 1, long: 2.4 } },
        session: { values: { name: "tintin" } },
        step: { id: "1234", name: "A step", userData: "{}", actions: [{ type: "x" }] },
      },
    };
    expect(jsonKeyEquals("data.session.values.name", "tintin")(sent)).toBe(true);
  });
});

describe("a path", () => {
  it("that no wire has is a type error", () => {
    // @ts-expect-error a typing error
    jsonKeyEquals("data.chanel", "facebook");
    // @ts-expect-error the handler's name, not the wire's
    jsonKeyIn("data.interlocutor.remoteId", ["42"]);
    // @ts-expect-error the handler's name, not the wire's
    jsonKeyExists("event.step.id");
    // @ts-expect-error a text has no keys
    jsonKeyExists("data.step.userData.color");
  });

  it("may go on with keys of the bot's own, indexes and expressions", () => {
    const key: string = "lang";
    for (const filter of [
      jsonKeyExists("data.session.values.cart.items[0].sku"),
      jsonKeyExists('data.session.values."first-name"'),
      jsonKeyExists("data.interlocutor.customAttributes.plan"),
      jsonKeyExists("data.step.actions[0].type"),
      jsonKeyExists("data.input.attachments[-1].url"),
      jsonKeyExists(`data.session.values.${key}`),
      jsonKeyExists(key),
      jsonKeyExists(' data."channel" '),
      jsonKeyEquals("length(data.step.actions)", 1),
      jsonKeyEquals("data.step.actions[*].type", []),
      jsonKeyEquals("data.channel || botID", 1),
      jsonKeyEquals("data.channel == 'x'", true),
    ]) {
      expect(filter({})).toBe(false);
    }
  });

  it("of another wire is checked against it, and any is taken with <any>", () => {
    expect(jsonKeyEquals<{ total: number }>("total", 12)({ total: 12 })).toBe(true);
    // @ts-expect-error a typing error
    jsonKeyEquals<{ total: number }>("totl", 12);
    jsonKeyEquals<NotificationWire>("data.order.total", 12);
    // @ts-expect-error the envelope is known
    jsonKeyEquals<NotificationWire>("date.order.total", 12);
    interface Tree {
      readonly value: number;
      readonly children: readonly Tree[];
    }
    jsonKeyEquals<Tree>("children[0].children[1].value", 12);
    // @ts-expect-error a typing error
    jsonKeyEquals<Tree>("children[0].kids", 12);
    // biome-ignore lint/suspicious/noExplicitAny: what the docs tell people to write
    expect(jsonKeyEquals<any>("user.id", 1)({ user: { id: 1 } })).toBe(true);
    expect(jsonKeyEquals<unknown>("user.id", 1)({ user: { id: 1 } })).toBe(true);
  });
});

describe("a filter written in place", () => {
  it("knows the wire of its topic", () => {
    new Webhook().on("conversation.step_reached", () => {}, {
      filters: (json) => {
        expectTypeOf(json.data.channel).toEqualTypeOf<string | null | undefined>();
        expectTypeOf(json.data.interlocutor?.userID).toEqualTypeOf<string | null | undefined>();
        expectTypeOf(json.data.session?.values).toEqualTypeOf<JsonObject | null | undefined>();
        // @ts-expect-error the handler's name, not the wire's
        return json.data.interlocutor?.remoteId === "42";
      },
    });
  });

  it("of a custom event knows that it is a JSON object", async () => {
    const webhook = new Webhook().on(defineEvent("order.paid"), () => ({ large: true }), {
      filters: [
        (json) => {
          expectTypeOf(json).toEqualTypeOf<JsonObject & { readonly topic: string }>();
          return typeof json.total === "number" && json.total > 100;
        },
      ],
    });
    const send = (total: unknown) =>
      simulate(webhook, { notification: { topic: "order.paid", data: {}, total } });
    expect((await send(120)).status).toBe(200);
    expect((await send("120")).status).toBe(404);
  });

  it("met a body without data, and the client got a 500", async () => {
    const webhook = new Webhook().on("conversation.step_reached", () => {}, {
      filters: (json) => json.data.channel === "customer_chat",
    });
    const errors: unknown[] = [];
    webhook.onError((error) => errors.push(error));
    const notification = stepReachedNotification();
    expect((await simulate(webhook, { notification })).status).toBe(200);
    for (const data of [undefined, null, [], "x", 5]) {
      const { status, problem } = await simulate(webhook, {
        notification: { ...notification, data },
      });
      expect([status, problem?.code]).toEqual([422, "payload_invalid"]);
    }
    expect((await simulate(webhook, { notification: { ...notification, data: {} } })).status).toBe(
      404,
    );
    expect(errors).toEqual([]);
  });
});

/* What an editor and the compiler say is an interface like any other: these are its screenshots. */

describe("the editor", () => {
  const scratch = fileURLToPath(new URL("./what-a-user-writes.ts", import.meta.url));
  const written = (call: string) => `import { jsonKeyEquals } from "../index.ts";\n${call};\n`;
  let text = "";
  let version = 0;
  const service = ts.createLanguageService({
    getScriptFileNames: () => [scratch],
    getScriptVersion: (path) => (path === scratch ? String(version) : "1"),
    getScriptSnapshot: (path) => {
      const found = path === scratch ? text : ts.sys.readFile(path);
      return found === undefined ? undefined : ts.ScriptSnapshot.fromString(found);
    },
    getCurrentDirectory: () => fileURLToPath(new URL(".", import.meta.url)),
    getCompilationSettings: () => ({
      strict: true,
      noEmit: true,
      allowImportingTsExtensions: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      customConditions: ["@clustaar/source"],
    }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => path === scratch || ts.sys.fileExists(path),
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
  });

  function write(call: string): void {
    text = written(call);
    version += 1;
  }

  it("offers the paths of the wire", () => {
    write('jsonKeyEquals("", 1)');
    const within = text.lastIndexOf('""') + 1;
    const offered = service.getCompletionsAtPosition(scratch, within, {})?.entries;
    expect(offered?.map(({ name }) => name).sort()).toEqual([...typed].sort());
  });

  it.each([
    [
      'jsonKeyEquals("data.chanel", "facebook")',
      `Argument of type '"data.chanel"' is not assignable to parameter of type '"data.input" | "data.channel" | "data.type" | "data.step" | "data.interlocutor" | "data.session"'.`,
    ],
    [
      'jsonKeyEquals("data.step.ids", "x")',
      `Argument of type '"data.step.ids"' is not assignable to parameter of type '"data.step.id" | "data.step.name" | "data.step.userData" | "data.step.actions"'.`,
    ],
    [
      'jsonKeyEquals("step.id", "x")',
      `Argument of type '"step.id"' is not assignable to parameter of type '"topic" | "type" | "data" | "timestamp" | "botID"'.`,
    ],
  ])("says of %s what is next to it", (call, message) => {
    write(call);
    const [first] = service.getSemanticDiagnostics(scratch);
    const said = ts.flattenDiagnosticMessageText(first?.messageText ?? "", "\n");
    const words = (sentence: string) => sentence.split(/ \| | of type '|'\.$/).sort();
    expect(words(said)).toEqual(words(message));
  });
});
