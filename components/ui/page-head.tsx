import type { ReactNode } from "react";

type PageHeadProps = {
  title: ReactNode;
  /** A badge beside the title. */
  status?: ReactNode;
  /** One sentence under the title. */
  description?: ReactNode;
  /** At the right: secondary buttons, then at most one primary. */
  actions?: ReactNode;
};

/** PageHead: what this page is, its state, and one primary act. */
export function PageHead({ title, status, description, actions }: PageHeadProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="font-semibold text-title tracking-[-0.012em]">{title}</h1>
          {status}
        </div>
        {description ? <p className="text-body text-neutral">{description}</p> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-start gap-2">{actions}</div> : null}
    </header>
  );
}
