/** One of Camunda's links, parsed. */
export type Link = {
  /** The URL to call, without a trailing slash. */
  url: string;
  /** The Camunda host: the URL's own, or the one that a stand-in names in the first path segment. */
  host: string;
  /** The path at that host, without slashes at the ends; empty if the link is a bare host. */
  path: string;
  /** The origin of the stand-in, which is on this machine; null if the link leads to the host itself. */
  standIn: string | null;
};

const CAMUNDA_HOST = /^[a-z\d.-]+\.camunda\.io$/;

/**
 * Reads a link as Camunda writes it: with or without scheme, port 443 and trailing slash.
 *
 * A stand-in for Camunda (the demo's simulator) serves every host at one origin, with the host as the first segment of
 * the path: "http://127.0.0.1:4010/bru-2.zeebe.camunda.io/<uuid>". Such a link stands for that host, and is called
 * unchanged.
 * @returns null if there is no link, or it is not a URL that is safe to send tokens to
 */
export function readLink(link: string | null): Link | null {
  const text = (link ?? "").trim();
  if (text === "") return null;
  // gRPC clients write grpcs:// and grpc://, which URL parses as opaque.
  const address = text.replace(/^grpc(s?):\/\//i, "http$1://");
  const url = parseUrl(/^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `https://${address}`);
  // Tokens are sent to these addresses: without TLS only to this machine.
  if (url === null || !(url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url)))) return null;
  const segments = url.pathname.split("/").filter((segment) => segment !== "");
  const cleanUrl = [url.origin, ...segments].join("/");
  const [first, ...rest] = segments;
  if (first !== undefined && CAMUNDA_HOST.test(first) && isLoopback(url)) {
    return { url: cleanUrl, host: first, path: rest.join("/"), standIn: url.origin };
  }
  return { url: cleanUrl, host: url.hostname, path: segments.join("/"), standIn: null };
}

function isLoopback({ hostname }: URL): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
