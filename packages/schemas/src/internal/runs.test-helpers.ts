/** How often a property is tried: as often as that in CI, a tenth of it on a person's machine, with other seeds each time. */
export function runs(count: number): number {
  return process.env.CI === "true" ? count : Math.ceil(count / 10);
}
