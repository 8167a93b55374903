/** The look that dialog, sheet, menu and tooltip share: the only things with a shadow. */
export const OVERLAY = "rounded-md border bg-bg text-fg shadow-overlay";
export const SCRIM = "fixed inset-0 z-40 bg-scrim";
