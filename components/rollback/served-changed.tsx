import { servedBy } from "@/components/environments/served.ts";
import { Button } from "@/components/ui/button.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import type { EnvironmentDetail } from "@/lib/contracts/environments.ts";

type ServedChangedProps = {
  environment: EnvironmentDetail;
  seenVersion: number;
  onSeen: (version: number) => void;
};

/** ServedChanged: somebody moved the environment while this page was open; a rollback names what was seen, so look first. */
export function ServedChanged({ environment, seenVersion, onSeen }: ServedChangedProps) {
  const { served } = environment;
  if (served === null || served.version === seenVersion) return null;
  return (
    <Callout
      role="warn"
      title="What is served has changed"
      actions={<Button onClick={() => onSeen(served.version)}>I have seen it</Button>}
    >
      Now <span className="mono">{servedBy(served) ?? "nothing"}</span> is served, {served.cause},{" "}
      <RelativeTime at={served.since} />. Check below that a rollback is still what you want.
    </Callout>
  );
}
