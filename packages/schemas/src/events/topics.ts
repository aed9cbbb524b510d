import { webhookStepReachedSchema } from "./step-reached.ts";

/** The topics the platform sends, each with the schema of its event: a new topic is one more row. */
export const topicSchemas = {
  "conversation.step_reached": webhookStepReachedSchema,
} as const;
