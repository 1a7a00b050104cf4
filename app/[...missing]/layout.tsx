import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import SignedInLayout from "@/app/(signed-in)/layout";
import { pageVisitor } from "@/lib/server/door/page";

export const metadata = { title: "Page not found" };

/** A member keeps the shell around an address that leads nowhere. Others learn no more than that. */
export default async function MissingLayout({ children }: { children: ReactNode }) {
  const visitor = await pageVisitor();
  if (!visitor?.principal) notFound();
  return <SignedInLayout>{children}</SignedInLayout>;
}
