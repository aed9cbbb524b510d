import type { Card, SendCardsAction } from "@clustaar/schemas";
import { Picture } from "../../ui/picture.tsx";
import { isSafeLink, RichText } from "../../ui/rich-text.tsx";
import { Buttons } from "./buttons.tsx";
import type { ActionProps } from "./registry.tsx";

/** More than this many are cut: no platform shows them. */
const MOST = 50;

/** Cards in a row that scrolls sideways. */
export function Cards({ action: { cards }, answerable }: ActionProps<SendCardsAction>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached by the keyboard
    <section class="carousel" aria-label={`${cards.length} cards`} tabIndex={0}>
      {cards.slice(0, MOST).map((card, index) => (
        // Cards may be equal, and never change their order.
        <CardView key={index} card={card} answerable={answerable} />
      ))}
      {cards.length > MOST && <p class="faint">and {cards.length - MOST} more</p>}
    </section>
  );
}

function CardView({ card, answerable }: { readonly card: Card; readonly answerable: boolean }) {
  const { title, subtitle, alt, imageUrl, url, buttons } = card;
  return (
    <article class="card">
      {imageUrl && <Picture url={imageUrl} alt={alt ?? title} />}
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
        <p>
          <RichText text={subtitle} />
        </p>
      )}
      <Buttons
        buttons={buttons ?? []}
        card={title}
        answerable={answerable}
        label={`Buttons of ${title}`}
      />
    </article>
  );
}
