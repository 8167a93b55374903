"use client";

import { useRouter } from "next/navigation";
import { describeBrowser } from "@/components/account/describe-browser.ts";
import { ConfirmDialog } from "@/components/settings/confirm-dialog.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { accountEndpoints, type OwnSessionRow } from "@/lib/contracts/account.ts";

function EndSession({ session }: { session: OwnSessionRow }) {
  const end = useAct(accountEndpoints.endSession, {
    onSuccess: () => toast({ title: "The session has ended", tone: "good" }),
  });
  const browser = describeBrowser(session.userAgent);
  return (
    <ConfirmDialog
      verb="End"
      what={`the session in ${browser}`}
      title={`End the session in ${browser}`}
      description="Whoever uses it is signed out with the next request."
      refusal={session.isCurrent ? "This is the session you use; sign out instead." : null}
      isBusy={end.isPending}
      error={end.error}
      onConfirm={(done) => end.mutate({ params: { sessionId: session.id } }, { onSuccess: done })}
    />
  );
}

function SignOutEverywhere({ scope }: { scope: "others" | "all" }) {
  const router = useRouter();
  const isAll = scope === "all";
  const signOut = useAct(accountEndpoints.signOutEverywhere, {
    onSuccess: () => {
      if (!isAll) return toast({ title: "All other sessions have ended", tone: "good" });
      router.push("/sign-in");
      router.refresh();
    },
  });
  return (
    <ConfirmDialog
      verb={isAll ? "Sign out everywhere" : "End all others"}
      what={isAll ? "" : "sessions"}
      title={isAll ? "Sign out everywhere" : "End all other sessions"}
      description={
        isAll
          ? "All your sessions end, this one too."
          : "All your sessions but this one end with their next request."
      }
      refusal={null}
      isBusy={signOut.isPending}
      error={signOut.error}
      onConfirm={(done) => signOut.mutate({ body: { scope } }, { onSuccess: done })}
    />
  );
}

function SessionTable({ sessions }: { sessions: readonly OwnSessionRow[] }) {
  return (
    <Table label="Your sessions">
      <TableHead>
        <tr>
          <TableHeader>Browser</TableHeader>
          <TableHeader>Address</TableHeader>
          <TableHeader>Signed in by</TableHeader>
          <TableHeader>Since</TableHeader>
          <TableHeader>Last seen</TableHeader>
          <TableHeader>
            <span className="sr-only">Act</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {sessions.map((session) => (
          <TableRow key={session.id}>
            <TableCell className="whitespace-nowrap">
              {describeBrowser(session.userAgent)}
              {session.isCurrent ? <span className="text-neutral">, this one</span> : null}
            </TableCell>
            <TableCell className="mono">{session.address || "unknown"}</TableCell>
            <TableCell>{session.provider}</TableCell>
            <TableCell className="whitespace-nowrap">
              <RelativeTime at={session.createdAt} />
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <RelativeTime at={session.lastSeenAt} />
            </TableCell>
            <TableCell className="text-right">
              <EndSession session={session} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** SessionsSection: where one is signed in, and the way to end that. */
export function SessionsSection() {
  const sessions = useEndpoint(accountEndpoints.listSessions, {});
  return (
    <Section
      title="Sessions"
      meta="each ends 8 hours after its last use, and 24 hours after it began"
      actions={
        <>
          <SignOutEverywhere scope="others" />
          <SignOutEverywhere scope="all" />
        </>
      }
    >
      <ProblemCard error={sessions.error} />
      {sessions.data === undefined && !sessions.error ? <SkeletonRows count={2} /> : null}
      {sessions.data ? <SessionTable sessions={sessions.data.items} /> : null}
    </Section>
  );
}
