import { getRuntime } from "./context.ts";

/** inviteLink is where an invited person goes. The token is a fragment: browsers never send it, so no log has it. */
export function inviteLink(token: string): string {
  return `${getRuntime().env.publicUrl}/invite#${token}`;
}

/** gitHookAddress is where a git host sends a project's webhooks. */
export function gitHookAddress(project: string): string {
  return `${getRuntime().env.publicUrl}/api/v1/projects/${project}/git/webhook`;
}
