import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, totalmem } from "node:os";

const require = createRequire(import.meta.url);
const peers = [
  "express",
  "fastify",
  "hono",
  "@hono/node-server",
  "@octokit/webhooks",
  "standardwebhooks",
  "@line/bot-sdk",
  "@slack/bolt",
];

/** What the figures were measured on and with. */
export function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return [
    `- Machine: ${cpu?.model.trim() ?? "unknown CPU"}, ${cpus().length} cores, ${memory} GiB, ${process.platform} ${process.arch}`,
    `- Node ${process.versions.node}, V8 ${process.versions.v8}, OpenSSL ${process.versions.openssl}`,
    `- With ${peers.map((name) => `${name} ${versionOf(name)}`).join(", ")}`,
  ].join("\n");
}

/** Read beside the entry point: not every package exports its `package.json`. */
function versionOf(name: string): string {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      const { version } = JSON.parse(readFileSync(`${folder}/${name}/package.json`, "utf8"));
      return version;
    } catch {}
  }
  return "unknown";
}
