/** Labels that are free text make rows; beyond this many different ones the rest is counted together. */
const MAX_LABELS = 200;
export const OTHER_LABEL = "(other)";

/**
 * createLabelLimit keeps what senders may make up (regions, names of scores) from filling a table: per scope the first
 * 200 labels are kept apart and the others become "(other)".
 */
export function createLabelLimit(maxLabels = MAX_LABELS): (scope: string, label: string) => string {
  const known = new Map<string, Set<string>>();
  return (scope, label) => {
    let labels = known.get(scope);
    if (labels === undefined) {
      labels = new Set();
      known.set(scope, labels);
    }
    if (labels.has(label)) return label;
    if (labels.size >= maxLabels) return OTHER_LABEL;
    labels.add(label);
    return label;
  };
}
