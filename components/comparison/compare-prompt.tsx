"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Page } from "@/components/layout/page.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";

const RUN_NUMBER = /^[1-9][0-9]{0,8}$/;

/** ComparePrompt: which two runs; they then stand in the address. */
export function ComparePrompt({ project }: { project: string }) {
  const router = useRouter();
  const [control, setControl] = useState("");
  const [candidate, setCandidate] = useState("");
  const isReady = RUN_NUMBER.test(control) && RUN_NUMBER.test(candidate);
  const compare = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) router.push(`/${project}/evals/compare?control=${control}&candidate=${candidate}`);
  };
  return (
    <Page>
      <PageHead
        title="Compare eval runs"
        description="Two runs on their same cases. The control is what the candidate would replace."
      />
      <form onSubmit={compare} className="flex flex-wrap items-end gap-3">
        <Field label="Control, run number">
          <Input inputMode="numeric" value={control} onChange={(event) => setControl(event.target.value)} />
        </Field>
        <Field label="Candidate, run number">
          <Input
            inputMode="numeric"
            value={candidate}
            onChange={(event) => setCandidate(event.target.value)}
          />
        </Field>
        <Button type="submit" variant="primary" disabled={!isReady}>
          Compare
        </Button>
      </form>
    </Page>
  );
}
