import { redirect } from "next/navigation";

type PageProps = { params: Promise<{ project: string; name: string }> };

/** A prompt is an artifact; its own address leads to its page. */
export default async function Prompt({ params }: PageProps) {
  const { project, name } = await params;
  redirect(`/${project}/artifacts/prompt/${name}`);
}
