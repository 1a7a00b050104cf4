"use client";

import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { AccessFields, type Line } from "@/components/members/access-fields";
import { ActionFailure } from "@/components/states/action-failure";
import { Button } from "@/components/ui/button/button";
import { Dialog } from "@/components/ui/dialog/dialog";
import { FormButtons } from "@/components/ui/dialog/form-buttons";
import { EXACT_TEXT } from "@/components/ui/field/field";
import { TextField } from "@/components/ui/field/text-field";
import { ApiError } from "@/lib/browser/api";
import type { GrantInput, MemberGrants } from "@/lib/contract/members";

const newLine = (): Line => ({ key: crypto.randomUUID(), role: "auditor", isAll: true, clusters: [] });
const lineOf = ({ role, clusters }: MemberGrants["grants"][number]): Line => ({
  ...newLine(),
  role,
  ...(clusters !== "all" && { isAll: false, clusters }),
});
const isForAll = ({ isAll, role }: Line) => isAll || role === "owner";
const inputOf = (line: Line): GrantInput => ({
  role: line.role,
  clusters: isForAll(line) ? "all" : line.clusters.map(({ id }) => id),
});

/** What the server refused, apart from what stands beside a field. */
function remaining({ message, fields }: ApiError): string {
  const texts = Object.entries(fields).flatMap(([path, text]) => (path === "grants" || path === "body" ? [text] : []));
  return texts.join(" ") || message;
}

type AccessDialogProps = {
  title: string;
  description: string;
  submitLabel: string;
  pendingLabel: string;
  /** Whether it asks for an address, for a new member. */
  asksAddress?: boolean;
  /** The access to begin with; none for a new one. */
  grants?: MemberGrants["grants"];
  /** Sends what was chosen, and closes the dialog once that is done. */
  onSubmit: (grants: GrantInput[], email: string) => Promise<void>;
  onClose: () => void;
};

/** Chooses what a person may do: a role for all or some clusters, and other roles on others. */
export function AccessDialog({ asksAddress = false, grants = [], onSubmit, onClose, ...words }: AccessDialogProps) {
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const hasAdded = useRef(false);
  const [email, setEmail] = useState("");
  const [lines, setLines] = useState(() => (grants.length > 0 ? grants.map(lineOf) : [newLine()]));
  const [isPending, setPending] = useState(false);
  const [showsErrors, setShowsErrors] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);

  // The button moves out of sight, below the role that it added.
  useEffect(() => {
    if (hasAdded.current && lines.length > 1) [...(form.current?.querySelectorAll("select") ?? [])].at(-1)?.focus();
    hasAdded.current = false;
  }, [lines]);

  const isMissing = (line: Line) => !isForAll(line) && line.clusters.length === 0;
  const emailError = showsErrors && email.trim() === "" ? "Enter the person's address." : failure?.fields["email"];
  const lineError = (line: Line, at: number) =>
    showsErrors && isMissing(line) ? "Choose at least one cluster." : failure?.fields[`grants.${at}.clusters`];
  const hasFieldError = failure !== null && (emailError !== undefined || lines.some(lineError));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setShowsErrors(true);
    if (isPending) return;
    if (asksAddress && email.trim() === "") return form.current?.querySelector("input")?.focus();
    if (lines.some(isMissing)) return form.current?.querySelector<HTMLElement>("[type=search]")?.focus();
    setPending(true);
    setFailure(null);
    try {
      await onSubmit(lines.map(inputOf), email);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error);
      setPending(false);
      if (error.fields["email"]) form.current?.querySelector("input")?.focus();
    }
  };
  /** Enter in the search must not send the form. */
  const keepSearch = (event: KeyboardEvent) => {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement && event.target.type === "search")
      event.preventDefault();
  };
  const edit = (changed: Line[]) => {
    if (isPending) return;
    setFailure(null);
    setLines(changed);
  };
  return (
    <Dialog
      open
      onCloseRequest={() => !isPending && onClose()}
      asksToDiscard={!isPending}
      title={words.title}
      description={words.description}
      footer={
        <FormButtons
          form={id}
          submitLabel={words.submitLabel}
          pendingLabel={words.pendingLabel}
          pending={isPending}
          onCancel={onClose}
        />
      }
    >
      <form
        id={id}
        ref={form}
        noValidate
        onSubmit={(event) => void submit(event)}
        onKeyDown={keepSearch}
        className="flex flex-col gap-4"
      >
        {failure && !hasFieldError && (
          <ActionFailure title="Nothing was changed" failure={failure}>
            {remaining(failure)}
          </ActionFailure>
        )}
        {asksAddress && (
          <TextField
            type="email"
            label="E-mail address"
            hint="As the identity provider knows it. It must be verified there."
            error={emailError}
            value={email}
            readOnly={isPending}
            onChange={({ target }) => {
              setEmail(target.value);
              setFailure(null);
            }}
            {...EXACT_TEXT}
            maxLength={254}
          />
        )}
        {lines.map((line, at) => (
          <section
            key={line.key}
            aria-label={lines.length > 1 ? `Role ${at + 1}` : undefined}
            className={lines.length > 1 ? "flex flex-col gap-4 rounded-lg border border-line p-3" : "contents"}
          >
            <AccessFields
              line={line}
              error={lineError(line, at)}
              onChange={(changed) => edit(lines.map((other) => (other.key === line.key ? changed : other)))}
            />
            {lines.length > 1 && (
              <Button
                variant="ghost"
                size="sm"
                className="self-start"
                onClick={() => {
                  edit(lines.filter((other) => other.key !== line.key));
                  form.current?.querySelector<HTMLElement>("select")?.focus();
                }}
              >
                Remove this role
              </Button>
            )}
          </section>
        ))}
        {lines.length < 4 && (
          <Button
            variant="link"
            className="self-start"
            onClick={() => {
              edit([...lines, { ...newLine(), isAll: false }]);
              hasAdded.current = true;
            }}
          >
            Add a role on other clusters
          </Button>
        )}
      </form>
    </Dialog>
  );
}
