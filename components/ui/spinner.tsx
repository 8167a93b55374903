/** Spinner: for a state that is live right now and for nothing else; the word stands beside it. */
export function Spinner({ label }: { label?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      className="size-3.5 shrink-0 animate-spin"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.75" opacity="0.3" />
      <path
        d="M8 2a6 6 0 0 1 6 6"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.75"
        strokeLinecap="round"
      />
    </svg>
  );
}
