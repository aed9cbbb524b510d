import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
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
