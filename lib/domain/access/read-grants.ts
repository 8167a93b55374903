import { z } from "zod";
import { ROLES, type RoleGrant } from "./roles.ts";

const grantsSchema = z.array(z.object({ role: z.enum(ROLES), environment: z.string().optional() }));

/** readGrants reads the roles that an invite's row holds. Throws where the row was not written by us. */
export function readGrants(stored: unknown): RoleGrant[] {
  return grantsSchema
    .parse(stored)
    .map(({ role, environment }) => (environment === undefined ? { role } : { role, environment }));
}
