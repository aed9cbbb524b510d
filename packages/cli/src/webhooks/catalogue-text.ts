import type { CatalogueEntry } from "@clustaar/webhook-emitter";

/** What is shown of one event, before it is written as Markdown or HTML. */
interface Shown {
  readonly name: string;
  readonly deprecated: string | null;
  readonly description: string | null;
  /** JSON, each under its heading. */
  readonly blocks: readonly (readonly [heading: string, json: string])[];
}

function shown({ name, description, deprecated, ...entry }: CatalogueEntry): Shown {
  const values = [
    ["Input", entry.input],
    ["Example", entry.example],
    ["Result", entry.result],
    ["Example of a result", entry.exampleResult],
  ] as const;
  return {
    name,
    description,
    deprecated:
      deprecated === null ? null : `Deprecated${deprecated === true ? "" : `: ${deprecated}`}.`,
    blocks: values
      .filter(([, value]) => value !== null)
      .map(([heading, value]) => [heading, JSON.stringify(value, null, 2)]),
  };
}

/** The events of an application as a Markdown document. */
export function catalogueMarkdown(catalogue: readonly CatalogueEntry[]): string {
  const sections = catalogue.map(shown).map(({ name, deprecated, description, blocks }) => {
    const texts = [deprecated, description].filter((text) => text !== null);
    const fences = blocks.flatMap(([heading, json]) => {
      // Longer than any fence inside.
      const ticks = Math.max(2, ...(json.match(/`+/g) ?? []).map(({ length }) => length)) + 1;
      const fence = "`".repeat(ticks);
      return [`### ${heading}`, `${fence}json\n${json}\n${fence}`];
    });
    return [`## ${escapedMarkdown(name)}`, ...texts.map(escapedMarkdown), ...fences].join("\n\n");
  });
  return `${["# Events", ...sections].join("\n\n")}\n`;
}

/** The events of an application as an HTML document, without scripts. */
export function catalogueHtml(catalogue: readonly CatalogueEntry[]): string {
  const sections = catalogue.map(shown).map(({ name, deprecated, description, blocks }) => {
    const texts = [deprecated, description]
      .filter((text) => text !== null)
      .map((text) => `<p>${escapedHtml(text)}</p>`);
    const parts = blocks.map(
      ([heading, json]) => `<h3>${heading}</h3>\n<pre><code>${escapedHtml(json)}</code></pre>`,
    );
    return ["<section>", `<h2>${escapedHtml(name)}</h2>`, ...texts, ...parts, "</section>"].join(
      "\n",
    );
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Events</title>
</head>
<body>
<h1>Events</h1>
${sections.join("\n")}
</body>
</html>
`;
}

/** Markup in a description is text, not markup. */
function escapedMarkdown(text: string): string {
  return text.replace(/[\\`*_[\]<>#|]/g, "\\$&");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escapedHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities[character] ?? character);
}
