/** Runs named checks one after the other and says of each `ok NAME` or `not ok NAME: reason`. */
export class Report {
  #passed = 0;
  #failed = 0;
  readonly #print: (line: string) => void;

  constructor(print: (line: string) => void = (line) => console.log(line)) {
    this.#print = print;
  }

  /**
   * A check fails by throwing; what it returns is handed on, and a returned text is shown behind
   * its name.
   */
  async check<T>(name: string, run: () => T | Promise<T>): Promise<T | undefined> {
    try {
      const result = await run();
      this.#passed += 1;
      this.#print(typeof result === "string" ? `ok ${name} (${result})` : `ok ${name}`);
      return result;
    } catch (error) {
      this.#failed += 1;
      const [reason = "", ...details] = (error instanceof Error ? error.message : String(error))
        .trim()
        .split("\n");
      this.#print(`not ok ${name}: ${reason}`);
      for (const line of details) this.#print(`    ${line}`);
      return undefined;
    }
  }

  /** Prints the count as the last line and returns the exit code; no check at all is a failure. */
  close(): 0 | 1 {
    this.#print(`${this.#passed} passed, ${this.#failed} failed`);
    return this.#failed === 0 && this.#passed > 0 ? 0 : 1;
  }
}
