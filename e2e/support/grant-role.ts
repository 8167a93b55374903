import { accessEndpoints } from "../../lib/contracts/access.ts";
import type { Role } from "../../lib/domain/access/roles.ts";
import { callAs } from "./caller.ts";
import type { Account, Product } from "./start-product.ts";

/** grantRole gives somebody of the demo one more role, by an invite of the admin that they accept. */
export async function grantRole(product: Product, account: Account, role: Role): Promise<void> {
  const { email, password } = account;
  const admin = await callAs(product, "admin");
  const { link } = await admin.call(accessEndpoints.createInvite, {
    params: { project: product.project },
    body: { email, grants: [{ role }] },
  });
  const token = new URL(link).hash.slice(1);
  await admin.call(accessEndpoints.acceptInvite, { body: { token, name: email, email, password } });
}
