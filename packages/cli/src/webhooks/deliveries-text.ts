import type { Io } from "../io.ts";
import { printable, styleOf } from "../style.ts";
import type { Redelivered, ShownAttempt, ShownDelivery } from "./deliveries-task.ts";

/** A delivery on one line, and on a second one why it failed. */
export function deliveryText(io: Io, delivery: ShownDelivery): string[] {
  const { id, webhook, event, state, createdAt } = delivery;
  const style = styleOf(io);
  const colour = state === "dead" ? style.red : state === "delivered" ? style.green : style.bold;
  const line = printable(`  ${webhook}  ${event}  ${createdAt}`);
  const more = details(delivery);
  return [`${id}  ${colour(state)}${line}`, ...(more === "" ? [] : [style.dim(printable(more))])];
}

function details({ state, reason, attempts, nextAt, lastAttempt: last }: ShownDelivery): string {
  const parts = [
    ...(reason === null ? [] : [reason]),
    ...(last && !last.ok ? [`last attempt ${last.at}: ${outcome(last)}`] : []),
    ...(state === "waiting" && attempts > 0
      ? [`${attempts} ${attempts === 1 ? "attempt" : "attempts"} so far, the next one at ${nextAt}`]
      : []),
  ];
  return parts.length === 0 ? "" : `  ${parts.join("; ")}`;
}

/** How an extra attempt went. */
export function redeliveredText(io: Io, { delivery, attempt }: Redelivered): string[] {
  const style = styleOf(io);
  const line = attempt
    ? `${attempt.ok ? "Delivered" : "Not delivered"}: ${outcome(attempt)}`
    : "Asked for, and not made so far: a process of the application makes it as soon as one runs.";
  return [(attempt?.ok ? style.green : style.red)(printable(line)), ...deliveryText(io, delivery)];
}

function outcome({ status, error, milliseconds }: ShownAttempt): string {
  return `${error ?? status} after ${milliseconds} ms`;
}
