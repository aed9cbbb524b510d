import type { CustomerSatisfactionAction } from "@clustaar/schemas";
import { busy } from "../../state.ts";
import { RichText } from "../../ui/rich-text.tsx";
import { play } from "../composer.tsx";
import type { ActionProps } from "./registry.tsx";

const faces = { negative: "🙁", neutral: "😐", positive: "🙂" } as const;

/** A satisfaction request: one button a choice. */
export function CustomerSatisfaction({
  action,
  answerable,
}: ActionProps<CustomerSatisfactionAction>) {
  return (
    <div class="said">
      <div class="bubble bot">
        <span class="visually-hidden">Bot: </span>
        <RichText text={action.message} />
      </div>
      <fieldset class="buttons" aria-label="Satisfaction">
        {action.choices.slice(0, 10).map(({ kind, label }, index) => (
          <button
            key={`${index}-${label}`}
            type="button"
            class="reply"
            disabled={!answerable || busy.value}
            onClick={() => play({ type: "rate", rating: label })}
          >
            <span aria-hidden="true">{faces[kind]}</span> {label}
          </button>
        ))}
      </fieldset>
    </div>
  );
}
