"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { ActionFailure } from "@/components/states/action-failure";
import { LoadFailure } from "@/components/states/load-failure";
import { Button } from "@/components/ui/button/button";
import { IconButton } from "@/components/ui/button/icon-button";
import { Dialog } from "@/components/ui/dialog/dialog";
import { LiveRegion } from "@/components/ui/feedback/live-region";
import { Spinner } from "@/components/ui/feedback/spinner";
import { EXACT_TEXT } from "@/components/ui/field/field";
import { TextField } from "@/components/ui/field/text-field";
import { ApiError } from "@/lib/browser/api";
import { deleteView, saveView, viewsQuery } from "@/lib/browser/inventory";
import type { InventoryView } from "@/lib/contract/inventory";

type ViewsDialogProps = { view: InventoryView; onShow: (view: InventoryView) => void; onClose: () => void };

/** The views that this member saved: shows one, deletes one, and saves the view of the page. */
export function ViewsDialog({ view, onShow, onClose }: ViewsDialogProps) {
  const queries = useQueryClient();
  const { data, error, isFetching, refetch } = useQuery(viewsQuery);
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  const [isSaving, setSaving] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [done, setDone] = useState("");

  const run = async (action: () => Promise<unknown>, words: string) => {
    setSaving(true);
    setFailure(null);
    try {
      await action();
      setDone(words);
      await queries.invalidateQueries(viewsQuery);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof ApiError)) throw thrown;
      setFailure(thrown);
      return false;
    } finally {
      setSaving(false);
    }
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const trimmed = name.trim();
    if (trimmed === "" || isSaving) return;
    if (await run(() => saveView(trimmed, view), `${trimmed} was saved.`)) setName("");
  };
  const remove = async (id: string, itsName: string) => {
    // The button with the focus goes with its view.
    if (await run(() => deleteView(id), `${itsName} was deleted.`)) field.current?.focus();
  };
  return (
    <Dialog
      open
      size="sm"
      title="Views"
      description="A view keeps a search with its filters, sort order and columns. Only you can see your views."
      onCloseRequest={onClose}
      asksToDiscard
    >
      <div className="flex flex-col gap-5">
        <form onSubmit={(event) => void save(event)} className="flex flex-col gap-3">
          <TextField
            ref={field}
            label="Name of this view"
            value={name}
            maxLength={60}
            {...EXACT_TEXT}
            error={failure?.fields["name"]}
            onChange={({ target }) => setName(target.value)}
          />
          <span>
            <Button type="submit" variant="primary" pending={isSaving} pendingLabel="Saving…">
              Save view
            </Button>
          </span>
        </form>
        {failure && !failure.fields["name"] && <ActionFailure title="Nothing was changed" failure={failure} />}
        <LiveRegion message={done} />
        <section aria-label="Saved views" className="flex flex-col gap-1">
          {error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />}
          {!data && !error && <Spinner>Loading your views</Spinner>}
          {data?.views.length === 0 && <p className="text-text-muted">You have no saved views yet.</p>}
          <ul className="divide-y divide-line">
            {data?.views.map((each) => (
              <li key={each.id} className="flex items-center justify-between gap-2 py-1">
                <Button
                  variant="link"
                  className="min-w-0 shrink! whitespace-normal! text-left"
                  onClick={() => onShow(each.view)}
                >
                  {each.name}
                </Button>
                <IconButton
                  label={`Delete view ${each.name}`}
                  icon={<Trash2 />}
                  size="sm"
                  onClick={() => void remove(each.id, each.name)}
                />
              </li>
            ))}
          </ul>
        </section>
      </div>
    </Dialog>
  );
}
