import { hostNames, hosts } from "./hosts.ts";

/** What `--help` prints. */
export const helpText: string = `Usage: npm create clustaar-webhook@latest [folder] -- [options]

Starts a project for a Clustaar bot: a webhook on your host, a playground to talk to
it, and a recorded conversation as a test. Asks for what is not given.

Arguments:
  folder         where the project goes; new or empty

Options:
  --host <host>  where the webhook will run:
${hostNames.map((name) => `                 ${name.padEnd(8)} ${hosts[name].title}: ${hosts[name].hint}`).join("\n")}
  --json         print what was written as JSON; asks nothing
  -v, --version  print the version
  -h, --help     print this help

Examples:
  $ npm create clustaar-webhook@latest
  $ npm create clustaar-webhook@latest my-bot -- --host express
  $ npm create clustaar-webhook@latest . -- --host lambda
  $ pnpm create clustaar-webhook my-bot --host next

Exit status: 0 the project is there, 1 it was refused (the folder is not empty) or given
up, 2 an argument is wrong.
`;
