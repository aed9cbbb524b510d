/** What storing a value asks for. */
interface Storing {
  readonly value: string;
  readonly add?: boolean | null;
  readonly isInt?: boolean | null;
}

/**
 * The value to store: a whole number where `isInt` says so and it reads as one; with `add`, added to what is there, as
 * numbers where both are, else one text behind the other.
 */
export function storedValue({ value, add, isInt }: Storing, there: unknown): string | number {
  const given = isInt && isNumber(value) ? Number(value) : value;
  if (!add || there === undefined || there === null) return given;
  if (typeof given === "number" && isNumber(there)) return Number(there) + given;
  return `${there}${given}`;
}

function isNumber(value: unknown): boolean {
  if (typeof value === "number") return true;
  return typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
}
