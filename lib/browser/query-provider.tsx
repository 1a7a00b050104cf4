"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

/** How long a response is fresh, in milliseconds, so that a page that was just rendered sends no request. */
const FRESH_MS = 30_000;

function makeClient(): QueryClient {
  return new QueryClient({
    // The server already retries where that makes sense.
    defaultOptions: { queries: { staleTime: FRESH_MS, retry: false } },
  });
}

/** Provides one cache per browser page. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
