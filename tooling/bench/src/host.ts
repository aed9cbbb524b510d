import { createHost, definePlugin } from "@clustaar/webhook-host";
import { hostRequest } from "@clustaar/webhook-host/testing";
import Fastify from "fastify";
import { Hono } from "hono";
import { type Contestant, type Effort, measure } from "./measure.ts";
import { against, micros, type Table } from "./table.ts";

const FEW = 10;
const MANY = 1_000;
/** 1,000 routes may cost this many times what ten cost. */
const FLAT = 1.5;

const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const answerTo = (id: string) => `order ${id}`;

/** A host of plugins with few and with many routes, and others with the same routes. */
export async function hostTable(effort: Effort): Promise<Table> {
  const measured = await measure(await hostContestants(), effort);
  const few = measured.map(({ micros: time }, at) => measured[at - (at % 2)]?.micros ?? time);
  return {
    title: "Host",
    note: "`GET /rN/:id`, the last route of 10 and of 1,000, without a socket: `host.handle`, `app.request` of Hono, which builds web objects, `app.inject` of Fastify, which builds Node's. The ratio is to the same library with 10 routes.",
    head: ["contestant", "us", "ratio to 10 routes"],
    rows: measured.map(({ name, micros: time }, at) => {
      const ratio = time / (few[at] ?? time);
      const isOurs = name.startsWith("our") && at % 2 === 1;
      return [name, micros(time), isOurs ? against(ratio, "at most", FLAT) : ratio.toFixed(2)];
    }),
  };
}

/** Each with few routes, then with many; all of them answer `order 42`. */
export async function hostContestants(): Promise<Contestant[]> {
  return [
    await ourHost(FEW),
    await ourHost(MANY),
    hono(FEW),
    hono(MANY),
    await fastify(FEW),
    await fastify(MANY),
  ];
}

function nameOf(library: string, count: number): string {
  return `${library}, ${count.toLocaleString("en")} routes`;
}

async function ourHost(count: number): Promise<Contestant> {
  const plugin = definePlugin({
    name: "orders",
    setup({ route }) {
      for (let at = 1; at <= count; at++) route(`/r${at}/:id`, ({ params }) => answerTo(params.id));
    },
  });
  const host = await createHost({ plugins: [plugin], discover: false, log: quiet, env: {} });
  const request = hostRequest("GET", `/r${count}/42`);
  return {
    name: nameOf("our host", count),
    run: async () => String((await host.handle(request)).body),
  };
}

function hono(count: number): Contestant {
  const app = new Hono();
  for (let at = 1; at <= count; at++) {
    app.get(`/r${at}/:id`, (context) => context.html(answerTo(context.req.param("id"))));
  }
  return {
    name: nameOf("Hono", count),
    run: async () => (await app.request(`/r${count}/42`)).text(),
  };
}

async function fastify(count: number): Promise<Contestant> {
  const app = Fastify();
  for (let at = 1; at <= count; at++) {
    app.get<{ Params: { id: string } }>(`/r${at}/:id`, async (request, reply) => {
      reply.type("text/html; charset=utf-8");
      return answerTo(request.params.id);
    });
  }
  await app.ready();
  return {
    name: nameOf("Fastify", count),
    run: async () => (await app.inject(`/r${count}/42`)).body,
  };
}
