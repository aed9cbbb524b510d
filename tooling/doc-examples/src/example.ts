/** One ```ts fence of a Markdown file or of a docstring, with those that continue it. */
export interface Example {
  /** The file the fence stands in, relative to the package's folder. */
  file: string;
  /** The 1-based line of the file on which the code begins. */
  line: number;
  code: string;
  /** The code that a reader sees, where a hidden fence continues it; what is hidden is left out. */
  shown?: string;
  /** `no-run` in the fence's info string: compiled, not run. */
  run: boolean;
}

/** Where an example stands, as an editor opens it: `README.md:12`. */
export function placeOf(example: Pick<Example, "file" | "line">): string {
  return `${example.file}:${example.line}`;
}
