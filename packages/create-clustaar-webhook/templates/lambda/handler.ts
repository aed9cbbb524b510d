import { lambdaAdapter } from "@clustaar/adapter-lambda";
import webhook from "./webhook.ts";

/** What Lambda calls: behind API Gateway, a Function URL or a load balancer. */
export const handler = lambdaAdapter(webhook);
