import type { Card, SendCardsAction } from "@clustaar/schemas";
import { Picture } from "../../ui/picture.tsx";
import { isSafeLink, RichText } from "../../ui/rich-text.tsx";
import { Buttons } from "./buttons.tsx";
import type { ActionProps } from "./registry.tsx";

/** More than this many are cut: no platform shows them. */
const MOST = 50;

/** Cards in a row that scrolls sideways. */
export function Cards({ action: { cards }, ...state }: ActionProps<SendCardsAction>) {
  return (
    <section
      class="carousel"
      aria-label={cards.length === 1 ? "1 card" : `${cards.length} cards`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by the keyboard
      tabIndex={0}
    >
      {cards.slice(0, MOST).map((card, index) => (
        // Cards may be equal, and never change their order.
        <CardView key={index} card={card} {...state} />
      ))}
      {cards.length > MOST && <p class="faint">and {cards.length - MOST} more</p>}
    </section>
  );
}

type CardProps = { readonly card: Card } & Omit<ActionProps<never>, "action">;

function CardView({ card, answerable, answer }: CardProps) {
  const { title, subtitle, alt, imageUrl, url, buttons } = card;
  return (
    <article class="card">
      {imageUrl && <Picture url={imageUrl} alt={alt ?? title} />}
      <div class="card-text">
        <h3>
          {url && isSafeLink(url) ? (
            <a href={url} target="_blank" rel="noopener noreferrer">
              {title}
            </a>
          ) : (
            title
          )}
        </h3>
        {subtitle && (
          <p class="faint">
            <RichText text={subtitle} />
          </p>
        )}
      </div>
      <Buttons
        buttons={buttons ?? []}
        card={title}
        answerable={answerable}
        answer={answer}
        label={`Buttons of ${title}`}
      />
    </article>
  );
}
