import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type FloodOptions, Outbox } from "./outbox.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function outboxOf(options: FloodOptions = {}) {
  const sent: string[] = [];
  return { sent, outbox: new Outbox("test", options, (line) => sent.push(line)) };
}
const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index + 1}`);

it("sends a burst at once, then a line each interval", () => {
  const { sent, outbox } = outboxOf();
  outbox.open();
  outbox.add(lines(7));
  expect(sent).toEqual(lines(4));
  vi.advanceTimersByTime(999);
  expect(sent).toEqual(lines(4));
  vi.advanceTimersByTime(1);
  expect(sent).toEqual(lines(5));
  vi.advanceTimersByTime(2000);
  expect(sent).toEqual(lines(7));
  // After a pause, a whole burst again, and not more.
  vi.advanceTimersByTime(60_000);
  outbox.add(lines(6));
  expect(sent).toHaveLength(7 + 4);
});

it("lets nothing out while it is shut, and keeps the order", () => {
  const { sent, outbox } = outboxOf({ burst: 2, interval: 10 });
  outbox.add(["early"]);
  outbox.open();
  outbox.add(["one", "two"]);
  outbox.shut();
  vi.advanceTimersByTime(1000);
  expect(sent).toEqual(["early", "one"]);
  outbox.add(["three"]);
  outbox.open();
  expect(sent).toEqual(["early", "one", "two", "three"]);
});

it("takes all lines of a message or none, past its bound", () => {
  const { sent, outbox } = outboxOf({ burst: 1, waiting: 3 });
  outbox.add(lines(3));
  expect(() => outbox.add(["more"])).toThrow("expected at most 3 lines to wait, got 4");
  outbox.open();
  expect(() => outbox.add(lines(2))).toThrow("the server takes them more slowly");
  outbox.add(["last"]);
  vi.advanceTimersByTime(10_000);
  expect(sent).toEqual([...lines(3), "last"]);
});
