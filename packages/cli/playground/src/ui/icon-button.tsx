import { Icon, type IconName } from "./icon.tsx";

interface IconButtonProps {
  readonly label: string;
  readonly icon: IconName;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  /** Whether what it switches is on. */
  readonly pressed?: boolean;
  /** Whether what it opens is open. */
  readonly expanded?: boolean;
}

/** A small button whose picture says little to a screen reader, so its label does. */
export function IconButton(props: IconButtonProps) {
  const { label, icon, onClick, disabled, pressed, expanded } = props;
  return (
    <button
      type="button"
      class="icon-button"
      title={label}
      aria-label={label}
      disabled={disabled}
      {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
      {...(expanded === undefined ? {} : { "aria-expanded": expanded })}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
