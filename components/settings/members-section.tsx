"use client";

import { ConfirmDialog } from "@/components/settings/confirm-dialog.tsx";
import { MemberRoles } from "@/components/settings/member-roles.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { accessEndpoints, type MemberRow } from "@/lib/contracts/access.ts";

type MembersSectionProps = {
  project: string;
  environments: readonly string[];
  viewerId: string;
  readRefusal: string | null;
  manageRefusal: string | null;
};

function RemoveMember({
  project,
  member,
  refusal,
}: {
  project: string;
  member: MemberRow;
  refusal: string | null;
}) {
  const remove = useAct(accessEndpoints.removeMember, {
    onSuccess: () => toast({ title: `${member.name} was removed`, tone: "good" }),
  });
  return (
    <ConfirmDialog
      verb="Remove"
      what={member.name}
      title={`Remove ${member.name}`}
      description={`${member.email} loses all roles in ${project} with the next request. What they did stays in the audit log. Roles that a group of the identity provider gives come back with the next sign-in.`}
      refusal={refusal}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={(done) =>
        remove.mutate({ params: { project, accountId: member.accountId } }, { onSuccess: done })
      }
    />
  );
}

function MemberTable({ members, ...props }: MembersSectionProps & { members: readonly MemberRow[] }) {
  const admins = members
    .filter(({ grants }) => grants.some(({ role }) => role === "admin"))
    .map(({ accountId }) => accountId);
  return (
    <Table label="Members">
      <TableHead>
        <tr>
          <TableHeader>Name</TableHeader>
          <TableHeader>E-mail</TableHeader>
          <TableHeader>Roles</TableHeader>
          <TableHeader>
            <span className="sr-only">Act</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {members.map((member) => (
          <TableRow key={member.accountId}>
            <TableCell className="whitespace-nowrap">
              {member.name}
              {member.accountId === props.viewerId ? <span className="text-neutral">, you</span> : null}
            </TableCell>
            <TableCell>{member.email}</TableCell>
            <TableCell>
              <MemberRoles {...props} admins={admins} member={member} />
            </TableCell>
            <TableCell className="text-right">
              <RemoveMember project={props.project} member={member} refusal={props.manageRefusal} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** MembersSection: who holds which role. */
export function MembersSection(props: MembersSectionProps) {
  const { project, readRefusal, manageRefusal } = props;
  const members = useEndpoint(
    accessEndpoints.listMembers,
    { params: { project } },
    { isOn: readRefusal === null },
  );
  return (
    <Section title="Members" meta={readRefusal === null ? manageRefusal : null}>
      {readRefusal !== null ? (
        <EmptyState title="You may not see who the members are">{readRefusal}</EmptyState>
      ) : null}
      <ProblemCard error={members.error} />
      {readRefusal === null && members.data === undefined && !members.error ? (
        <SkeletonRows count={4} />
      ) : null}
      {members.data ? <MemberTable {...props} members={members.data.items} /> : null}
    </Section>
  );
}
