import { describe, expect, it } from "vitest";
import { NodeHeaders } from "./node-headers.ts";

describe("headers as they came", () => {
  const rawHeaders = ["Date", "a", "X-Dates", "no", "dAtE", "b", "x-empty", "", "DATE", "c"];
  const headers = new NodeHeaders({ rawHeaders, headers: { date: "a" } });

  it("are joined when they repeat", () => {
    expect(headers.get("date")).toBe("a, b, c");
    expect(headers.get("DATE")).toBe("a, b, c");
  });

  it("may be empty or absent, which differ", () => {
    expect(headers.get("x-empty")).toBe("");
    expect(headers.get("x-none")).toBeUndefined();
  });

  it("win over what a middleware wrote into `headers`", () => {
    const changed = { rawHeaders: ["a", "sent"], headers: { a: "changed", b: "added" } };
    expect(new NodeHeaders(changed).get("a")).toBe("sent");
    expect(new NodeHeaders(changed).get("b")).toBeUndefined();
  });
});

describe("headers of a request made by hand", () => {
  const record = { date: "a", "set-cookie": ["b", "c"] };
  const headers = new NodeHeaders({ rawHeaders: [], headers: record });

  it("come from the record", () => {
    expect(headers.get("Date")).toBe("a");
    expect(headers.get("Set-Cookie")).toBe("b, c");
    expect(headers.get("constructor")).toBeUndefined();
  });
});

it("gives every header once, by its lower-case name", () => {
  const rawHeaders = ["Date", "a", "X-One", "1", "x-one", "2"];
  expect([...new NodeHeaders({ rawHeaders, headers: {} }).entries()]).toEqual([
    ["date", "a"],
    ["x-one", "1, 2"],
  ]);
  const headers = { Date: "a", "set-cookie": ["b", "c"] };
  expect([...new NodeHeaders({ rawHeaders: [], headers }).entries()]).toEqual([
    ["set-cookie", "b, c"],
  ]);
});
