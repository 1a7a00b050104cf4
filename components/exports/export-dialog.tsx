"use client";

import { useEffect, useRef, useState } from "react";
import { ActionFailure } from "@/components/states/action-failure";
import { Button } from "@/components/ui/button/button";
import { Dialog } from "@/components/ui/dialog/dialog";
import { Banner } from "@/components/ui/feedback/banner";
import { LiveRegion } from "@/components/ui/feedback/live-region";
import { ProgressBar } from "@/components/ui/feedback/progress-bar";
import { Spinner } from "@/components/ui/feedback/spinner";
import { Choice } from "@/components/ui/field/choice";
import { FieldGroup } from "@/components/ui/field/field-group";
import { ApiError } from "@/lib/browser/api";
import { downloadExport, type Exported, type ExportOptions, type ExportProgress } from "@/lib/browser/exports";
import { EXPORT_FORMATS, type ExportFormat } from "@/lib/contract/exports";

const FORMAT_LABELS: Record<ExportFormat, string> = {
  csv: "CSV, for spreadsheets",
  jsonl: "JSON Lines, one object for each row",
  json: "JSON, one document",
};

const SECOND_LABELS = { choose: "Close", running: "Cancel", done: "Export again" };

const counted = (rows: number, exported: Exported) =>
  `${rows.toLocaleString("en")} ${rows === 1 ? exported.slice(0, -1) : exported}`;

type ExportDialogProps = {
  address: string;
  exported: Exported;
  filter: ExportOptions["filter"];
  onClose: () => void;
};

type Rows = "filtered" | "all" | "gone";
/** What is exported instead of the filtered list. */
const FILTERS: Partial<Record<Rows, ExportOptions["filter"]>> = { all: {}, gone: { state: "gone" } };

type State =
  | { step: "choose"; failure: ApiError | null }
  | ({ step: "running" } & ExportProgress)
  | { step: "done"; name: string; rows: number };

/** Asks for rows and format, downloads the file, and tells how far it is. Closing it cancels. */
export function ExportDialog({ address, exported, filter, onClose }: ExportDialogProps) {
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  // The list has clients that are gone only with the filter for them.
  const canBeGone = exported === "clients" && filter["state"] !== "gone";
  const [rows, setRows] = useState<Rows>(isFiltered ? "filtered" : "all");
  const [format, setFormat] = useState<ExportFormat>("csv");
  const [bom, setBom] = useState(false);
  const [state, setState] = useState<State>({ step: "choose", failure: null });
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);

  const run = async () => {
    const controller = new AbortController();
    abort.current = controller;
    setState({ step: "running", rows: 0, total: null });
    const options = { format, bom: bom && format === "csv", filter: FILTERS[rows] ?? filter };
    try {
      const done = await downloadExport(address, options, controller.signal, (progress) =>
        setState({ step: "running", ...progress }),
      );
      setState({ step: "done", ...done });
    } catch (error) {
      if (controller.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      setState({ step: "choose", failure: error });
    }
  };
  const cancel = () => {
    abort.current?.abort();
    setState({ step: "choose", failure: null });
  };
  const choice = (value: Rows, label: string) => (
    <Choice type="radio" name="rows" label={label} checked={rows === value} onChange={() => setRows(value)} />
  );
  return (
    <Dialog
      open
      size="sm"
      title={`Export ${exported}`}
      description="The export is recorded in the audit log."
      onCloseRequest={onClose}
      footer={
        // The same two buttons in every step, so that the one with the focus never disappears.
        <>
          <Button onClick={state.step === "choose" ? onClose : cancel}>{SECOND_LABELS[state.step]}</Button>
          <Button
            variant="primary"
            pending={state.step === "running"}
            pendingLabel="Exporting…"
            onClick={() => (state.step === "done" ? onClose() : void run())}
          >
            {state.step === "done" ? "Done" : "Export"}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <LiveRegion message={announcement(state, exported)} />
        {state.step === "choose" && (
          <>
            <ActionFailure title="Nothing was saved" failure={state.failure} />
            {(isFiltered || canBeGone) && (
              <FieldGroup label="Rows">
                {isFiltered && choice("filtered", `Filtered ${exported}`)}
                {choice("all", `All ${exported} you can see${exported === "clients" ? ", except gone ones" : ""}`)}
                {canBeGone && choice("gone", "Gone clients")}
              </FieldGroup>
            )}
            <FieldGroup label="Format">
              {EXPORT_FORMATS.map((each) => (
                <Choice
                  key={each}
                  type="radio"
                  name="format"
                  label={FORMAT_LABELS[each]}
                  checked={format === each}
                  onChange={() => setFormat(each)}
                />
              ))}
            </FieldGroup>
            {format === "csv" && (
              <Choice
                type="checkbox"
                label="Add a byte order mark, for Excel"
                checked={bom}
                onChange={({ target }) => setBom(target.checked)}
              />
            )}
          </>
        )}
        {state.step === "running" && <Progress {...state} exported={exported} />}
        {state.step === "done" && (
          <Banner tone="info" title="Downloaded">
            {counted(state.rows, exported)} in {state.name}
          </Banner>
        )}
      </div>
    </Dialog>
  );
}

function Progress({ rows, total, exported }: ExportProgress & { exported: Exported }) {
  if (total === null) return <Spinner>{counted(rows, exported)} so far</Spinner>;
  return (
    <div className="flex flex-col gap-2">
      <p className="tabular-nums">
        {rows.toLocaleString("en")} of {counted(total, exported)}
      </p>
      <ProgressBar label="Export" done={rows} total={total} />
    </div>
  );
}

/** What a screen reader hears: the beginning and the end, and not each step. */
function announcement(state: State, exported: Exported): string {
  if (state.step === "running") return "Exporting";
  return state.step === "done" ? `Downloaded: ${counted(state.rows, exported)} in ${state.name}` : "";
}
