import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Limited, limit } from "@/lib/server/access/rate-limit";
import { errorResponse, NO_STORE } from "@/lib/server/door/error-response";
import { requestFacts } from "@/lib/server/identity/request-facts";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";
import { toAppError } from "@/lib/server/platform/to-app-error";

type Facts = { address: string | null; requestId: string };
type Options<P> = {
  /** Path parameters. An invalid one is a 404. */
  params: z.core.$ZodType<P>;
  /** Counts requests of each network address. */
  limit: Limited;
  /** What the log calls the route: the path is not logged. */
  name: string;
  /** The media type of the text that is returned. */
  type: string;
  handle: (params: P, facts: Facts) => Promise<string>;
};
type Context = { params: Promise<Record<string, string | string[] | undefined>> };

/** Creates a handler for programs that have no session: they know a path that nobody can guess. */
export function openRoute<P>({ params, limit: limited, name, type, handle }: Options<P>) {
  return async (request: Request, context: Context): Promise<Response> => {
    const { address, requestId: sent } = requestFacts(request.headers);
    const facts = { address, requestId: sent ?? randomUUID() };
    const line = { ...facts, method: request.method, route: name };
    try {
      await limit(limited, address ?? "unknown");
      const path = z.safeParse(params, await context.params);
      if (!path.success) throw new AppError("not_found");
      const text = await handle(path.data, facts);
      log.info("responded", { ...line, status: 200 });
      const headers = { ...NO_STORE, "content-type": type, "x-content-type-options": "nosniff" };
      return new Response(request.method === "HEAD" ? null : text, { headers });
    } catch (thrown) {
      const error = toAppError(thrown);
      const { code, status } = error;
      if (status >= 500) log.error("failed", { ...line, status, code, error: error.cause ?? error });
      else log.info("refused", { ...line, status, code });
      return errorResponse(error, facts.requestId);
    }
  };
}
