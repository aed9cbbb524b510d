import { inputText } from "@clustaar/testing";
import { differenceLines, type Replayed } from "./replayed.ts";

const plain = { bold: same, dim: same, red: same, green: same };

/** The outcome of a replay in JUnit's XML, which CI servers read: a test case a turn. */
export function junit({ transcript, target, turns, counts }: Replayed): string {
  const attributes = `tests="${turns.length}" failures="${counts.different}" skipped="${counts.skipped}" errors="0"`;
  const cases = turns.map(({ turn, input, result, differences }) => {
    const name = `turn ${turn}, ${inputText(input)}`;
    const open = `    <testcase classname="${text(transcript)}" name="${text(name)}"`;
    if (result === "same") return `${open}/>`;
    if (result === "skipped") return `${open}><skipped/></testcase>`;
    const lines = differences.flatMap((difference) => differenceLines(difference, plain));
    const message = `${differences.length} ${differences.length === 1 ? "difference" : "differences"}`;
    return `${open}>\n      <failure message="${message}">${text(lines.join("\n"))}</failure>\n    </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes}>`,
    `  <testsuite name="${text(`${transcript} with ${target}`)}" ${attributes}>`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function same(value: string): string {
  return value;
}

/** A text for an attribute or an element; XML 1.0 has no way to write most control characters. */
function text(value: string): string {
  return value
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
