import { EmptyState } from "@/components/ui/empty-state.tsx";

export default function ProjectNotFound() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState title="There is nothing here that you can see">
        The address may be mistyped, or what it names does not exist in this project. Use the search at the
        left to find a page or an id.
      </EmptyState>
    </>
  );
}
