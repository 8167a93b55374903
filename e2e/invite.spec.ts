import { projectEndpoints } from "../lib/contracts/projects.ts";
import { promotionEndpoints } from "../lib/contracts/promotions.ts";
import { sessionEndpoints } from "../lib/contracts/session.ts";
import { callerOf } from "./support/caller.ts";
import { expect, test } from "./support/fixtures.ts";

const NEWCOMER = { name: "Noor Haddad", email: "noor.haddad@deploybuddy.example" };
const PASSWORD = "four walls and a roof";

test("an admin invites a viewer, who sees what a viewer may, until removed", async ({
  product,
  openAs,
  openPage,
  watchOf,
  axe,
}) => {
  const { project } = product;
  const admin = await openAs("admin");
  let link = "";

  await test.step("the admin makes an invite link", async () => {
    await admin.goto(`/${project}/settings`);
    await admin.getByLabel("E-mail (optional)").fill(NEWCOMER.email);
    await admin.getByRole("checkbox", { name: /^viewer/ }).check();
    await admin.getByRole("button", { name: "Make invite link" }).click();
    const shown = admin.getByText(/\/invite#[0-9A-Za-z]{43}/);
    await expect(shown).toBeVisible();
    link = /\S+\/invite#[0-9A-Za-z]{43}/.exec((await shown.textContent()) ?? "")?.[0] ?? "";
  });

  const newcomer = await openPage();
  await test.step("the new person accepts it in a browser of their own", async () => {
    await newcomer.goto(link);
    await newcomer.getByLabel("Your name").fill(NEWCOMER.name);
    await newcomer.getByLabel("E-mail").fill(NEWCOMER.email);
    await newcomer.getByLabel("Password").fill(PASSWORD);
    await axe(newcomer);
    await newcomer.getByRole("button", { name: "Join" }).click();
    await newcomer.waitForURL((url) => url.pathname === `/${project}`);
  });

  await test.step("a viewer reads promotions and can approve none; settings show no member", async () => {
    await newcomer.goto(`/${project}/promotions/2`);
    const approve = newcomer.getByRole("button", { name: "Approve" });
    await expect(approve).toBeDisabled();
    await expect(approve).toHaveAccessibleDescription(/reviewer/);
    await newcomer.goto(`/${project}/settings`);
    await expect(newcomer.getByText("You may not see who the members are")).toBeVisible();
    await expect(newcomer.getByText(product.account("admin").email)).toHaveCount(0);
    await newcomer.goto(`/${project}/audit`);
    await expect(newcomer.getByText("You may not read the audit log of this project")).toBeVisible();
  });

  await test.step("the link works once", async () => {
    const other = await openPage();
    watchOf(other).expectRefusal(409);
    watchOf(other).expectRefusal(404);
    await other.goto(link);
    await other.getByLabel("Your name").fill("Somebody Else");
    await other.getByLabel("E-mail").fill(NEWCOMER.email);
    await other.getByLabel("Password").fill(PASSWORD);
    await other.getByRole("button", { name: "Join" }).click();
    await expect(other.getByRole("alert").first()).toBeVisible();
    expect(new URL(other.url()).pathname).toBe("/invite");
  });

  const caller = callerOf(newcomer.request, product.url);
  await test.step("removed, the person is an outsider from the next request on", async () => {
    expect((await caller.send(promotionEndpoints.listPromotions, { params: { project } })).status()).toBe(
      200,
    );
    await admin.reload();
    watchOf(newcomer).expectRefusal(404);
    await admin.getByRole("button", { name: `Remove ${NEWCOMER.name}` }).click();
    await admin.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
    await expect(admin.getByText(`${NEWCOMER.name} was removed`)).toBeVisible();
    const answer = await caller.send(promotionEndpoints.listPromotions, { params: { project } });
    expect([401, 404]).toContain(answer.status());
    await newcomer.goto(`/${project}/promotions`);
    await expect(newcomer.getByRole("table", { name: "Promotions" })).toHaveCount(0);
  });

  await test.step("signing out ends the session at once: its cookie is refused", async () => {
    const [cookie] = (await newcomer.context().cookies()).filter(({ name }) =>
      name.includes("tupelo.session"),
    );
    expect(cookie).toBeDefined();
    await caller.call(sessionEndpoints.deleteSession, {});
    await newcomer.context().addCookies(cookie ? [cookie] : []);
    expect((await caller.send(sessionEndpoints.getSession, {})).status()).toBe(401);
    expect((await caller.send(projectEndpoints.listProjects, {})).status()).toBe(401);
  });
});

test("a person signs out from the menu and is led to the sign-in page", async ({
  product,
  openAs,
  watchOf,
}) => {
  const viewer = await openAs("viewer");
  watchOf(viewer).expectRefusal(401);
  await viewer.goto(`/${product.project}/releases`);
  await viewer.getByRole("button", { name: /Sana Iyer/ }).click();
  await viewer.getByRole("menuitem", { name: "Sign out" }).click();
  await viewer.waitForURL((url) => url.pathname === "/sign-in");
  await viewer.goto(`/${product.project}/releases`);
  await expect(viewer).toHaveURL(/\/sign-in\?next=/);
});
