import { LogoMark } from "@/components/shell/logo";
import { ButtonLink } from "@/components/ui/button/button-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";

export const metadata = { title: "No cluster with this ID" };

export default function NotFound() {
  return (
    <EmptyState
      level={1}
      icon={<LogoMark />}
      title="No cluster with this ID"
      action={<ButtonLink href="/clusters">Go to clusters</ButtonLink>}
    >
      It may have been deleted, or belong to another organization.
    </EmptyState>
  );
}
