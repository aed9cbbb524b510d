import { expect, it } from "vitest";
import { measure, median } from "./measure.ts";
import { against, markdown, micros } from "./table.ts";

it("takes the middle value", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

it("runs every contestant, awaits promises, and holds each against the first", async () => {
  const order: string[] = [];
  let open = 0;
  const measured = await measure(
    [
      { name: "plain", run: () => order.push("plain") },
      {
        name: "promise",
        async run() {
          expect(open++).toBe(0);
          await undefined;
          open--;
          order.push("promise");
        },
      },
    ],
    { rounds: 3, slice: 0.01 },
  );
  expect(new Set(order)).toEqual(new Set(["plain", "promise"]));
  expect(measured.map(({ name }) => name)).toEqual(["plain", "promise"]);
  expect(measured[0]?.ratio).toBe(1);
  expect(measured[1]?.ratio).toBeGreaterThan(0);
});

it("says when a target is missed", () => {
  expect(against(1.351, "at most", 1.35)).toBe("1.35 (at most 1.35, missed)");
  expect(against(1.349, "at most", 1.35)).toBe("1.35 (at most 1.35)");
  expect(against(0.91, "at least", 0.9)).toBe("0.91 (at least 0.90)");
  expect(against(0.89, "at least", 0.9)).toBe("0.89 (at least 0.90, missed)");
});

it("writes an aligned table", () => {
  const table = { title: "T", note: "N.", head: ["a", "b"], rows: [["long name", micros(1.234)]] };
  expect(markdown(table)).toBe(
    [
      "## T",
      "",
      "N.",
      "",
      "| a         | b    |",
      "|-----------|------|",
      "| long name | 1.23 |",
      "",
    ].join("\n"),
  );
});
