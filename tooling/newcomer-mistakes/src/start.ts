import { spawn } from "node:child_process";
import { once } from "node:events";

/** What `npx tsx <file>` prints when it does not get far: the lines that name an error. */
export async function start(path: string): Promise<string[]> {
  const started = spawn(process.execPath, ["--import", "tsx", path], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [started.stdout, started.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
  }
  await once(started, "close");
  return printed
    .split("\n")
    .filter((line) => /error:/i.test(line))
    .map((line) => `start: ${line.replace(/\S*[/\\]/g, "")}`);
}
