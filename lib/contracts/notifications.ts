import { z } from "zod";
import { NEWS_TYPE_NAMES } from "../domain/notifications/news-types.ts";
import {
  instant,
  line,
  noQuery,
  pageOf,
  pageQuery,
  projectErrors,
  projectParams,
  writeErrors,
} from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

export const TARGET_KINDS = ["webhook", "email"] as const;
export const DELIVERY_STATES = ["pending", "delivered", "failed"] as const;

const newsType = z.enum(NEWS_TYPE_NAMES);
const events = z.array(newsType).min(1, "Choose at least one kind of news.").max(20);

/** A target without its secret: that is shown once, when it is made. */
export const targetRow = z.strictObject({
  id: z.string(),
  kind: z.enum(TARGET_KINDS),
  address: z.string(),
  events: z.array(z.string()),
  isEnabled: z.boolean(),
  /** Whether two secrets sign now, because one is being replaced. */
  hasOldSecret: z.boolean(),
  createdByName: z.string(),
  createdAt: instant,
  version: z.number().int(),
});
export type TargetRow = z.output<typeof targetRow>;

export const deliveryRow = z.strictObject({
  id: z.string(),
  type: z.string(),
  sentence: z.string(),
  kind: z.enum(TARGET_KINDS),
  address: z.string(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.number().int(),
  lastStatus: z.string().nullable(),
  lastError: z.string().nullable(),
  nextTryAt: instant.nullable(),
  createdAt: instant,
  deliveredAt: instant.nullable(),
});
export type DeliveryRow = z.output<typeof deliveryRow>;

const project = "/api/v1/projects/{project}";
const targetParams = z.strictObject({ ...projectParams.shape, targetId: z.string().max(60) });
const deliveryParams = z.strictObject({ ...projectParams.shape, deliveryId: z.string().max(60) });
const expectedVersion = z.number().int().min(1);
const readErrors = [...projectErrors, "forbidden", "insufficient-scope"] as const;

/** Answers that hold a secret take no Idempotency-Key: their answer must not be stored. */
export const notificationEndpoints = {
  listNotificationTargets: defineEndpoint({
    method: "GET",
    path: `${project}/notification-targets`,
    operationId: "listNotificationTargets",
    summary: "Where the project's news goes",
    permission: "notification:read",
    params: projectParams,
    query: noQuery,
    body: null,
    response: z.strictObject({ items: z.array(targetRow) }),
    errors: readErrors,
  }),
  createNotificationTarget: defineEndpoint({
    method: "POST",
    path: `${project}/notification-targets`,
    operationId: "createNotificationTarget",
    summary: "Add a webhook or a mailbox; a webhook's secret is in this answer and nowhere else",
    permission: "notification:manage",
    params: projectParams,
    query: noQuery,
    body: z.strictObject({ kind: z.enum(TARGET_KINDS), address: line(2_000), events }),
    response: z.strictObject({ target: targetRow, secret: z.string().nullable() }),
    status: 201,
    errors: [...writeErrors, "egress-refused", "wrong-state"],
  }),
  changeNotificationTarget: defineEndpoint({
    method: "PATCH",
    path: `${project}/notification-targets/{targetId}`,
    operationId: "changeNotificationTarget",
    summary: "Change which news a target gets, or switch it off or on",
    permission: "notification:manage",
    params: targetParams,
    query: noQuery,
    body: z.strictObject({ events, isEnabled: z.boolean(), expectedVersion }),
    response: targetRow,
    errors: writeErrors,
  }),
  rotateNotificationSecret: defineEndpoint({
    method: "POST",
    path: `${project}/notification-targets/{targetId}/rotate-secret`,
    operationId: "rotateNotificationSecret",
    summary: "Make a new secret; the old one signs too, unless it is ended",
    permission: "notification:manage",
    params: targetParams,
    query: noQuery,
    body: z.strictObject({ endOldSecret: z.boolean(), expectedVersion }),
    response: z.strictObject({ target: targetRow, secret: z.string() }),
    errors: [...writeErrors, "wrong-state"],
  }),
  testNotificationTarget: defineEndpoint({
    method: "POST",
    path: `${project}/notification-targets/{targetId}/test`,
    operationId: "testNotificationTarget",
    summary: "Send a target a test message; the delivery log says how it ended",
    permission: "notification:manage",
    params: targetParams,
    query: noQuery,
    body: z.strictObject({}),
    response: z.strictObject({ deliveryId: z.string() }),
    status: 201,
    idempotency: "optional",
    errors: [...writeErrors, "wrong-state"],
  }),
  listNotifications: defineEndpoint({
    method: "GET",
    path: `${project}/notifications`,
    operationId: "listNotifications",
    summary: "What people were told and whether it arrived, newest first",
    permission: "notification:read",
    params: projectParams,
    query: z.strictObject(pageQuery),
    body: null,
    response: pageOf(deliveryRow),
    errors: [...readErrors, "bad-cursor"],
  }),
  retryNotificationDelivery: defineEndpoint({
    method: "POST",
    path: `${project}/notification-deliveries/{deliveryId}/retry`,
    operationId: "retryNotificationDelivery",
    summary: "Try a delivery again now",
    permission: "notification:manage",
    params: deliveryParams,
    query: noQuery,
    body: z.strictObject({}),
    response: deliveryRow,
    idempotency: "optional",
    errors: [...writeErrors, "no-op"],
  }),
};
