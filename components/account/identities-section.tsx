"use client";

import { ProveAgain } from "@/components/auth/prove-again.tsx";
import { ProviderButtons } from "@/components/auth/provider-buttons.tsx";
import { ConfirmDialog } from "@/components/settings/confirm-dialog.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { accountEndpoints, type OwnAccountResponse } from "@/lib/contracts/account.ts";
import { isProvider, type Provider } from "@/lib/domain/access/providers.ts";

function Unlink({ provider, name, refusal }: { provider: Provider; name: string; refusal: string | null }) {
  const unlink = useAct(accountEndpoints.unlinkIdentity, {
    onSuccess: () => toast({ title: `${name} is unlinked`, tone: "good" }),
  });
  return (
    <ConfirmDialog
      verb="Unlink"
      what={name}
      title={`Unlink ${name}`}
      description="You can no longer sign in with it. All your other sessions end."
      refusal={refusal}
      isBusy={unlink.isPending}
      error={unlink.error}
      onConfirm={(done) => unlink.mutate({ params: { provider } }, { onSuccess: done })}
    />
  );
}

function IdentityTable({ account }: { account: OwnAccountResponse }) {
  const isLast = !account.hasPassword && account.identities.length === 1;
  const refusal = isLast
    ? "This is the only way to sign in to your account."
    : account.proof === "fresh"
      ? null
      : "Prove who you are first.";
  const nameOf = (id: string) => account.providers.find((each) => each.id === id)?.name ?? id;
  return (
    <Table label="Linked identities">
      <TableHead>
        <tr>
          <TableHeader>Provider</TableHeader>
          <TableHeader>E-mail there</TableHeader>
          <TableHeader>Linked</TableHeader>
          <TableHeader>Last used</TableHeader>
          <TableHeader>
            <span className="sr-only">Act</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {account.identities.map(({ provider, email, createdAt, lastUsedAt }) => (
          <TableRow key={`${provider} ${createdAt}`}>
            <TableCell>{nameOf(provider)}</TableCell>
            <TableCell>{email || "not told"}</TableCell>
            <TableCell className="whitespace-nowrap">
              <RelativeTime at={createdAt} />
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <RelativeTime at={lastUsedAt} />
            </TableCell>
            <TableCell className="text-right">
              {isProvider(provider) ? (
                <Unlink provider={provider} name={nameOf(provider)} refusal={refusal} />
              ) : null}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** IdentitiesSection: the identity providers one can sign in with; linking and unlinking needs a fresh proof. */
export function IdentitiesSection({
  account,
  onProved,
}: {
  account: OwnAccountResponse;
  onProved: () => void;
}) {
  const linked = new Set(account.identities.map(({ provider }) => provider));
  const linkable = account.providers.filter(({ id }) => !linked.has(id));
  const isFresh = account.proof === "fresh";
  return (
    <Section title="Identities" meta="other ways to sign in to this account">
      {account.identities.length > 0 ? (
        <IdentityTable account={account} />
      ) : (
        <EmptyState title="No identity is linked">You sign in with your password.</EmptyState>
      )}
      {linkable.length > 0 && isFresh ? (
        <div className="max-w-md">
          <ProviderButtons providers={linkable} errand={{ intent: "link", next: "/account" }} verb="Link" />
        </div>
      ) : null}
      {!isFresh && (linkable.length > 0 || linked.size > 0) ? (
        <div className="flex flex-col gap-2">
          <p className="text-body">To link or unlink an identity, prove who you are.</p>
          <ProveAgain next="/account" onProved={onProved} />
        </div>
      ) : null}
    </Section>
  );
}
