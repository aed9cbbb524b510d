import { afterEach, expect } from "vitest";
import { PreservicaClient, type PreservicaClientOptions, PreservicaError } from "../index.ts";
import {
  type SimulatedPreservica,
  type SimulatedPreservicaOptions,
  simulatePreservica,
} from "../testing.ts";

const open: SimulatedPreservica[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((platform) => platform.close()));
});

/** A simulated server, closed after the test, and clients of it. */
export async function start(options: SimulatedPreservicaOptions = {}) {
  const platform = await simulatePreservica(options);
  open.push(platform);
  const client = (more: PreservicaClientOptions = {}) =>
    new PreservicaClient({
      ...platform.credentials,
      env: {},
      credentialsFile: null,
      sleep: async () => {},
      ...more,
    });
  return { platform, client };
}

/** What a call that must fail fails with. */
export async function failure(work: Promise<unknown>): Promise<PreservicaError> {
  const error = await work.then(
    () => expect.unreachable("expected an error"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(PreservicaError);
  return error as PreservicaError;
}

/** The ids of all subscriptions. */
export const ids = async (client: PreservicaClient) => {
  const found: string[] = [];
  for await (const { id } of client.webhooks.list()) found.push(id);
  return found;
};

/** A client over a script of answers, and what it sent. */
export function scripted(
  answers: (Response | Error | "hang")[],
  more: PreservicaClientOptions = {},
) {
  const sent: { url: string; init: RequestInit; fields: Record<string, string> }[] = [];
  const pauses: number[] = [];
  const client = new PreservicaClient({
    server: "eu.preservica.com",
    username: "us&r",
    password: 'p@ss "wörd"+',
    tenant: "TEN",
    env: {},
    credentialsFile: null,
    sleep: async (milliseconds) => void pauses.push(milliseconds),
    fetch: async (url, init) => {
      const body = String(init.body ?? "");
      sent.push({ url, init, fields: Object.fromEntries(new URLSearchParams(body)) });
      const answer = answers.shift();
      if (answer === undefined) throw new Error("the script is over");
      if (answer === "hang") return new Promise<Response>(() => {});
      if (answer instanceof Error) throw answer;
      return answer;
    },
    ...more,
  });
  return { client, sent, pauses };
}

export const json = (value: unknown, status = 200) =>
  new Response(JSON.stringify(value), { status });
export const loggedIn = () => json({ token: "t0ken" });
export const manager = () => json({ roles: ["ROLE_SDB_MANAGER_USER"] });
