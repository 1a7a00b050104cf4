"use client";

import { Activity, ChartColumn, Cog, ListTodo, Plug, SlidersHorizontal } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { Banner } from "@/components/ui/feedback/banner";
import { CheckboxCard } from "@/components/ui/field/checkbox-card";
import { FieldGroup } from "@/components/ui/field/field-group";
import { RadioCard } from "@/components/ui/field/radio-card";
import { PRESETS, presetOf } from "@/lib/contract/scope-presets";
import { orderScopes, SCOPE_FACTS, SCOPES, type Scope } from "@/lib/contract/scopes";

const ICONS: Record<(typeof PRESETS)[number]["id"], ReactNode> = {
  worker: <Cog />,
  tasks: <ListTodo />,
  monitoring: <Activity />,
  reporting: <ChartColumn />,
  connectors: <Plug />,
};

type ScopePickerProps = { scopes: readonly Scope[]; error: string | undefined; onChange: (scopes: Scope[]) => void };

/** Chooses scopes: by the job the client is for, or one by one. */
export function ScopePicker({ scopes, error, onChange }: ScopePickerProps) {
  const name = useId();
  const [isCustom, setCustom] = useState(false);
  const toggle = (scope: Scope, isOn: boolean) =>
    onChange(orderScopes(isOn ? [...scopes, scope] : scopes.filter((other) => other !== scope)));
  const chosen = isCustom ? null : presetOf(scopes);
  return (
    <div className="flex flex-col gap-4">
      <FieldGroup label="What is it for?">
        <div className="grid gap-2 sm:grid-cols-2">
          {PRESETS.map((preset) => (
            <RadioCard
              key={preset.id}
              name={name}
              icon={ICONS[preset.id]}
              label={preset.label}
              description={
                <>
                  {preset.does} <span className="text-text-faint">{preset.scopes.join(", ")}</span>
                </>
              }
              checked={chosen === preset}
              onChange={() => {
                setCustom(false);
                onChange([...preset.scopes]);
              }}
            />
          ))}
          <RadioCard
            name={name}
            icon={<SlidersHorizontal />}
            label="Custom"
            description="Choose the scopes yourself."
            checked={chosen === null}
            onChange={() => setCustom(true)}
          />
        </div>
      </FieldGroup>
      <FieldGroup label="Scopes" error={error}>
        <div className="flex flex-col">
          {SCOPES.map((scope) => (
            <CheckboxCard
              key={scope}
              compact
              label={scope}
              description={
                <>
                  <span>{SCOPE_FACTS[scope].opens}</span>
                  <span className="text-text-faint">{SCOPE_FACTS[scope].newName}</span>
                </>
              }
              checked={scopes.includes(scope)}
              onChange={({ target }) => toggle(scope, target.checked)}
            />
          ))}
        </div>
      </FieldGroup>
    </div>
  );
}

/** What a client with these scopes can do, in one sentence that follows the choice. */
export function ScopeSentence({ scopes }: { scopes: readonly Scope[] }) {
  return (
    <section aria-labelledby="scope-sentence" className="flex flex-col gap-1 rounded border border-line bg-sunken p-3">
      <h3 id="scope-sentence" className="font-medium">
        What this client can do
      </h3>
      {scopes.length === SCOPES.length ? (
        <Banner announce tone="warn" title="Does it need everything?">
          It can do everything that a client can, and so can anyone who gets its secret. Most clients need one or two
          scopes.
        </Banner>
      ) : (
        <p aria-live="polite" className="text-text-muted">
          {scopes.length === 0
            ? "Nothing yet: choose at least one scope."
            : `It can ${scopes.map((scope) => SCOPE_FACTS[scope].can).join("; ")}.`}
        </p>
      )}
    </section>
  );
}
