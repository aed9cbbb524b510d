import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { preservica as scheme } from "@clustaar/webhook-core/signatures";
import { PreservicaClient } from "@clustaar/webhook-preservica";
import { simulatePreservica } from "@clustaar/webhook-preservica/testing";
import { afterEach, expect, it } from "vitest";

const ref = "a9e1cae8-ea06-4157-8dd4-82d0525b031c";
const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanup.splice(0).reverse()) await clean();
});

const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const program = fileURLToPath(new URL("server.ts", import.meta.url));

/** Starts the example in a folder of its own, as its `start` script does, and waits for its first line. */
async function start(
  env: Record<string, string>,
  files: Record<string, string> = {},
  address = ["127.0.0.1:0"],
) {
  const folder = mkdtempSync(join(tmpdir(), "preservica-example-"));
  cleanup.push(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { PATH, HOME } = process.env;
  const child = spawn(
    process.execPath,
    ["--conditions=@clustaar/source", "--import", loader, program, ...address],
    { cwd: folder, env: { PATH, HOME, ...env }, stdio: ["ignore", "pipe", "pipe"] },
  );
  cleanup.push(() => ended(child));
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  const lines: string[] = [];
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  let rest = "";
  await new Promise<void>((resolve) => {
    child.once("close", () => resolve());
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      const parts = (rest + text).split("\n");
      rest = parts.pop() ?? "";
      lines.push(...parts);
      if (parts.length > 0) resolve();
    });
  });
  return {
    folder,
    lines,
    exit,
    errors: () => errors,
    url: `${lines[0]?.replace("Listening on ", "")}/`,
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once("exit", resolve));
  child.kill();
  await exit;
}

/** What `read` gives once `done` holds; the test's own timeout ends the waiting. */
async function eventually<T>(read: () => T, done: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = read();
    if (done(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function subscribed(url: string, secret: string, options = {}) {
  const platform = await simulatePreservica(options);
  cleanup.push(() => platform.close());
  const subscribe = () => {
    const { webhooks } = new PreservicaClient({
      ...platform.credentials,
      env: {},
      credentialsFile: null,
    });
    return webhooks.subscribe({ url, trigger: "INDEXED", secret });
  };
  return { platform, subscribe };
}

it("says where it listens, passes the challenge and prints each event as one JSON line", async () => {
  const { lines, url, errors } = await start({ PRESERVICA_WEBHOOK_SECRET: "from the environment" });
  expect(lines).toEqual([expect.stringMatching(/^Listening on http:\/\/127\.0\.0\.1:\d+$/)]);
  await eventually(errors, (told) => /No thumbnails are downloaded/.test(told));
  const { platform, subscribe } = await subscribed(url, "from the environment");
  await subscribe();
  const events = [
    { entityRef: ref, title: "two\nlines, é" },
    { entityRef: "other", unknown: [1] },
  ];
  const delivery = { trigger: "INDEXED", events, timestamp: "2026-11-25T10:00:00.000Z" } as const;
  const answers = await platform.deliver(delivery);
  expect(answers.map(({ status }) => status)).toEqual([200]);
  await platform.deliver(delivery);
  await platform.deliver({ trigger: "INDEXED", events: [{ last: true }] });
  const printed = await eventually(
    () => lines.slice(1),
    ({ length }) => length >= 3,
  );
  expect(printed.map((line) => JSON.parse(line))).toEqual([...events, { last: true }]);
});

it("reads the secret from credentials.properties, and the environment wins over it", async () => {
  const files = { "credentials.properties": "[credentials]\nsecret.key=from the file\n" };
  const fromFile = await start({}, files);
  await (await subscribed(fromFile.url, "from the file")).subscribe();
  const fromEnv = await start({ PRESERVICA_WEBHOOK_SECRET: "from the environment" }, files);
  const { subscribe } = await subscribed(fromEnv.url, "from the file");
  await expect(subscribe()).rejects.toThrow(/challenge failed/);
  await (await subscribed(fromEnv.url, "from the environment")).subscribe();
});

it("finds the file also where pnpm was started", async () => {
  const folder = mkdtempSync(join(tmpdir(), "preservica-example-"));
  cleanup.push(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "credentials.properties"), "[credentials]\nsecret.key=s3cr3t\n");
  const { url } = await start({ INIT_CWD: folder });
  await (await subscribed(url, "s3cr3t")).subscribe();
});

it("says what it expects instead of listening elsewhere", async () => {
  for (const address of ["8000", "localhost", "localhost:http"]) {
    const { lines, errors } = await start({ PRESERVICA_WEBHOOK_SECRET: "s" }, {}, [address]);
    expect(lines).toEqual([]);
    expect(errors()).toContain(`expected HOST:PORT such as 0.0.0.0:8000, got ${address}`);
  }
});

it("does not start without a secret, and says in one line where it may stand", async () => {
  const { lines, errors, exit } = await start({});
  expect(lines).toEqual([]);
  expect(await exit).toBe(1);
  expect(errors().trim().split("\n")).toEqual([
    expect.stringMatching(/set PRESERVICA_WEBHOOK_SECRET, or write secret\.key=/),
  ]);
});

it("took the -- that pnpm hands on for its address", async () => {
  const { lines } = await start({ PRESERVICA_WEBHOOK_SECRET: "s" }, {}, ["--", "127.0.0.1:0"]);
  expect(lines[0]).toMatch(/^Listening on http:\/\/127\.0\.0\.1:\d+$/);
});

it("listens on 127.0.0.1:8000 without an argument", async () => {
  const { lines, errors } = await start({ PRESERVICA_WEBHOOK_SECRET: "s" }, {}, []);
  // Somebody else may have the port; then the attempt tells which one it was.
  const told = lines[0] ?? errors().match(/EADDRINUSE.* 127\.0\.0\.1:8000/)?.[0];
  expect(told).toMatch(/^(Listening on http:\/\/127\.0\.0\.1:8000|EADDRINUSE.*127\.0\.0\.1:8000)$/);
});

it("downloads a thumbnail for each event, and takes no path from the network", async () => {
  const picture = new Uint8Array(200_000).map((_, index) => index);
  const moved = "5b0c1d5e-3f0a-4c4e-9f57-0d3c1f1f6a10";
  const content = "7e2f6a0d-1b8c-4d39-8a46-2c9d5e7f8b31";
  const thumbnails = { [ref]: picture, [moved]: new Uint8Array(3), [content]: new Uint8Array(4) };
  const platform = await simulatePreservica({ thumbnails });
  cleanup.push(() => platform.close());
  const { server, username, password, tenant } = platform.credentials;
  const { folder, lines, url, errors } = await start(
    {},
    {
      "credentials.properties": `[credentials]\nusername=${username}\npassword=${password}\ntenant=${tenant}\nserver=${server}\nsecret.key=s3cr3t\n`,
    },
  );
  const preservica = new PreservicaClient({
    ...platform.credentials,
    env: {},
    credentialsFile: null,
  });
  for (const trigger of ["INDEXED", "MOVED"] as const) {
    await preservica.webhooks.subscribe({ url, trigger, secret: "s3cr3t" });
  }
  const without = "0f2c6bf7-2a5f-4a9f-8d0b-0c5b8e9a7d11";
  const strange = [
    `../${ref}`,
    `${ref}/../x`,
    "/etc/passwd",
    `${ref}\n`,
    `${ref}\0`,
    "..",
    "",
    null,
  ];
  const folderRef = "d1c2b3a4-0f1e-4d2c-9b3a-8f7e6d5c4b3a";
  const move = await platform.deliver({ trigger: "MOVED", events: [{ entityRef: moved }] });
  const events = [
    ...[...strange, without].map((entityRef) => ({ entityRef })),
    { entityRef: folderRef, entityType: "SO" },
    { entityRef: content, entityType: "CO" },
    { entityRef: ref, entityType: "IO" },
  ];
  const delivery = { trigger: "INDEXED", events, timestamp: 1 } as const;
  platform.failNext(500, { matches: /thumbnail.*a9e1/ });
  const failed = await platform.deliver(delivery);
  const again = await platform.deliver(delivery);
  expect([move, failed, again].map(([answer]) => answer?.status)).toEqual([200, 500, 200]);

  const saved = [moved, content, ref].map((name) => `${name}.jpg`);
  expect(readdirSync(folder).sort()).toEqual([...saved, "credentials.properties"].sort());
  expect(new Uint8Array(readFileSync(join(folder, `${ref}.jpg`)))).toEqual(picture);
  expect(readdirSync(dirname(folder))).not.toContain(`${ref}.jpg`);
  const asked = platform.requests.filter(({ path }) => path.includes("thumbnail"));
  expect(
    asked.map(({ path, status }) => [new URL(path, server).searchParams.get("id"), status]),
  ).toEqual([
    [`sdb:IO|${moved}`, 200],
    [`sdb:IO|${without}`, 404],
    [`sdb:CO|${content}`, 200],
    [`sdb:IO|${ref}`, 500],
    [`sdb:IO|${ref}`, 200],
  ]);
  expect(asked[4]?.path).toMatch(/size=large$/);
  // What was printed before the failure is not printed again.
  await eventually(
    () => lines.length,
    (count) => count >= 2 + events.length,
  );
  expect(lines.slice(1)).toHaveLength(1 + events.length);
  expect(errors()).toMatch(new RegExp(`${without} has no thumbnail`));
  expect(errors()).not.toContain(password);
});

/** A repository whose pictures come as `answer` says, the example beside it, and a way to send it one asset. */
async function withThumbnails(answer: (response: ServerResponse, count: number) => void) {
  let asked = 0;
  const repository = createServer((request, response) => {
    if (request.url?.includes("thumbnail")) answer(response, ++asked);
    else response.end('{"token":"t0ken"}');
  });
  await new Promise<void>((resolve) => repository.listen(0, "127.0.0.1", resolve));
  cleanup.push(() => {
    repository.closeAllConnections();
    return new Promise((resolve) => repository.close(resolve));
  });
  const example = await start({
    PRESERVICA_WEBHOOK_SECRET: "s3cr3t",
    PRESERVICA_USERNAME: "u",
    PRESERVICA_PASSWORD: "p",
    PRESERVICA_TENANT: "T",
    PRESERVICA_SERVER: `http://127.0.0.1:${(repository.address() as AddressInfo).port}`,
  });
  return {
    ...example,
    /** Bodies that differ are not duplicates of each other. */
    async send(number: number) {
      const events = [{ entityRef: ref, number }];
      const text = JSON.stringify({ triggerType: "FULL_TEXT_INDEXED", events });
      const body = new TextEncoder().encode(text);
      const headers = scheme.sign({ body, timestamp: 0 }, "s3cr3t");
      return (await fetch(example.url, { method: "POST", body, headers })).status;
    },
  };
}

it("mixed the pictures of two deliveries of one asset at the same time", async () => {
  const picture = new Uint8Array(300_000).fill(1);
  let goOn = () => {};
  const { folder, send } = await withThumbnails((response, count) => {
    response.writeHead(200, { "content-length": picture.length });
    if (count === 1) {
      response.write(picture.subarray(0, 150_000));
      goOn = () => response.end(picture.subarray(150_000));
    } else {
      response.write(new Uint8Array(1_000), () => {
        setTimeout(() => response.destroy(), 50);
      });
    }
  });
  const first = send(1);
  await eventually(
    () => readdirSync(folder),
    ({ length }) => length === 1,
  );
  expect(await send(2)).toBe(500);
  goOn();
  expect(await first).toBe(200);
  expect(readdirSync(folder)).toEqual([`${ref}.jpg`]);
  expect(new Uint8Array(readFileSync(join(folder, `${ref}.jpg`)))).toEqual(picture);
});

it.each([
  ["no body", (response: ServerResponse) => response.writeHead(204).end()],
  ["an empty body", (response: ServerResponse) => response.writeHead(200).end()],
  [
    "a body that breaks off",
    (response: ServerResponse) => {
      response.writeHead(200, { "content-length": 1_000 });
      response.write("begun", () => response.destroy());
    },
  ],
])("left a file behind for %s", async (_, answer) => {
  const { folder, send } = await withThumbnails(answer);
  expect(await send(1)).toBe(500);
  expect(readdirSync(folder)).toEqual([]);
});
