interface TypingProps {
  readonly label: string;
  readonly onSkip?: () => void;
}

/** Three dots that stand for a bot that is about to say something. */
export function Typing({ label, onSkip }: TypingProps) {
  return (
    <p class="typing" role="status">
      <span class="visually-hidden">{label}</span>
      <span class="bubble bot dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {onSkip && (
        <button type="button" class="quiet" onClick={onSkip}>
          Skip the wait
        </button>
      )}
    </p>
  );
}
