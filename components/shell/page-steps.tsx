import { Button } from "@/components/ui/button.tsx";

type PageStepsProps = {
  count: number;
  noun: string;
  cursor: string | null;
  nextCursor: string | null;
  onGo: (cursor: string | null) => void;
};

/** PageSteps: how much is shown, and the way to older rows and back. */
export function PageSteps({ count, noun, cursor, nextCursor, onGo }: PageStepsProps) {
  return (
    <div className="flex flex-wrap items-center gap-3 text-meta text-neutral">
      <span>{`${count} ${noun}${cursor ? " on this page" : ""}`}</span>
      {cursor ? <Button onClick={() => onGo(null)}>Newest</Button> : null}
      {nextCursor ? <Button onClick={() => onGo(nextCursor)}>Older</Button> : null}
    </div>
  );
}
