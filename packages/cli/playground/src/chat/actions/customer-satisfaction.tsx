import type { CustomerSatisfactionAction } from "@clustaar/schemas";
import { busy } from "../../state.ts";
import { Icon } from "../../ui/icon.tsx";
import { play } from "../composer.tsx";
import { BotBubble } from "./bot-bubble.tsx";
import type { ActionProps } from "./registry.tsx";

const faces = { negative: "frown", neutral: "meh", positive: "smile" } as const;

/** A satisfaction request: one face a choice. */
export function CustomerSatisfaction(props: ActionProps<CustomerSatisfactionAction>) {
  const { action, answerable, answer } = props;
  return (
    <div class="said">
      <BotBubble text={action.message} />
      <fieldset class="buttons" aria-label="Satisfaction">
        {action.choices.slice(0, 10).map(({ kind, label }, index) => {
          const wasPressed = answer?.type === "rate" && answer.rating === label;
          return (
            <button
              key={`${index}-${label}`}
              type="button"
              class={`rating rating-${kind}`}
              disabled={!answerable || busy.value}
              {...(wasPressed ? { "aria-pressed": true } : {})}
              onClick={() => play({ type: "rate", rating: label })}
            >
              <Icon name={faces[kind]} />
              <span class="visually-hidden">{kind}: </span>
              {label}
            </button>
          );
        })}
      </fieldset>
    </div>
  );
}
