import { isCancel, select, text } from "@clack/prompts";
import { RefusedError, UsageError } from "./failures.ts";
import { type HostName, hostNames, hosts } from "./hosts.ts";
import type { Io } from "./io.ts";

/**
 * Asks for the folder.
 *
 * @throws RefusedError when the person gives up.
 */
export async function askFolder(io: Io, check: (folder: string) => void): Promise<string> {
  const fallback = "my-bot";
  const answer = await text({
    message: "Which folder?",
    placeholder: fallback,
    defaultValue: fallback,
    validate: (value) => problemOf(() => check(value || fallback)),
    input: io.stdin,
    output: io.stdout,
  });
  if (isCancel(answer)) throw givenUp();
  return answer;
}

/**
 * Asks for the host.
 *
 * @throws RefusedError when the person gives up.
 */
export async function askHost(io: Io): Promise<HostName> {
  const answer = await select<HostName>({
    message: "Where will it run?",
    options: hostNames.map((value) => ({
      value,
      label: hosts[value].title,
      hint: hosts[value].hint,
    })),
    input: io.stdin,
    output: io.stdout,
  });
  if (isCancel(answer)) throw givenUp();
  return answer;
}

function problemOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof RefusedError || error instanceof UsageError) return error.message;
    throw error;
  }
}

function givenUp(): RefusedError {
  return new RefusedError("given up; nothing was written");
}
