import type { Button, OpenUrlButton, QuickReply } from "@clustaar/schemas";
import type { VisitorInput } from "../../../../src/dev/protocol.ts";
import { busy } from "../../state.ts";
import { Icon } from "../../ui/icon.tsx";
import { isSafeLink } from "../../ui/rich-text.tsx";
import { play } from "../composer.tsx";

interface ButtonsProps {
  readonly buttons: readonly (Button | OpenUrlButton | QuickReply)[];
  readonly card?: string;
  readonly answerable: boolean;
  readonly answer: VisitorInput | undefined;
  readonly label: string;
}

/** More than this many are cut: no platform shows them. */
const MOST = 100;

/** Buttons or quick replies; pressing one is the visitor's next turn, and the one that was pressed is marked. */
export function Buttons({ buttons, card, answerable, answer, label }: ButtonsProps) {
  if (buttons.length === 0) return null;
  return (
    <fieldset class="buttons" aria-label={label}>
      {buttons.slice(0, MOST).map((button, index) => {
        const { title } = button;
        const same = buttons.filter((other) => other.title === title).length;
        const before = buttons.slice(0, index).filter((other) => other.title === title).length;
        const input: VisitorInput = {
          type: "click",
          title,
          ...(card === undefined ? {} : { card }),
          ...(same > 1 ? { nth: before + 1 } : {}),
        };
        return (
          <Reply
            key={`${index}-${title}`}
            button={button}
            answerable={answerable}
            wasPressed={isSame(answer, input)}
            onPress={() => play(input)}
          />
        );
      })}
    </fieldset>
  );
}

interface ReplyProps {
  readonly button: Button | OpenUrlButton | QuickReply;
  readonly answerable: boolean;
  readonly wasPressed: boolean;
  readonly onPress: () => void;
}

function Reply({ button: { title, action }, answerable, wasPressed, onPress }: ReplyProps) {
  const url = action.type === "open_url_action" ? action.url : undefined;
  return (
    <button
      type="button"
      class="reply"
      disabled={!answerable || busy.value}
      title={url === undefined ? whatItDoes(action.type) : whereItLeads(url)}
      {...(wasPressed ? { "aria-pressed": true } : {})}
      onClick={onPress}
    >
      {wasPressed && <Icon name="check" />}
      {title}
      {url !== undefined && <Icon name="out" />}
    </button>
  );
}

function isSame(answer: VisitorInput | undefined, input: VisitorInput): boolean {
  if (answer?.type !== "click" || input.type !== "click" || answer.title !== input.title) {
    return false;
  }
  return answer.card === input.card && (answer.nth ?? 1) === (input.nth ?? 1);
}

function whereItLeads(url: string): string {
  return `Opens ${url.slice(0, 200)}${isSafeLink(url) ? "" : " (refused)"}`;
}

function whatItDoes(type: string): string {
  return type.replace(/_action$/, "").replaceAll("_", " ");
}
