"use client";

import { type SubmitEvent, useState } from "react";
import { useSaving } from "@/components/notices/use-saving";
import { CHANNEL_SETTINGS } from "@/components/notices/words";
import { ZoneField } from "@/components/notices/zone-field";
import { ActionFailure } from "@/components/states/action-failure";
import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { DoneBanner } from "@/components/ui/feedback/done-banner";
import { Choice } from "@/components/ui/field/choice";
import { FieldGroup } from "@/components/ui/field/field-group";
import { changeOwnNotices } from "@/lib/browser/notices";
import { NOTICES, type NoticeKind } from "@/lib/contract/notice-kinds";
import type { OwnNotices as Own } from "@/lib/contract/notices";

/** What this person is told by mail, and the zone of its dates; or that there is no mail. */
export function OwnNotices({ own }: { own: Own }) {
  if (own.isMailConfigured) return <OwnChoices own={own} />;
  return (
    <section aria-labelledby="own-notices" className="flex max-w-prose flex-col gap-3">
      <h2 id="own-notices" className="text-lg font-semibold">
        My notices
      </h2>
      <Banner tone="info" title="Mail is not configured, so nobody gets mail">
        The people who run Latchkey turn it on with the settings {CHANNEL_SETTINGS.mail}. After that, you choose your
        notices here.
      </Banner>
    </section>
  );
}

/** The choices of one person. Links in notices lead to its checkboxes. */
function OwnChoices({ own }: { own: Own }) {
  const [told, setTold] = useState<ReadonlySet<NoticeKind>>(
    new Set(own.kinds.filter(({ isTold }) => isTold).map(({ kind }) => kind)),
  );
  const [zone, setZone] = useState(own.zone ?? "");
  const { isPending, failure, done, save } = useSaving();

  const toggle = (kind: NoticeKind, isTold: boolean) => {
    const next = new Set(told);
    if (isTold) next.add(kind);
    else next.delete(kind);
    setTold(next);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void save(async () => {
      const stops = own.kinds.map(({ kind }) => ({ kind, isTold: told.has(kind) }));
      await changeOwnNotices({ stops, zone: zone.trim() === "" ? null : zone.trim() });
      return "Your notices are saved.";
    });
  };
  return (
    <form onSubmit={submit} aria-labelledby="own-notices" className="flex max-w-prose flex-col gap-4">
      <div className="flex flex-col gap-1">
        <h2 id="own-notices" className="text-lg font-semibold">
          My notices
        </h2>
        <p className="text-text-muted">
          Mail{own.address && ` to ${own.address}`} about clients you own, and about clusters where you can create or
          delete clients.
        </p>
      </div>
      {own.address === null && (
        <Banner tone="warn" title="You get no mail yet: your account has no verified e-mail address">
          Ask the people who run your identity provider to verify it, then sign in again. Your choices below apply from
          then on.
        </Banner>
      )}
      <FieldGroup label="By mail">
        {own.kinds.map(({ kind }) => (
          <span key={kind} id={kind} className="scroll-mt-4 rounded target:bg-accent-soft">
            <Choice
              type="checkbox"
              label={NOTICES[kind].title}
              checked={told.has(kind)}
              onChange={({ target }) => toggle(kind, target.checked)}
            />
          </span>
        ))}
      </FieldGroup>
      <ZoneField
        label="My time zone"
        optional
        hint={`For the dates in your mail. Default: ${own.digestZone}.`}
        error={failure?.fields["zone"]}
        value={zone}
        onChange={setZone}
      />
      <ActionFailure title="Nothing was saved" failure={failure} />
      <DoneBanner message={done} />
      <div>
        <Button type="submit" variant="primary" pending={isPending} pendingLabel="Saving…">
          Save<span className="sr-only"> my notices</span>
        </Button>
      </div>
    </form>
  );
}
