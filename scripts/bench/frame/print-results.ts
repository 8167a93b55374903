import type { RowResult } from "./measure-row.ts";

/** formatTable writes one Markdown table: each row's sides with their medians, and each goal with its ratio. */
export function formatTable(results: readonly RowResult[]): string {
  const lines = ["| path | medians | ratio | goal | met |", "| --- | --- | --- | --- | --- |"];
  for (const { name, unit, sides, goals } of results) {
    const medians = sides.map((side) => `${side.name} ${short(side.median)}`).join(", ");
    lines.push(`| ${name} | ${medians} (${unit}) | | | |`);
    for (const goal of goals) {
      const ratio = short(goal.ratio);
      lines.push(`| | ${goal.name} | ${ratio} | ${goal.goal} | ${goal.met ? "yes" : "no"} |`);
    }
  }
  return lines.join("\n");
}

/** formatJson writes what programs read: one entry per goal. */
export function formatJson(results: readonly RowResult[]): string {
  const goals = results.flatMap((row) =>
    row.goals.map((goal) => ({ ...goal, name: `${row.name}: ${goal.name}` })),
  );
  return JSON.stringify(goals, null, 2);
}

function short(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  return Math.abs(value) >= 1_000
    ? Math.round(value).toLocaleString("en")
    : String(Number(value.toPrecision(3)));
}
