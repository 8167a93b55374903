import { Page } from "@/components/layout/page.tsx";
import { ApiKeysSection } from "@/components/settings/api-keys-section.tsx";
import { GitHookSection } from "@/components/settings/git-hook-section.tsx";
import { GroupGrantsSection } from "@/components/settings/group-grants-section.tsx";
import { InviteSection } from "@/components/settings/invite-section.tsx";
import { MembersSection } from "@/components/settings/members-section.tsx";
import { NotificationSection } from "@/components/settings/notification-section.tsx";
import { ProjectSection } from "@/components/settings/project-section.tsx";
import { SessionSection } from "@/components/settings/session-section.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";

export type SettingsPageProps = {
  project: string;
  environments: readonly string[];
  /** Kinds that tupelo.yaml asks for. */
  requiredInGit: readonly string[];
  viewer: { id: string; name: string; email: string; roles: readonly string[] };
  refusals: {
    members: string | null;
    keys: string | null;
    manageMembers: string | null;
    manageKeys: string | null;
    manageProject: string | null;
    notifications: string | null;
    manageNotifications: string | null;
    hook: string | null;
    manageHook: string | null;
  };
  /** Where the git host sends its webhooks; null where the repository is on this server. */
  hookAddress: string | null;
};

/** SettingsPage: who may do what here, with which keys. */
export function SettingsPage(props: SettingsPageProps) {
  const { project, environments, requiredInGit, viewer, refusals, hookAddress } = props;
  return (
    <Page>
      <PageHead title="Settings" description="Each change here is written to the audit log." />
      <SessionSection account={viewer} />
      <ProjectSection
        project={project}
        requiredInGit={requiredInGit}
        membersRefusal={refusals.members}
        refusal={refusals.manageProject}
      />
      <MembersSection
        project={project}
        environments={environments}
        viewerId={viewer.id}
        readRefusal={refusals.members}
        manageRefusal={refusals.manageMembers}
      />
      <InviteSection
        project={project}
        environments={environments}
        readRefusal={refusals.members}
        refusal={refusals.manageMembers}
      />
      <GroupGrantsSection
        project={project}
        environments={environments}
        readRefusal={refusals.members}
        manageRefusal={refusals.manageMembers}
      />
      <ApiKeysSection
        project={project}
        environments={environments}
        readRefusal={refusals.keys}
        manageRefusal={refusals.manageKeys}
      />
      <NotificationSection
        project={project}
        readRefusal={refusals.notifications}
        manageRefusal={refusals.manageNotifications}
      />
      {hookAddress === null ? null : (
        <GitHookSection
          project={project}
          address={hookAddress}
          readRefusal={refusals.hook}
          manageRefusal={refusals.manageHook}
        />
      )}
    </Page>
  );
}
