import { Page } from "@/components/layout/page.tsx";
import { ErrorCard } from "@/components/ui/error-card.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";

/** AuditRefused: for members who may not read the audit log. */
export function AuditRefused({ refusal }: { refusal: string }) {
  return (
    <Page>
      <PageHead title="Audit log" />
      <ErrorCard
        title="You may not read the audit log of this project"
        detail={`${refusal} Ask an admin of the project for the role.`}
        code="forbidden"
      />
    </Page>
  );
}
