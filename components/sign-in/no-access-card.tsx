"use client";

import { useSignOut } from "@/components/sign-in/use-sign-out";
import { Button } from "@/components/ui/button/button";

/** For somebody who signed in, but whom nobody has given a role. */
export function NoAccessCard({ name }: { name: string }) {
  const { leave, failure } = useSignOut();
  return (
    <div className="flex flex-col items-start gap-5">
      <div className="flex flex-col gap-1">
        <h1 className="text-xl font-semibold">No access yet</h1>
        <p className="text-text-muted">
          You are signed in as {name}, but you have no access to Latchkey yet. Ask an owner of Latchkey to add you, then
          reload this page.
        </p>
      </div>
      {failure}
      <Button onClick={leave}>Sign out</Button>
    </div>
  );
}
