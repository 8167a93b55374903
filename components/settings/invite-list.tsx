"use client";

import { ConfirmDialog } from "@/components/settings/confirm-dialog.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { accessEndpoints, type InviteRow } from "@/lib/contracts/access.ts";

type InviteListProps = { project: string; readRefusal: string | null; manageRefusal: string | null };

function RevokeInvite({
  project,
  invite,
  refusal,
}: {
  project: string;
  invite: InviteRow;
  refusal: string | null;
}) {
  const who = invite.email ?? "anybody who has it";
  const revoke = useAct(accessEndpoints.revokeInvite, {
    onSuccess: () => toast({ title: `The link for ${who} is revoked`, tone: "good" }),
  });
  return (
    <ConfirmDialog
      verb="Revoke"
      what={`the invite link for ${who}`}
      title={`Revoke the link for ${who}`}
      description="Whoever opens it is told that it has expired. To let the person in after all, make another one."
      refusal={refusal}
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={(done) => revoke.mutate({ params: { project, inviteId: invite.id } }, { onSuccess: done })}
    />
  );
}

function InviteTableRow({
  project,
  invite,
  refusal,
}: {
  project: string;
  invite: InviteRow;
  refusal: string | null;
}) {
  const isOpen = invite.state === "open";
  return (
    <TableRow className={isOpen ? undefined : "text-neutral"}>
      <TableCell>{invite.email ?? "anybody who has the link"}</TableCell>
      <TableCell>{invite.roles.join(", ")}</TableCell>
      <TableCell className="whitespace-nowrap">
        {invite.createdByName}, <RelativeTime at={invite.createdAt} />
      </TableCell>
      <TableCell className="whitespace-nowrap">
        {isOpen ? (
          <>
            open, ends <RelativeTime at={invite.expiresAt} />
          </>
        ) : (
          invite.state
        )}
      </TableCell>
      <TableCell className="text-right">
        {isOpen ? <RevokeInvite project={project} invite={invite} refusal={refusal} /> : null}
      </TableCell>
    </TableRow>
  );
}

/** InviteList: which links were made, which of them still work, and the way to end one. */
export function InviteList({ project, readRefusal, manageRefusal }: InviteListProps) {
  const invites = useEndpoint(
    accessEndpoints.listInvites,
    { params: { project } },
    { isOn: readRefusal === null },
  );
  const items = invites.data?.items ?? [];
  if (readRefusal !== null) return null;
  return (
    <>
      <ProblemCard error={invites.error} />
      {items.length === 0 ? null : (
        <Table label="Invite links">
          <TableHead>
            <tr>
              <TableHeader>For</TableHeader>
              <TableHeader>Roles</TableHeader>
              <TableHeader>Made by</TableHeader>
              <TableHeader>State</TableHeader>
              <TableHeader>
                <span className="sr-only">Act</span>
              </TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {items.map((invite) => (
              <InviteTableRow key={invite.id} project={project} invite={invite} refusal={manageRefusal} />
            ))}
          </TableBody>
        </Table>
      )}
    </>
  );
}
