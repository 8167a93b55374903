import { Callout } from "@/components/ui/callout.tsx";
import type { artifactEndpoints } from "@/lib/contracts/artifacts.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";

type Problems = ResponseOf<typeof artifactEndpoints.getArtifactVersion>["problems"];

/** ProblemList: what is wrong with a version's content, errors before warnings, each with its file and line. */
export function ProblemList({ problems }: { problems: Problems }) {
  if (problems.length === 0) return null;
  const errors = problems.filter((problem) => problem.severity === "error");
  const shown = [...errors, ...problems.filter((problem) => problem.severity === "warning")];
  const isRefused = errors.length > 0;
  return (
    <Callout
      role={isRefused ? "bad" : "warn"}
      title={isRefused ? "No release can be made of this version" : "Look at this version"}
    >
      <ul className="mt-1 flex flex-col gap-1">
        {shown.map((problem) => (
          <li
            key={`${problem.path} ${problem.line} ${problem.code} ${problem.message}`}
            className="break-words"
          >
            {problem.severity === "error" ? "Error: " : "Warning: "}
            {problem.message}{" "}
            <span className="mono text-neutral">
              {problem.line === null ? problem.path : `${problem.path}, line ${problem.line}`}
            </span>
          </li>
        ))}
      </ul>
    </Callout>
  );
}
