import { useComputed } from "@preact/signals";
import { linkedTurn } from "../deep-link.ts";
import { busy, situation, turns } from "../state.ts";
import { VirtualList } from "../ui/virtual-list.tsx";
import { Composer } from "./composer.tsx";
import { TurnItem } from "./turn-item.tsx";
import { Typing } from "./typing.tsx";

/** The conversation as the visitor sees it. */
export function Chat() {
  const target = useComputed(() => {
    const linked = linkedTurn.value;
    return linked === undefined
      ? undefined
      : turns.value.findIndex(({ turn }) => turn.number === linked);
  });
  return (
    <div class="chat">
      {turns.value.length === 0 && !busy.value && (
        <p class="empty">
          Type what a visitor would say, or let the conversation reach a step. The webhook is called
          as the platform calls it.
        </p>
      )}
      <VirtualList
        items={turns.value}
        keyOf={({ turn }) => String(turn.number)}
        estimate={140}
        label="Conversation"
        class="conversation"
        sticky
        scrollTo={target.value}
        render={(view, index) => <TurnItem view={view} isLast={index === turns.value.length - 1} />}
        footer={busy.value && <Typing label="The webhook is being called" />}
      />
      {situation.value?.paused && (
        <p class="system-note" role="status">
          A pause action silenced the bot: an operator would answer now.
        </p>
      )}
      <Composer />
    </div>
  );
}
