import type { PythonCall } from "./python-value.ts";

/** What makes a feature view in Feast, with the mode in which its transformation runs where none is given. */
const VIEW_CLASSES: ReadonlyMap<string, { defaultMode: string | null }> = new Map([
  ["FeatureView", { defaultMode: null }],
  ["BatchFeatureView", { defaultMode: "python" }],
  ["StreamFeatureView", { defaultMode: "python" }],
  ["OnDemandFeatureView", { defaultMode: "pandas" }],
  ["batch_feature_view", { defaultMode: "python" }],
  ["stream_feature_view", { defaultMode: "spark" }],
  ["on_demand_feature_view", { defaultMode: "pandas" }],
]);

/** Kinds of views that Feast has and that are not read. */
const OTHER_VIEWS = new Set(["LabelView"]);

/** isViewClass is true for what makes a view, whether it is read or not. */
export function isViewClass(className: string): boolean {
  return VIEW_CLASSES.has(className) || OTHER_VIEWS.has(className);
}

/** isView is true for a call that makes a view of a kind that is read. */
export function isView(call: PythonCall): boolean {
  return call.path.startsWith("feast.") && VIEW_CLASSES.has(call.className);
}

/** defaultModeOf is the mode of a view that names none. */
export function defaultModeOf(call: PythonCall): string | null {
  return VIEW_CLASSES.get(call.className)?.defaultMode ?? null;
}

/** viewNameOf is the name of the view that a call makes, or else that of its function; null where neither is known. */
export function viewNameOf(call: PythonCall): string | null {
  if (!isView(call)) return null;
  const name = call.named.get("name");
  const isAbsent = name === undefined || (name.kind === "constant" && name.value === null);
  if (isAbsent) return call.decorates?.name ?? null;
  return name.kind === "text" ? name.value : null;
}
