import { ButtonLink } from "@/components/ui/button/button-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";

export default function Forbidden() {
  return (
    <EmptyState
      level={1}
      title="Only owners can open this page"
      action={<ButtonLink href="/settings/sessions">Go to your sessions</ButtonLink>}
    >
      Ask an owner of Latchkey if you need something from it.
    </EmptyState>
  );
}
