import { cn } from "@/components/ui/cn.ts";
import { Spoken } from "@/components/ui/spoken.tsx";
import type { ReleaseSummary } from "@/lib/contracts/releases.ts";

const WORDS = { served: "", candidate: ", candidate", desired: ", desired" } as const;

/** ReleaseEnvironments: where a release is; what is served has the darker border, and no more words than it needs. */
export function ReleaseEnvironments({ environments }: Pick<ReleaseSummary, "environments">) {
  const served = new Set(
    environments.filter((each) => each.role === "served").map((each) => each.environment),
  );
  const shown = environments.filter((each) => each.role !== "desired" || !served.has(each.environment));
  return (
    <span className="inline-flex gap-1">
      {shown.map(({ environment, role }) => (
        <span
          key={`${environment} ${role}`}
          className={cn(
            "whitespace-nowrap rounded-sm border px-1.5 text-chart",
            role === "served" ? "border-control" : "text-neutral",
          )}
        >
          {role === "served" ? (
            <Spoken seen={environment} spoken={`${environment}, served`} />
          ) : (
            `${environment}${WORDS[role]}`
          )}
        </span>
      ))}
    </span>
  );
}
