import { expect, it } from "vitest";
import { withTables } from "./benchmarks-file.ts";

const file = ["# Benchmarks\n\nold machine", "## One\n\n1", "## Two\n\n2"].join("\n\n");

it("puts a table in the place of the one with its title, and leaves the others as they are", () => {
  expect(withTables(file, "# Benchmarks\n\nnew machine\n", ["## One\n\n1.5\n"])).toBe(
    "# Benchmarks\n\nnew machine\n\n## One\n\n1.5\n\n## Two\n\n2\n",
  );
});

it("adds a table that is new at the end", () => {
  expect(withTables(file, "# Benchmarks\n", ["## Three\n\n3\n"])).toBe(
    "# Benchmarks\n\n## One\n\n1\n\n## Two\n\n2\n\n## Three\n\n3\n",
  );
});

it("writes a file that was not there", () => {
  expect(withTables("", "# Benchmarks\n", ["## One\n\n1\n"])).toBe("# Benchmarks\n\n## One\n\n1\n");
});
