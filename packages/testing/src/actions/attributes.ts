import type { Interlocutor } from "@clustaar/webhook-core";

/** The attributes that are fields of an interlocutor; all others are custom attributes. */
export const OWN_FIELDS: ReadonlySet<string> = new Set([
  "email",
  "firstName",
  "lastName",
  "phoneNumber",
]);

/** An attribute of the visitor by its key. */
export function attributeOf(interlocutor: Interlocutor, key: string): unknown {
  const { customAttributes } = interlocutor;
  if (OWN_FIELDS.has(key)) return interlocutor[key as "email"];
  return customAttributes && Object.hasOwn(customAttributes, key)
    ? customAttributes[key]
    : undefined;
}
