import type { SetUserAttributeAction } from "@clustaar/webhook-core";
import { jsonText } from "../internal/json-text.ts";
import { attributeOf, OWN_FIELDS } from "./attributes.ts";
import type { Rule } from "./outcome.ts";
import { storedValue } from "./stored-value.ts";

/** Sets an attribute of the visitor; attributes are texts. */
export const setUserAttribute: Rule<SetUserAttributeAction> = (action, { situation }) => {
  const { key } = action;
  const value = String(storedValue(action, attributeOf(situation.interlocutor, key)));
  return {
    attributes: OWN_FIELDS.has(key) ? { [key]: value } : { customAttributes: { [key]: value } },
    note: `sets the visitor's ${key} = ${jsonText(value)}`,
  };
};
