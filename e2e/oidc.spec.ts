import { accessEndpoints } from "../lib/contracts/access.ts";
import {
  CLIENT,
  type IdentityProvider,
  startIdentityProvider,
} from "../lib/server/testing/identity-provider.ts";
import { ageProof } from "./support/age-proof.ts";
import { callAs } from "./support/caller.ts";
import { test as base, expect } from "./support/fixtures.ts";
import { freePort } from "./support/free-port.ts";
import { startProduct } from "./support/start-product.ts";

const PROVIDER_NAME = "Example login";
const PERSON = { email: "noor.haddad@deploybuddy.example", email_verified: true, name: "Noor Haddad" };

/** A product of its own that knows an identity provider; the provider runs on this machine. */
const test = base.extend<object, { idpPort: number; idp: IdentityProvider }>({
  idpPort: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use) => use(await freePort()),
    { scope: "worker" },
  ],
  product: [
    async ({ productName: _, idpPort }, use) => {
      const product = await startProduct({
        ...{ OIDC_ISSUER: `http://127.0.0.1:${idpPort}`, OIDC_NAME: PROVIDER_NAME },
        ...{ OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret },
      });
      await use(product);
      await product.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  idp: [
    async ({ product, idpPort }, use) => {
      const idp = await startIdentityProvider(`${product.url}/api/auth/callback/oidc`, idpPort);
      idp.people.noor = PERSON;
      idp.next = { subject: "noor", signedInAt: null };
      await use(idp);
      await idp.stop();
    },
    { scope: "worker" },
  ],
});

test.use({ productName: "with an identity provider" });

test("somebody joins by the identity provider, proves who they are there, and ends a session", async ({
  product,
  idp,
  openPage,
  axe,
}) => {
  const { project } = product;
  const admin = await callAs(product, "admin");
  const { link } = await admin.call(accessEndpoints.createInvite, {
    params: { project },
    body: { email: PERSON.email, grants: [{ role: "operator" }] },
  });
  const page = await openPage();

  await test.step("joins without a password", async () => {
    await page.goto(link);
    await page.getByRole("button", { name: `Join without a password, with ${PROVIDER_NAME}` }).click();
    await page.waitForURL((url) => url.pathname === `/${project}`);
    expect(idp.seen).toContain("POST /token");
  });

  await test.step("signs in again in another browser", async () => {
    const other = await openPage();
    await other.goto(`/sign-in?next=/${project}/releases`);
    await axe(other);
    await other.getByRole("button", { name: `Sign in with ${PROVIDER_NAME}` }).click();
    await other.waitForURL((url) => url.pathname === `/${project}/releases`);
    // Its session is ended next: an open page would go on asking what is open, and be refused.
    await other.close();
  });

  await test.step("sees both sessions and ends the other one", async () => {
    await page.goto("/account");
    await axe(page);
    const sessions = page.getByRole("table", { name: "Your sessions" });
    await expect(sessions.getByRole("row")).toHaveCount(3);
    await page.getByRole("button", { name: "End all others" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "End all others" }).click();
    await expect(sessions.getByRole("row")).toHaveCount(2);
  });

  await test.step("proves who they are at the provider, and comes back", async () => {
    await ageProof(product, PERSON);
    await page.reload();
    await expect(page.getByText("longer ago than five minutes")).toBeVisible();
    await page.getByRole("button", { name: `Prove it with ${PROVIDER_NAME}` }).click();
    await expect(page.getByText("within the last five minutes")).toBeVisible();
    expect(new URL(page.url()).pathname).toBe("/account");
  });
});
