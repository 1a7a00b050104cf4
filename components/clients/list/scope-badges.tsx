import { Badge } from "@/components/ui/text/badge";

/** The scopes of a client, as Camunda spells them. Old clients have scopes that no list names. */
export function ScopeBadges({ scopes }: { scopes: readonly string[] }) {
  if (scopes.length === 0) return <span className="text-text-faint">None reported</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {scopes.map((scope) => (
        <Badge key={scope}>{scope}</Badge>
      ))}
    </span>
  );
}
