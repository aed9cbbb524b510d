import assert from "node:assert/strict";
import { SchemaError, type SendTextAction, schemas, sendTextAction } from "@clustaar/schemas";
import { zodOf } from "@clustaar/schemas/zod";
import { z } from "zod";

async function use(): Promise<void> {
  const action: SendTextAction = sendTextAction({ alternatives: ["Hello"] });
  const wire = schemas.send_text_action.encode(action);
  assert.deepEqual(wire, { type: "send_text_action", alternatives: ["Hello"] });
  assert.deepEqual(schemas.send_text_action.validate(wire), { success: true });
  assert.deepEqual(schemas.send_text_action.decode(wire), action);
  assert.equal(schemas.send_text_action.validate({ type: "send_text_action" }).success, false);
  const queue = z.array(zodOf(schemas.action));
  assert.equal(queue.safeParse([wire]).success, true);
  assert.equal(queue.safeParse([{ type: "send_text_action" }]).success, false);
  assert.throws(() => schemas.send_text_action.decode({}), SchemaError);
}

use().then(() => console.log("used"));
