import { constant, type InitOf, type ModelOf } from "../fields.ts";
import { build, defineSchema } from "../schema.ts";

const isOnlineConditionFields = {
  type: constant("is_online"),
};

/**
 * Somebody of the team is online.
 *
 * @example
 * ```ts
 * import type { IsOnlineCondition } from "@clustaar/schemas";
 * import { isOnlineCondition } from "@clustaar/schemas";
 *
 * const condition: IsOnlineCondition = isOnlineCondition();
 * console.log(condition.type); // "is_online"
 * ```
 */
export interface IsOnlineCondition extends ModelOf<typeof isOnlineConditionFields> {}

/** What {@link isOnlineCondition} takes. */
export interface IsOnlineConditionInit extends InitOf<typeof isOnlineConditionFields> {}

/** The wire schema of {@link IsOnlineCondition}. */
export const isOnlineConditionSchema = defineSchema<"is_online_condition", IsOnlineCondition>(
  "is_online_condition",
  isOnlineConditionFields,
);

/**
 * Somebody of the team is online.
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
  type: constant("is_offline"),
};

/**
 * Nobody of the team is online.
 *
 * @example
 * ```ts
 * import type { IsOfflineCondition } from "@clustaar/schemas";
 * import { isOfflineCondition } from "@clustaar/schemas";
 *
 * const condition: IsOfflineCondition = isOfflineCondition();
 * console.log(condition.type); // "is_offline"
 * ```
 */
export interface IsOfflineCondition extends ModelOf<typeof isOfflineConditionFields> {}

/** What {@link isOfflineCondition} takes. */
export interface IsOfflineConditionInit extends InitOf<typeof isOfflineConditionFields> {}

/** The wire schema of {@link IsOfflineCondition}. */
export const isOfflineConditionSchema = defineSchema<"is_offline_condition", IsOfflineCondition>(
  "is_offline_condition",
  isOfflineConditionFields,
);

/**
 * Nobody of the team is online.
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
  type: constant("is_logged"),
};

/**
 * The visitor is logged in.
 *
 * @example
 * ```ts
 * import type { IsLoggedCondition } from "@clustaar/schemas";
 * import { isLoggedCondition } from "@clustaar/schemas";
 *
 * const condition: IsLoggedCondition = isLoggedCondition();
 * console.log(condition.type); // "is_logged"
 * ```
 */
export interface IsLoggedCondition extends ModelOf<typeof isLoggedConditionFields> {}

/** What {@link isLoggedCondition} takes. */
export interface IsLoggedConditionInit extends InitOf<typeof isLoggedConditionFields> {}

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
  type: constant("is_not_logged"),
};

/**
 * The visitor is not logged in.
 *
 * @example
 * ```ts
 * import type { IsNotLoggedCondition } from "@clustaar/schemas";
 * import { isNotLoggedCondition } from "@clustaar/schemas";
 *
 * const condition: IsNotLoggedCondition = isNotLoggedCondition();
 * console.log(condition.type); // "is_not_logged"
 * ```
 */
export interface IsNotLoggedCondition extends ModelOf<typeof isNotLoggedConditionFields> {}

/** What {@link isNotLoggedCondition} takes. */
export interface IsNotLoggedConditionInit extends InitOf<typeof isNotLoggedConditionFields> {}

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

/**
 * A condition on the team.
 *
 * @example
 * ```ts
 * import type { TeamCondition } from "@clustaar/schemas";
 * import { isOfflineCondition } from "@clustaar/schemas";
 *
 * const condition: TeamCondition = isOfflineCondition();
 * console.log(condition.type); // "is_offline"
 * ```
 */
export type TeamCondition = IsOnlineCondition | IsOfflineCondition;

/** Every schema a {@link UserCondition} may have. */
export const userConditionSchemas = [isLoggedConditionSchema, isNotLoggedConditionSchema] as const;

/**
 * A condition on the visitor.
 *
 * @example
 * ```ts
 * import type { UserCondition } from "@clustaar/schemas";
 * import { isLoggedCondition } from "@clustaar/schemas";
 *
 * const condition: UserCondition = isLoggedCondition();
 * console.log(condition.type); // "is_logged"
 * ```
 */
export type UserCondition = IsLoggedCondition | IsNotLoggedCondition;
