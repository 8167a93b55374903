import type pg from "pg";
import {
  type AllocationStep,
  type ArmSighting,
  addSighting,
  findArmSighting,
} from "../../domain/rollout/stickiness.ts";
import type { InferenceCallRow } from "./trace-rows.ts";

/** Answers a project's allocations, oldest first. */
export type FindAllocationSteps = (projectId: string) => Promise<readonly AllocationStep[]>;

const FRESH_MS = 2_000;
/** As far back as a late call is told apart; of older calls no subject is counted. */
const DAYS_BACK = 35;

/** createAllocationSteps reads each project's allocations at most every two seconds. */
export function createAllocationSteps(pool: pg.Pool, now: () => Date): FindAllocationSteps {
  const known = new Map<string, { at: number; steps: Promise<readonly AllocationStep[]> }>();
  return (projectId) => {
    const found = known.get(projectId);
    if (found !== undefined && now().getTime() - found.at < FRESH_MS) return found.steps;
    const steps = readSteps(pool, projectId, now());
    known.set(projectId, { at: now().getTime(), steps });
    steps.catch(() => known.delete(projectId));
    return steps;
  };
}

async function readSteps(pool: pg.Pool, projectId: string, now: Date): Promise<readonly AllocationStep[]> {
  const { rows } = await pool.query<AllocationStep>({
    name: "read allocation steps",
    text: `SELECT environment.name AS environment, allocation."createdAt" AS at, "rolloutNumber", "controlReleaseId",
        "candidateReleaseId", "shareBp"
      FROM allocation JOIN environment ON environment.id = allocation."environmentId"
      WHERE allocation."projectId" = $1 AND allocation."createdAt" > $2
      ORDER BY allocation."environmentId", allocation.version`,
    values: [projectId, new Date(now.getTime() - DAYS_BACK * 86_400_000)],
  });
  return rows;
}

/** One subject of one rollout, as a batch of calls saw it. */
export type SubjectRow = {
  projectId: string;
  rolloutNumber: number;
  subjectHash: string;
  controlShareBp: number | null;
  controlRequestId: string | null;
  candidateShareBp: number | null;
  candidateRequestId: string | null;
  firstSeenAt: Date;
};

/** sightSubjects folds calls into a row per rollout and subject. Shadow calls serve nobody. */
export async function sightSubjects(
  calls: readonly InferenceCallRow[],
  findSteps: FindAllocationSteps,
): Promise<SubjectRow[]> {
  const places: Place[] = [];
  for (const call of calls) {
    const { projectId, environment, subjectHash, releaseId } = call;
    if (subjectHash === null || releaseId === null || environment === null || call.arm === "shadow") continue;
    let place = places.find((known) => known.environment === environment && known.projectId === projectId);
    if (place === undefined) {
      const steps = (await findSteps(projectId)).filter((step) => step.environment === environment);
      place = { projectId, environment, steps, rollouts: new Map() };
      places.push(place);
    }
    const sighting = place.steps.length === 0 ? null : findArmSighting(place.steps, call);
    if (sighting !== null) addTo(place, call, subjectHash, sighting);
  }
  return places.flatMap(({ rollouts }) => [...rollouts.values()].flatMap((rows) => [...rows.values()]));
}

/** Calls of few environments come together: they are looked through, since a key made of names would cost more. */
type Place = {
  projectId: string;
  environment: string;
  steps: readonly AllocationStep[];
  /** By number of the rollout, and then by hash of the subject. */
  rollouts: Map<number, Map<string, SubjectRow>>;
};

function addTo(
  { projectId, rollouts }: Place,
  { requestId, startedAt }: InferenceCallRow,
  subjectHash: string,
  sighting: ArmSighting,
): void {
  const { rolloutNumber } = sighting;
  let subjects = rollouts.get(rolloutNumber);
  if (subjects === undefined) {
    subjects = new Map();
    rollouts.set(rolloutNumber, subjects);
  }
  let row = subjects.get(subjectHash);
  if (row === undefined) {
    // One literal: an object that is spread together is several times as slow to make and to read.
    row = {
      projectId,
      rolloutNumber,
      subjectHash,
      controlShareBp: null,
      controlRequestId: null,
      candidateShareBp: null,
      candidateRequestId: null,
      firstSeenAt: startedAt,
    };
    subjects.set(subjectHash, row);
  }
  const { controlShareBp, candidateShareBp } = addSighting(row, sighting);
  if (controlShareBp !== row.controlShareBp) row.controlRequestId = requestId;
  if (candidateShareBp !== row.candidateShareBp) row.candidateRequestId = requestId;
  row.controlShareBp = controlShareBp;
  row.candidateShareBp = candidateShareBp;
  if (startedAt < row.firstSeenAt) row.firstSeenAt = startedAt;
}

const COLUMNS = [
  { type: "text", value: (row) => row.projectId },
  { type: "integer", value: (row) => row.rolloutNumber },
  { type: "text", value: (row) => row.subjectHash },
  { type: "integer", value: (row) => row.controlShareBp },
  { type: "text", value: (row) => row.controlRequestId },
  { type: "integer", value: (row) => row.candidateShareBp },
  { type: "text", value: (row) => row.candidateRequestId },
  { type: "timestamptz", value: (row) => row.firstSeenAt },
] as const satisfies readonly { type: string; value: (row: SubjectRow) => unknown }[];

/** A row that says nothing new is left alone: most subjects come again and again. */
const UPSERT = `INSERT INTO traces.rollout_subject AS known (project_id, rollout_number, subject_hash, control_share_bp,
    control_request_id, candidate_share_bp, candidate_request_id, first_seen_at)
  SELECT * FROM unnest(${COLUMNS.map(({ type }, index) => `$${index + 1}::${type}[]`).join(", ")})
    AS seen (project_id, rollout_number, subject_hash, control_share_bp, control_request_id, candidate_share_bp, candidate_request_id, first_seen_at)
  ON CONFLICT (project_id, rollout_number, subject_hash) DO UPDATE SET
    control_share_bp = greatest(known.control_share_bp, excluded.control_share_bp),
    control_request_id = CASE WHEN known.control_share_bp >= excluded.control_share_bp OR excluded.control_share_bp IS NULL
      THEN known.control_request_id ELSE excluded.control_request_id END,
    candidate_share_bp = least(known.candidate_share_bp, excluded.candidate_share_bp),
    candidate_request_id = CASE WHEN known.candidate_share_bp <= excluded.candidate_share_bp OR excluded.candidate_share_bp IS NULL
      THEN known.candidate_request_id ELSE excluded.candidate_request_id END,
    first_seen_at = least(known.first_seen_at, excluded.first_seen_at)
  WHERE greatest(known.control_share_bp, excluded.control_share_bp) IS DISTINCT FROM known.control_share_bp
    OR least(known.candidate_share_bp, excluded.candidate_share_bp) IS DISTINCT FROM known.candidate_share_bp`;

/** writeSubjects notes who was served by which arm, in the order of the key, so that writers do not wait crosswise. */
export async function writeSubjects(client: pg.ClientBase, subjects: readonly SubjectRow[]): Promise<void> {
  if (subjects.length === 0) return;
  const sorted = subjects.toSorted(compareKeys);
  await client.query({
    name: "note rollout subjects",
    text: UPSERT,
    values: COLUMNS.map(({ value }) => sorted.map((row) => value(row))),
  });
}

function compareKeys(left: SubjectRow, right: SubjectRow): number {
  if (left.projectId !== right.projectId) return left.projectId < right.projectId ? -1 : 1;
  if (left.rolloutNumber !== right.rolloutNumber) return left.rolloutNumber - right.rolloutNumber;
  return left.subjectHash < right.subjectHash ? -1 : 1;
}

export type SubjectCounts = { control: number; candidate: number; violations: number };

/** countSubjects says how many different subjects each arm of a rollout served, and how many were not sticky. */
export async function countSubjects(
  pool: pg.Pool,
  projectId: string,
  rolloutNumber: number,
): Promise<SubjectCounts> {
  const { rows } = await pool.query<SubjectCounts>({
    name: "count rollout subjects",
    text: `SELECT count(control_share_bp)::int AS control, count(candidate_share_bp)::int AS candidate,
        (count(*) FILTER (WHERE control_share_bp >= candidate_share_bp))::int AS violations
      FROM traces.rollout_subject WHERE project_id = $1 AND rollout_number = $2`,
    values: [projectId, rolloutNumber],
  });
  return rows[0] ?? { control: 0, candidate: 0, violations: 0 };
}

export type StickinessViolation = {
  subjectHash: string;
  controlRequestId: string;
  candidateRequestId: string;
  firstSeenAt: Date;
};

/** listStickinessViolations names the subjects of a rollout that both arms served without a step to explain it, with a request of each arm. */
export async function listStickinessViolations(
  pool: pg.Pool,
  projectId: string,
  rolloutNumber: number,
  limit = 100,
): Promise<StickinessViolation[]> {
  const { rows } = await pool.query<StickinessViolation>({
    name: "list stickiness violations",
    text: `SELECT subject_hash AS "subjectHash", control_request_id AS "controlRequestId",
        candidate_request_id AS "candidateRequestId", first_seen_at AS "firstSeenAt"
      FROM traces.rollout_subject
      WHERE project_id = $1 AND rollout_number = $2 AND control_share_bp >= candidate_share_bp
      ORDER BY first_seen_at, subject_hash LIMIT $3`,
    values: [projectId, rolloutNumber, limit],
  });
  return rows;
}
