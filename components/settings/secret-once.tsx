import { Callout } from "@/components/ui/callout.tsx";
import { CommandLine } from "@/components/ui/command-line.tsx";

type SecretOnceProps = { title: string; secret: string; children: string };

/** SecretOnce: a secret that is shown this once, with a copy button. */
export function SecretOnce({ title, secret, children }: SecretOnceProps) {
  return (
    <Callout role="warn" title={title}>
      <p className="mb-2">{children}</p>
      <CommandLine command={secret} />
    </Callout>
  );
}
