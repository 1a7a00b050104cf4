"use client";

import { CopyText } from "@/components/ui/copy/copy-text";
import { Banner } from "@/components/ui/feedback/banner";
import { TextLink } from "@/components/ui/text/text-link";
import type { Connection } from "@/lib/contract/clients";
import { needsGrants } from "@/lib/credentials/grants";
import { readLink } from "@/lib/credentials/links";

/** From 8.8 on a new client can sign in and may still do nothing: what to do about it, with the id at hand. */
export function GrantHint({ connection }: { connection: Connection }) {
  const { clientId, endpoints } = connection;
  const needs = needsGrants(connection);
  if (needs === false) return null;
  const admin = readLink(endpoints.identity)?.url;
  const title = "This client can sign in; it may do nothing until it is granted rights";
  return (
    <Banner tone="info" title={needs ? title : `${title}, if the cluster is 8.8 or later`}>
      <p>
        In clusters of 8.8 and later, add authorizations in the cluster's{" "}
        {admin ? (
          <TextLink href={admin} external look="inline">
            Admin page
          </TextLink>
        ) : (
          "Identity or Admin page"
        )}
        : owner type <strong>Client</strong>, owner id <CopyText text={clientId} what="owner id" />
      </p>
    </Banner>
  );
}
