import { expressAdapter } from "@clustaar/adapter-express";
import express from "express";
import webhook from "./webhook.ts";

const port = Number(process.env.PORT ?? 3000);

const app = express();
// Before express.json() and other body parsers: a signature is checked on the bytes as they came.
app.use("/webhook", expressAdapter(webhook));

const server = app.listen(port, (error) => {
  if (error) throw error;
  console.log(`Listening on http://localhost:${port}/webhook`);
});

process.once("SIGTERM", async () => {
  server.close();
  const idle = await webhook.idle({ deadline: 10_000 }); // milliseconds
  if (!idle) process.exit(1); // something hangs
});
