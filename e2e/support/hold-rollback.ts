import { expect, type Page } from "@playwright/test";
import type { Account } from "./start-product.ts";

/** How long the button has to be held. */
export const HOLD_MS = 1_500;

/** holdRollback is a finger that stays on the button of the rollback page for a while. */
export async function holdRollback(page: Page, environment: string, ms: number): Promise<void> {
  const button = page.getByRole("button", { name: `Hold to roll back ${environment}` });
  await button.scrollIntoViewIfNeeded();
  // A finger is slower than this script: before React listens, a touch is nobody's.
  const isHeard = () =>
    button.evaluate((element) => Object.keys(element).some((key) => key.startsWith("__reactProps$")));
  await expect.poll(isHeard, { timeout: 20_000 }).toBe(true);
  const box = await button.boundingBox();
  if (box === null) throw new Error("The button has no place on the screen.");
  const touch = await page.context().newCDPSession(page);
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
  await new Promise((resolve) => setTimeout(resolve, ms));
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await touch.detach();
}

/** proveOnPage gives the password that the rollback page asks for. */
export async function proveOnPage(page: Page, { password }: Pick<Account, "password">): Promise<void> {
  await page.getByLabel("Your password, to prove who you are").fill(password);
  await page.getByRole("button", { name: "Prove" }).click();
  await expect(page.getByText(/You proved who you are/)).toBeVisible();
}
