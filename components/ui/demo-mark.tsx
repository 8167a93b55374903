/** DemoMark: on every screen of a project whose data is a demo. */
export function DemoMark() {
  return (
    <span className="shrink-0 whitespace-nowrap rounded-sm border border-control border-dashed px-1.5 text-chart text-neutral">
      Demo data
    </span>
  );
}
