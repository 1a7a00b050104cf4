import "server-only";
import { isDeepStrictEqual } from "node:util";
import { db, type Tx, transaction } from "@/lib/server/platform/database/db";
import { inSlices } from "@/lib/server/platform/slices";

/**
 * Rows per INSERT, one-row statements per transaction, and IDs per statement. Building an INSERT of 200 rows blocks the
 * event loop for 80 ms, one of 25 rows for 10 ms (`npm run bench`).
 */
const INSERTED = 25;
const UPDATED = 50;
const ENDED = 200;
/** Rows per page while the stored list is compared. */
const COMPARED = 200;

/** A stored row, to compare with what Camunda returned. */
type StoredRow<Columns> = { id: string; columns: Columns; isGone: boolean };

/** A stored list: its rows, and their parent row with the list's revision. */
export type StoredList<Columns> = {
  /** Rows with an ID greater than this one, in the order of their IDs. */
  read(afterId: string, take: number): Promise<StoredRow<Columns>[]>;
  /** Sets the revision if it is still `from`, and locks the list. @returns whether it was */
  setRevision(tx: Tx, from: number, to: number): Promise<boolean>;
  insert(tx: Tx, rows: readonly { id: string; columns: Columns }[]): Promise<unknown>;
  /** Stores changed columns, and that the rows are not gone. */
  update(tx: Tx, rows: readonly { id: string; columns: Columns }[]): Promise<unknown>;
  markGone(tx: Tx, ids: readonly string[]): Promise<unknown>;
  /** Stores the time and the number of rows of the list, if the revision is still this one. */
  finish(revision: number, facts: { isComplete: boolean; listedAt: Date }): Promise<unknown>;
};

/** The columns of what Camunda returned, by ID. Computed in slices, because there can be ten thousand. */
export async function columnsById<Item, Columns>(
  items: readonly Item[],
  entryOf: (item: Item) => [id: string, columns: Columns],
): Promise<Map<string, Columns>> {
  const rows = new Map<string, Columns>();
  for await (const slice of inSlices(items, COMPARED)) for (const item of slice) rows.set(...entryOf(item));
  return rows;
}

/** A list that Camunda returned, and the revision of the stored list before the request. */
export type ObservedList<Columns> = {
  rows: ReadonlyMap<string, Columns>;
  isComplete: boolean;
  revision: number;
};

/** Thrown in a transaction to end it, because the list has changed. */
class Outdated extends Error {}

/**
 * Stores a list that Camunda returned. Writes only differences, in bounded statements and short transactions, so that
 * other writes are not held up. A list that was requested before our latest change, or before another list was stored,
 * is outdated and changes nothing. Only a complete list marks missing rows as gone.
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
    for await (const slice of inSlices(changed, UPDATED)) await write((tx) => list.update(tx, slice));
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
