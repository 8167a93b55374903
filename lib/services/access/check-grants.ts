import { ENVIRONMENT_ROLES, type RoleGrant } from "../../domain/access/roles.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";

/** checkGrants refuses environments that the project has not, and roles that are held in all of them. */
export async function checkGrants(
  ctx: ServiceContext,
  projectId: string,
  grants: readonly RoleGrant[],
): Promise<void> {
  const environments = await ctx.db.environment.findMany({ where: { projectId }, select: { name: true } });
  const names = new Set(environments.map((environment) => environment.name));
  const errors = grants.flatMap(({ role, environment }, index) => {
    if (environment === undefined) return [];
    const pointer = `/grants/${index}/environment`;
    if (!ENVIRONMENT_ROLES.includes(role))
      return [{ pointer, message: `The role ${role} is held in all environments.` }];
    return names.has(environment)
      ? []
      : [{ pointer, message: "The project has no environment of this name." }];
  });
  if (errors.length > 0) throw new AppError("invalid", "A role cannot be held there.", { errors });
}
