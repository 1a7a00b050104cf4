import "server-only";
import { NO_STORE } from "@/lib/server/door/error-response";
import { log } from "@/lib/server/platform/log";

/** A file that is made while it is sent. */
export type FileStream = {
  name: string;
  /** Its media type. */
  type: string;
  headers?: Record<string, string>;
  /** The text, piece by piece. What it throws breaks the connection, so that no part looks like the whole file. */
  pieces: AsyncGenerator<string>;
  /** Ends the reading before its end: the client is gone, or asked for the headers alone. */
  cancel: () => Promise<void>;
};

/** A file whose next piece nobody takes for this long is given up, in milliseconds. */
const STALLED_MS = 60_000;

/** The response that sends a file. Its first piece is made when it is first read, and no more than one ahead. */
export async function fileResponse(file: FileStream, { method }: Request): Promise<Response> {
  const headers = {
    ...NO_STORE,
    "content-type": file.type,
    // Names are made of letters, digits, dots and hyphens.
    "content-disposition": `attachment; filename="${file.name}"`,
    "x-content-type-options": "nosniff",
    ...file.headers,
  };
  if (method !== "HEAD") return new Response(streamOf(file), { headers });
  await file.cancel();
  return new Response(null, { headers });
}

function streamOf({ name, pieces, cancel }: FileStream): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  // Also when the client is gone before Next begins to read: then nobody reads or cancels.
  const waitForReader = () => setTimeout(() => void cancel(), STALLED_MS).unref();
  let waiting = waitForReader();
  let isCancelled = false;
  return new ReadableStream(
    {
      async pull(controller) {
        clearTimeout(waiting);
        try {
          const { done, value } = await pieces.next();
          if (isCancelled) return;
          if (done) return controller.close();
          controller.enqueue(encoder.encode(value));
          waiting = waitForReader();
        } catch (error) {
          if (isCancelled) return;
          log.error("a file broke off", { state: name, error });
          controller.error(error);
        }
      },
      async cancel() {
        isCancelled = true;
        clearTimeout(waiting);
        await cancel();
      },
    },
    { highWaterMark: 0 },
  );
}
