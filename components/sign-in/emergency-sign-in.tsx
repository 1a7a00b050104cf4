"use client";

import { type FormEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { TextField } from "@/components/ui/field/text-field";
import { signInEmergency } from "@/lib/browser/session";

type EmergencySignInProps = { callbackUrl: string; words: (error: string | null) => string };

/** Sign-in with the emergency password, for when the identity provider is down. */
export function EmergencySignIn({ callbackUrl, words }: EmergencySignInProps) {
  const password = useRef<HTMLInputElement>(null);
  const [isPending, setPending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  async function start(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setPending(true);
    setFailure(null);
    try {
      const refusal = await signInEmergency(String(fields.get("email")), String(fields.get("password")), callbackUrl);
      if (!refusal) return;
      setFailure(words(refusal));
    } catch {
      setFailure(words(null));
    }
    setPending(false);
    password.current?.select();
  }
  return (
    <details className="flex flex-col gap-3">
      <summary className="cursor-pointer rounded-sm text-text-muted hover:text-text">Emergency sign-in</summary>
      <form onSubmit={start} className="mt-3 flex flex-col gap-3">
        <p className="text-sm text-text-muted">
          For when your identity provider is down. Each try is recorded, and everybody sees that it is in use.
        </p>
        {failure && <Banner announce tone="bad" title={failure} />}
        <TextField label="E-mail address" name="email" type="email" autoComplete="username" required />
        <TextField
          ref={password}
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <Button type="submit" pending={isPending} pendingLabel="Signing in…">
          Sign in as emergency owner
        </Button>
      </form>
    </details>
  );
}
