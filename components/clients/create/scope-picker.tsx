"use client";

import { Check, X } from "lucide-react";
import { useState } from "react";
import { Banner } from "@/components/ui/feedback/banner";
import { CheckboxCard } from "@/components/ui/field/checkbox-card";
import { FieldGroup } from "@/components/ui/field/field-group";
import { Select } from "@/components/ui/field/select";
import { PRESETS, presetOf } from "@/lib/contract/scope-presets";
import { orderScopes, SCOPE_FACTS, SCOPES, type Scope } from "@/lib/contract/scopes";

const CUSTOM = { value: "custom", label: "Custom" };
const OPTIONS = [...PRESETS.map(({ id, label }) => ({ value: id, label })), CUSTOM];

type ScopePickerProps = { scopes: readonly Scope[]; error: string | undefined; onChange: (scopes: Scope[]) => void };

/** Chooses scopes: by the job the client is for, or one by one. */
export function ScopePicker({ scopes, error, onChange }: ScopePickerProps) {
  const [isCustom, setCustom] = useState(false);
  const toggle = (scope: Scope, isOn: boolean) =>
    onChange(orderScopes(isOn ? [...scopes, scope] : scopes.filter((other) => other !== scope)));
  const chosen = (!isCustom && presetOf(scopes)?.id) || CUSTOM.value;
  return (
    <div className="flex flex-col gap-4">
      <Select
        label="What is it for?"
        hint={chosen === CUSTOM.value ? "Choose the scopes yourself." : "Selects the minimum scopes."}
        value={chosen}
        options={OPTIONS}
        onChange={({ target }) => {
          setCustom(target.value === CUSTOM.value);
          const preset = PRESETS.find(({ id }) => id === target.value);
          if (preset) onChange([...preset.scopes]);
        }}
      />
      <FieldGroup label="Scopes" error={error}>
        {SCOPES.map((scope) => (
          <CheckboxCard
            key={scope}
            label={scope}
            description={<span className="inline-block first-letter:uppercase">{SCOPE_FACTS[scope].can}.</span>}
            checked={scopes.includes(scope)}
            onChange={({ target }) => toggle(scope, target.checked)}
          />
        ))}
      </FieldGroup>
    </div>
  );
}

/** What a client with these scopes can and can't do: always all five, in the same order. */
export function ScopePane({ scopes }: { scopes: readonly Scope[] }) {
  return (
    <section aria-labelledby="scope-pane" className="flex flex-col gap-3 rounded-lg border border-line bg-sunken p-4">
      <h3 id="scope-pane" className="font-medium">
        What this client can do
      </h3>
      <ul className="flex flex-col gap-3">
        {SCOPES.map((scope) => {
          const isGranted = scopes.includes(scope);
          const Icon = isGranted ? Check : X;
          return (
            <li key={scope} className="flex gap-2.5">
              <Icon className={`mt-0.5 size-4 shrink-0 ${isGranted ? "text-ok" : "text-text-faint"}`} />
              <span className={isGranted ? undefined : "text-text-muted"}>
                <span className="sr-only">{isGranted ? "Can: " : "Can't: "}</span>
                <span className="block first-letter:uppercase">{SCOPE_FACTS[scope].can}.</span>
                <span className="block text-sm text-text-faint">
                  {scope} · {SCOPE_FACTS[scope].newName}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
      {scopes.length === SCOPES.length && (
        <Banner announce tone="warn" title="Does it need everything?">
          Anyone who gets this client's secret can do all of the above. Most clients need one or two scopes.
        </Banner>
      )}
    </section>
  );
}
