import { type NextRequest, NextResponse } from "next/server";

/**
 * Sets headers and nothing else; use cases decide who may do what. Each request gets its own id and its own nonce, so that
 * the browser runs only our scripts. The headers that never differ are in scripts/http-server.mjs.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const requestId = crypto.randomUUID();
  const isDev = process.env.NODE_ENV === "development";
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    // Lists and menus set their position with style attributes. <style> elements need the nonce.
    isDev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'; style-src-attr 'unsafe-inline'`,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");

  const headers = new Headers(request.headers);
  headers.set("x-request-id", requestId);
  headers.set("x-latchkey-path", request.nextUrl.pathname + request.nextUrl.search);
  // Next.js reads the nonce for its scripts from here.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-request-id", requestId);
  return response;
}

export const config = { matcher: ["/((?!_next/static/|icon\\.svg$|logo\\.svg$|apple-touch-icon\\.png$).*)"] };
