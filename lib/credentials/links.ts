/** What one of Camunda's links says, once it is read. */
export type Link = {
  /** The address without a trailing slash, as it is to be called. */
  url: string;
  /** The host it means: its own, or the one that a stand-in serves below its first path segment. */
  host: string;
  /** The path at that host, without slashes at the ends; empty where the link is a host alone. */
  path: string;
  /** The origin of the stand-in, which is on this machine; null when the link goes to the host itself. */
  standIn: string | null;
};

const CAMUNDA_HOST = /^[a-z\d.-]+\.camunda\.io$/;

/**
 * Reads a link as Camunda writes it: with or without scheme, port 443 and trailing slash.
 *
 * A stand-in for Camunda (the demo's simulator) serves every host below one origin, with the host as the first segment
 * of the path: "http://127.0.0.1:4010/bru-2.zeebe.camunda.io/<uuid>". Such a link means that host, and is called as it
 * stands.
 * @returns null where there is no link or it can't be read as an address.
 */
export function readLink(link: string | null): Link | null {
  const text = (link ?? "").trim();
  if (text === "") return null;
  // gRPC clients write grpcs:// and grpc://, which URL would treat as opaque.
  const address = text.replace(/^grpc(s?):\/\//i, "http$1://");
  const url = parseUrl(/^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `https://${address}`);
  // Tokens go to these addresses: in the clear to this machine alone.
  if (url === null || !(url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url)))) return null;
  const segments = url.pathname.split("/").filter((segment) => segment !== "");
  const whole = [url.origin, ...segments].join("/");
  const [first, ...rest] = segments;
  if (first !== undefined && CAMUNDA_HOST.test(first) && isLoopback(url)) {
    return { url: whole, host: first, path: rest.join("/"), standIn: url.origin };
  }
  return { url: whole, host: url.hostname, path: segments.join("/"), standIn: null };
}

function isLoopback({ hostname }: URL): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
