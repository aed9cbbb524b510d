/** The tables of a Markdown file, each from its heading on, after the introduction. */
function sectionsOf(text: string): string[] {
  return text.split(/^(?=## )/m);
}

const headingOf = (section: string) => section.split("\n", 1)[0];

/** BENCHMARKS.md with new tables in the place of the old ones of their titles; new ones come last. */
export function withTables(text: string, intro: string, tables: readonly string[]): string {
  const [, ...kept] = sectionsOf(text);
  const sections = kept.map(
    (section) => tables.find((table) => headingOf(table) === headingOf(section)) ?? section,
  );
  const added = tables.filter((table) => !sections.includes(table));
  return [intro, ...sections, ...added].map((part) => `${part.trimEnd()}\n`).join("\n");
}
