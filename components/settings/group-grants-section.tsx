"use client";

import { type FormEvent, useState } from "react";
import { ConfirmDialog } from "@/components/settings/confirm-dialog.tsx";
import { grantWords } from "@/components/settings/grants-words.ts";
import { FIRST_ROLE, grantOf, RolePicker } from "@/components/settings/role-picker.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { accessEndpoints, type GroupGrantRow } from "@/lib/contracts/access.ts";

type GroupGrantsSectionProps = {
  project: string;
  environments: readonly string[];
  readRefusal: string | null;
  manageRefusal: string | null;
};

function RemoveGrant({
  project,
  grant,
  refusal,
}: {
  project: string;
  grant: GroupGrantRow;
  refusal: string | null;
}) {
  const remove = useAct(accessEndpoints.removeGroupGrant);
  const words = grantWords(grant);
  return (
    <ConfirmDialog
      verb="Take"
      what={`${words} from the group ${grant.groupName}`}
      title={`Take ${words} from the group ${grant.groupName}`}
      description="Everybody who has the role by this group loses it with the next request."
      refusal={refusal}
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={(done) => remove.mutate({ params: { project, grantId: grant.id } }, { onSuccess: done })}
    />
  );
}

function GrantTable({
  project,
  grants,
  refusal,
}: {
  project: string;
  grants: readonly GroupGrantRow[];
  refusal: string | null;
}) {
  if (grants.length === 0) {
    return (
      <EmptyState title="No group holds a role here">
        Where the identity provider names groups, their members can hold roles without an invite each.
      </EmptyState>
    );
  }
  return (
    <Table label="Groups">
      <TableHead>
        <tr>
          <TableHeader>Group</TableHeader>
          <TableHeader>Role</TableHeader>
          <TableHeader>Given by</TableHeader>
          <TableHeader>
            <span className="sr-only">Act</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {grants.map((grant) => (
          <TableRow key={grant.id}>
            <TableCell className="mono">{grant.groupName}</TableCell>
            <TableCell>{grantWords(grant)}</TableCell>
            <TableCell>{grant.createdByName}</TableCell>
            <TableCell className="text-right">
              <RemoveGrant project={project} grant={grant} refusal={refusal} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function GrantForm({ project, environments }: { project: string; environments: readonly string[] }) {
  const [groupName, setGroupName] = useState("");
  const [picked, setPicked] = useState(FIRST_ROLE);
  const add = useAct(accessEndpoints.addGroupGrant, { onSuccess: () => setGroupName("") });
  function submit(event: FormEvent) {
    event.preventDefault();
    add.mutate({ params: { project }, body: { groupName, ...grantOf(picked) } });
  }
  return (
    <form onSubmit={submit} noValidate className="flex max-w-2xl flex-col gap-3">
      <Field label="Group" hint="Its name exactly as the identity provider sends it.">
        <Input autoComplete="off" value={groupName} onChange={({ target }) => setGroupName(target.value)} />
      </Field>
      <RolePicker picked={picked} environments={environments} onPick={setPicked} />
      <ProblemCard error={add.error} />
      <div>
        <Button
          type="submit"
          size="md"
          isBusy={add.isPending}
          refusal={groupName.trim() === "" ? "Write the group's name." : null}
        >
          Give the group this role
        </Button>
      </div>
    </form>
  );
}

/** GroupGrantsSection: roles that follow the identity provider's groups, at each sign-in. */
export function GroupGrantsSection(props: GroupGrantsSectionProps) {
  const { project, environments, readRefusal, manageRefusal } = props;
  const grants = useEndpoint(
    accessEndpoints.listGroupGrants,
    { params: { project } },
    { isOn: readRefusal === null },
  );
  if (readRefusal !== null) return null;
  return (
    <Section title="Groups" meta="read from the identity provider at each sign-in">
      <ProblemCard error={grants.error} />
      {grants.data === undefined && !grants.error ? <SkeletonRows count={2} /> : null}
      {grants.data ? (
        <GrantTable project={project} grants={grants.data.items} refusal={manageRefusal} />
      ) : null}
      <div className="mt-2">
        {manageRefusal === null ? (
          <GrantForm project={project} environments={environments} />
        ) : (
          <Button refusal={manageRefusal}>Give a group a role</Button>
        )}
      </div>
    </Section>
  );
}
