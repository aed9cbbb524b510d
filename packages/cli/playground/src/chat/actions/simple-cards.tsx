import type { SendSimpleCardsAction } from "@clustaar/schemas";
import { Picture } from "../../ui/picture.tsx";
import { RichText } from "../../ui/rich-text.tsx";
import { Buttons } from "./buttons.tsx";
import type { ActionProps } from "./registry.tsx";

const MOST = 50;

/** Simple cards: smaller, one below the other, with links only. */
export function SimpleCards({
  action: { cards },
  answerable,
  answer,
}: ActionProps<SendSimpleCardsAction>) {
  return (
    <div class="simple-cards">
      {cards.slice(0, MOST).map(({ title, subtitle, imageUrl, buttons }, index) => (
        // Cards may be equal, and never change their order.
        <article key={index} class="card simple">
          {imageUrl && <Picture url={imageUrl} alt="" />}
          <div class="card-text">
            <h3>{title}</h3>
            {subtitle && (
              <p class="faint">
                <RichText text={subtitle} />
              </p>
            )}
            <Buttons
              buttons={buttons ?? []}
              card={title}
              answerable={answerable}
              answer={answer}
              label={`Links of ${title}`}
            />
          </div>
        </article>
      ))}
      {cards.length > MOST && <p class="faint">and {cards.length - MOST} more</p>}
    </div>
  );
}
