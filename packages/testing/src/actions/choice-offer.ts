import type { Choice } from "@clustaar/webhook-core";
import type { ListOffer } from "./offers.ts";

/** A choice, and the names by which its list can be called; a choice without a list is called by its own. */
export function choiceOffer(
  { title, imageUrl, sessionValues }: Choice,
  list: readonly (string | null | undefined)[],
  action: ListOffer["action"],
): ListOffer {
  const names = list.filter((name): name is string => Boolean(name));
  return {
    kind: "list",
    title,
    list: names.length > 0 ? names : [title],
    imageUrl: imageUrl ?? null,
    sessionValues: sessionValues ?? {},
    action,
  };
}
