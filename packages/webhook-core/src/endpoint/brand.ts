/**
 * Whether a value carries a brand: a property under a registered symbol, which two copies of this package (ESM beside
 * CommonJS, two versions) share where `instanceof` tells them apart. Never throws.
 */
export function hasBrand(value: unknown, brand: symbol): boolean {
  if (typeof value !== "object" || value === null) return false;
  try {
    return (value as Record<symbol, unknown>)[brand] === true;
  } catch {
    // A proxy may refuse to be asked.
    return false;
  }
}
