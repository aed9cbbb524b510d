import type { ReachedStep } from "../../../src/dev/protocol.ts";
import { openExchange } from "../exchanges/opened.ts";
import { Icon } from "../ui/icon.tsx";

interface StepMarkProps {
  readonly step: ReachedStep;
  readonly stepBefore: string | undefined;
  /** The exchange in which the step called the webhook. */
  readonly exchange: string | undefined;
}

/** A step in the conversation's course; one that differs from the step before stands out. */
export function StepMark({ step, stepBefore, exchange }: StepMarkProps) {
  const changes = stepBefore !== undefined && stepBefore !== step.id;
  const status = step.exchange?.response.status;
  return (
    <p class={changes ? "step-mark step-change" : "step-mark"}>
      <span class="step-chip" title={step.id}>
        <Icon name="step" />
        <span class="visually-hidden">{changes ? "Goes to the step: " : "Step reached: "}</span>
        {step.name}
      </span>
      {exchange === undefined ? (
        <span class="faint">runs its own actions</span>
      ) : (
        <button
          type="button"
          class="quiet"
          title="See the exchange"
          onClick={() => openExchange(exchange)}
        >
          webhook answered {status}
        </button>
      )}
    </p>
  );
}
