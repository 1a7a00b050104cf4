"use client";

import { useSignOut } from "@/components/sign-in/use-sign-out";
import { Button } from "@/components/ui/button/button";

/** For someone who signed in but has no role. */
export function NoAccessCard({ name }: { name: string }) {
  const { leave, failure } = useSignOut();
  return (
    <div className="flex flex-col items-start gap-5">
      <div className="flex flex-col gap-1">
        <h1 className="text-xl font-semibold">No access yet</h1>
        <p className="text-text-muted">
          You are signed in as {name}, but don't have access to Latchkey. Ask an owner of Latchkey to add you, then
          reload this page.
        </p>
      </div>
      {failure}
      <Button onClick={leave}>Sign out</Button>
    </div>
  );
}
