import type { ComponentChildren } from "preact";

interface IconButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
}

/** A small button whose picture says little to a screen reader, so its label does. */
export function IconButton({ label, onClick, children, disabled, pressed }: IconButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      title={label}
      aria-label={label}
      disabled={disabled}
      {...(pressed === undefined ? {} : { "aria-pressed": pressed })}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
