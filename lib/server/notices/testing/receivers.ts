import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { SMTPServer } from "smtp-server";

/** The port of a server that listens on loopback. */
async function portOf(server: { address(): AddressInfo | string | null }): Promise<number> {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

type Mail = { from: string; to: string[]; text: string; headers: string };

/** A real mail server without TLS that takes any password. `refuse` makes it answer 451 to the next mails. */
export async function startMailServer(host = "127.0.0.1") {
  const mails: Mail[] = [];
  let connections = 0;
  let refused = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth: (_auth, _session, callback) => callback(null, { user: "anybody" }),
    onConnect(_session, callback) {
      connections += 1;
      callback();
    },
    onData(stream, { envelope }, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (refused > 0) {
          refused -= 1;
          return callback(Object.assign(new Error("Try again later"), { responseCode: 451 }));
        }
        const [headers = "", ...body] = Buffer.concat(chunks).toString().split("\r\n\r\n");
        const from = envelope.mailFrom === false ? "" : envelope.mailFrom.address;
        const text = decodeQuotedPrintable(body.join("\r\n\r\n"));
        mails.push({ from, to: envelope.rcptTo.map(({ address }) => address), headers, text });
        return callback();
      });
    },
  });
  const listening = server.listen(0, host);
  await once(listening, "listening");
  return {
    url: `smtp://${host}:${await portOf(listening)}`,
    mails,
    connections: () => connections,
    refuse: (times: number) => {
      refused = times;
    },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** Enough for the mails of nodemailer, whose parts are in quoted-printable where they are not plain. */
function decodeQuotedPrintable(text: string): string {
  const bytes = text
    .replace(/=\r\n/g, "")
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString();
}

/** A server that takes connections and never says a word. */
export async function startSilentServer() {
  const server = createTcpServer((socket) => socket.on("error", () => undefined)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: await portOf(server),
    [Symbol.asyncDispose]: async () => {
      server.close();
    },
  };
}

export type Received = { path: string; headers: IncomingHttpHeaders; body: string };

/** A receiver of webhooks. `answer` decides what it says to each request; 200 without it. */
export async function startReceiver(
  answer: (request: Received, response: ServerResponse) => void = (_, r) => r.end("ok"),
) {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const got = { path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString() };
      received.push(got);
      answer(got, response);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${await portOf(server)}`,
    received,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
