import { describe, expect, expectTypeOf, it } from "vitest";
import { limits, type Schema, schemas } from "./index.ts";

/** The builder of a schema, as it is exported. */
function builderOf(schema: string): string {
  return schema.replace(/^webhook_/, "").replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
}

describe("limits", () => {
  it("are those of the fields, all of them, by builder and field", () => {
    const wanted: Record<string, Record<string, unknown>> = {};
    for (const [name, schema] of Object.entries(schemas as Readonly<Record<string, Schema>>)) {
      for (const [key, { spec }] of Object.entries(schema.fields)) {
        const most =
          spec.kind === "text"
            ? spec.limits.max
            : spec.kind === "list" || spec.kind === "number"
              ? spec.range.max
              : undefined;
        const each =
          spec.kind === "list" && spec.items.kind === "text" ? spec.items.limits.max : undefined;
        if (most === undefined && each === undefined) continue;
        const limit = each === undefined ? most : { items: most, characters: each };
        wanted[builderOf(name)] = {
          ...wanted[builderOf(name)],
          [spec.presence.as ?? key]: limit,
        };
      }
    }
    expect(limits).toEqual(wanted);
    expect(Object.keys(wanted).length).toBeGreaterThan(35);
  });

  it("are typed as the numbers they are", () => {
    expectTypeOf(limits.card.title).toEqualTypeOf<80>();
    expectTypeOf(limits.card.imageUrl).toEqualTypeOf<500>();
    expectTypeOf(limits.waitAction.duration).toEqualTypeOf<7>();
    expectTypeOf(limits.sendCardsAction).toEqualTypeOf<{ readonly cards: 25 }>();
    expectTypeOf(limits.sendTextAction.alternatives).toEqualTypeOf<{
      readonly items: 10;
      readonly characters: 1000;
    }>();
    // @ts-expect-error: a type has no limit
    expect(limits.card.type).toBeUndefined();
    // @ts-expect-error: this one has nothing to limit
    expect(limits.shareAction).toBeUndefined();
  });
});
