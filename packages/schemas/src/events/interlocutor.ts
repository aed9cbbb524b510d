import {
  dictOfTexts,
  type Extra,
  flag,
  type InitOf,
  type ModelOf,
  number,
  object,
  text,
} from "../fields.ts";
import { patterns } from "../internal/python-text.ts";
import { build, defineSchema } from "../schema-table.ts";

const coordinatesFields = {
  /** Degrees north of the equator, negative in the south; null if it is not known. */
  lat: number({ missing: "null" }),
  /** Degrees east of Greenwich, negative in the west; null if it is not known. */
  long: number({ missing: "null" }),
};

/** A place on earth, in degrees. */
export interface Coordinates extends ModelOf<typeof coordinatesFields>, Extra {}

/** What {@link coordinates} takes. */
export interface CoordinatesInit extends InitOf<typeof coordinatesFields>, Extra {}

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

/** The fields of {@link interlocutor}. */
export const interlocutorFields = {
  /** The platform's id of the visitor; `""` if the platform sends none. */
  id: text({ missing: "empty" }),
  /** Your own id of the visitor, if your page told the platform (`userID` on the wire). */
  remoteId: text({ wire: "userID", missing: "null" }),
  /** The visitor's id on the channel the conversation runs on (`externalID` on the wire). */
  externalId: text({ wire: "externalID", optional: true, nullable: true }),
  /** Where the visitor is, if that was shared. */
  location: object(coordinatesSchema, { nullable: true }),
  /** The visitor's e-mail address, up to 2000 characters. */
  email: text({ max: 2000, clean: ["html"], nullable: true }),
  /** The visitor's first name, up to 2000 characters. */
  firstName: text({ max: 2000, clean: ["normalize", "html"], nullable: true }),
  /** The visitor's last name, up to 2000 characters. */
  lastName: text({ max: 2000, clean: ["normalize", "html"], nullable: true }),
  /** The visitor's phone number, up to 2000 characters. */
  phoneNumber: text({ max: 2000, clean: ["normalize", "html"], nullable: true }),
  /** Attributes of your own: texts by names of letters, digits and underscores. One that is not a text is under `customAttributes` in `extra`. */
  customAttributes: dictOfTexts(patterns.dictKey, { missing: "null" }),
  /** Whether the visitor is logged in on your page. */
  isLogged: flag({ optional: true, nullable: true }),
  /** Whether this is a conversation of the bot's author trying it out. */
  usedToTest: flag({ optional: true, nullable: true }),
};

/** Who the bot is talking to. */
export interface Interlocutor extends ModelOf<typeof interlocutorFields>, Extra {}

/** What {@link interlocutor} takes. */
export interface InterlocutorInit extends InitOf<typeof interlocutorFields>, Extra {}

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
