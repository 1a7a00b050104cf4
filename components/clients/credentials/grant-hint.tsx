"use client";

import { CopyText } from "@/components/ui/copy/copy-text";
import { Banner } from "@/components/ui/feedback/banner";
import { TextLink } from "@/components/ui/text/text-link";
import type { Connection } from "@/lib/contract/clients";
import { needsGrants } from "@/lib/credentials/grants";
import { readLink } from "@/lib/credentials/links";

/** From 8.8 on, a new client can sign in but has no permissions: how to grant them, with the ID to copy. */
export function GrantHint({ connection }: { connection: Connection }) {
  const { clientId, endpoints } = connection;
  const needs = needsGrants(connection);
  if (needs === false) return null;
  const admin = readLink(endpoints.identity)?.url;
  return (
    <Banner
      tone="info"
      title={`This client has no permissions yet${needs ? "" : ", if the cluster runs 8.8 or later"}`}
    >
      <p>
        From Camunda 8.8 on, add authorizations in the cluster's{" "}
        {admin ? (
          <TextLink href={admin} external look="inline">
            Admin page
          </TextLink>
        ) : (
          "Identity or Admin page"
        )}
        : owner type <strong>Client</strong>, owner ID <CopyText text={clientId} what="owner ID" />
      </p>
    </Banner>
  );
}
