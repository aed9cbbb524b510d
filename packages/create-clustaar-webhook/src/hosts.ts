/** Where a webhook can run, and what its project says about it. */
export interface Host {
  /** As a person calls it. */
  readonly title: string;
  /** One line that helps to choose. */
  readonly hint: string;
  /** The file that mounts the webhook. */
  readonly mount: string;
  /** What starts it on this machine. */
  readonly run: string;
  /** How it gets to where it runs. */
  readonly deploy: string;
}

const server = {
  mount: "server.ts",
  run: "CLUSTAAR_PRIVATE_KEY=change-me npm start",
  deploy:
    "On your server: `npm ci --omit=dev`, then `npm start` with `CLUSTAAR_PRIVATE_KEY`, and `PORT` where 3000 will not do.",
};

/** Every host, by the name of its folder under `templates/`. */
export const hosts = {
  express: { title: "Express", hint: "a server of your own, on Express 5", ...server },
  fastify: { title: "Fastify", hint: "a server of your own, on Fastify 5", ...server },
  lambda: {
    ...server,
    title: "AWS Lambda",
    hint: "behind API Gateway, a Function URL or a load balancer",
    mount: "handler.ts",
    deploy:
      "`npm run build` bundles the function into `dist/handler.cjs`. Upload it with `handler.handler` as its handler, and set `CLUSTAAR_PRIVATE_KEY`. `server.ts` is only for this machine.",
  },
  hono: { title: "Hono", hint: "a server of your own, on Hono 4", ...server },
  next: {
    title: "Next.js",
    hint: "a route of the app router",
    mount: "app/webhook/route.ts",
    run: "npm run build && CLUSTAAR_PRIVATE_KEY=change-me npm start",
    deploy:
      "Deploy it as any Next.js app. `CLUSTAAR_PRIVATE_KEY` is needed when it runs, not when it is built.",
  },
  node: { title: "node:http", hint: "a server of your own, without a framework", ...server },
} as const satisfies Record<string, Host>;

/** The name of a host, as `--host` takes it. */
export type HostName = keyof typeof hosts;

/** The names of all hosts. */
export const hostNames: readonly HostName[] = Object.keys(hosts) as HostName[]; // its keys, by `satisfies`

/** Whether a text names a host. */
export function isHostName(name: string): name is HostName {
  return Object.hasOwn(hosts, name);
}
