import type { CreateUserRequestAction } from "@clustaar/webhook-core";
import type { Rule } from "./outcome.ts";

/** Asks the team to take over; here nobody is asked. */
export const createUserRequest: Rule<CreateUserRequestAction> = ({
  message,
  assigneeId,
  groupId,
}) => {
  const to = assigneeId ?? groupId;
  return { note: `asks the team${to ? ` (${to})` : ""}: ${message}` };
};
