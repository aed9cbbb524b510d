import { expect, it } from "vitest";
import { checkBoolean, checkText, checkTimer } from "./option-checks.ts";

it.each([
  [undefined, "undefined; is an environment variable not set?"],
  ["", "an empty string; is an environment variable not set?"],
  [7, "a number"],
  [["s3cr3t"], "a list"],
])("took %j for a text", (value, came) => {
  expect(() => checkText("it: secret", value)).toThrow(
    `it: secret: expected a string, got ${came}`,
  );
});

it("quoted the secret that it refused", () => {
  expect(() => checkText("it: secret", { key: "s3cr3t" })).not.toThrow(/s3cr3t/);
});

it.each(["true", 1, null, undefined])("took %j for a boolean", (value) => {
  expect(() => checkBoolean("it: strict", value)).toThrow(
    "it: strict: expected true or false, got",
  );
});

it("took more milliseconds than a timer can count, which then fires at once", () => {
  expect(() => checkTimer("it: wait", 2_147_483_648, 0)).toThrow(
    "it: wait: expected a number of milliseconds from 0 to 2147483647, got 2147483648",
  );
  expect(() => checkTimer("it: wait", 2_147_483_647, 0)).not.toThrow();
});
