import { Code, FlaskConical, Layers, Rocket } from "lucide-react";
import { classNames } from "@/components/ui/class-names";
import { type Stage, stageOf } from "@/lib/contract/stages";

export const STAGE_WORDS: Record<Stage, { words: string; icon: typeof Rocket }> = {
  production: { words: "Production", icon: Rocket },
  staging: { words: "Staging", icon: Layers },
  test: { words: "Test", icon: FlaskConical },
  development: { words: "Development", icon: Code },
};

/** The stage of a cluster. Production stands out, the others are quiet. */
export function StageBadge({ stage }: { stage: Stage }) {
  const { words, icon: Icon } = STAGE_WORDS[stage];
  return (
    <span
      className={classNames(
        "inline-flex h-5 items-center gap-1 rounded-sm border px-1.5 align-bottom text-xs font-medium whitespace-nowrap",
        stage === "production"
          ? // Printers leave out what is behind a text.
            "border-transparent bg-primary text-primary-text forced-colors:border-current print:border-current print:bg-transparent print:text-text"
          : "border-line bg-sunken text-text-muted",
      )}
    >
      <Icon aria-hidden="true" className="size-3" />
      {words}
    </span>
  );
}

/** The stage of a cluster, for every place where a person could act on the wrong one. Nothing if its stage is unknown. */
export function ClusterStage({ cluster }: { cluster: { name: string; labels: readonly string[] } }) {
  const stage = stageOf(cluster);
  return stage && <StageBadge stage={stage} />;
}
