// The adapter itself is mounted, without a webhook.
// Says: expressAdapter(webhook)
import { expressAdapter } from "@clustaar/adapter-express";
import express from "express";

const app = express();
app.use("/", expressAdapter);
export default app;
