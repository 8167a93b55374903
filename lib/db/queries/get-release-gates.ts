import type { ReleaseGates } from "../../contracts/release-gates.ts";
import { AppError } from "../../domain/errors.ts";
import { gateMarks } from "../../domain/releases/gate-marks.ts";
import type { Reader } from "../client.ts";
import { assessPromotion } from "./assess-promotion.ts";
import { loadBases } from "./load-bases.ts";
import { listUnpinnedRunsOf } from "./load-gate-evidence.ts";
import type { Project } from "./projects.ts";

/** getReleaseGates judges a release as its promotion to production is judged, proposed or not. Throws not-found. */
export async function getReleaseGates(
  db: Reader,
  project: Project,
  input: { releaseId: string; now: Date },
): Promise<ReleaseGates> {
  const { releaseId, now } = input;
  const { environment, baseOf } = await loadBases(db, project.id, [releaseId]);
  if (environment === null) return judgedNowhere(db, project, releaseId);
  const baseReleaseId = baseOf.get(releaseId) ?? null;
  const asked = { releaseId, environment, baseReleaseId, authorId: "", now };
  const { gate, fastChecks, evidence, subject } = await assessPromotion(db, project, asked);
  const isMeasured = evidence.some((run) => run.role === "candidate");
  const unpinned = isMeasured ? [] : await listUnpinnedRunsOf(db, project.id, releaseId);
  const marks = gateMarks({
    result: { verdict: gate.verdict, terms: [...fastChecks, ...gate.terms] },
    run: isMeasured ? "pinned" : unpinned.length > 0 ? "unpinned" : "none",
  });
  const { policyLabel } = subject;
  return { environment, baseReleaseId, policyLabel, marks, ...gate, fastChecks };
}

/** Without an environment nothing can be promoted, and so nothing is judged. */
async function judgedNowhere(db: Reader, project: Project, releaseId: string): Promise<ReleaseGates> {
  const release = await db.release.findUnique({
    where: { projectId_id: { projectId: project.id, id: releaseId } },
  });
  if (release === null) throw new AppError("not-found", "There is nothing here that you can see.");
  return {
    ...{ environment: null, baseReleaseId: null, policyLabel: "", verdict: "not_run" },
    ...{ marks: gateMarks({ result: null, run: "none" }), terms: [], fastChecks: [] },
  };
}
