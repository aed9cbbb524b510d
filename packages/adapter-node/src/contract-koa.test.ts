import { createServer } from "node:http";
import { bridged, isBridge, runAdapterContract, socketHost } from "@clustaar/adapter-contract";
import Koa from "koa";
import { nodeAdapter } from "./index.ts";
import { parse } from "./internal/parse.test-helpers.ts";

const createHost = () =>
  socketHost(async ({ endpoints, parser, onSettled }) => {
    const app = new Koa();
    if (parser === "consumes" || parser === "keeps") {
      app.use(async (ctx, next) => {
        await parse(ctx.req, parser);
        return next();
      });
    }
    for (const [path, endpoint] of Object.entries(endpoints)) {
      const handler = nodeAdapter(endpoint);
      app.use(async (ctx, next) => {
        if (ctx.path !== path) return next();
        ctx.respond = false;
        await handler(ctx.req, ctx.res);
        onSettled?.(ctx.res.writableFinished);
      });
    }
    const listener = app.callback();
    return { server: createServer(isBridge(parser) ? bridged(parser, listener) : listener) };
  });

runAdapterContract("Koa", createHost, {
  leavesOut: {
    "leaves how the rest of the app parses alone": "Koa has no body parser that could be changed",
  },
});
