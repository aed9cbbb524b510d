import { PatternFault } from "./pattern-fault.ts";

/** Reads a pattern token by token: a character, or a backslash together with the character behind it. */
export class Reader {
  /** The token that comes next; undefined at the end. */
  next: string | undefined;
  /** Where it begins. */
  position = 0;
  readonly #pattern: string;

  /** @throws PatternFault when the pattern begins with a lone backslash; so do all that read on. */
  constructor(pattern: string) {
    this.#pattern = pattern;
    this.seek(0);
  }

  /** Goes to a position where a token begins. */
  seek(position: number): void {
    this.position = position;
    this.next = this.#characterAt(position);
    if (this.next !== "\\") return;
    const escaped = this.#characterAt(position + 1);
    if (escaped === undefined) throw new PatternFault("nothing after the backslash", position);
    this.next += escaped;
  }

  /** The next token, which is read with it; undefined at the end. */
  take(): string | undefined {
    const token = this.next;
    if (token !== undefined) this.seek(this.position + token.length);
    return token;
  }

  /** Takes the next token if it is this one. */
  match(token: string): boolean {
    if (this.next !== token) return false;
    this.take();
    return true;
  }

  /** Takes tokens that `fits` matches, `most` of them at most. */
  takeWhile(fits: RegExp, most = Number.POSITIVE_INFINITY): string {
    let taken = "";
    for (let count = 0; count < most; count++) {
      if (this.next === undefined || !fits.test(this.next)) break;
      taken += this.take();
    }
    return taken;
  }

  /** Takes what precedes `closing`, and `closing` with it: a name. */
  takeUntil(closing: string, what: string): string {
    const start = this.position;
    for (let end = start; ; end = this.position) {
      const token = this.take();
      if (token === undefined) throw new PatternFault(`missing ${closing} after ${what}`, start);
      if (token !== closing) continue;
      if (end === start) throw new PatternFault(`missing ${what}`, start);
      return this.#pattern.slice(start, end);
    }
  }

  #characterAt(position: number): string | undefined {
    const point = this.#pattern.codePointAt(position);
    return point === undefined ? undefined : String.fromCodePoint(point);
  }
}
