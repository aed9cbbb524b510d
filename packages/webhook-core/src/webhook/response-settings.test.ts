import { describe, expect, it } from "vitest";
import { type HandlerContext, Webhook } from "../index.ts";
import { simulate } from "../testing/index.ts";

/** The answer of a handler that does `act`, and what `onError` heard. */
async function answerOf(act: (context: HandlerContext) => unknown) {
  const webhook = new Webhook({ development: true }).onError(() => {});
  webhook.on("conversation.step_reached", async (context) => {
    await act(context);
    return [];
  });
  const { status, headers, errors } = await simulate(webhook);
  return { status, headers, told: errors.map(({ message }) => message) };
}

const later = () => new Promise((resolve) => setTimeout(resolve, 1));

describe("what a handler sets on its answer", () => {
  it.each([
    [
      "a promise",
      () => Promise.resolve("12"),
      "expected a text, got a promise; is an `await` missing?",
    ],
    [
      "a promise that fails",
      () => Promise.reject(new Error("x")),
      "expected a text, got a promise",
    ],
    ["a number", () => 12, "expected a text, got a number"],
    ["nothing", () => undefined, "expected a text, got undefined"],
    ["two lines", () => "a\nb", "expected a value in Latin-1 on one line, got another"],
    ["a list with two lines", () => ["a", "a\nb"], "expected a value in Latin-1 on one line, got"],
    ["a list of numbers", () => ["a", 1], "expected a list of texts, got a number in it"],
  ])("a header was sent as [object Promise]: %s is refused by its name", async (_, make, told) => {
    const answer = await answerOf(({ response }) => {
      response.headers["x-visits"] = make() as string;
    });
    expect(answer.status).toBe(500);
    expect(answer.told[0]).toContain(`headers/x-visits: ${told}`);
  });

  it("is refused once the answer is written, where it would be lost", async () => {
    const acts: ((context: HandlerContext) => void)[] = [
      ({ response }) => {
        response.headers["x-late"] = "1";
      },
      ({ response }) => {
        delete response.headers["x-early"];
      },
      ({ response }) => {
        response.headers = {};
      },
      ({ response }) => {
        response.status = 201;
      },
    ];
    for (const act of acts) {
      const { status, headers, told } = await answerOf((context) => {
        context.response.headers = { "x-early": "1" };
        context.waitUntil(later().then(() => act(context)));
      });
      expect([status, headers["x-early"]]).toEqual([200, "1"]);
      expect(told[0]).toMatch(
        /^response\.(status|headers.*) was set after the answer had been written, and is lost/,
      );
    }
  });

  it("is a plain object of texts: a Headers would have been lost", async () => {
    for (const headers of [new Headers({ a: "b" }), new Map([["a", "b"]]), "a: b", null]) {
      const { status, told } = await answerOf(({ response }) => {
        response.headers = headers as never;
      });
      expect([status, told[0]]).toEqual([
        500,
        expect.stringContaining("response.headers: expected"),
      ]);
    }
  });

  it("may be replaced, added to and taken away before", async () => {
    const { status, headers } = await answerOf(({ response }) => {
      response.headers = { "X-One": "1", two: "2" };
      Object.assign(response.headers, { three: "3" });
      delete response.headers.two;
      response.headers["Set-Cookie"] = ["a=1", "b=2"];
      response.status = 202;
    });
    expect(status).toBe(202);
    expect(headers).toEqual({
      "content-type": "application/json",
      "x-one": "1",
      three: "3",
      "set-cookie": ["a=1", "b=2"],
    });
  });
});
