/**
 * allowInjectedStyles hands the page's CSP nonce to the one library that adds a style element (the scroll lock
 * of dialogs reads this global); without it the lock would be refused and the page behind a dialog would scroll.
 */
export function allowInjectedStyles(): void {
  if (typeof document === "undefined") return;
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
  if (nonce) Object.assign(globalThis, { __webpack_nonce__: nonce });
}
