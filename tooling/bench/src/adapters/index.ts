import { type Effort, measure, median, shuffle } from "../measure.ts";
import { messages } from "../messages.ts";
import { headersOf } from "../receive.ts";
import { against, micros, type Table } from "../table.ts";
import { type InProcess, inProcess } from "./in-process.ts";
import { LoadGenerator, requestBytes } from "./load.ts";
import { ServerProcess } from "./server-process.ts";
import { type ServerName, servers } from "./servers.ts";
import { type Variant, variants } from "./variants.ts";

const message = messages.medium;
const CONNECTIONS = 16;
/** Least share of the bare framework's requests per second. */
const targets: Readonly<Record<Variant, number | undefined>> = {
  bare: undefined,
  adapter: 0.9,
  "whole path": 0.75,
};

/** How long the servers are measured. */
export interface ServerEffort {
  /** Times that fresh processes are started: no two are optimised quite alike. */
  readonly launches: number;
  readonly rounds: number;
  /** Milliseconds of load that one server gets in one round. */
  readonly slice: number;
}

/** Each adapter on its real host, against the bare framework. */
export async function serversTable(effort: ServerEffort): Promise<Table> {
  const rows: string[][] = [];
  // The servers' names are the keys of the table they are made from.
  for (const name of Object.keys(servers) as ServerName[])
    rows.push(...(await rowsOf(name, effort)));
  return {
    title: "Adapters over HTTP",
    note: `The message of ${message.name} on ${CONNECTIONS} connections that stay open, the server in a process of its own. Bare is the framework doing the floor's work (Express without ETag); the adapter mounts an endpoint that does the same; the whole path mounts a \`Webhook\`. Shares are of what the bare framework does with the same time, and with the same CPU time of the server; the load comes from this machine too, so the second is the steadier one.`,
    head: ["host", "variant", "requests/s", "share of bare", "CPU us/request", "share of bare"],
    rows,
  };
}

/** Hosts without a socket, in process. */
export async function inProcessTable(effort: Effort): Promise<Table> {
  const rows: string[][] = [];
  for (const [name, make] of Object.entries<InProcess>(inProcess)) {
    const measured = await measure(
      variants.map((variant) => make(variant, message)),
      effort,
    );
    variants.forEach((variant, index) => {
      const { micros: time = Number.NaN, ratio = Number.NaN } = measured[index] ?? {};
      rows.push([name, variant, micros(time), share(variant, 1 / ratio)]);
    });
  }
  return {
    title: "Adapters in process",
    note: `Hosts without a socket of their own, on the message of ${message.name}: an API Gateway event (payload 2.0), and a \`Request\` made and a \`Response\` read for every message.`,
    head: ["host", "variant", "us", "share of bare"],
    rows,
  };
}

interface Server {
  readonly process: ServerProcess;
  readonly load: LoadGenerator;
}

async function rowsOf(name: ServerName, effort: ServerEffort): Promise<string[][]> {
  const speeds = variants.map((): number[] => []);
  const costs = variants.map((): number[] => []);
  for (let launch = 0; launch < effort.launches; launch++) {
    const started = await Promise.all(variants.map((variant) => start(name, variant)));
    for (const { load } of started) await warmUp(load, effort.slice);
    const order = started.map((_, index) => index);
    for (let round = 0; round < effort.rounds; round++) {
      for (const index of shuffle(order)) {
        const { speed, cost } = await slice(started[index] as Server, effort.slice);
        speeds[index]?.push(speed);
        costs[index]?.push(cost);
      }
    }
    for (const { process, load } of started) {
      load.close();
      await process.stop();
    }
  }
  return variants.map((variant, index) => [
    name,
    variant,
    median(speeds[index] ?? []).toFixed(0),
    share(variant, ratio(speeds[index], speeds[0])),
    micros(median(costs[index] ?? [])),
    share(variant, ratio(costs[0], costs[index])),
  ]);
}

/** Requests that a server answers before anything is counted, for the optimising compiler to be through with it. */
const WARM_UP = 20_000;

async function warmUp(load: LoadGenerator, milliseconds: number): Promise<void> {
  for (let answered = 0; answered < WARM_UP; ) answered += (await load.run(milliseconds)).requests;
}

async function start(name: ServerName, variant: Variant): Promise<Server> {
  const process = await ServerProcess.start(name, variant);
  const request = requestBytes(headersOf(message), message.body);
  return { process, load: await LoadGenerator.connect(process.port, CONNECTIONS, request) };
}

async function slice({ process, load }: Server, milliseconds: number) {
  const before = await process.cpu();
  const { requests, time } = await load.run(milliseconds);
  const after = await process.cpu();
  return { speed: (requests / time) * 1000, cost: (after - before) / requests };
}

/** Median over the rounds of what one gave over what the other gave in the same round. */
function ratio(own: readonly number[] = [], base: readonly number[] = []): number {
  return median(own.map((value, round) => value / (base[round] ?? Number.NaN)));
}

function share(variant: Variant, value: number): string {
  const target = targets[variant];
  return target === undefined ? value.toFixed(2) : against(value, "at least", target);
}
