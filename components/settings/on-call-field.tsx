"use client";

import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Field } from "@/components/ui/field.tsx";
import { Select } from "@/components/ui/select.tsx";
import { accessEndpoints } from "@/lib/contracts/access.ts";

type OnCallFieldProps = {
  project: string;
  readRefusal: string | null;
  accountId: string | null;
  onChange: (accountId: string | null) => void;
};

/** OnCallField: the member who owns what the controller opens. Who may not list members sees that one is chosen. */
export function OnCallField({ project, readRefusal, accountId, onChange }: OnCallFieldProps) {
  const members = useEndpoint(
    accessEndpoints.listMembers,
    { params: { project } },
    { isOn: readRefusal === null },
  );
  const items = members.data?.items ?? [];
  const isListed = items.some((member) => member.accountId === accountId);
  return (
    <Field
      label="On-call account"
      hint="Owns the reconciliations that the controller opens, and is told of them."
    >
      <Select value={accountId ?? ""} onChange={(event) => onChange(event.target.value || null)}>
        <option value="">nobody</option>
        {accountId !== null && !isListed ? <option value={accountId}>a member</option> : null}
        {items.map((member) => (
          <option key={member.accountId} value={member.accountId}>
            {member.name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
