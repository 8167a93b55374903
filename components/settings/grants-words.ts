import type { z } from "zod";
import type { roleGrant } from "@/lib/contracts/session.ts";

export type Grant = z.output<typeof roleGrant>;

/** grantWords says one role: "reviewer in production". */
export function grantWords({ role, environment }: Grant): string {
  return environment === undefined ? role : `${role} in ${environment}`;
}
