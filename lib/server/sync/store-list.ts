import "server-only";
import { isDeepStrictEqual } from "node:util";
import { db, type Tx, transaction } from "@/lib/server/platform/database/db";
import { inSlices } from "@/lib/server/platform/slices";

/**
 * Rows in one INSERT, one-row statements in one transaction, and ids in one statement: bounded, however long the list
 * is. Building an INSERT of 200 rows holds the event loop for 80 ms, one of 25 rows for 10 ms (`npm run bench`).
 */
const INSERTED = 25;
const UPDATED = 50;
const ENDED = 200;
/** Rows in one page while the stored list is compared. */
const COMPARED = 200;

/** A row as it is compared with what Camunda reports. */
type StoredRow<Columns> = { id: string; columns: Columns; isGone: boolean };

/** A stored list: the rows, and the row above them that holds the list's revision. */
export type StoredList<Columns> = {
  /** Stored rows with an id greater than this one, in the order of their ids. */
  read(afterId: string, take: number): Promise<StoredRow<Columns>[]>;
  /** Sets the revision if it is still `from`; takes the lock on the list. @returns whether it was */
  setRevision(tx: Tx, from: number, to: number): Promise<boolean>;
  insert(tx: Tx, rows: readonly { id: string; columns: Columns }[]): Promise<unknown>;
  /** Stores changed columns, and that the row is there (again). */
  update(tx: Tx, id: string, columns: Columns): Promise<unknown>;
  markGone(tx: Tx, ids: readonly string[]): Promise<unknown>;
  /** Stores when the list was returned, and how many rows it has now, if the revision is still this one. */
  finish(revision: number, facts: { isComplete: boolean; listedAt: Date }): Promise<unknown>;
};

/** The columns of what Camunda returned, by id; computed in slices, because there may be ten thousand. */
export async function columnsById<Item, Columns>(
  items: readonly Item[],
  entryOf: (item: Item) => [id: string, columns: Columns],
): Promise<Map<string, Columns>> {
  const rows = new Map<string, Columns>();
  for await (const slice of inSlices(items, COMPARED)) for (const item of slice) rows.set(...entryOf(item));
  return rows;
}

/** What Camunda returned, and the list's revision from before it was asked. */
export type ObservedList<Columns> = {
  rows: ReadonlyMap<string, Columns>;
  isComplete: boolean;
  revision: number;
};

/** Thrown inside a transaction to end it: the list was changed meanwhile. */
class Outdated extends Error {}

/**
 * "Camunda returned this list": writes what differs from the stored one, in bounded statements and short transactions
 * between which others get their turn. A list that was requested before the latest change of ours, or before a list
 * that another instance has stored since, is outdated and changes nothing more. Only a complete list makes rows gone.
 * @returns false when the list was outdated
 */
export async function storeList<Columns extends object>(
  list: StoredList<Columns>,
  { rows, isComplete, revision }: ObservedList<Columns>,
): Promise<boolean> {
  const mine = revision + 1;
  const write = (work: (tx: Tx) => Promise<unknown>) =>
    transaction(async (tx) => {
      if (!(await list.setRevision(tx, mine, mine))) throw new Outdated();
      await work(tx);
    });
  if (!(await list.setRevision(db(), revision, mine))) return false;
  try {
    const { added, changed, gone } = await compare(list, rows);
    for await (const slice of inSlices(added, INSERTED)) await write((tx) => list.insert(tx, slice));
    for await (const slice of inSlices(changed, UPDATED))
      await write(async (tx) => {
        for (const { id, columns } of slice) await list.update(tx, id, columns);
      });
    if (isComplete) for await (const slice of inSlices(gone, ENDED)) await write((tx) => list.markGone(tx, slice));
    await list.finish(mine, { isComplete, listedAt: new Date() });
    return true;
  } catch (error) {
    if (error instanceof Outdated) return false;
    throw error;
  }
}

async function compare<Columns extends object>(list: StoredList<Columns>, rows: ReadonlyMap<string, Columns>) {
  const added = new Map(rows);
  const changed: { id: string; columns: Columns }[] = [];
  const gone: string[] = [];
  let last = "";
  for (;;) {
    const page = await list.read(last, COMPARED);
    for (const { id, columns: stored, isGone } of page) {
      const columns = rows.get(id);
      added.delete(id);
      last = id;
      if (columns === undefined) {
        if (!isGone) gone.push(id);
      } else if (isGone || !isDeepStrictEqual(stored, columns)) changed.push({ id, columns });
    }
    if (page.length < COMPARED) break;
  }
  return { added: Array.from(added, ([id, columns]) => ({ id, columns })), changed, gone };
}
