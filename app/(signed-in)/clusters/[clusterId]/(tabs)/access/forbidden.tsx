import { ButtonLink } from "@/components/ui/button/button-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";

export default function Forbidden() {
  return (
    <EmptyState
      title="Only admins and owners can see who has access"
      action={<ButtonLink href="/clusters">Go to clusters</ButtonLink>}
    >
      To get a role on this cluster, ask an owner of Latchkey.
    </EmptyState>
  );
}
