// Models and builders.
export * from "./actions/index.ts";
export * from "./connections/index.ts";
export * from "./events/index.ts";
export type { Json, Unknown, UnknownAction } from "./fields.ts";
// Texts and their limits.
export { type Cut, type Fitted, fit } from "./fit.ts";
export * from "./inputs/index.ts";
export { limits } from "./limits.ts";
export { sanitizeHtml } from "./sanitize-html.ts";
// Wire schemas and what they say.
export type { Schema, Validation, Wire } from "./schema.ts";
export { isSchemaError, SchemaError, type SchemaIssue } from "./schema-error.ts";
export { schemas } from "./schemas.ts";
export { shorten } from "./shorten.ts";
