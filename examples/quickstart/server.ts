import type { AddressInfo } from "node:net";
import { expressAdapter } from "@clustaar/adapter-express";
import express from "express";
import webhook from "./webhook.ts";

const app = express();
app.use("/", expressAdapter(webhook));
const server = app.listen(Number(process.env.PORT ?? 3000), (error) => {
  if (error) throw error;
  console.log(`Listening on http://localhost:${(server.address() as AddressInfo).port}`);
});
