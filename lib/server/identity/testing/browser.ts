import { NextRequest } from "next/server";
import { handleAuth } from "@/lib/server/identity/auth-route";
import { inRequest } from "@/lib/server/identity/testing/request-scope";
import { env } from "@/lib/server/platform/env";

type Sent = { form?: Record<string, string>; headers?: Record<string, string> };

/** A browser at this network address, with a cookie jar, for the routes of sign-in. */
export function openBrowser(address: string) {
  const jar = new Map<string, string>();

  /** Requests a path below /api/auth, such as "callback/oidc?code=1", and keeps the cookies of the response. */
  async function request(path: string, { form, headers = {} }: Sent = {}): Promise<Response> {
    const cookie = Array.from(jar, ([name, value]) => `${name}=${value}`).join("; ");
    const sent = new NextRequest(`${env().appUrl}/api/auth/${path}`, {
      method: form ? "POST" : "GET",
      headers: {
        "x-latchkey-address": address,
        "x-request-id": crypto.randomUUID(),
        ...(cookie && { cookie }),
        ...headers,
      },
      ...(form && { body: new URLSearchParams(form) }),
    });
    const nextauth = sent.nextUrl.pathname.split("/").slice(3);
    const response = await inRequest(sent.headers, () => handleAuth(sent, { params: Promise.resolve({ nextauth }) }));
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  /** Begins to sign in. @returns the address at the identity provider, or of an error */
  async function begin(): Promise<string> {
    const { csrfToken } = await (await request("csrf")).json();
    const response = await request("signin/oidc", { form: { csrfToken, callbackUrl: "/clusters", json: "true" } });
    return response.headers.get("location") ?? (await response.json()).url;
  }

  /** Goes to the identity provider. @returns the path below /api/auth that it leads back to */
  async function visitProvider(url: string): Promise<string> {
    const response = await fetch(url, { redirect: "manual" });
    const back = new URL(response.headers.get("location") ?? "", url);
    return back.pathname.replace(/^\/api\/auth\//, "") + back.search;
  }

  return {
    jar,
    request,
    begin,
    visitProvider,
    /** Signs in. @returns where that ends: the page that was asked for, or the sign-in page with an error */
    async signIn(): Promise<string> {
      const url = await begin();
      if (url.startsWith(env().appUrl)) return url;
      return (await request(await visitProvider(url))).headers.get("location") ?? "";
    },
  };
}
