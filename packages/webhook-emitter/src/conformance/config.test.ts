import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { readDocument } from "../config/read-document.ts";
import type { WebhookSettings } from "../config/settings.ts";
import { EmitterError } from "../errors.ts";
import { builtIn, type ServoCase, servoCases } from "./cases.test-helpers.ts";
import { leftOut } from "./left-out.test-helpers.ts";

const rows = servoCases.filter(({ group }) => group === "config");

/** Where we differ on purpose, and why: `docs/from-servo-webhooks.md` says the same to readers. */
const differences: Readonly<Record<string, string>> = {
  "config: event, on":
    "on: is refused where it is written; the original takes it and fails at the start",
  "config: event, a wildcard": "wildcards are there now",
  "config: secret, a list": "several secrets are there now, for rotation",
  "config: timeout is no key": "the document speaks of it, so it is there now",
  "config: enabled is no key": "it is there now",
};

/** What is right where the original is wrong. */
const right: Readonly<Record<string, Partial<Record<string, unknown>> | "refused">> = {
  "config: the example of the document, word for word": {
    headers: { "x-some-header": "some value" },
  },
  "config: headers, a list of name and value": { headers: { "x-some-header": "some value" } },
  "config: headers, a list of two of name and value": { headers: { "x-a": "b", "x-c": "d" } },
  "config: headers, a name with a blank": "refused",
  "config: backoff, an unknown key": "refused",
  "config: channels, one letter": { channels: ["a"] },
  // Variables are replaced now.
  "config: a value in the form of a variable is not replaced": { secrets: ["from env"] },
};

function read({ given }: ServoCase): WebhookSettings[] | EmitterError {
  const env = { ...(given.dotenv ? parseEnv(given.dotenv) : {}), ...given.environment };
  try {
    return readDocument(given.yaml, { file: "servo.yaml", names: builtIn, env });
  } catch (error) {
    if (error instanceof EmitterError) return error;
    throw error;
  }
}

/** Our settings, in the words of the rows. */
function asRow(settings: WebhookSettings, like: Record<string, unknown>) {
  const backoff = settings.backoff || { maxTries: 12, maxTime: 180_000 };
  const theirs = like.backoff as { max_time_seconds?: number };
  return {
    name: settings.name,
    description: settings.description,
    events: settings.events,
    url: settings.url,
    secret: settings.secrets[0],
    headers: settings.headers,
    backoff: {
      max_tries: backoff.maxTries,
      max_time_seconds: Number((backoff.maxTime / 1000).toPrecision(12)),
      ...("max_time_seconds" in theirs ? {} : { max_time_seconds: 180 }),
    },
    ...("channels" in like
      ? { channels: settings.channels, response_channel: settings.responseChannel }
      : {}),
  };
}

function theirs(row: Record<string, unknown>) {
  const { max_tries, max_time_seconds = 180 } = row.backoff as Record<string, number>;
  return { ...row, backoff: { max_tries, max_time_seconds } };
}

/** `__root__/0/url` of the original is `webhooks/0/url` here. */
function placeOf(path: string): string {
  return path.replace(/^__root__/, "webhooks").replace(/\/__root__$/, "");
}

describe("configurations, against the original", () => {
  for (const row of rows) {
    if (leftOut[row.name]) continue;
    it(row.name, () => {
      const ours = read(row);
      const mended = right[row.name];
      const difference = differences[row.name];
      if (difference) {
        expect(row.original_defect).toBeUndefined();
        expect(ours instanceof EmitterError, difference).toBe(row.expected.valid);
      } else if (mended === "refused") {
        expect(ours).toBeInstanceOf(EmitterError);
      } else if (mended) {
        expect(ours).toMatchObject([mended]);
      } else if (row.expected.valid) {
        expect(row.original_defect, "a defect needs what is right").toBeUndefined();
        if (ours instanceof EmitterError) throw ours;
        expect(ours.map((one, at) => asRow(one, row.expected.webhooks[at]))).toEqual(
          row.expected.webhooks.map(theirs),
        );
      } else {
        expect(ours).toBeInstanceOf(EmitterError);
        const { issues } = ours as EmitterError;
        const places = issues.map(({ path }) => path.join("/"));
        // The original names the list of events, we the line of the event itself.
        for (const { path } of row.expected.errors) {
          const place = placeOf(path);
          expect(
            places.some((ours) => ours === place || ours.startsWith(`${place}/`)),
            `${place} among ${places}`,
          ).toBe(true);
        }
        for (const line of (ours as EmitterError).message.split("\n")) {
          expect(line).toMatch(/^servo\.yaml:\d+: /);
        }
      }
    });
  }

  it("names only rows that are there", () => {
    const names = new Set(rows.map(({ name }) => name));
    expect(
      [...Object.keys(right), ...Object.keys(differences)].filter((name) => !names.has(name)),
    ).toEqual([]);
  });
});
