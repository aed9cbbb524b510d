import {
  constant,
  type Extra,
  type Field,
  type InitOf,
  type ModelOf,
  oneOf,
  text,
} from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema-table.ts";

const predicateMessageGetterFields = {
  /** Always `message`. */
  type: constant("message"),
};

/** Takes the visitor's message as the value of a predicate. */
export interface PredicateMessageGetter
  extends ModelOf<typeof predicateMessageGetterFields>,
    Extra {}

/** What {@link predicateMessageGetter} takes. */
export interface PredicateMessageGetterInit
  extends InitOf<typeof predicateMessageGetterFields>,
    Extra {}

/** The wire schema of {@link PredicateMessageGetter}. */
export const predicateMessageGetterSchema = defineSchema<
  "predicate_message_getter",
  PredicateMessageGetter
>("predicate_message_getter", predicateMessageGetterFields);

/**
 * Takes the visitor's message as the value of a predicate.
 *
 * @example
 * ```ts
 * import { predicateMessageGetter } from "@clustaar/schemas";
 *
 * const getter = predicateMessageGetter();
 * console.log(getter.type); // "message"
 * ```
 */
export function predicateMessageGetter(
  init: PredicateMessageGetterInit = {},
): PredicateMessageGetter {
  return build(predicateMessageGetterSchema, init);
}

/** The fields of {@link predicateSessionValueGetter}. */
export const predicateSessionValueGetterFields = {
  /** Always `session_value`. */
  type: constant("session_value"),
  /** The name of the session value: 1 to 100 letters, digits and underscores. */
  key: text({ min: 1, max: 100, pattern: patterns.key }),
};

/** Takes a session value as the value of a predicate. */
export interface PredicateSessionValueGetter
  extends ModelOf<typeof predicateSessionValueGetterFields>,
    Extra {}

/** What {@link predicateSessionValueGetter} takes. */
export interface PredicateSessionValueGetterInit
  extends InitOf<typeof predicateSessionValueGetterFields>,
    Extra {}

/** The wire schema of {@link PredicateSessionValueGetter}. */
export const predicateSessionValueGetterSchema = defineSchema<
  "predicate_session_value_getter",
  PredicateSessionValueGetter
>("predicate_session_value_getter", predicateSessionValueGetterFields);

/**
 * Takes a session value as the value of a predicate.
 *
 * @example
 * ```ts
 * import { predicateSessionValueGetter } from "@clustaar/schemas";
 *
 * const getter = predicateSessionValueGetter({ key: "color" });
 * console.log(getter.type); // "session_value"
 * ```
 */
export function predicateSessionValueGetter(
  init: PredicateSessionValueGetterInit,
): PredicateSessionValueGetter {
  return build(predicateSessionValueGetterSchema, init);
}

/** The fields of {@link predicateUserAttributeGetter}. */
export const predicateUserAttributeGetterFields = {
  /** Always `user_attribute`. */
  type: constant("user_attribute"),
  /** The name of the visitor's attribute: 1 to 100 letters, digits and underscores. */
  key: text({ min: 1, max: 100, pattern: patterns.key }),
};

/** Takes an attribute of the visitor as the value of a predicate. */
export interface PredicateUserAttributeGetter
  extends ModelOf<typeof predicateUserAttributeGetterFields>,
    Extra {}

/** What {@link predicateUserAttributeGetter} takes. */
export interface PredicateUserAttributeGetterInit
  extends InitOf<typeof predicateUserAttributeGetterFields>,
    Extra {}

/** The wire schema of {@link PredicateUserAttributeGetter}. */
export const predicateUserAttributeGetterSchema = defineSchema<
  "predicate_user_attribute_getter",
  PredicateUserAttributeGetter
>("predicate_user_attribute_getter", predicateUserAttributeGetterFields);

/**
 * Takes an attribute of the visitor as the value of a predicate.
 *
 * @example
 * ```ts
 * import { predicateUserAttributeGetter } from "@clustaar/schemas";
 *
 * const getter = predicateUserAttributeGetter({ key: "plan" });
 * console.log(getter.type); // "user_attribute"
 * ```
 */
export function predicateUserAttributeGetter(
  init: PredicateUserAttributeGetterInit,
): PredicateUserAttributeGetter {
  return build(predicateUserAttributeGetterSchema, init);
}

/** The fields of {@link predicateAttachmentValueGetter}. */
export const predicateAttachmentValueGetterFields = {
  /** Always `attachment_value`. */
  type: constant("attachment_value"),
  /** The name of the attachment: 1 to 150 letters, digits and underscores. */
  key: text({ min: 1, max: 150, pattern: patterns.key }),
};

/** Takes an attachment as the value of a predicate. */
export interface PredicateAttachmentValueGetter
  extends ModelOf<typeof predicateAttachmentValueGetterFields>,
    Extra {}

/** What {@link predicateAttachmentValueGetter} takes. */
export interface PredicateAttachmentValueGetterInit
  extends InitOf<typeof predicateAttachmentValueGetterFields>,
    Extra {}

/** The wire schema of {@link PredicateAttachmentValueGetter}. */
export const predicateAttachmentValueGetterSchema = defineSchema<
  "predicate_attachment_value_getter",
  PredicateAttachmentValueGetter
>("predicate_attachment_value_getter", predicateAttachmentValueGetterFields);

/**
 * Takes an attachment as the value of a predicate.
 *
 * @example
 * ```ts
 * import { predicateAttachmentValueGetter } from "@clustaar/schemas";
 *
 * const getter = predicateAttachmentValueGetter({ key: "invoice" });
 * console.log(getter.type); // "attachment_value"
 * ```
 */
export function predicateAttachmentValueGetter(
  init: PredicateAttachmentValueGetterInit,
): PredicateAttachmentValueGetter {
  return build(predicateAttachmentValueGetterSchema, init);
}

/** Every schema a {@link ValueGetter} may have. */
export const valueGetterSchemas = [
  predicateMessageGetterSchema,
  predicateSessionValueGetterSchema,
  predicateUserAttributeGetterSchema,
  predicateAttachmentValueGetterSchema,
] as const;

/** Where the value of a predicate comes from. */
export type ValueGetter =
  | PredicateMessageGetter
  | PredicateSessionValueGetter
  | PredicateUserAttributeGetter
  | PredicateAttachmentValueGetter;

/** Any value getter: named, so that messages say `ValueGetter`. */
export const anyValueGetter: Field<ValueGetter> = oneOf(valueGetterSchemas);
