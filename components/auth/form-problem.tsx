import { Callout } from "@/components/ui/callout.tsx";

/** FormProblem says above a form why it was refused, with the id to name in a report. */
export function FormProblem({ message, requestId }: { message: string; requestId?: string }) {
  return (
    <div role="alert">
      <Callout role="bad" title={message}>
        {requestId ? <span>Request {requestId}</span> : null}
      </Callout>
    </div>
  );
}
