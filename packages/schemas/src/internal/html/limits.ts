/** Blocks in blocks that are kept: as deep as browsers go. Formatting is not counted: a parser looks past it at once. */
export const DEEPEST = 512;
export const formatting: readonly string[] = ["a", "b", "code", "em", "i", "strong"];
