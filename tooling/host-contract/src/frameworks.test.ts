import { join } from "node:path";
import { processGuest } from "./internal/process-guest.ts";
import { ofResponses } from "./internal/reasons.ts";
import { runGuest } from "./internal/run-guest.ts";

/** Loaded by Node.js itself, as in an application. */
const external = ["h3", "@nestjs/*", "reflect-metadata", "express", "fastify", "@google-cloud/*"];
const node = (file: string) => [process.execPath, file] as const;

runGuest(
  "h3",
  (remote) => processGuest("h3", remote, node, external),
  { ...ofResponses },
  { host: { "request.method": "GET", env: "undefined", "context.waitUntil": "function" } },
);

runGuest(
  "NestJS on Express",
  (remote) => processGuest("NestJS on Express", remote, node, external),
  {},
  { host: { "req.method": "GET", "res.json": "function" } },
);

runGuest(
  "NestJS on Fastify",
  (remote) => processGuest("NestJS on Fastify", remote, node, external),
  {
    "adds no content type of its own": "Fastify labels every body that has no content type",
  },
  { host: { "request.method": "GET", "reply.send": "function" } },
);

const framework = join(import.meta.dirname, "../node_modules/.bin/functions-framework");
const functions = (file: string) => [framework, "--target=webhook", `--source=${file}`] as const;

const parsesFirst = "the framework parses JSON itself, and answers 400 to anything else";
const unpacks = "the framework unpacks a compressed body before the function sees it";

runGuest(
  "Google Cloud Functions",
  (remote) => processGuest("Google Cloud Functions", remote, functions, external),
  {
    "hands over bytes that are not text": parsesFirst,
    "does not care what the content type says": parsesFirst,
    "accepts a body larger than the host accepts by default": parsesFirst,
    "tells the endpoint's listeners what it refuses itself": parsesFirst,
    "hands over a compressed body as it came": unpacks,
    "refuses a compressed notification: 415 when it is signed, 401 when it is not": unpacks,
  },
  { host: { "req.method": "GET", "res.send": "function" } },
);
