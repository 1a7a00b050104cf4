"use client";

import { lazy } from "react";

/** A client's history, which is loaded after its facts. Apart from the other lazy parts, which load this one's page. */
export const ClientHistory = lazy(() =>
  import("@/components/inventory/client-history").then((module) => ({ default: module.ClientHistory })),
);
