// The webhook itself is mounted, without an adapter.
// Says: function
import { Webhook } from "@clustaar/webhook-core";
import express from "express";

const app = express();
app.use("/", new Webhook());
export default app;
