import { SearchX } from "lucide-react";
import { ButtonLink } from "@/components/ui/button/button-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";

export default function NotFound() {
  return (
    <EmptyState
      level={1}
      icon={<SearchX />}
      title="There is no such cluster"
      action={<ButtonLink href="/clusters">Go to clusters</ButtonLink>}
    >
      Camunda knows no cluster of this id in your organization. It may have been deleted.
    </EmptyState>
  );
}
