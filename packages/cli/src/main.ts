#!/usr/bin/env node
import { runCli } from "./cli.ts";
import { processIo } from "./io.ts";

const io = processIo();
// The reader of the output may stop early, as `head` does.
io.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
process.exitCode = await runCli(process.argv.slice(2), io);
