import { RichText } from "../../ui/rich-text.tsx";

/** What the bot says, in a bubble. */
export function BotBubble({ text }: { readonly text: string }) {
  return (
    <div class="bubble bot">
      <span class="visually-hidden">Bot: </span>
      <RichText text={text} />
    </div>
  );
}
