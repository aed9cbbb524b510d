import { type Field, oneOf, orUnknown, type Unknown } from "../fields.ts";
import {
  type CustomerSatisfactionCallbackAction,
  customerSatisfactionCallbackActionSchema,
} from "./customer-satisfaction-callback-action.ts";
import { type GoToAction, goToActionSchema } from "./go-to-action.ts";
import {
  type LegacyReplyToMessageAction,
  legacyReplyToMessageActionSchema,
} from "./legacy-reply-to-message-action.ts";
import { type OpenUrlAction, openUrlActionSchema } from "./open-url-action.ts";
import { type ShareAction, shareActionSchema } from "./share-action.ts";

/** Every schema a {@link ButtonAction} may have. */
export const buttonActionSchemas = [
  goToActionSchema,
  legacyReplyToMessageActionSchema,
  openUrlActionSchema,
  shareActionSchema,
  customerSatisfactionCallbackActionSchema,
] as const;

/** What a button or a quick reply may do. */
export type ButtonAction =
  | GoToAction
  | LegacyReplyToMessageAction
  | OpenUrlAction
  | ShareAction
  | CustomerSatisfactionCallbackAction
  | Unknown;

/** Whatever a button does: named, so that messages say `ButtonAction`. */
export const anyButtonAction: Field<ButtonAction> = orUnknown(oneOf(buttonActionSchemas));
