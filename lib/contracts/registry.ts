import { accessEndpoints } from "./access.ts";
import { accountEndpoints } from "./account.ts";
import { artifactEndpoints } from "./artifacts.ts";
import { auditEndpoints } from "./audit.ts";
import { comparisonEndpoints } from "./comparisons.ts";
import type { Endpoint } from "./endpoint.ts";
import { environmentEndpoints, quarantineEndpoints } from "./environments.ts";
import { evalSessionEndpoints } from "./eval-sessions.ts";
import { evalEndpoints } from "./evals.ts";
import { freezeEndpoints } from "./freezes.ts";
import { historyEndpoints } from "./history.ts";
import { hookEndpoints } from "./hooks.ts";
import { judgeEndpoints } from "./judges.ts";
import { modelEndpoints } from "./models.ts";
import { notificationEndpoints } from "./notifications.ts";
import { projectEndpoints } from "./projects.ts";
import { promotionEndpoints } from "./promotions.ts";
import { promptEndpoints } from "./prompts.ts";
import { reconciliationEndpoints } from "./reconciliations.ts";
import { releaseGateEndpoints } from "./release-gates.ts";
import { releaseEndpoints } from "./releases.ts";
import { requestListEndpoints } from "./request-list.ts";
import { requestEndpoints } from "./requests.ts";
import { rolloutEndpoints } from "./rollouts.ts";
import { sessionEndpoints } from "./session.ts";
import { trafficEndpoints } from "./traffic.ts";

/** Every endpoint of the console, in the order of the API's description. A new area adds its line here. */
export const ENDPOINTS: readonly Endpoint[] = [
  sessionEndpoints,
  accountEndpoints,
  accessEndpoints,
  projectEndpoints,
  artifactEndpoints,
  promptEndpoints,
  modelEndpoints,
  releaseEndpoints,
  releaseGateEndpoints,
  evalEndpoints,
  evalSessionEndpoints,
  comparisonEndpoints,
  judgeEndpoints,
  promotionEndpoints,
  environmentEndpoints,
  rolloutEndpoints,
  reconciliationEndpoints,
  quarantineEndpoints,
  historyEndpoints,
  freezeEndpoints,
  requestListEndpoints,
  requestEndpoints,
  trafficEndpoints,
  auditEndpoints,
  notificationEndpoints,
  hookEndpoints,
].flatMap((area): Endpoint[] => Object.values(area));
