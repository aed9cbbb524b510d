import { PatternFault } from "./pattern-fault.ts";
import type { Width } from "./width.ts";

/** The groups met so far: what a reference may name depends on them. */
export class Groups {
  /** By number; undefined while a group is open. Number 0 is the whole pattern. */
  readonly #widths: (Width | undefined)[] = [undefined];
  readonly #numbers = new Map<string, number>();
  /** How many there were where the outermost open look-behind began. */
  #behind: number | undefined;
  /** The highest number that a condition asks for, before anybody knows whether it will be there. */
  #asked = { group: 0, position: 0 };

  open(name: string | undefined, position: number): number {
    const group = this.#widths.push(undefined) - 1;
    if (name !== undefined) {
      if (this.#numbers.has(name)) {
        throw new PatternFault(`a second group named ${name}`, position);
      }
      this.#numbers.set(name, group);
    }
    return group;
  }

  close(group: number, width: Width): void {
    this.#widths[group] = width;
  }

  /** The number of a group that was opened before, by its name. */
  named(name: string, position: number): number {
    const group = this.#numbers.get(name);
    if (group === undefined) throw new PatternFault(`no group named ${name} before`, position);
    return group;
  }

  /** The width of what a reference stands for: a group that is closed already. */
  reference(group: number, position: number): Width {
    if (group >= this.#widths.length) throw new PatternFault(`no group ${group} before`, position);
    const width = this.#closed(group, position);
    this.#checkBehind(group, position);
    return width;
  }

  /** A condition may ask for a group that is open, or that comes later. */
  condition(group: number, position: number): void {
    if (group > this.#asked.group) this.#asked = { group, position };
    if (this.#behind !== undefined) this.#closed(group, position);
    this.#checkBehind(group, position);
  }

  /** Reads what a look-behind looks for: it must not refer to groups of its own. */
  lookingBehind<T>(read: () => T): T {
    const outer = this.#behind;
    this.#behind ??= this.#widths.length;
    const result = read();
    this.#behind = outer;
    return result;
  }

  /** At the end of the pattern: every group that a condition asked for must be there. */
  checkConditions(): void {
    const { group, position } = this.#asked;
    if (group >= this.#widths.length) throw new PatternFault(`no group ${group}`, position);
  }

  #closed(group: number, position: number): Width {
    const width = this.#widths[group];
    if (width === undefined) throw new PatternFault(`group ${group} is still open`, position);
    return width;
  }

  #checkBehind(group: number, position: number): void {
    if (this.#behind !== undefined && group >= this.#behind) {
      throw new PatternFault(`group ${group} is in the same look-behind`, position);
    }
  }
}
