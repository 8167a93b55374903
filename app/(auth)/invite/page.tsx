import type { Metadata } from "next";
import { InviteForm } from "@/components/auth/invite-form.tsx";

export const metadata: Metadata = { title: "Accept an invite" };
export const dynamic = "force-dynamic";

export default function InvitePage() {
  return (
    <>
      <h1 className="font-semibold text-heading">Accept your invite</h1>
      <InviteForm />
    </>
  );
}
