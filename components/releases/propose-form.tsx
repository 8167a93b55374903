"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { BlockerList } from "@/components/releases/blocker-list.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Card, CardTitle } from "@/components/ui/card.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Select } from "@/components/ui/select.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { promotionEndpoints } from "@/lib/contracts/promotions.ts";
import { mainEnvironment } from "@/lib/domain/environments/main-environment.ts";

type ProposeFormProps = {
  project: string;
  releaseId: string;
  environments: readonly string[];
  refusal: string | null;
};

/** ProposeForm asks for a release to become the desired one of an environment; another person reviews it. */
export function ProposeForm({ project, releaseId, environments, refusal }: ProposeFormProps) {
  const router = useRouter();
  const [environment, setEnvironment] = useState(
    mainEnvironment(environments.map((name) => ({ name })))?.name ?? "",
  );
  const [title, setTitle] = useState("");
  const [missing, setMissing] = useState<string | null>(null);
  const propose = useAct(promotionEndpoints.createPromotion);

  function send() {
    if (title.trim() === "") {
      setMissing("Say in one line what changes for people.");
      return;
    }
    setMissing(null);
    propose.mutate(
      { params: { project }, body: { releaseId, environment, title } },
      {
        onSuccess: ({ number }) => {
          toast({ title: `Promotion ${number} opened`, tone: "good" });
          router.push(`/${project}/promotions/${number}`);
        },
      },
    );
  }

  return (
    <Card className="flex flex-col gap-3">
      <CardTitle>Propose</CardTitle>
      <Field label="Environment">
        <Select value={environment} onChange={(event) => setEnvironment(event.target.value)}>
          {environments.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Title" error={missing}>
        <Input value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <BlockerList project={project} releaseId={releaseId} environment={environment} />
      <Button
        variant="primary"
        size="md"
        className="w-full"
        wrapperClassName="w-full"
        refusal={refusal}
        isBusy={propose.isPending}
        onClick={send}
      >
        {`Propose for ${environment}`}
      </Button>
      <ProblemCard error={propose.error} />
    </Card>
  );
}
