"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { describeProblem } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { FactsStrip } from "@/components/ui/facts-strip.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { sessionEndpoints } from "@/lib/contracts/session.ts";

type SessionSectionProps = { account: { name: string; email: string; roles: readonly string[] } };

/** A session that its identity provider vouches for may never have been proved in itself. */
function ProvedAt({ at }: { at: string }) {
  return new Date(at).getTime() === 0 ? "not in this session" : <RelativeTime at={at} />;
}

/** SessionSection: who you are here, and the way out. */
export function SessionSection({ account }: SessionSectionProps) {
  const router = useRouter();
  const session = useEndpoint(sessionEndpoints.getSession, {});
  const signOut = useAct(sessionEndpoints.deleteSession);
  function leave() {
    signOut.mutate(
      {},
      {
        onSuccess: () => {
          router.push("/sign-in");
          router.refresh();
        },
        onError: (error) => toast({ title: describeProblem(error).title, tone: "bad" }),
      },
    );
  }
  return (
    <Section
      title="Your session"
      actions={
        <>
          <Button asChild>
            <Link href="/account">Your account and sessions</Link>
          </Button>
          <Button isBusy={signOut.isPending} onClick={leave}>
            Sign out
          </Button>
        </>
      }
    >
      <FactsStrip
        facts={[
          { label: "Name", value: account.name },
          { label: "E-mail", value: account.email },
          { label: "Your roles here", value: account.roles.join(", ") },
          {
            label: "Proved who you are",
            value: session.data ? <ProvedAt at={session.data.provedAt} /> : "",
          },
        ]}
      />
    </Section>
  );
}
