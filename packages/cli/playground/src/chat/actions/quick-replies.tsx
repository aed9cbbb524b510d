import type { SendQuickRepliesAction } from "@clustaar/schemas";
import { RichText } from "../../ui/rich-text.tsx";
import { Buttons } from "./buttons.tsx";
import type { ActionProps } from "./registry.tsx";

export function QuickReplies({ action, answerable }: ActionProps<SendQuickRepliesAction>) {
  return (
    <div class="said">
      <div class="bubble bot">
        <span class="visually-hidden">Bot: </span>
        <RichText text={action.message} />
      </div>
      <Buttons buttons={action.buttons} answerable={answerable} label="Quick replies" />
    </div>
  );
}
