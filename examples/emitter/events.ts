import { createEvents } from "@clustaar/webhook-emitter";
import { z } from "zod";

/** What happens in this application: it measures itself, and adjusts how many replicas it has. */
export const events = createEvents({
  measure: {
    input: z.object({ metrics: z.array(z.string()) }),
    result: z.object({ throughput: z.number() }),
    description: "Measures what the application does.",
    example: { metrics: ["throughput"] },
    exampleResult: { throughput: 31_337 },
  },
  adjust: {
    input: z.object({ replicas: z.number().int().positive() }),
    description: "Changes how many replicas run.",
    example: { replicas: 3 },
  },
});

events.on("measure", () => ({ throughput: 31_337 }), { name: "prometheus" });
events.on("adjust", ({ replicas }) => replicas, { name: "kubernetes" });
