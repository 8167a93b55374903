/** Who looks at reconciliations, and why they may not do what others may; null where they may. */
export type ReconciliationViewer = {
  id: string;
  recheck: string | null;
  own: string | null;
  propose: string | null;
  review: string | null;
};
