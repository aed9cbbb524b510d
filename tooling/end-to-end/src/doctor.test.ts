import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as httpRequest, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { lambdaAdapter } from "@clustaar/adapter-lambda";
import type { WebhookRequest } from "@clustaar/webhook-core";
import { nodeRequest } from "@clustaar/webhook-core/adapter";
import { type Diagnosis, diagnose } from "@clustaar/webhook-core/doctor";
import { createEndpoint } from "@clustaar/webhook-core/endpoint";
import { clustaar } from "@clustaar/webhook-core/signatures";
import express from "express";
import { Hono } from "hono";
import { afterEach, describe, expect, it } from "vitest";

/*
 * Each test makes a fault as people make it: with the middleware, proxy or tool that makes it, over real HTTP.
 */

const KEY = "s3cr3t";
// As the platform writes JSON: blanks, escapes and all.
const BODY = Buffer.from(
  '{"botID": "4321", "data": {"name": "caf\\u00e9", "location": {"lat": 1.0}}}',
);

// Both are on most machines, and CI has them: there a missing one is a failure.
const isMissing = (tool: string, ...args: string[]) =>
  !process.env.CI && spawnSync(tool, args).error !== undefined;
const noCurl = isMissing("curl", "--version");
const noOpenssl = isMissing("openssl", "version");

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function listen(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`;
}

function examine(request: WebhookRequest): Diagnosis {
  return diagnose(request, { scheme: clustaar, keys: KEY });
}

/** The headers of the platform, whose signature covers `body`. */
function signedHeaders(body: Buffer = BODY, key: string | Buffer = KEY): Record<string, string> {
  return clustaar.sign({ body, timestamp: Date.now() }, key);
}

/** Sends and gives what the doctor, who answers in JSON, has found. */
async function send(
  url: string,
  body: Buffer = BODY,
  headers: Record<string, string> = signedHeaders(body),
): Promise<Diagnosis> {
  const sent = httpRequest(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
  });
  sent.end(body);
  const [answer] = await once(sent, "response");
  let text = "";
  for await (const chunk of answer) text += chunk;
  return JSON.parse(text);
}

/** An Express app whose parser comes first, and code that makes bytes of what the parser left. */
async function expressApp(
  parser: express.RequestHandler,
  bytesOf: (body: never) => Buffer,
): Promise<string> {
  const app = express();
  app.use(parser);
  app.post("/webhook", (req, res) => {
    res.json(examine(nodeRequest(req, bytesOf(req.body as never))));
  });
  return listen(app);
}

describe("the doctor, on a real server, names", () => {
  it("express.json() that came first", async () => {
    const url = await expressApp(express.json(), (body) => Buffer.from(JSON.stringify(body)));
    const { cause, message } = await send(url);
    expect(cause).toBe("body_reserialised");
    expect(message).toContain("express.json()");
  });

  it("Hono's c.req.json() that came first", async () => {
    const app = new Hono();
    app.post("/webhook", async (c) => {
      const body = Buffer.from(JSON.stringify(await c.req.json()));
      return c.json(
        examine({
          method: "POST",
          path: "/webhook",
          query: new URLSearchParams(),
          headers: c.req.raw.headers,
          body,
        }),
      );
    });
    const response = await app.request("/webhook", {
      method: "POST",
      headers: signedHeaders(),
      body: BODY,
    });
    expect(((await response.json()) as Diagnosis).cause).toBe("body_reserialised");
  });

  it("express.text(), which cuts the byte order mark off", async () => {
    const url = await expressApp(express.text({ type: "*/*" }), (body) =>
      Buffer.from(body as string),
    );
    expect((await send(url, Buffer.concat([Buffer.from("\ufeff"), BODY]))).cause).toBe(
      "body_byte_order_mark",
    );
  });

  it("express.text() with latin-1 as its charset", async () => {
    const url = await expressApp(
      express.text({ type: "*/*", defaultCharset: "iso-8859-1" }),
      (body) => Buffer.from(body as string),
    );
    const body = Buffer.from('{"name": "café"}');
    const found = await send(url, body, { ...signedHeaders(body), "content-type": "text/plain" });
    expect(found.cause).toBe("body_charset");
  });

  it("express.raw(), which decompresses", async () => {
    const url = await expressApp(express.raw({ type: "*/*" }), (body) => body);
    const compressed = gzipSync(BODY);
    const found = await send(url, compressed, {
      ...signedHeaders(compressed),
      "content-encoding": "gzip",
    });
    expect(found.cause).toBe("body_compressed");
  });

  it("a sender that compresses after signing", async () => {
    const url = await expressApp(express.raw({ type: "*/*", inflate: false }), (body) => body);
    expect((await send(url, gzipSync(BODY), signedHeaders())).cause).toBe("body_compressed");
  });

  it("a stream that was set to latin-1", async () => {
    const url = await listen((req, res) => {
      let text = "";
      req.setEncoding("latin1");
      req.on("data", (chunk) => {
        text += chunk;
      });
      req.on("end", () => res.end(JSON.stringify(examine(nodeRequest(req, Buffer.from(text))))));
    });
    expect((await send(url, Buffer.from('{"name": "café"}'))).cause).toBe("body_charset");
  });

  it("a gateway that hands the body over as base64", async () => {
    const endpoint = createEndpoint({ maxBody: 10_000 }, async (request) => ({
      status: 200,
      headers: {},
      body: JSON.stringify(examine(request)),
    }));
    const { body } = await lambdaAdapter(endpoint)({
      httpMethod: "POST",
      path: "/webhook",
      headers: signedHeaders(),
      body: BODY.toString("base64"),
      isBase64Encoded: false,
    });
    expect(JSON.parse(body).cause).toBe("body_base64");
  });

  describe("behind a proxy", () => {
    async function throughProxy(change: (headers: Record<string, string>) => void) {
      const target = await expressApp(express.raw({ type: "*/*" }), (body) => body);
      const proxy = await listen((req, res) => {
        const headers = { ...(req.headers as Record<string, string>) };
        change(headers);
        const onwards = httpRequest(target, { method: req.method, headers }, (answer) =>
          answer.pipe(res),
        );
        req.pipe(onwards);
      });
      return send(proxy);
    }

    it("that writes a Date of its own", async () => {
      const { cause, message } = await throughProxy((headers) => {
        headers.date = new Date(Date.parse(headers.date ?? "") + 3000).toUTCString();
      });
      expect(cause).toBe("time_rewritten");
      expect(message).toContain("3 seconds");
    });

    it("that takes the signature out", async () => {
      const { cause } = await throughProxy((headers) => {
        delete headers["x-hub-signature"];
      });
      expect(cause).toBe("signature_missing");
    });
  });

  it("a Date that a proxy adds to a request signed without one", async () => {
    const url = await expressApp(express.raw({ type: "*/*" }), (body) => body);
    const headers = signedHeaders();
    const mac = clustaar.prepareKey(KEY).digest("date=None\n", BODY).toString("hex");
    expect((await send(url, BODY, { ...headers, "x-hub-signature": `sha1=${mac}` })).cause).toBe(
      "time_missing",
    );
  });

  it.skipIf(noOpenssl)("a script that signs the date without `date=` before it", async () => {
    const url = await expressApp(express.raw({ type: "*/*" }), (body) => body);
    const date = new Date().toUTCString();
    const script = `(printf '%s\\n' "$DATE"; cat) | openssl dgst -sha1 -hmac "$KEY" -r | cut -c1-40`;
    const mac = execFileSync("sh", ["-c", script], {
      input: BODY,
      env: { ...process.env, DATE: date, KEY },
      encoding: "utf8",
    });
    const headers = { date, "x-hub-signature": `sha1=${mac.trim()}` };
    const { cause, message } = await send(url, BODY, headers);
    expect(cause).toBe("time_label");
    expect(message).toContain("the date without `date=` before it");
  });

  it("a clock that is wrong", async () => {
    const url = await expressApp(express.raw({ type: "*/*" }), (body) => body);
    const headers = clustaar.sign({ body: BODY, timestamp: Date.now() - 120_000 }, KEY);
    const { cause, fits } = await send(url, BODY, headers);
    expect({ cause, fits }).toEqual({ cause: "clock", fits: true });
  });

  it.skipIf(noCurl)("curl -d, which cuts line breaks out of the file it sends", async () => {
    const url = await expressApp(express.raw({ type: "*/*" }), (body) => body);
    const folder = mkdtempSync(join(tmpdir(), "doctor-"));
    closing.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "body.json");
    writeFileSync(file, Buffer.concat([BODY, Buffer.from("\n")]));
    const headers = signedHeaders(Buffer.concat([BODY, Buffer.from("\n")]));
    // The server runs in this process, so curl must not block it.
    const curl = spawn("curl", [
      "-s",
      "-d",
      `@${file}`,
      ...Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]),
      url,
    ]);
    let text = "";
    curl.stdout.on("data", (chunk) => {
      text += chunk;
    });
    await once(curl, "close");
    expect(JSON.parse(text).cause).toBe("body_trailing_newline");
  });

  it("a key that a shell's echo put into a file", async () => {
    const url = await expressApp(express.raw({ type: "*/*" }), (body) => body);
    const key = execFileSync("sh", ["-c", `echo ${KEY}`]);
    expect((await send(url, BODY, signedHeaders(BODY, key))).cause).toBe("key_whitespace");
  });
});
