import type { Choice, Section, SendChoicesListAction } from "@clustaar/schemas";
import { busy } from "../../state.ts";
import { Picture } from "../../ui/picture.tsx";
import { RichText } from "../../ui/rich-text.tsx";
import { play } from "../composer.tsx";
import type { ActionProps } from "./registry.tsx";

/** A list to choose from, section by section. */
export function ChoicesList({ action, answerable }: ActionProps<SendChoicesListAction>) {
  const { message, placeholder, sections } = action;
  return (
    <div class="said">
      {message && (
        <div class="bubble bot">
          <span class="visually-hidden">Bot: </span>
          <RichText text={message} />
        </div>
      )}
      <fieldset class="choices">
        <legend>{placeholder}</legend>
        {sections.map((section, index) => (
          // Sections may be equal, and never change their order.
          <SectionView key={index} section={section} list={placeholder} answerable={answerable} />
        ))}
      </fieldset>
    </div>
  );
}

interface SectionProps {
  readonly section: Section;
  readonly list: string;
  readonly answerable: boolean;
}

function SectionView({ section: { title, choices }, list, answerable }: SectionProps) {
  return (
    <fieldset class="choices-section" aria-label={title ?? list}>
      {title && <h4>{title}</h4>}
      {choices.slice(0, 100).map((choice, index) => (
        // Choices may be equal, and never change their order.
        <ChoiceButton key={index} choice={choice} list={title ?? list} answerable={answerable} />
      ))}
    </fieldset>
  );
}

interface ChoiceProps {
  readonly choice: Choice;
  readonly list: string;
  readonly answerable: boolean;
}

function ChoiceButton({ choice: { title, imageUrl }, list, answerable }: ChoiceProps) {
  return (
    <button
      type="button"
      class="choice"
      disabled={!answerable || busy.value}
      onClick={() => play({ type: "choose", list, title })}
    >
      {imageUrl && <Picture url={imageUrl} alt="" />}
      {title}
    </button>
  );
}

/** A section outside of a list. */
export function LooseSection({ action, answerable }: ActionProps<Section>) {
  return <SectionView section={action} list={action.title ?? ""} answerable={answerable} />;
}

/** A choice outside of a list. */
export function LooseChoice({ action, answerable }: ActionProps<Choice>) {
  return <ChoiceButton choice={action} list={action.title} answerable={answerable} />;
}
