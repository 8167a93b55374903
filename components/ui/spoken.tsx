type SpokenProps = { seen: string; spoken: string };

/**
 * Spoken: words for the eye, and the longer ones that a screen reader says in their place. One text, because a
 * hidden continuation is read with a space before its comma.
 */
export function Spoken({ seen, spoken }: SpokenProps) {
  return (
    <>
      <span aria-hidden>{seen}</span>
      <span className="sr-only">{spoken}</span>
    </>
  );
}
