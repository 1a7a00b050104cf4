"use client";

import { type SubmitEvent, useState } from "react";
import { useSaving } from "@/components/notices/use-saving";
import { CHANNEL_NAMES, TIMING_NAMES } from "@/components/notices/words";
import { ZoneField } from "@/components/notices/zone-field";
import { ActionFailure } from "@/components/states/action-failure";
import { Button } from "@/components/ui/button/button";
import { DoneBanner } from "@/components/ui/feedback/done-banner";
import { Choice } from "@/components/ui/field/choice";
import { Select } from "@/components/ui/field/select";
import { changeNoticeRules } from "@/lib/browser/notices";
import {
  NOTICE_CHANNELS,
  NOTICE_TIMINGS,
  NOTICES,
  type NoticeChannel,
  type NoticeKind,
} from "@/lib/contract/notice-kinds";
import type { NoticeRuleInput, NoticeSettings } from "@/lib/contract/notices";

const TIMINGS = NOTICE_TIMINGS.map((value) => ({ value, label: TIMING_NAMES[value] }));
const HOURS = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, "0")}:00`,
}));

type RuleFieldsProps = {
  rule: NoticeRuleInput;
  /** Those that are configured. What a rule says of others stays. */
  shown: readonly NoticeChannel[];
  onChange: (rule: NoticeRuleInput) => void;
};

/** When a kind is told, and by which channels. */
function RuleFields({ rule, shown, onChange }: RuleFieldsProps) {
  const { kind, timing, channels } = rule;
  return (
    <fieldset className="grid min-w-0 items-center gap-x-6 gap-y-1 border-t border-line py-2 md:grid-cols-[1fr_auto_auto]">
      <legend className="sr-only">{NOTICES[kind].title}</legend>
      <span aria-hidden className="font-medium">
        {NOTICES[kind].title}
      </span>
      <Select
        inline
        label="When"
        options={TIMINGS}
        value={timing}
        onChange={({ target }) =>
          onChange({ ...rule, timing: NOTICE_TIMINGS.find((value) => value === target.value) ?? timing })
        }
      />
      <span className="flex flex-wrap gap-x-4">
        {shown.map((channel) => (
          <Choice
            key={channel}
            type="checkbox"
            label={CHANNEL_NAMES[channel]}
            disabled={timing === "off"}
            checked={channels.includes(channel)}
            onChange={({ target }) =>
              onChange({
                ...rule,
                channels: NOTICE_CHANNELS.filter((each) =>
                  each === channel ? target.checked : channels.includes(each),
                ),
              })
            }
          />
        ))}
      </span>
    </fieldset>
  );
}

/** Who is told what: one rule for each kind, and the time of the digest. */
export function NoticeRules({ settings }: { settings: NoticeSettings }) {
  const [rules, setRules] = useState(settings.rules);
  const [hour, setHour] = useState(settings.digestHour);
  const [zone, setZone] = useState(settings.digestZone);
  const { isPending, failure, done, save } = useSaving();
  const channelsThatAre = (isConfigured: boolean) =>
    settings.channels.filter((each) => each.isConfigured === isConfigured).map(({ channel }) => channel);
  const [shown, missing] = [channelsThatAre(true), channelsThatAre(false)];

  const change = (kind: NoticeKind, rule: NoticeRuleInput) =>
    setRules(rules.map((each) => (each.kind === kind ? rule : each)));
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void save(async () => {
      const saved = await changeNoticeRules({ rules, digestHour: hour, digestZone: zone.trim() });
      setRules(saved.rules);
      setZone(saved.digestZone);
      return "The rules are saved. They apply from the next notice on.";
    });
  };
  return (
    <form onSubmit={submit} aria-labelledby="notice-rules" className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <h2 id="notice-rules" className="text-lg font-semibold">
          Rules
        </h2>
        <p className="max-w-prose text-text-muted">
          Mail goes to the client&apos;s owner. Without one, it goes to the people who manage clients of its cluster,
          and without those to Latchkey&apos;s owners. The last four kinds go to owners only. Slack, Microsoft Teams and
          the webhook get every notice. You hear about a client once a day at most, unless it can&apos;t wait.
        </p>
        {missing.length > 0 && (
          <p className="max-w-prose">
            Not configured: {missing.map((channel) => CHANNEL_NAMES[channel]).join(", ")}. Nothing is sent there until
            their settings, listed under Channels, are set.
          </p>
        )}
      </div>
      <div className="flex flex-col">
        {rules.map((rule) => (
          <RuleFields key={rule.kind} rule={rule} shown={shown} onChange={(next) => change(rule.kind, next)} />
        ))}
      </div>
      <div className="grid max-w-prose gap-4 sm:grid-cols-2">
        <Select
          label="Hour of the daily digest"
          options={HOURS}
          value={String(hour)}
          onChange={({ target }) => setHour(Number(target.value))}
        />
        <ZoneField
          label="Time zone of the digest"
          error={failure?.fields["digestZone"]}
          value={zone}
          onChange={setZone}
        />
      </div>
      <ActionFailure title="Nothing was saved" failure={failure} />
      <DoneBanner message={done} />
      <div>
        <Button type="submit" variant="primary" pending={isPending} pendingLabel="Saving…">
          Save<span className="sr-only"> the rules</span>
        </Button>
      </div>
    </form>
  );
}
