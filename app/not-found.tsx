import { SearchX } from "lucide-react";
import { LonePage } from "@/components/shell/lone-page";
import { ButtonLink } from "@/components/ui/button/button-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <LonePage>
      <EmptyState
        level={1}
        icon={<SearchX />}
        title="There is nothing here"
        action={<ButtonLink href="/clusters">Go to clusters</ButtonLink>}
      >
        This page, cluster or client does not exist, or it does not exist any more.
      </EmptyState>
    </LonePage>
  );
}
