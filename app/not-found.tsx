import { LogoMark } from "@/components/shell/logo";
import { LonePage } from "@/components/shell/lone-page";
import { ButtonLink } from "@/components/ui/button/button-link";
import { EmptyState } from "@/components/ui/feedback/empty-state";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <LonePage>
      <EmptyState
        level={1}
        icon={<LogoMark />}
        title="Page not found"
        action={<ButtonLink href="/clusters">Go to clusters</ButtonLink>}
      >
        It may have been moved or deleted.
      </EmptyState>
    </LonePage>
  );
}
