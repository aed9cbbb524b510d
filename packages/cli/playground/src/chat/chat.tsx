import { useComputed } from "@preact/signals";
import { linkedTurn } from "../deep-link.ts";
import { busy, situation, turns } from "../state.ts";
import { Icon } from "../ui/icon.tsx";
import { VirtualList } from "../ui/virtual-list.tsx";
import { Composer } from "./composer.tsx";
import { TurnItem } from "./turn-item.tsx";
import { Typing } from "./typing.tsx";

/** The conversation as the visitor sees it. */
export function Chat() {
  const all = turns.value;
  const target = useComputed(() => {
    const linked = linkedTurn.value;
    return linked === undefined
      ? undefined
      : turns.value.findIndex(({ turn }) => turn.number === linked);
  });
  return (
    <div class="chat">
      {all.length === 0 && !busy.value && <Welcome />}
      <VirtualList
        items={all}
        keyOf={({ turn }) => String(turn.number)}
        estimate={140}
        label="Conversation"
        class="conversation"
        sticky
        scrollTo={target.value}
        render={(view, index) => (
          <TurnItem
            view={view}
            stepBefore={all[index - 1]?.turn.after.step}
            answer={all[index + 1]?.turn.input}
            isLast={index === all.length - 1}
          />
        )}
        footer={busy.value && <Typing label="The webhook is being called" />}
      />
      {situation.value?.paused && (
        <p class="paused" role="status">
          <Icon name="pause" /> A pause action silenced the bot: an operator would answer now.
        </p>
      )}
      <Composer />
    </div>
  );
}

function Welcome() {
  return (
    <div class="empty">
      <Icon name="bot" />
      <h2>Say hello</h2>
      <p>
        Type what a visitor would say, or let the conversation reach a step. Your webhook is called
        as the platform calls it, and nothing leaves this machine.
      </p>
    </div>
  );
}
