import { expectTypeOf, it } from "vitest";
import type { ButtonAction, buttonActionSchemas } from "./actions/button-actions.ts";
import type { Action, actionSchemas } from "./actions/registry.ts";
import type { Condition, conditionSchemas } from "./connections/conditions.ts";
import type { Predicate, predicateSchemas } from "./connections/predicates.ts";
import type { Target, targetSchemas } from "./connections/targets.ts";
import type { ValueGetter, valueGetterSchemas } from "./connections/value-getters.ts";
import type {
  TeamCondition,
  teamConditionSchemas,
  UserCondition,
  userConditionSchemas,
} from "./connections/visitor-conditions.ts";
import type { Unknown } from "./fields.ts";
import type { Attachment, attachmentSchemas } from "./inputs/attachments.ts";
import type { Input, inputSchemas } from "./inputs/registry.ts";
import type { SchemaTable } from "./schema-table.ts";

type ModelIn<S> = S extends SchemaTable<string, infer Model> ? Model : never;

// Derived from its list, a union would read as `ModelIn<Schema<...> | ...>` in an editor: so each is written out, and
// held against its list here.
it("each union is what its list of schemas says", () => {
  expectTypeOf<ModelIn<(typeof actionSchemas)[number]> | Unknown>().toEqualTypeOf<Action>();
  expectTypeOf<
    ModelIn<(typeof buttonActionSchemas)[number]> | Unknown
  >().toEqualTypeOf<ButtonAction>();
  expectTypeOf<ModelIn<(typeof conditionSchemas)[number]>>().toEqualTypeOf<Condition>();
  expectTypeOf<ModelIn<(typeof predicateSchemas)[number]>>().toEqualTypeOf<Predicate>();
  expectTypeOf<ModelIn<(typeof targetSchemas)[number]>>().toEqualTypeOf<Target>();
  expectTypeOf<ModelIn<(typeof valueGetterSchemas)[number]>>().toEqualTypeOf<ValueGetter>();
  expectTypeOf<ModelIn<(typeof teamConditionSchemas)[number]>>().toEqualTypeOf<TeamCondition>();
  expectTypeOf<ModelIn<(typeof userConditionSchemas)[number]>>().toEqualTypeOf<UserCondition>();
  expectTypeOf<ModelIn<(typeof attachmentSchemas)[number]> | Unknown>().toEqualTypeOf<Attachment>();
  expectTypeOf<ModelIn<(typeof inputSchemas)[number]> | Unknown>().toEqualTypeOf<Input>();
});
