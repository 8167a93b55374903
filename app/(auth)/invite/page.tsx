import type { Metadata } from "next";
import { InviteForm } from "@/components/auth/invite-form.tsx";
import { listProviders } from "@/lib/server/auth-providers.ts";
import { getRuntime } from "@/lib/server/context.ts";

export const metadata: Metadata = { title: "Accept an invite" };
export const dynamic = "force-dynamic";

export default function InvitePage() {
  return (
    <>
      <h1 className="font-semibold text-heading">Accept your invite</h1>
      <InviteForm providers={listProviders(getRuntime().env)} />
    </>
  );
}
