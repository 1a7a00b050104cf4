import { LogoMark } from "@/components/shell/logo";
import { ButtonLink } from "@/components/ui/button/button-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";

export default function NotFound() {
  return (
    <EmptyState
      level={1}
      icon={<LogoMark />}
      title="No client with this ID"
      action={<ButtonLink href="/clients">Go to clients</ButtonLink>}
    >
      Latchkey has not seen it in this cluster. If it was created just now, refresh the cluster's API tab.
    </EmptyState>
  );
}
