#!/usr/bin/env node
import { runCreate } from "./create.ts";
import { processIo } from "./io.ts";

process.exitCode = await runCreate(process.argv.slice(2), processIo());
