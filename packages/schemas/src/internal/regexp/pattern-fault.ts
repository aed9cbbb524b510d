/** Why Python refuses a pattern, and where. */
export class PatternFault extends Error {
  constructor(reason: string, position: number) {
    super(`${reason} at position ${position}`);
  }
}
