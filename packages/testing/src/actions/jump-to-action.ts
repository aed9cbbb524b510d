import type { JumpToAction } from "@clustaar/webhook-core";
import { connectionTarget } from "./connections.ts";
import type { Rule } from "./outcome.ts";

/** Goes on to the first connection whose conditions all hold, else to the default; without either, the next action runs. */
export const jumpTo: Rule<JumpToAction> = ({ connections, defaultTarget }, scene) => {
  const target = connectionTarget(connections, scene) ?? defaultTarget;
  if (!target) return { note: "jumps nowhere: no connection fits" };
  return { goesTo: target, note: `jumps to ${nameOf(target)}` };
};

function nameOf(target: NonNullable<JumpToAction["defaultTarget"]>): string {
  const id = target.type === "step" ? target.stepId : target.storyId;
  return target.name ? `the ${target.type} "${target.name}"` : `the ${target.type} ${id}`;
}
