"use client";

import { useRef } from "react";
import { CopyButton } from "@/components/ui/copy/copy-button";
import { CopyText } from "@/components/ui/copy/copy-text";
import { CodeBlock } from "@/components/ui/text/code-block";
import { TextLink } from "@/components/ui/text/text-link";
import type { Connection } from "@/lib/contract/clients";
import { grantCommands } from "@/lib/credentials/grant-commands";
import { needsGrants } from "@/lib/credentials/grants";
import { readLink } from "@/lib/credentials/links";

/** From 8.8 on, a new client can sign in but do nothing more: where to grant permissions, and the requests that do it. */
export function GrantHint({ connection }: { connection: Connection }) {
  const { clientId, endpoints } = connection;
  const shown = useRef<HTMLElement>(null);
  const admin = readLink(endpoints.identity)?.url;
  const commands = grantCommands(connection).join("\n");
  return (
    <div className="flex min-w-0 flex-col gap-2 text-text-muted">
      <p className="font-medium text-text">
        A new client has no permissions until you grant them
        {needsGrants(connection) ? "" : ", if the cluster runs 8.8 or later"}
      </p>
      <p>
        Add authorizations in the cluster's{" "}
        {admin ? (
          <TextLink href={admin} external look="inline">
            Admin page
          </TextLink>
        ) : (
          "Identity or Admin page"
        )}
        :
      </p>
      {/* Each on a line of its own: an ID inside a sentence breaks it on a narrow screen. */}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-4 gap-y-1">
        <dt>Owner type</dt>
        <dd className="font-medium text-text">Client</dd>
        <dt>Owner ID</dt>
        <dd>
          <CopyText text={clientId} what="owner ID" />
        </dd>
      </dl>
      {commands !== "" && (
        <details className="min-w-0">
          <summary className="w-fit rounded-sm hover:text-text">
            Or use commands that grant the minimum for its scopes
          </summary>
          <div className="flex flex-col items-start gap-2 pt-1.5">
            <CodeBlock ref={shown} label="Requests that grant permissions" text={commands} wraps folded />
            <CopyButton text={commands} selectOnFailure={shown} />
            <p className="text-sm">Set TOKEN to the access token of someone who can grant permissions.</p>
          </div>
        </details>
      )}
    </div>
  );
}
