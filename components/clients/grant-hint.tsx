"use client";

import { Banner } from "@/components/ui/banner";
import { CopyText } from "@/components/ui/copy-text";
import { TextLink } from "@/components/ui/text-link";
import type { Connection } from "@/lib/contract/clients";
import { isAtLeast, parseVersion } from "@/lib/credentials/versions";

/** From 8.8 on a new client can sign in and may still do nothing: what to do about it, with the id at hand. */
export function GrantHint({ connection }: { connection: Connection }) {
  const { clusterVersion, clientId, endpoints } = connection;
  if (!isAtLeast(parseVersion(clusterVersion), 8, 8)) return null;
  const admin = endpoints.identity?.startsWith("http") ? endpoints.identity : null;
  return (
    <Banner tone="info" title="This client can sign in; it may do nothing until it is granted rights">
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
