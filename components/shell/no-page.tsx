import { ButtonLink } from "@/components/ui/button/button-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";

/** In place of a page that does not exist. */
export function NoPage() {
  return (
    <EmptyState level={1} title="Page not found" action={<ButtonLink href="/clusters">Go to clusters</ButtonLink>}>
      It may have been moved or deleted.
    </EmptyState>
  );
}
