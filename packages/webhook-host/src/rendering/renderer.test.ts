import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createHost, definePlugin } from "../index.ts";
import { hostRequest } from "../testing.ts";

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "templates-"));
  mkdirSync(join(folder, "templates/parts"), { recursive: true });
  writeFileSync(join(folder, "secret.mustache"), "secret");
  writeFileSync(
    join(folder, "templates/index.mustache"),
    "<h1>{{title}}</h1>{{#items}}{{> parts/item}}{{/items}}",
  );
  writeFileSync(join(folder, "templates/parts/item.mustache"), "<li>{{{raw}}}{{.}}</li>");
  symlinkSync(join(folder, "secret.mustache"), join(folder, "templates/link.mustache"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function rendered(development = false) {
  const plugin = definePlugin({
    name: "pages",
    templates: pathToFileURL(join(folder, "templates/")),
    setup({ route }) {
      route("/t/*", ({ params, render }) =>
        render(params["*"], { title: "<script>&", items: ["a'b"] }),
      );
    },
  });
  const host = await createHost({
    plugins: [plugin],
    discover: false,
    log: quiet,
    env: {},
    development,
  });
  const errors: string[] = [];
  host.onError(({ message }) => errors.push(message));
  return async (name: string) => {
    const { status, body } = await host.handle(hostRequest("GET", `/t/${name}`));
    return status === 200 ? body : [status, errors.at(-1)];
  };
}

it("renders templates with partials, escaped for HTML", async () => {
  const render = await rendered();
  expect(await render("index")).toBe("<h1>&lt;script&gt;&amp;</h1><li>a&#39;b</li>");
});

it("reads no file outside the plugin's folder", async () => {
  const render = await rendered();
  for (const name of [
    "../secret",
    "..%2fsecret",
    "parts/../../secret",
    "%2fetc%2fpasswd",
    "link",
    "a%00b",
    "",
    "parts%5c..%5c..%5csecret",
    "...%2fsecret",
  ]) {
    expect(await render(name), name).toEqual([
      500,
      expect.stringMatching(/expected the name of a template|has no template/),
    ]);
  }
});

it("names the nearest template, and what to do without a folder", async () => {
  const render = await rendered();
  expect(await render("indx")).toEqual([
    500,
    'render: the plugin "pages" has no template "indx"; did you mean "index"?',
  ]);
  expect(await render("something")).toEqual([
    500,
    expect.stringContaining("the templates are index, link, parts/item"),
  ]);
  const bare = definePlugin({
    name: "bare",
    setup: ({ route }) => route("/", ({ render: own }) => own("x")),
  });
  const host = await createHost({ plugins: [bare], discover: false, log: quiet, env: {} });
  const errors: string[] = [];
  host.onError(({ message }) => errors.push(message));
  await host.handle(hostRequest("GET", "/"));
  expect(errors).toEqual([
    expect.stringContaining('the plugin "bare" has no templates; give definePlugin'),
  ]);
});

it("keeps templates in memory, and reads them again in development", async () => {
  const [kept, fresh] = [await rendered(), await rendered(true)];
  await Promise.all([kept("index"), fresh("index")]);
  writeFileSync(join(folder, "templates/index.mustache"), "new {{title}}");
  expect(await kept("index")).toContain("<h1>");
  expect(await fresh("index")).toBe("new &lt;script&gt;&amp;");
});
