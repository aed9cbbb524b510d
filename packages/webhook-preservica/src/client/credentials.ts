import { WebhookConfigError } from "@clustaar/webhook-core";
import { checkText, kindOf } from "@clustaar/webhook-core/endpoint";
import { readPropertiesFile } from "./properties-file.ts";

/** What a `credentials.properties` file holds; what is missing or empty in it is undefined. */
export interface PreservicaCredentials {
  /** `username`: the user. */
  readonly username?: string | undefined;
  /** `password`: the user's password. */
  readonly password?: string | undefined;
  /** `tenant`: the tenancy. */
  readonly tenant?: string | undefined;
  /** `server`: the host. */
  readonly server?: string | undefined;
  /** `twoFactorToken`: the base32 key that one-time passwords are made from. */
  readonly twoFactorSecret?: string | undefined;
  /** `secret.key`: the secret of the webhook subscription. */
  readonly secretKey?: string | undefined;
}

type CredentialName = Exclude<keyof PreservicaCredentials, "secretKey">;

/** One table: where each credential stands in the environment and in the file. */
const places: Record<CredentialName, { variable: string; key: string }> = {
  username: { variable: "PRESERVICA_USERNAME", key: "username" },
  password: { variable: "PRESERVICA_PASSWORD", key: "password" },
  tenant: { variable: "PRESERVICA_TENANT", key: "tenant" },
  server: { variable: "PRESERVICA_SERVER", key: "server" },
  twoFactorSecret: { variable: "PRESERVICA_2FA_TOKEN", key: "twofactortoken" },
};
const credentialNames = Object.keys(places) as CredentialName[]; // the keys of the table

const DEFAULT_FILE = "credentials.properties";

/**
 * Reads the `[credentials]` section of a file as pyPreservica writes it; a file that does not exist holds nothing.
 *
 * @throws {@link WebhookConfigError} `config_invalid` when the file cannot be read, or a key stands in it twice.
 *
 * @example
 * ```ts
 * import { mkdtempSync, writeFileSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 * import { readCredentials } from "@clustaar/webhook-preservica";
 *
 * const path = join(mkdtempSync(join(tmpdir(), "preservica-")), "credentials.properties");
 * writeFileSync(path, "[credentials]\nusername=test@example.com\nsecret.key=s3cr3t\n");
 * console.log(readCredentials(path).secretKey); // "s3cr3t"
 * ```
 */
export function readCredentials(path: string = DEFAULT_FILE): PreservicaCredentials {
  const values = readPropertiesFile(path);
  const value = (key: string) => values?.get(key) || undefined;
  const found: Record<string, string | undefined> = { secretKey: value("secret.key") };
  for (const name of credentialNames) found[name] = value(places[name].key);
  return found;
}

/** Where credentials may come from. */
export interface CredentialSources {
  readonly given: Partial<Record<CredentialName, string | undefined>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A path, null for none, undefined for the default one, which need not exist. */
  readonly file: string | null | undefined;
}

/** Credentials that are enough for a login. */
export interface ResolvedCredentials {
  readonly username: string;
  readonly password: string;
  readonly server: string;
  readonly tenant: string | undefined;
  readonly twoFactorSecret: string | undefined;
}

/**
 * Takes each credential from the first place that has it: the arguments, the environment, the file.
 *
 * @throws WebhookConfigError `config_invalid` when the user, the password or the server is nowhere.
 */
export function resolveCredentials({ given, env, file }: CredentialSources): ResolvedCredentials {
  let fromFile: PreservicaCredentials | undefined;
  const find = (name: CredentialName): string | undefined => {
    const argument: unknown = given[name];
    if (argument !== undefined && typeof argument !== "string") {
      throw new WebhookConfigError(
        `PreservicaClient: ${name}: expected a string, got ${kindOf(argument)}`,
      );
    }
    const outer = argument || env[places[name].variable];
    if (outer) return outer;
    fromFile ??= file === null ? {} : readFileOf(file);
    return fromFile[name];
  };
  const need = (name: CredentialName): string => {
    const value = find(name);
    if (value !== undefined) return value;
    throw new WebhookConfigError(
      `PreservicaClient: expected a ${name}, found none; pass it as an argument, set ${places[name].variable}, or write "${name}=..." under [credentials] in ${file ?? DEFAULT_FILE}`,
    );
  };
  return {
    username: need("username"),
    password: need("password"),
    server: need("server"),
    tenant: find("tenant"),
    twoFactorSecret: find("twoFactorSecret"),
  };
}

function readFileOf(file: string | undefined): PreservicaCredentials {
  if (file === undefined) return readCredentials();
  checkText("PreservicaClient: credentialsFile", file);
  if (readPropertiesFile(file) === undefined) {
    throw new WebhookConfigError(
      `PreservicaClient: credentialsFile: expected a file at ${file}, found none`,
    );
  }
  return readCredentials(file);
}

/**
 * Reads a server as its origin: a bare host means https.
 *
 * @throws WebhookConfigError `config_invalid`
 */
export function originOf(server: string): string {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(server) ? server : `https://${server}`;
  // Never the text itself: a password may have got into it.
  const wrong = new WebhookConfigError(
    "PreservicaClient: server: expected a host such as eu.preservica.com, or an origin such as http://localhost:8080, got something else",
  );
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw wrong;
  }
  const { protocol, pathname, search, hash, username, password, origin } = url;
  const bare = pathname === "/" && `${search}${hash}${username}${password}` === "";
  if (!bare || !/^https?:$/.test(protocol)) throw wrong;
  return origin;
}
