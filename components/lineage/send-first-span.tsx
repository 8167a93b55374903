import { CommandLine } from "@/components/ui/command-line.tsx";
import { Section } from "@/components/ui/section.tsx";

type SendFirstSpanProps = { project: string; dataPlaneUrl: string };

const ATTRIBUTES: readonly [string, string][] = [
  ["feature_flag.result.variant", "the release id that the flag answered (or release.id)"],
  ["request.id", "your own id of the answer; else the response id, else the trace id"],
  ["release.arm", "control, candidate or shadow"],
  ["feature_view.read", "a span event per feature read, with its values and event time"],
];

/** otlpEnv are the lines that point any OpenTelemetry SDK at the data plane. */
function otlpEnv(dataPlaneUrl: string): string {
  return [
    `export OTEL_EXPORTER_OTLP_ENDPOINT=${dataPlaneUrl}`,
    "export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
    'export OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer%20YOUR_KEY"',
  ].join("\n");
}

/** SendFirstSpan: how a request gets here, exactly. */
export function SendFirstSpan({ project, dataPlaneUrl }: SendFirstSpanProps) {
  return (
    <Section title="Send requests here" meta="any OpenTelemetry SDK, over OTLP/HTTP">
      <div className="flex max-w-3xl flex-col gap-3">
        <CommandLine command={otlpEnv(dataPlaneUrl)} />
        <p className="text-neutral">
          Put a key with the scope <span className="mono">traces:write</span> in place of{" "}
          <span className="mono">YOUR_KEY</span>, and the address of your data plane if it is not this one.
          The key names project {project} and the environment. What a span should carry:
        </p>
        <dl className="flex flex-col gap-1">
          {ATTRIBUTES.map(([name, words]) => (
            <div key={name} className="flex flex-wrap gap-x-3">
              <dt className="mono w-60 shrink-0">{name}</dt>
              <dd className="min-w-0 text-neutral">{words}</dd>
            </div>
          ))}
        </dl>
      </div>
    </Section>
  );
}
