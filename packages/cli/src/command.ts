import type { Command } from "commander";
import type { ExitStatus } from "./failures.ts";
import type { Io } from "./io.ts";

/** One file under `commands/`: what the command line looks like, and what runs. */
export interface CommandDefinition {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /**
   * Adds arguments, options and examples, and says what runs; a command with subcommands adds those.
   * What runs imports its libraries when it is called, so that `--help` costs nothing.
   */
  declare(command: Command, runs: Runs): void;
}

/** Makes the action of a command; commander hands over the positional arguments, then the options. */
export type Runs = <Args extends unknown[]>(
  work: (io: Io, ...args: Args) => Promise<ExitStatus>,
) => (...args: Args) => Promise<void>;
