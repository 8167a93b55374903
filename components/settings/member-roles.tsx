"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/settings/confirm-dialog.tsx";
import { grantWords } from "@/components/settings/grants-words.ts";
import { FIRST_ROLE, grantOf, RolePicker } from "@/components/settings/role-picker.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { accessEndpoints, type MemberRow } from "@/lib/contracts/access.ts";
import { groupSource, type RoleChange, refuseRoleChange } from "@/lib/domain/access/role-change.ts";
import type { RoleGrant } from "@/lib/domain/access/roles.ts";

type MemberRolesProps = {
  project: string;
  environments: readonly string[];
  viewerId: string;
  /** The accounts that are admin here. */
  admins: readonly string[];
  member: MemberRow;
  manageRefusal: string | null;
};

function TakeRole({
  project,
  member,
  grant,
  refusal,
}: {
  project: string;
  member: MemberRow;
  grant: MemberRow["grants"][number];
  refusal: string | null;
}) {
  const { group: _, ...held } = grant;
  const words = grantWords(held);
  const take = useAct(accessEndpoints.changeMemberRole, {
    onSuccess: () => toast({ title: `${member.name} is no longer ${words}`, tone: "good" }),
  });
  const params = { project, accountId: member.accountId };
  return (
    <ConfirmDialog
      verb="Take"
      what={`${words} from ${member.name}`}
      title={`Take ${words} from ${member.name}`}
      description="It has no effect any more from the next request on. What was done with it stays."
      refusal={refusal}
      isBusy={take.isPending}
      error={take.error}
      onConfirm={(done) => take.mutate({ params, body: { action: "revoke", ...held } }, { onSuccess: done })}
    />
  );
}

/** The words of the rule that the service follows, too. */
function refusalOf(props: MemberRolesProps, action: RoleChange["action"], grant: RoleGrant): string | null {
  const { viewerId, admins, member, manageRefusal } = props;
  if (manageRefusal !== null) return manageRefusal;
  const held = member.grants.find(
    ({ role, environment }) => role === grant.role && environment === grant.environment,
  );
  const heldBy = held === undefined ? null : held.group === null ? "invite" : groupSource(held.group);
  const change = { action, grant, actorId: viewerId, accountId: member.accountId, admins, heldBy };
  return refuseRoleChange(change)?.sentence ?? null;
}

function GiveRole(props: MemberRolesProps) {
  const { project, environments, member, manageRefusal } = props;
  const [isOpen, setIsOpen] = useState(false);
  const [picked, setPicked] = useState(FIRST_ROLE);
  const give = useAct(accessEndpoints.changeMemberRole, {
    onSuccess: () => toast({ title: `${member.name} is now ${grantWords(grantOf(picked))}`, tone: "good" }),
  });
  const label = (
    <>
      Give role<span className="sr-only"> to {member.name}</span>
    </>
  );
  if (manageRefusal !== null) {
    return (
      <Button disabled title={manageRefusal}>
        {label}
      </Button>
    );
  }
  const input = {
    params: { project, accountId: member.accountId },
    body: { action: "grant" as const, ...grantOf(picked) },
  };
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>{label}</Button>}
      title={`Give ${member.name} a role`}
      description={`${member.email} holds it in ${project} from the next request on.`}
      footer={
        <>
          <Button onClick={() => setIsOpen(false)}>Cancel</Button>
          <Button
            variant="primary"
            isBusy={give.isPending}
            refusal={refusalOf(props, "grant", grantOf(picked))}
            onClick={() => give.mutate(input, { onSuccess: () => setIsOpen(false) })}
          >
            Give
          </Button>
        </>
      }
    >
      <RolePicker picked={picked} environments={environments} onPick={setPicked} />
      <ProblemCard error={give.error} />
    </Dialog>
  );
}

/** MemberRoles: what a person holds, role by role and environment by environment, each to be given and taken. */
export function MemberRoles(props: MemberRolesProps) {
  const { project, member } = props;
  return (
    <ul className="flex flex-col gap-1">
      {member.grants.map((grant) => (
        <li
          key={`${grant.role} ${grant.environment ?? ""}`}
          className="flex flex-wrap items-center justify-between gap-2"
        >
          <span>
            {grantWords(grant)}
            {grant.group === null ? null : <span className="text-neutral">, by group {grant.group}</span>}
          </span>
          <TakeRole
            project={project}
            member={member}
            grant={grant}
            refusal={refusalOf(props, "revoke", grant)}
          />
        </li>
      ))}
      <li>
        <GiveRole {...props} />
      </li>
    </ul>
  );
}
