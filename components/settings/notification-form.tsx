"use client";

import { type FormEvent, useState } from "react";
import { NotificationEvents } from "@/components/settings/notification-events.tsx";
import { SecretOnce } from "@/components/settings/secret-once.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { notificationEndpoints } from "@/lib/contracts/notifications.ts";
import { NEWS_TYPE_NAMES, type NewsType } from "@/lib/domain/notifications/news-types.ts";

/** NotificationForm: a new webhook, whose secret is shown once, or a mailbox. */
export function NotificationForm({ project }: { project: string }) {
  const [kind, setKind] = useState<"webhook" | "email">("webhook");
  const [address, setAddress] = useState("");
  const [events, setEvents] = useState<readonly NewsType[]>(NEWS_TYPE_NAMES);
  const create = useAct(notificationEndpoints.createNotificationTarget, { onSuccess: () => setAddress("") });
  function submit(event: FormEvent) {
    event.preventDefault();
    create.mutate({ params: { project }, body: { kind, address, events: [...events] } });
  }
  const secret = create.data?.secret;
  const refusal =
    address.trim() === ""
      ? "Write an address."
      : events.length === 0
        ? "Choose at least one kind of news."
        : null;
  return (
    <form onSubmit={submit} noValidate className="flex max-w-2xl flex-col gap-3">
      <div className="grid grid-cols-2 gap-3 phone:grid-cols-1">
        <Field label="Kind">
          <Select
            value={kind}
            onChange={({ target }) => setKind(target.value === "email" ? "email" : "webhook")}
          >
            <option value="webhook">Webhook</option>
            <option value="email">E-mail</option>
          </Select>
        </Field>
        <Field label={kind === "webhook" ? "URL" : "E-mail address"}>
          <Input
            autoComplete="off"
            placeholder={kind === "webhook" ? "https://hooks.example.com/tupelo" : "team@example.com"}
            value={address}
            onChange={({ target }) => setAddress(target.value)}
          />
        </Field>
      </div>
      <NotificationEvents events={events} onChange={setEvents} />
      <ProblemCard error={create.error} />
      <div>
        <Button type="submit" size="md" isBusy={create.isPending} refusal={refusal}>
          Add target
        </Button>
      </div>
      {secret ? (
        <SecretOnce title="Secret of the webhook, shown once" secret={secret}>
          Give it to the receiver, which verifies each message with it. It cannot be shown again.
        </SecretOnce>
      ) : null}
    </form>
  );
}
