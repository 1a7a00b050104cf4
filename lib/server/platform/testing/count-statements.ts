import { type Db, db, replaceDb } from "@/lib/server/platform/database/db";

/** Calls `note` for every statement from now on. @returns how to stop that */
export function countStatements(note: (model: string, operation: string) => void): () => void {
  const before = db();
  const counting = before.$extends({
    query: {
      $allOperations({ model, operation, args, query }) {
        note(model ?? "", operation);
        return query(args);
      },
    },
  });
  // The extended client can do everything that we use, but Prisma gives it another type.
  replaceDb(counting as unknown as Db);
  return () => replaceDb(before);
}
