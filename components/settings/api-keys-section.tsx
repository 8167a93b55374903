"use client";

import { ApiKeyForm } from "@/components/settings/api-key-form.tsx";
import { RotateKey } from "@/components/settings/api-key-rotate.tsx";
import { ConfirmDialog } from "@/components/settings/confirm-dialog.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { type ApiKeyRow, accessEndpoints } from "@/lib/contracts/access.ts";

type ApiKeysSectionProps = {
  project: string;
  environments: readonly string[];
  readRefusal: string | null;
  manageRefusal: string | null;
};

function RevokeKey({
  project,
  apiKey,
  refusal,
}: {
  project: string;
  apiKey: ApiKeyRow;
  refusal: string | null;
}) {
  const revoke = useAct(accessEndpoints.revokeApiKey, {
    onSuccess: () => toast({ title: `Key ${apiKey.name} is revoked`, tone: "good" }),
  });
  return (
    <ConfirmDialog
      verb="Revoke"
      what={`key ${apiKey.name}`}
      title={`Revoke key ${apiKey.name}`}
      description="Whatever uses it is refused from the next request on. A revoked key never works again."
      refusal={refusal}
      isBusy={revoke.isPending}
      error={revoke.error}
      onConfirm={(done) => revoke.mutate({ params: { project, keyId: apiKey.id } }, { onSuccess: done })}
    />
  );
}

function KeyActs(props: { project: string; apiKey: ApiKeyRow; refusal: string | null }) {
  const { state, revokedAt } = props.apiKey;
  if (state === "expired") return "expired";
  if (revokedAt !== null) {
    return (
      <>
        revoked <RelativeTime at={revokedAt} />
      </>
    );
  }
  return (
    <div className="flex justify-end gap-2">
      <RotateKey {...props} />
      <RevokeKey {...props} />
    </div>
  );
}

function KeyRow({
  project,
  apiKey,
  refusal,
}: {
  project: string;
  apiKey: ApiKeyRow;
  refusal: string | null;
}) {
  const isOver = apiKey.state === "revoked" || apiKey.state === "expired";
  return (
    <TableRow className={isOver ? "text-neutral" : undefined}>
      <TableCell className="whitespace-nowrap">
        {apiKey.name}
        {apiKey.rotatedFromId ? <span className="text-neutral">, rotated</span> : null}
      </TableCell>
      <TableCell>{apiKey.environment ?? <span className="text-neutral">none</span>}</TableCell>
      <TableCell className="mono">{apiKey.scopes.join(", ")}</TableCell>
      <TableCell className="whitespace-nowrap">
        {apiKey.lastUsedAt ? (
          <>
            <RelativeTime at={apiKey.lastUsedAt} />
            {apiKey.lastUsedFrom ? <span className="text-neutral"> from {apiKey.lastUsedFrom}</span> : null}
          </>
        ) : (
          <span className="text-neutral">never</span>
        )}
      </TableCell>
      <TableCell className="whitespace-nowrap">
        {apiKey.state === "expiring" ? <span className="text-warn">soon, </span> : null}
        <RelativeTime at={apiKey.expiresAt} />
      </TableCell>
      <TableCell className="text-right">
        <KeyActs project={project} apiKey={apiKey} refusal={refusal} />
      </TableCell>
    </TableRow>
  );
}

/** Keys that end soon and have no successor yet: whatever uses them stops then. */
function EndingKeys({ keys }: { keys: readonly ApiKeyRow[] }) {
  const replaced = new Set(keys.map(({ rotatedFromId }) => rotatedFromId));
  const ending = keys.filter(({ id, state }) => state === "expiring" && !replaced.has(id));
  if (ending.length === 0) return null;
  return (
    <Callout role="warn" title={ending.length === 1 ? "A key ends soon" : `${ending.length} keys end soon`}>
      {ending.map(({ id, name, expiresAt }) => (
        <p key={id}>
          {name} ends <RelativeTime at={expiresAt} />: rotate it, and give the new secret to what uses it.
        </p>
      ))}
    </Callout>
  );
}

function KeyTable({
  project,
  keys,
  refusal,
}: {
  project: string;
  keys: readonly ApiKeyRow[];
  refusal: string | null;
}) {
  if (keys.length === 0) {
    return (
      <EmptyState title="No API key yet">
        A gateway and CI each need one: it names the project and the environment of what they send.
      </EmptyState>
    );
  }
  return (
    <Table label="API keys">
      <TableHead>
        <tr>
          <TableHeader>Name</TableHeader>
          <TableHeader>Environment</TableHeader>
          <TableHeader>Scopes</TableHeader>
          <TableHeader>Last used</TableHeader>
          <TableHeader>Expires</TableHeader>
          <TableHeader>
            <span className="sr-only">Act</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {keys.map((apiKey) => (
          <KeyRow key={apiKey.id} project={project} apiKey={apiKey} refusal={refusal} />
        ))}
      </TableBody>
    </Table>
  );
}

/** ApiKeysSection: keys of gateways and CI; none of them approves, rolls back or breaks glass. */
export function ApiKeysSection(props: ApiKeysSectionProps) {
  const { project, environments, readRefusal, manageRefusal } = props;
  const keys = useEndpoint(
    accessEndpoints.listApiKeys,
    { params: { project } },
    { isOn: readRefusal === null },
  );
  return (
    <Section title="API keys" meta={readRefusal === null ? manageRefusal : null}>
      {readRefusal !== null ? (
        <EmptyState title="You may not see the API keys">{readRefusal}</EmptyState>
      ) : null}
      <ProblemCard error={keys.error} />
      {readRefusal === null && keys.data === undefined && !keys.error ? <SkeletonRows count={3} /> : null}
      {keys.data ? <EndingKeys keys={keys.data.items} /> : null}
      {keys.data ? <KeyTable project={project} keys={keys.data.items} refusal={manageRefusal} /> : null}
      <div className="mt-2">
        {manageRefusal === null ? (
          <ApiKeyForm project={project} environments={environments} />
        ) : (
          <Button refusal={manageRefusal}>Make API key</Button>
        )}
      </div>
    </Section>
  );
}
