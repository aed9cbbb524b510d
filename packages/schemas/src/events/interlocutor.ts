import { dictOfTexts, flag, type InitOf, type ModelOf, number, object, text } from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema.ts";

const coordinatesFields = {
  lat: number({ missing: "null" }),
  long: number({ missing: "null" }),
};

/**
 * A place on earth, in degrees.
 *
 * @example
 * ```ts
 * import type { Coordinates } from "@clustaar/schemas";
 * import { coordinates } from "@clustaar/schemas";
 *
 * const value: Coordinates = coordinates({ lat: 45.76, long: 4.84 });
 * console.log(value.lat); // 45.76
 * ```
 */
export interface Coordinates extends ModelOf<typeof coordinatesFields> {}

/** What {@link coordinates} takes. */
export interface CoordinatesInit extends InitOf<typeof coordinatesFields> {}

/** The wire schema of {@link Coordinates}. */
export const coordinatesSchema = defineSchema<"coordinates", Coordinates>(
  "coordinates",
  coordinatesFields,
  { tolerant: true },
);

/**
 * A place on earth, in degrees.
 *
 * @example
 * ```ts
 * import { coordinates } from "@clustaar/schemas";
 *
 * const value = coordinates({ lat: 45.76, long: 4.84 });
 * console.log(value.lat); // 45.76
 * ```
 */
export function coordinates(init: CoordinatesInit): Coordinates {
  return build(coordinatesSchema, init);
}

const interlocutorFields = {
  id: text({ missing: "empty" }),
  userID: text({ as: "remoteId", missing: "null" }),
  externalID: text({ as: "externalId", optional: true, nullable: true }),
  location: object(coordinatesSchema, { nullable: true }),
  email: text({ max: 2000, clean: ["html"], nullable: true }),
  firstName: text({ max: 2000, clean: ["normalize", "html"], nullable: true }),
  lastName: text({ max: 2000, clean: ["normalize", "html"], nullable: true }),
  phoneNumber: text({ max: 2000, clean: ["normalize", "html"], nullable: true }),
  customAttributes: dictOfTexts(patterns.dictKey, { missing: "null" }),
  isLogged: flag({ optional: true, nullable: true }),
  usedToTest: flag({ optional: true, nullable: true }),
};

/**
 * Who the bot is talking to.
 *
 * @example
 * ```ts
 * import type { Interlocutor } from "@clustaar/schemas";
 * import { interlocutor } from "@clustaar/schemas";
 *
 * const value: Interlocutor = interlocutor({ id: "1", remoteId: "42", firstName: "Ada", customAttributes: {} });
 * console.log(value.firstName); // "Ada"
 * ```
 */
export interface Interlocutor extends ModelOf<typeof interlocutorFields> {}

/** What {@link interlocutor} takes. */
export interface InterlocutorInit extends InitOf<typeof interlocutorFields> {}

/** The wire schema of {@link Interlocutor}. */
export const webhookInterlocutorSchema = defineSchema<"webhook_interlocutor", Interlocutor>(
  "webhook_interlocutor",
  interlocutorFields,
  { tolerant: true },
);

/**
 * Who the bot is talking to; the texts are up to 2000 characters each.
 *
 * @example
 * ```ts
 * import { interlocutor } from "@clustaar/schemas";
 *
 * const value = interlocutor({ id: "1", remoteId: "42", firstName: "Ada", customAttributes: {} });
 * console.log(value.firstName); // "Ada"
 * ```
 */
export function interlocutor(init: InterlocutorInit): Interlocutor {
  return build(webhookInterlocutorSchema, init);
}
