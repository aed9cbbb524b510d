import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { PassThrough, Readable } from "node:stream";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { NodeRequest } from "./node-request.ts";
import { readBody } from "./read-body.ts";

function message(...chunks: (string | Uint8Array)[]): NodeRequest {
  const made = new IncomingMessage(new Socket());
  for (const chunk of chunks) made.push(chunk);
  return made;
}

function whole(...chunks: (string | Uint8Array)[]): NodeRequest {
  const made = message(...chunks);
  made.push(null);
  return made;
}

const text = async (request: NodeRequest, limit = 1000) =>
  Buffer.from(await readBody(request, limit, "Move it.")).toString();

describe("a body", () => {
  it("of one chunk is that chunk, without a copy", async () => {
    const chunk = Buffer.from("hello");
    expect(await readBody(whole(chunk), 1000, "")).toBe(chunk);
  });

  it("of many chunks is joined, whatever their sizes", async () => {
    const parts = Array.from({ length: 300 }, (_, index) => "x".repeat(index % 7) + index);
    expect(await text(whole(...parts), 10_000)).toBe(parts.join(""));
  });

  it("that ended before we came is empty", async () => {
    const request = whole();
    request.resume();
    await new Promise((ended) => request.once("end", ended));
    expect(await text(request)).toBe("");
  });

  it("of a request that was paused flows again", async () => {
    const request = whole("hello");
    request.pause();
    expect(await text(request)).toBe("hello");
  });
});

describe("the limit", () => {
  it("refuses without waiting for the end", async () => {
    const request = message("x".repeat(600), "x".repeat(600));
    await expect(text(request)).rejects.toMatchObject({
      code: "body_too_large",
      status: 413,
      message: "expected a body of at most 1000 bytes, got more",
    });
  });

  it("believes a declared length, and names it", async () => {
    const request = message();
    request.rawHeaders = ["content-LENGTH", "1001"];
    await expect(text(request)).rejects.toThrow("at most 1000 bytes, got 1001");
  });

  it("lets go of what comes after it", async () => {
    const request = message("x".repeat(1001));
    await expect(text(request)).rejects.toMatchObject({ code: "body_too_large" });
    expect(request.listenerCount("data")).toBe(0);
  });
});

describe("an upload that breaks off", () => {
  it("is incomplete", async () => {
    const request = message("half");
    const body = text(request);
    request.destroy(new Error("aborted"));
    await expect(body).rejects.toMatchObject({ code: "body_incomplete", status: 400 });
  });

  it("is incomplete without an error too", async () => {
    const request = message("half");
    const body = text(request);
    request.destroy();
    await expect(body).rejects.toMatchObject({ code: "body_incomplete" });
  });

  it("is incomplete when it broke off before we came", async () => {
    const request = message();
    request.destroy();
    await new Promise((closed) => request.once("close", closed));
    await expect(text(request)).rejects.toMatchObject({ code: "body_incomplete" });
  });
});

describe("a body that was read before", () => {
  it("is unavailable, and the remedy says what to move", async () => {
    const request = whole("hello");
    for await (const _chunk of request);
    await expect(text(request)).rejects.toMatchObject({
      code: "raw_body_unavailable",
      status: 500,
      expose: true,
      message: expect.stringContaining("Move it."),
    });
  });

  it("is unavailable once an encoding turned it into text", async () => {
    const request = whole("hello");
    request.setEncoding("utf8");
    await expect(text(request)).rejects.toMatchObject({ code: "raw_body_unavailable" });
  });

  it("is taken from rawBody, then from body, as far as these are bytes", async () => {
    const request = whole("stream");
    request.body = Buffer.from("body");
    expect(await text(request)).toBe("body");
    request.rawBody = new TextEncoder().encode("rawBody");
    expect(await text(request)).toBe("rawBody");
    request.rawBody = "a text has lost the raw bytes";
    request.body = { a: 1 };
    expect(await text(request)).toBe("stream");
  });

  it("is held to the limit", async () => {
    const request = whole();
    request.rawBody = Buffer.alloc(1001);
    await expect(text(request)).rejects.toThrow("at most 1000 bytes, got 1001");
  });
});

describe("bytes of another realm", () => {
  it("are bytes", async () => {
    const request = whole();
    // As Jest's jsdom environment makes them.
    request.rawBody = runInNewContext("Uint8Array.of(123, 125)");
    expect(request.rawBody).not.toBeInstanceOf(Uint8Array);
    expect(await text(request)).toBe("{}");
  });
});

describe("a body that the host parsed or decoded", () => {
  const posted = (kept: object) => Object.assign(whole(), { method: "POST" }, kept);
  const unavailable = { code: "raw_body_unavailable", status: 500 };

  it("was called empty, and its signature invalid, when it came as text beside an empty stream", async () => {
    await expect(text(posted({ body: '{"a":1}' }))).rejects.toMatchObject({
      ...unavailable,
      message:
        "expected the raw bytes of the body, over which the signature is computed, but the host made text of them. Move it.",
    });
  });

  it.each([{ a: 1 }, [], [1], 5, false, new URLSearchParams("a=1")])(
    "is unavailable: %j",
    async (body) => {
      await expect(text(posted({ body }))).rejects.toMatchObject({
        ...unavailable,
        message: expect.stringContaining("but the host parsed them. Move it."),
      });
    },
  );

  it("is unavailable in a request made by hand, without a method", async () => {
    await expect(text(Object.assign(whole(), { body: "{}" }))).rejects.toMatchObject(unavailable);
  });

  it("is unavailable when rawBody is text", async () => {
    await expect(text(posted({ rawBody: "{}" }))).rejects.toMatchObject(unavailable);
  });

  it("is unavailable when rawBody is empty and body is not", async () => {
    const kept = { rawBody: Buffer.alloc(0), body: { a: 1 } };
    await expect(text(posted(kept))).rejects.toMatchObject(unavailable);
  });

  it.each([undefined, null, "", {}, Object.create(null)])("leaves no trace: %j", async (body) => {
    expect(await text(posted({ body }))).toBe("");
  });

  it("is not looked for in a GET", async () => {
    expect(await text(posted({ method: "GET", body: { left: "by a middleware" } }))).toBe("");
  });

  it("was waited for without end when the stream never emits anything", async () => {
    vi.useFakeTimers();
    try {
      const silent = Object.assign(message(), { method: "POST", body: "{}" });
      const refused = expect(text(silent)).rejects.toMatchObject(unavailable);
      await vi.advanceTimersByTimeAsync(1000);
      await refused;
    } finally {
      vi.useRealTimers();
    }
  });

  it("is read from a stream that is slow to say its first word", async () => {
    vi.useFakeTimers();
    try {
      const slow = Object.assign(message(), { method: "POST", body: { a: 1 } });
      const read = text(slow);
      await vi.advanceTimersByTimeAsync(900);
      slow.push("hel");
      await vi.advanceTimersByTimeAsync(5000);
      slow.push("lo");
      slow.push(null);
      vi.useRealTimers();
      expect(await read).toBe("hello");
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("a body whose length was declared, and that is empty", () => {
  const declaring = (length: string, method = "POST") =>
    Object.assign(whole(), { method, rawHeaders: ["Content-Length", length] });

  it("was dropped", async () => {
    await expect(text(declaring("57"))).rejects.toMatchObject({
      code: "raw_body_unavailable",
      message: expect.stringContaining("none of the 57 bytes that content-length declares"),
    });
  });

  it("was dropped, too, when the host keeps it as rawBody", async () => {
    const kept = Object.assign(declaring("57"), { rawBody: Buffer.alloc(0) });
    await expect(text(kept)).rejects.toMatchObject({ code: "raw_body_unavailable" });
  });

  it("is empty when the length is 0 or no number, and in a GET", async () => {
    expect(await text(declaring("0"))).toBe("");
    expect(await text(declaring("nonsense"))).toBe("");
    expect(await text(declaring("57", "GET"))).toBe("");
  });
});

describe("Vercel's helpers", () => {
  afterEach(() => vi.useRealTimers());

  /** They read the body, play the bytes again on `data` and `end`, and parse when `body` is asked for. */
  async function helped(bytes: string, kept: object = {}): Promise<NodeRequest> {
    const request = Object.assign(whole(bytes), { method: "POST" });
    for await (const _chunk of request);
    const replica = new PassThrough();
    const original = request.on.bind(request);
    const on = (name: string, listener: () => void) =>
      name === "data" || name === "end" ? replica.on(name, listener) : original(name, listener);
    Object.assign(request, { read: replica.read.bind(replica), on, addListener: on }, kept);
    replica.end(bytes);
    Object.defineProperty(request, "body", { get: () => JSON.parse(bytes) });
    return request;
  }

  it("made a client's malformed JSON a 500, since their getter throws", async () => {
    expect(await text(await helped('{"a":'))).toBe('{"a":');
    expect(await text(await helped('{"a":', { rawBody: Buffer.from("kept") }))).toBe("kept");
  });

  it("hand over the bytes, although the body was read", async () => {
    expect(await text(await helped('{ "a": 1 }'))).toBe('{ "a": 1 }');
  });

  it("are held to the limit", async () => {
    const refused = text(await helped("1".repeat(1001)));
    await expect(refused).rejects.toMatchObject({ code: "body_too_large" });
  });

  it("are told from tools that watch a request whose body was read", async () => {
    const request = Object.assign(whole("{}"), { method: "POST" });
    for await (const _chunk of request);
    request.on = request.on.bind(request);
    vi.useFakeTimers();
    const refused = expect(text(request)).rejects.toMatchObject({ code: "raw_body_unavailable" });
    await vi.advanceTimersByTimeAsync(1000);
    await refused;
  });

  it("are told from tools that watch a request whose client is gone", async () => {
    const request = message();
    request.on = request.on.bind(request);
    request.destroy();
    await new Promise((closed) => request.once("close", closed));
    await expect(text(request)).rejects.toMatchObject({ code: "body_incomplete" });
  });
});

describe("a stream of something else than bytes", () => {
  const streaming = (...chunks: unknown[]) => Readable.from(chunks) as unknown as NodeRequest;

  it("is held to the limit, in bytes, when it is text", async () => {
    const request = streaming(...Array.from({ length: 20 }, () => "é".repeat(100)));
    await expect(text(request)).rejects.toMatchObject({ code: "body_too_large" });
  });

  it("is unavailable", async () => {
    for (const chunks of [["text"], [Buffer.from("bytes"), "text"], [{ a: 1 }], [5]]) {
      await expect(text(streaming(...chunks))).rejects.toMatchObject({
        code: "raw_body_unavailable",
      });
    }
  });
});

describe("a stream that fails", () => {
  it.each([{ status: 413 }, { statusCode: 413 }])(
    "was called an upload that broke off when the host's own limit is lower: %o",
    async (fields) => {
      const request = message("half");
      const body = text(request);
      request.destroy(Object.assign(new Error("too large"), fields));
      await expect(body).rejects.toMatchObject({
        code: "body_too_large",
        message:
          "expected a body within the host's own limit, which is lower than the webhook's 1000 bytes; send less, or raise the host's limit",
      });
    },
  );
});
