import type { SendQuickRepliesAction } from "@clustaar/schemas";
import { BotBubble } from "./bot-bubble.tsx";
import { Buttons } from "./buttons.tsx";
import type { ActionProps } from "./registry.tsx";

export function QuickReplies({ action, ...state }: ActionProps<SendQuickRepliesAction>) {
  return (
    <div class="said">
      <BotBubble text={action.message} />
      <Buttons buttons={action.buttons} label="Quick replies" {...state} />
    </div>
  );
}
