/** Whether a JSON value is nested deeper than `levels`; walks level by level, so that no depth overflows the stack. */
export function isDeeper(value: unknown, levels: number): boolean {
  let level = containersIn([value]);
  for (let depth = 0; depth < levels; depth++) {
    if (level.length === 0) return false;
    level = level.flatMap((container) => containersIn(Object.values(container)));
  }
  return level.length > 0;
}

function containersIn(values: readonly unknown[]): object[] {
  return values.filter((value): value is object => typeof value === "object" && value !== null);
}
