import { Command } from "commander";
import { commands } from "./index.ts";

/** The names of all commands that do something: a group's subcommands, not the group. */
export function leaves(): string[] {
  const root = new Command();
  for (const { name, declare } of commands) declare(root.command(name), () => async () => {});
  return root.commands.flatMap((command) =>
    command.commands.length === 0
      ? [command.name()]
      : command.commands.map((inner) => `${command.name()} ${inner.name()}`),
  );
}
