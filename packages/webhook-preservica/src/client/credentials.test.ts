import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { PreservicaClient, readCredentials } from "../index.ts";
import { parseProperties } from "./properties-file.ts";

const folder = mkdtempSync(join(tmpdir(), "preservica-"));
const home = process.cwd();
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(text: string): string {
  const path = join(folder, `${++files}.properties`);
  writeFileSync(path, text);
  return path;
}

describe("the credentials file", () => {
  it("is read line by line, keys in any case and values whole", () => {
    const text = [
      "\ufeff# a comment",
      "; another",
      "[other]",
      "username=not me",
      "[credentials]",
      "username = test@test.com",
      "Password: p=a:s#s ;w%(x)s  ",
      "tenant=",
      "SERVER=eu.preservica.com\r",
      "twoFactorToken=JBSWY3DPEHPK3PXP",
      "secret.key = my_shared_secret",
      "nothing",
      "= no key",
      "[later]",
      "password=not mine",
    ].join("\n");
    expect(readCredentials(file(text))).toEqual({
      username: "test@test.com",
      password: "p=a:s#s ;w%(x)s",
      tenant: undefined,
      server: "eu.preservica.com",
      twoFactorSecret: "JBSWY3DPEHPK3PXP",
      secretKey: "my_shared_secret",
    });
  });

  it("may be missing or empty, but not unreadable or ambiguous", () => {
    expect(readCredentials(join(folder, "no such file"))).toEqual({});
    expect(readCredentials(file(""))).toEqual({});
    expect(() => readCredentials(folder)).toThrow(/expected a readable file, got EISDIR/);
    const twice = "[credentials]\npassword=hunter2\nPASSWORD=hunter3\n";
    expect(() => parseProperties(twice, "x.properties")).toThrow(
      'x.properties, line 3: expected "password" once in [credentials], got it again; remove one of the two',
    );
  });

  it("took the second line of a value for a key", () => {
    const more = "[credentials]\nusername=u\n  password: hunter2\n";
    expect(() => parseProperties(more, "x.properties")).toThrow(
      /^x\.properties, line 3: expected a key as far left as the one above, got an indented line/,
    );
    const indented = "[other]\na=b\n [credentials]\n  username=u\n  password=p\n";
    expect(Object.fromEntries(parseProperties(indented, "x"))).toEqual({
      username: "u",
      password: "p",
    });
  });

  it("pollutes no prototype", () => {
    parseProperties("[credentials]\n__proto__=x\nconstructor=y\n", "x");
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
    expect(readCredentials(file("[credentials]\n__proto__=x\n"))).toEqual({});
  });
});

describe("credentials", () => {
  const path = () =>
    file(
      "[credentials]\nusername=file-user\npassword=file-password\ntenant=FILE\nserver=file.example\n",
    );
  const env = {
    PRESERVICA_USERNAME: "env-user",
    PRESERVICA_PASSWORD: "env-password",
    PRESERVICA_TENANT: "ENV",
    PRESERVICA_SERVER: "env.example",
    PRESERVICA_2FA_TOKEN: "GEZDGNBVGY3TQOJQ",
  };
  const args = {
    username: "arg-user",
    password: "arg-password",
    tenant: "ARG",
    server: "arg.example",
  };

  /** The login that a client sends. */
  async function login(options: ConstructorParameters<typeof PreservicaClient>[0]) {
    let sent = {};
    const client = new PreservicaClient({
      ...options,
      fetch: async (url, { body }) => {
        sent = { url, ...Object.fromEntries(new URLSearchParams(String(body))) };
        return new Response(JSON.stringify({ token: "t", tenant: "T" }));
      },
    });
    await client.token();
    return sent;
  }
  const loginOf = (place: string, tenant: string) => ({
    url: `https://${place}.example/api/accesstoken/login`,
    username: `${place}-user`,
    password: `${place}-password`,
    tenant,
  });

  it("come from the arguments, else the environment, else the file", async () => {
    expect(await login({ ...args, env, credentialsFile: path() })).toEqual(loginOf("arg", "ARG"));
    expect(await login({ env, credentialsFile: path() })).toEqual(loginOf("env", "ENV"));
    expect(await login({ env: {}, credentialsFile: path() })).toEqual(loginOf("file", "FILE"));
  });

  it("are looked for one by one, and an empty or undefined one is none", async () => {
    const { PRESERVICA_PASSWORD } = env;
    const some = { username: "arg-user", password: undefined, tenant: "", server: undefined };
    expect(
      await login({
        ...some,
        env: { PRESERVICA_PASSWORD, PRESERVICA_TENANT: "" },
        credentialsFile: path(),
      }),
    ).toEqual({
      url: "https://file.example/api/accesstoken/login",
      username: "arg-user",
      password: "env-password",
      tenant: "FILE",
    });
  });

  it("may do without a tenant", async () => {
    expect(
      await login({ ...args, tenant: undefined, env: {}, credentialsFile: null }),
    ).toMatchObject({
      includeUserDetails: "true",
    });
  });

  it("that are nowhere are named, with every place they may come from", () => {
    for (const [name, variable] of [
      ["username", "PRESERVICA_USERNAME"],
      ["password", "PRESERVICA_PASSWORD"],
      ["server", "PRESERVICA_SERVER"],
    ] as const) {
      const options = { ...args, [name]: undefined, env: {}, credentialsFile: null };
      expect(() => new PreservicaClient(options)).toThrow(
        new RegExp(
          `expected a ${name}, found none; .* set ${variable}, or write "${name}=..." under \\[credentials\\]`,
        ),
      );
    }
    const missing = join(folder, "missing.properties");
    expect(() => new PreservicaClient({ env: {}, credentialsFile: missing })).toThrow(
      /expected a file at .*missing.properties, found none/,
    );
    expect(() => new PreservicaClient({ env: {}, credentialsFile: "" })).toThrow(
      /credentialsFile: expected a string, got an empty string/,
    );
  });

  describe("by default", () => {
    afterEach(() => {
      process.chdir(home);
      for (const name of Object.keys(env)) delete process.env[name];
    });

    // Worker threads have no working directory of their own to change.
    it("come from the process's environment and the file in its working directory", async () => {
      writeFileSync(
        join(folder, "credentials.properties"),
        "[credentials]\nusername=u\npassword=p\nserver=cwd.example\n",
      );
      process.chdir(folder);
      expect(await login({})).toMatchObject({
        url: "https://cwd.example/api/accesstoken/login",
        username: "u",
      });
      process.env.PRESERVICA_USERNAME = "env-user";
      expect(await login({})).toMatchObject({ username: "env-user", password: "p" });
    });
  });
});
