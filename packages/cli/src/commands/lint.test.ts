import { describe, expect, it } from "vitest";
import { run } from "../io.test-helpers.ts";

const good = { type: "send_text_action", alternatives: ["Hello"] };
const bad = { type: "send_text_action", alternatives: [] };
const step = { id: "507f191e810c19729de860ea", name: "Welcome" };

/** Lints one document on standard input. */
function lint(document: unknown, ...options: string[]) {
  const stdin = typeof document === "string" ? document : JSON.stringify(document, null, 2);
  return run(["lint", "-", ...options], { stdin });
}

describe("lint", () => {
  it.each([
    ["an action", good],
    ["actions", [good, good]],
    ["an answer", { actions: [good], session: { type: "session", values: {} } }],
    [
      "a bot file",
      { steps: [{ ...step, actions: [good] }], texts: [{ when: "hi", step: step.id }] },
    ],
  ])("passes %s that keeps the limits", async (_what, document) => {
    expect(await lint(document)).toMatchObject({ status: 0, out: "1 file: no limit is broken.\n" });
  });

  it.each([
    ["an action", bad, "-:3:19: alternatives: at least 1 item, got 0"],
    ["actions", [good, bad], "-:10:21: 1/alternatives: at least 1 item, got 0"],
    ["an answer", { actions: [bad] }, "-:5:23: actions/0/alternatives: at least 1 item, got 0"],
    [
      "the actions of a bot file",
      { steps: [{ ...step, actions: [bad] }] },
      "-:9:27: steps/0/actions/0/alternatives: at least 1 item, got 0",
    ],
    [
      "a bot file",
      { steps: [{ ...step, webhok: false }] },
      "-:6:17: steps/0/webhok: unknown key; the keys are id, name, userData, actions, webhook",
    ],
    [
      "a step that is nowhere",
      { steps: [step], start: "x" },
      `-:8:12: start: expected the id of a step (${step.id}), got "x"`,
    ],
    ["a missing key", { type: "send_email_action" }, "-:1:1: content: expected text, got nothing"],
    ["no JSON", '{\n  "type": oops\n}', "-:2:11: expected JSON, "],
    [
      "another value",
      "5",
      "-:1:1: expected an action, a list of actions, an answer or a bot file, got a number",
    ],
  ])("says where, what is allowed and what came: %s", async (_what, document, line) => {
    const { status, out } = await lint(document);
    expect(out).toContain(line);
    expect(status).toBe(1);
  });

  it("writes annotations for a workflow", async () => {
    const { out } = await lint([good, bad], "--format", "github");
    expect(out).toBe("::error file=-,line=10,col=21::1/alternatives: at least 1 item, got 0\n");
  });

  it("writes JSON", async () => {
    const { json } = await lint([bad], "--json");
    expect(json()).toEqual({
      files: 1,
      issues: [
        {
          file: "-",
          line: 4,
          column: 21,
          path: "0/alternatives",
          message: "at least 1 item, got 0",
        },
      ],
    });
  });

  it("takes a byte order mark, and JSON that is nested very deeply", async () => {
    expect(await lint(`\uFEFF${JSON.stringify(good)}`)).toMatchObject({ status: 0 });
    const deep = `{"type":"send_text_action","x":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    expect((await lint(deep)).status).toBe(1);
  });

  it.each([
    ["no such file", ["lint", "nowhere.json"], "nowhere.json: there is no such file"],
    ["an unknown format", ["lint", "-", "--format", "xml"], "expected text or github"],
    ["no file", ["lint"], "missing required argument 'file'"],
  ])("fails with 2: %s", async (_what, args, message) => {
    const { status, err } = await run(args, { stdin: "{" });
    expect(status).toBe(2);
    expect(err).toContain(message);
  });
});
