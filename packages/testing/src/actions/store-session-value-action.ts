import type { StoreSessionValueAction } from "@clustaar/webhook-core";
import { jsonText } from "../internal/json-text.ts";
import type { Rule } from "./outcome.ts";
import { storedValue } from "./stored-value.ts";

/** Stores a value in the session. */
export const storeSessionValue: Rule<StoreSessionValueAction> = (action, { situation }) => {
  const value = storedValue(action, situation.session.values[action.key]);
  return {
    sessionValues: { [action.key]: value },
    note: `stores ${action.key} = ${jsonText(value)} in the session`,
  };
};
