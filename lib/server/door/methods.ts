import "server-only";
import { randomUUID } from "node:crypto";
import { errorResponse } from "@/lib/server/door/error-response";
import { requestFacts } from "@/lib/server/identity/request-facts";
import { AppError } from "@/lib/server/platform/errors";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof METHODS)[number];
type Refuse = (request: Request) => Response;

/** The handlers of a route for its file to export: the given ones, and for every other method a 405 that names them. */
export function methods<Given extends { [Name in Method]?: unknown }>(given: Given) {
  const handlers = { ...("GET" in given && { HEAD: given.GET }), ...given };
  const allow = METHODS.filter((method) => method in handlers || method === "OPTIONS").join(", ");
  // Next's own 405 has no body and no Allow.
  const refuse: Refuse = ({ headers }) =>
    errorResponse(new AppError("method_not_allowed"), requestFacts(headers).requestId ?? randomUUID(), { allow });
  const others = Object.fromEntries(METHODS.map((method) => [method, refuse]));
  const OPTIONS = () => new Response(null, { status: 204, headers: { allow } });
  return { ...others, OPTIONS, ...handlers } as Given & Record<Exclude<Method, keyof Given>, Refuse>;
}
