import { z } from "zod";
import { GATE_VERDICTS } from "../domain/gates/gate-term.ts";
import { environmentName, noQuery, projectErrors, projectParams, releaseIdText } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";
import { gateTerm } from "./promotions.ts";
import { gateMarksResponse } from "./releases.ts";

export const releaseGates = z.strictObject({
  /** Where it would be promoted to: the project's last environment; null in a project without any. */
  environment: environmentName.nullable(),
  /** What it is judged against; null where there is nothing before it. */
  baseReleaseId: releaseIdText.nullable(),
  policyLabel: z.string(),
  marks: gateMarksResponse,
  verdict: z.enum(GATE_VERDICTS),
  terms: z.array(gateTerm),
  fastChecks: z.array(gateTerm),
});
export type ReleaseGates = z.output<typeof releaseGates>;

export const releaseGateEndpoints = {
  getReleaseGates: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/releases/{releaseId}/gates",
    operationId: "getReleaseGates",
    summary: "What both gates say of a release now, by the rules that judge its promotion",
    permission: "project:read",
    params: z.strictObject({ ...projectParams.shape, releaseId: releaseIdText }),
    query: noQuery,
    body: null,
    response: releaseGates,
    errors: projectErrors,
  }),
};
