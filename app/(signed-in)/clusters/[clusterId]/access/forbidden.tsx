import { ButtonLink } from "@/components/ui/button/button-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";

export default function Forbidden() {
  return (
    <EmptyState
      title="Only admins and owners can see who has access"
      action={<ButtonLink href="/clusters">Go to clusters</ButtonLink>}
    >
      Ask an owner of Latchkey if you need a role on this cluster, or someone else does.
    </EmptyState>
  );
}
