import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { freePort, hasNgircd, Ngircd, Person } from "./ngircd.test-helpers.ts";

/** A bot in a process of its own: Node reads the authorities that it trusts when it starts. */
const bot = `import { ircClient } from "./src/index.ts";
const client = ircClient({ server: process.argv[1], nick: "helga", channels: ["#bots"] });
await client.connect();
await client.msg("#bots", "over TLS ☃");
process.on("SIGTERM", () => client.close());`;

// Skipped where ngircd is not installed: apt-get install ngircd.
describe.skipIf(!hasNgircd())("TLS against ngircd", () => {
  const folder = mkdtempSync(join(tmpdir(), "irc-tls-"));
  const [certificate, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
  let server: Ngircd;
  let ann: Person;
  let tlsPort: number;
  beforeAll(async () => {
    const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"];
    const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    const files = ["-keyout", key, "-out", certificate];
    execFileSync("openssl", ["req", "-x509", "-days", "2", ...kind, ...files, ...subject], {
      stdio: "ignore",
    });
    tlsPort = await freePort();
    server = new Ngircd(await freePort(), { port: tlsPort, certificate, key });
    await server.start();
    ann = await Person.join(server.port, "ann", "#bots");
  });
  afterAll(async () => {
    ann?.leave();
    await server?.remove();
    rmSync(folder, { recursive: true });
  });

  function start(env: Record<string, string>) {
    const child = spawn(
      process.execPath,
      [
        "--conditions=@clustaar/source",
        "--import=tsx",
        "--input-type=module",
        "--eval",
        bot,
        `ircs://127.0.0.1:${tlsPort}`,
      ],
      { cwd: join(import.meta.dirname, "../.."), env: { ...process.env, ...env } },
    );
    onTestFinished(() => void child.kill("SIGKILL"));
    return child;
  }

  it("speaks to a server whose authority it was told to trust, and signs off", async () => {
    const child = start({ NODE_EXTRA_CA_CERTS: certificate });
    await ann.sees(/^:helga!\S+ PRIVMSG #bots :over TLS ☃$/);
    child.kill("SIGTERM");
    await ann.sees(/^:helga!\S+ QUIT/);
  });

  it("speaks to no other server, and says why", async () => {
    const child = start({});
    const said = await new Promise<string>((resolve) => {
      let text = "";
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
        if (/certificate/.test(text)) resolve(text);
      });
    });
    expect(said).toContain("[webhook-host] irc: self-signed certificate");
    const after = ann.lines.length;
    ann.send("PING :mark");
    await ann.sees(/PONG.*mark/);
    expect(ann.lines.slice(after).join("\n")).not.toContain("JOIN");
  });
});
