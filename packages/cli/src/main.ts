#!/usr/bin/env node
import { runCli } from "./cli.ts";
import { processIo } from "./io.ts";

/** Milliseconds that may be left to do when the command is over, such as ending a child process. */
const LAST_WORK = 1_000;

const io = processIo();
// The reader of the output may stop early, as `head` does.
io.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
process.exitCode = await runCli(process.argv.slice(2), io);
// A pending request whose answer is no longer needed must not keep the process alive.
setTimeout(() => process.exit(), LAST_WORK).unref();
