import { describe, expect, it } from "vitest";
import {
  errorTable,
  HttpError,
  problemResponse,
  WebhookConfigError,
  WebhookError,
  type WebhookErrorCode,
} from "./index.ts";

const problem = (error: HttpError) => JSON.parse(String(problemResponse(error).body));

describe("problemResponse", () => {
  it("answers every code of the table with its status, and a 401 with a challenge", () => {
    for (const code of Object.keys(errorTable) as WebhookErrorCode[]) {
      const response = problemResponse(new WebhookError(code));
      expect(response.status).toBe(errorTable[code].status);
      expect(JSON.parse(String(response.body))).toMatchObject({
        code,
        title: errorTable[code].title,
      });
      if (response.status === 401) expect(response.headers["www-authenticate"]).toBeDefined();
    }
  });

  it("tells a client nothing of what went wrong inside", () => {
    const inside = {
      cause: new Error("hunter2"),
      issues: [{ path: ["hunter2"], message: "hunter2" }],
    };
    const body = problem(new WebhookError("handler_failed", "hunter2", inside));
    expect(JSON.stringify(body)).not.toContain("hunter2");
  });

  it("tells a client what it did wrong", () => {
    const issues = [{ path: ["data", 0, "id"], message: "expected text" }];
    expect(problem(new WebhookError("payload_invalid", "no id", { issues }))).toEqual({
      type: "about:blank",
      title: errorTable.payload_invalid.title,
      status: 422,
      code: "payload_invalid",
      detail: "no id",
      errors: [{ path: "data/0/id", message: "expected text" }],
    });
  });

  it("lets a handler expose a message from 500 up, or hide one below", () => {
    expect(problem(new HttpError(503, "Closed", { expose: true })).detail).toBe("Closed");
    expect(problem(new HttpError(403, "spy", { expose: false })).detail).toBeUndefined();
    expect(problem(new HttpError(418, "Tea"))).toMatchObject({ title: "Bad Request", status: 418 });
  });

  it("takes no status that is not an error", () => {
    for (const status of [200, 302, 399, 600, 404.5, Number.NaN]) {
      expect(() => new HttpError(status, "x")).toThrow(WebhookConfigError);
    }
  });
});
