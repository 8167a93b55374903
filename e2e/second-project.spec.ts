import path from "node:path";
import { projectEndpoints } from "../lib/contracts/projects.ts";
import { createBareRepository } from "../lib/git/create-bare-repository.ts";
import { callerOf } from "./support/caller.ts";
import { expect, test } from "./support/fixtures.ts";

const TUPELO_YAML = `project: searchbuddy
requires: [prompt]
layout:
  prompt: prompts/{name}/{name}@{version}.md
environments:
  production: { aliases: deployments/production/aliases.yaml }
`;

test("an admin makes a second project, sees it read, and its people are its own", async ({
  product,
  openAs,
  axe,
  watchOf,
}) => {
  const repository = await createBareRepository(
    path.join(path.dirname(product.repository), "searchbuddy.git"),
  );
  const admin = await openAs("admin");

  await test.step("the menu leads to the form, which offers the folder that is there", async () => {
    await admin
      .getByRole("button", { name: /^Project .*, change$/ })
      .first()
      .click();
    await admin.getByRole("menuitem", { name: "New project" }).click();
    await admin.waitForURL("**/account/new-project");
    await admin.getByLabel("Project name").fill("SearchBuddy");
    await admin.getByLabel("Name in addresses").fill("searchbuddy");
    await admin.getByRole("button", { name: "searchbuddy.git" }).click();
    await axe(admin);
    await admin.getByRole("button", { name: "Make project" }).click();
    await admin.waitForURL((url) => url.pathname === "/searchbuddy");
  });

  await test.step("the new project says what to do, and what it has read", async () => {
    await expect(admin.getByText("Nothing was read yet")).toBeVisible();
    await expect(admin.getByText("git init --bare")).toBeVisible();
    await axe(admin);
    const author = { name: "Elif Marsh", email: product.account("admin").email };
    const files = new Map([
      ["tupelo.yaml", TUPELO_YAML],
      ["prompts/search/search@1.md", "Find what {{user}} looks for.\n"],
    ]);
    await repository.commit({ files, message: "Begin", author, at: new Date() });
    await expect(admin.getByText(/^Read at [0-9a-f]{7}: 1 artifact$/)).toBeVisible({ timeout: 20_000 });
  });

  await test.step("the first page leads to the project looked at last, and the menu back", async () => {
    await admin.goto("/");
    await admin.waitForURL((url) => url.pathname === "/searchbuddy");
    await admin
      .getByRole("button", { name: /^Project SearchBuddy, change$/ })
      .first()
      .click();
    await admin.getByRole("menuitem", { name: /DeployBuddy/i }).click();
    await admin.waitForURL((url) => url.pathname === `/${product.project}`);
  });

  await test.step("members of the first project see nothing of it", async () => {
    const operator = await openAs("operator");
    watchOf(operator).expectRefusal(404);
    await operator.goto("/searchbuddy");
    await expect(operator.getByText("There is nothing here for you")).toBeVisible();
    const { items } = await callerOf(operator.request, product.url).call(projectEndpoints.listProjects, {});
    expect(items.map(({ slug }) => slug)).toEqual([product.project]);
    await operator.goto(`/${product.project}`);
    await operator
      .getByRole("button", { name: /^Project .*, change$/ })
      .first()
      .click();
    await expect(operator.getByRole("menuitem", { name: "New project" })).toHaveCount(0);
  });
});
