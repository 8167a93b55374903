import { expect, type Page } from "@playwright/test";

/** actWithReason does one act that asks for a reason: its button, its dialog, and its end. */
export async function actWithReason(page: Page, name: string, reason: string): Promise<void> {
  const dialog = page.getByRole("dialog");
  // A click before the page listens is lost; the open dialog has a button of the same name.
  await expect(async () => {
    if (!(await dialog.isVisible()))
      await page.getByRole("button", { name, exact: true }).click({ timeout: 2_000 });
    await expect(dialog).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name, exact: true }).click();
  await expect(dialog).toBeHidden();
}
