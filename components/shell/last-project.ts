/** The cookie that says where `/` leads; a name and nothing else, so pages may write it. */
export const LAST_PROJECT_COOKIE = "tupelo-project";

const YEAR_SECONDS = 31_536_000;

/** rememberProject notes which project was looked at last. */
export function rememberProject(slug: string): void {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
  document.cookie = `${LAST_PROJECT_COOKIE}=${encodeURIComponent(slug)}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
}
