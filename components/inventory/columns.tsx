"use client";

import type { ReactNode } from "react";
import { ScopeBadges } from "@/components/clients/list/scope-badges";
import { ClientAge, EndWords, Owner, StateStatus } from "@/components/inventory/client-parts";
import { ORIGINS } from "@/components/inventory/words";
import { CopyText } from "@/components/ui/copy/copy-text";
import type { Column } from "@/components/ui/table/data-table-column";
import { Badge } from "@/components/ui/text/badge";
import { TextLink } from "@/components/ui/text/text-link";
import { Day } from "@/components/ui/time/day";
import { Time } from "@/components/ui/time/time";
import { rotationAddress } from "@/lib/browser/rotation-addresses";
import type { InventoryRow } from "@/lib/contract/inventory";
import { INVENTORY_COLUMNS, type InventoryColumn } from "@/lib/contract/inventory-filters";

export const COLUMN_NAMES: Record<InventoryColumn, string> = {
  clientId: "Client ID",
  cluster: "Cluster",
  stage: "Cluster labels",
  scopes: "Scopes",
  origin: "Origin",
  owner: "Owner",
  purpose: "Purpose",
  tags: "Tags",
  created: "Created",
  age: "Age",
  review: "Review",
  end: "End",
  firstSeen: "First seen",
  lastSeen: "Last seen",
  tested: "Last tested",
  state: "State",
};

/** Without a choice of columns. */
const DEFAULT: readonly InventoryColumn[] = ["cluster", "scopes", "owner", "age", "state"];

/** The columns that an address names. */
export function columnsOf(text: string | undefined): readonly InventoryColumn[] {
  if (text === undefined) return DEFAULT;
  const names = text.split(",");
  return INVENTORY_COLUMNS.filter((column) => names.includes(column));
}

const none = <span className="text-text-faint">–</span>;
const instant = (at: string | null) => (at ? <Time at={at} relative={false} /> : none);
const badges = (texts: readonly string[]) =>
  texts.length === 0 ? (
    none
  ) : (
    <span className="flex flex-wrap gap-1">
      {texts.map((text) => (
        <Badge key={text}>{text}</Badge>
      ))}
    </span>
  );

/** The width as a class, and as the number in it. */
type Shape = { width: string; units: number; sortable?: boolean; cell: (row: InventoryRow) => ReactNode };

const SHAPES: Record<InventoryColumn, Shape> = {
  clientId: {
    width: "w-56",
    units: 56,
    cell: ({ clientId, name }) => (
      <span className="flex">
        <CopyText text={clientId} what={`client ID of ${name}`} truncate />
      </span>
    ),
  },
  cluster: { width: "w-44", units: 44, sortable: true, cell: ({ clusterName }) => clusterName },
  stage: { width: "w-28", units: 28, cell: ({ labels }) => badges(labels) },
  scopes: { width: "w-60", units: 60, cell: ({ scopes }) => <ScopeBadges scopes={scopes} /> },
  origin: { width: "w-36", units: 36, cell: ({ origin }) => ORIGINS[origin] },
  owner: { width: "w-32", units: 32, cell: ({ owner }) => <Owner owner={owner} /> },
  purpose: { width: "w-64", units: 64, cell: ({ purpose }) => purpose ?? none },
  tags: { width: "w-36", units: 36, cell: ({ tags }) => badges(tags) },
  created: {
    width: "w-52",
    units: 52,
    cell: ({ createdBy, createdAt, consoleUser, consoleAt }) => (
      <>
        <span className="block">{createdBy ?? consoleUser ?? ""}</span>
        {instant(createdAt ?? consoleAt)}
      </>
    ),
  },
  age: {
    width: "w-28",
    units: 28,
    sortable: true,
    cell: (row) => (
      <>
        <ClientAge client={row} />
        <span className="tabular:sr-only"> old</span>
      </>
    ),
  },
  review: {
    width: "w-52",
    units: 52,
    sortable: true,
    cell: ({ reviewAt }) => (reviewAt ? <Day at={reviewAt} /> : none),
  },
  end: { width: "w-52", units: 52, sortable: true, cell: ({ end }) => (end ? <EndWords end={end} /> : none) },
  firstSeen: { width: "w-52", units: 52, cell: ({ firstSeenAt }) => instant(firstSeenAt) },
  lastSeen: { width: "w-52", units: 52, cell: ({ lastSeenAt }) => instant(lastSeenAt) },
  tested: { width: "w-52", units: 52, cell: ({ testedAt }) => instant(testedAt) },
  state: {
    width: "w-32",
    units: 32,
    cell: ({ state, clusterId, rotation }) => (
      <>
        <StateStatus state={state} />
        {rotation && (
          <TextLink href={rotationAddress({ clusterId, id: rotation.id })} className="block w-fit">
            {rotation.part === "old" ? "Being replaced" : "Replaces another"}
          </TextLink>
        )}
      </>
    ),
  },
};

/** Of the narrowest table that is no list of cards, 240 units wide, this is what the name can spare. */
const MOST_UNITS = 200;

/** Whether these columns are more than fit beside the name. */
export function areTooWide(chosen: readonly InventoryColumn[]): boolean {
  return chosen.reduce((sum, id) => sum + SHAPES[id].units, 0) > MOST_UNITS;
}

/** The table's columns: the name, which opens the client, and those that were chosen. */
export function tableColumns(
  chosen: readonly InventoryColumn[],
  nameOf: (row: InventoryRow) => ReactNode,
  isSortable: boolean,
): Column<InventoryRow>[] {
  return [
    {
      id: "name",
      header: "Name",
      rowHeader: true,
      sortable: isSortable,
      cell: nameOf,
      ...(areTooWide(chosen) && { width: "w-64" }),
    },
    ...chosen.map((id) => {
      const { width, sortable, cell } = SHAPES[id];
      return { id, header: COLUMN_NAMES[id], width, cell, sortable: isSortable && sortable };
    }),
  ];
}
