import { constant, type Extra, type Field, type InitOf, type ModelOf, oneOf } from "../fields.ts";
import { build, defineSchema } from "../schema-table.ts";

const isOnlineConditionFields = {
  /** Always `is_online`. */
  type: constant("is_online"),
};

/** Someone on the team is online. */
export interface IsOnlineCondition extends ModelOf<typeof isOnlineConditionFields>, Extra {}

/** What {@link isOnlineCondition} takes. */
export interface IsOnlineConditionInit extends InitOf<typeof isOnlineConditionFields>, Extra {}

/** The wire schema of {@link IsOnlineCondition}. */
export const isOnlineConditionSchema = defineSchema<"is_online_condition", IsOnlineCondition>(
  "is_online_condition",
  isOnlineConditionFields,
);

/**
 * Someone on the team is online.
 *
 * @example
 * ```ts
 * import { isOnlineCondition } from "@clustaar/schemas";
 *
 * const condition = isOnlineCondition();
 * console.log(condition.type); // "is_online"
 * ```
 */
export function isOnlineCondition(init: IsOnlineConditionInit = {}): IsOnlineCondition {
  return build(isOnlineConditionSchema, init);
}

const isOfflineConditionFields = {
  /** Always `is_offline`. */
  type: constant("is_offline"),
};

/** Nobody on the team is online. */
export interface IsOfflineCondition extends ModelOf<typeof isOfflineConditionFields>, Extra {}

/** What {@link isOfflineCondition} takes. */
export interface IsOfflineConditionInit extends InitOf<typeof isOfflineConditionFields>, Extra {}

/** The wire schema of {@link IsOfflineCondition}. */
export const isOfflineConditionSchema = defineSchema<"is_offline_condition", IsOfflineCondition>(
  "is_offline_condition",
  isOfflineConditionFields,
);

/**
 * Nobody on the team is online.
 *
 * @example
 * ```ts
 * import { isOfflineCondition } from "@clustaar/schemas";
 *
 * const condition = isOfflineCondition();
 * console.log(condition.type); // "is_offline"
 * ```
 */
export function isOfflineCondition(init: IsOfflineConditionInit = {}): IsOfflineCondition {
  return build(isOfflineConditionSchema, init);
}

const isLoggedConditionFields = {
  /** Always `is_logged`. */
  type: constant("is_logged"),
};

/** The visitor is logged in. */
export interface IsLoggedCondition extends ModelOf<typeof isLoggedConditionFields>, Extra {}

/** What {@link isLoggedCondition} takes. */
export interface IsLoggedConditionInit extends InitOf<typeof isLoggedConditionFields>, Extra {}

/** The wire schema of {@link IsLoggedCondition}. */
export const isLoggedConditionSchema = defineSchema<"is_logged_condition", IsLoggedCondition>(
  "is_logged_condition",
  isLoggedConditionFields,
);

/**
 * The visitor is logged in.
 *
 * @example
 * ```ts
 * import { isLoggedCondition } from "@clustaar/schemas";
 *
 * const condition = isLoggedCondition();
 * console.log(condition.type); // "is_logged"
 * ```
 */
export function isLoggedCondition(init: IsLoggedConditionInit = {}): IsLoggedCondition {
  return build(isLoggedConditionSchema, init);
}

const isNotLoggedConditionFields = {
  /** Always `is_not_logged`. */
  type: constant("is_not_logged"),
};

/** The visitor is not logged in. */
export interface IsNotLoggedCondition extends ModelOf<typeof isNotLoggedConditionFields>, Extra {}

/** What {@link isNotLoggedCondition} takes. */
export interface IsNotLoggedConditionInit
  extends InitOf<typeof isNotLoggedConditionFields>,
    Extra {}

/** The wire schema of {@link IsNotLoggedCondition}. */
export const isNotLoggedConditionSchema = defineSchema<
  "is_not_logged_condition",
  IsNotLoggedCondition
>("is_not_logged_condition", isNotLoggedConditionFields);

/**
 * The visitor is not logged in.
 *
 * @example
 * ```ts
 * import { isNotLoggedCondition } from "@clustaar/schemas";
 *
 * const condition = isNotLoggedCondition();
 * console.log(condition.type); // "is_not_logged"
 * ```
 */
export function isNotLoggedCondition(init: IsNotLoggedConditionInit = {}): IsNotLoggedCondition {
  return build(isNotLoggedConditionSchema, init);
}

/** Every schema a {@link TeamCondition} may have. */
export const teamConditionSchemas = [isOnlineConditionSchema, isOfflineConditionSchema] as const;

/** A condition on the team. */
export type TeamCondition = IsOnlineCondition | IsOfflineCondition;

/** Every schema a {@link UserCondition} may have. */
export const userConditionSchemas = [isLoggedConditionSchema, isNotLoggedConditionSchema] as const;

/** A condition on the visitor. */
export type UserCondition = IsLoggedCondition | IsNotLoggedCondition;

/** Any team condition: named, so that messages say `TeamCondition`. */
export const anyTeamCondition: Field<TeamCondition> = oneOf(teamConditionSchemas);

/** Any user condition: named, so that messages say `UserCondition`. */
export const anyUserCondition: Field<UserCondition> = oneOf(userConditionSchemas);
