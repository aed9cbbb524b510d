// Wire schemas and what they say.

// Models and builders.
export * from "./actions/index.ts";
export * from "./connections/index.ts";
export * from "./events/index.ts";
export type { Json, Unknown, UnknownAction } from "./fields.ts";
export * from "./inputs/index.ts";
// Text.
export { sanitizeHtml } from "./sanitize-html.ts";
export type { Schema, Validation, Wire } from "./schema.ts";
export { isSchemaError, SchemaError, type SchemaIssue } from "./schema-error.ts";
export { schemas } from "./schemas.ts";
