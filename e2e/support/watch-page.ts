import type { ConsoleMessage, Page } from "@playwright/test";

/** What went wrong in a browser while a journey ran: CSP violations, errors of scripts, console errors. */
export type Watch = {
  problems: readonly string[];
  /** A refusal that the journey asks for: the browser logs it as a failed resource. */
  expectRefusal: (status: number) => void;
};

const REFUSED = /the server responded with a status of (\d{3})/;

/** watchPage collects everything that a page of the product must never do. */
export async function watchPage(page: Page): Promise<Watch> {
  const problems: string[] = [];
  const expected = new Set<number>();
  await page.exposeBinding("reportViolation", (_source, text: string) => problems.push(`CSP: ${text}`));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const report: unknown = Reflect.get(window, "reportViolation");
      const text = `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`;
      if (typeof report === "function") report(text);
    });
  });
  page.on("pageerror", (error) => problems.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !isExpected(message, expected)) {
      problems.push(`console: ${message.text()} (${message.location().url})`);
    }
  });
  return { problems, expectRefusal: (status) => expected.add(status) };
}

function isExpected(message: ConsoleMessage, expected: ReadonlySet<number>): boolean {
  const status = REFUSED.exec(message.text())?.[1];
  return status !== undefined && expected.has(Number(status));
}
