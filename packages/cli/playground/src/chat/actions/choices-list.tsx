import type { Choice, Section, SendChoicesListAction } from "@clustaar/schemas";
import { busy } from "../../state.ts";
import { Icon } from "../../ui/icon.tsx";
import { Picture } from "../../ui/picture.tsx";
import { play } from "../composer.tsx";
import { BotBubble } from "./bot-bubble.tsx";
import type { ActionProps } from "./registry.tsx";

/** More choices of a section than these are cut. */
const MOST = 100;

type State = Omit<ActionProps<never>, "action" | "run">;

/** A list to choose from, section by section. */
export function ChoicesList({ action, ...state }: ActionProps<SendChoicesListAction>) {
  const { message, placeholder, sections } = action;
  return (
    <div class="said">
      {message && <BotBubble text={message} />}
      <fieldset class="choices" aria-label={placeholder}>
        <p class="choices-title" aria-hidden="true">
          {placeholder}
        </p>
        {sections.slice(0, MOST).map((section, index) => (
          // Sections may be equal, and never change their order.
          <SectionView key={index} section={section} list={placeholder} {...state} />
        ))}
      </fieldset>
    </div>
  );
}

type SectionProps = State & { readonly section: Section; readonly list: string };

function SectionView({ section: { title, choices }, list, ...state }: SectionProps) {
  return (
    <fieldset class="choices-section" aria-label={title ?? list}>
      {title && <h4>{title}</h4>}
      {choices.slice(0, MOST).map((choice, index) => (
        // Choices may be equal, and never change their order.
        <ChoiceButton key={index} choice={choice} list={title ?? list} {...state} />
      ))}
      {choices.length > MOST && <p class="faint">and {choices.length - MOST} more</p>}
    </fieldset>
  );
}

type ChoiceProps = State & { readonly choice: Choice; readonly list: string };

function ChoiceButton({ choice, list, answerable, answer }: ChoiceProps) {
  const { title, imageUrl } = choice;
  const wasChosen = answer?.type === "choose" && answer.list === list && answer.title === title;
  return (
    <button
      type="button"
      class="choice"
      disabled={!answerable || busy.value}
      {...(wasChosen ? { "aria-pressed": true } : {})}
      onClick={() => play({ type: "choose", list, title })}
    >
      {imageUrl && <Picture url={imageUrl} alt="" />}
      <span>{title}</span>
      {wasChosen && <Icon name="check" />}
    </button>
  );
}

/** A section outside of a list. */
export function LooseSection({ action, ...state }: ActionProps<Section>) {
  return (
    <div class="choices">
      <SectionView section={action} list={action.title ?? ""} {...state} />
    </div>
  );
}

/** A choice outside of a list. */
export function LooseChoice({ action, ...state }: ActionProps<Choice>) {
  return (
    <div class="choices">
      <ChoiceButton choice={action} list={action.title} {...state} />
    </div>
  );
}
