import { createHash } from "node:crypto";
import type { Interlocutor } from "@clustaar/schemas";

const names = [
  ["Tintin", null],
  ["Ada", "Lovelace"],
  ["Alan", "Turing"],
  ["Grace", "Hopper"],
  ["Hedy", "Lamarr"],
  ["Claude", "Shannon"],
] as const;

/** Who talks to the bot: the first visitor is that of `conversation()`, each one after has another id and name. */
export function visitorOf(index: number): Partial<Interlocutor> {
  if (index === 0) return {};
  const [firstName, lastName] = names[index % names.length] ?? names[0];
  const id = createHash("sha256").update(`visitor ${index}`).digest("hex").slice(0, 24);
  return {
    id,
    remoteId: String(42 + index),
    firstName,
    lastName,
    email: `${firstName.toLowerCase()}@visitors.example`,
  };
}
