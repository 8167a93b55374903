import { redirect } from "next/navigation";

type PageProps = { params: Promise<{ project: string }> };

/** The list of prompts is the list of artifacts of that kind. */
export default async function Prompts({ params }: PageProps) {
  redirect(`/${(await params).project}/artifacts?kind=prompt`);
}
