import type { Metadata } from "next";
import Link from "next/link";
import { Button } from "@/components/ui/button.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="mx-auto flex max-w-xl flex-col gap-3 px-6 py-16">
      <h1 className="font-semibold text-title">There is nothing here for you</h1>
      <p className="text-neutral">
        The address is wrong, or what it names is in a project that you do not belong to. Check the link with
        the person who sent it, or ask an admin of the project to add you.
      </p>
      <div>
        <Button asChild>
          <Link href="/">Go to your project</Link>
        </Button>
      </div>
    </main>
  );
}
