"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { signIn, signInAs } from "@/lib/browser/session";

const ERRORS: Record<string, string> = {
  RateLimited: "Too many sign-ins from your address. Wait a minute, then try again.",
  OAuthSignin: "Your identity provider can't be reached. Try again in a minute.",
  OAuthCallback: "Your identity provider did not confirm the sign-in. Start again from here.",
  AccessDenied: "Your identity provider did not let you in.",
};
const OTHER_ERROR = "The sign-in did not work. Try again; if it stays, ask whoever runs Latchkey.";

const DEMO_PEOPLE = [
  { person: "owner", label: "Demo owner", variant: "primary" },
  { person: "auditor", label: "Demo auditor", variant: "secondary" },
  { person: "stranger", label: "Demo stranger, without access", variant: "ghost" },
] as const;

type SignInCardProps = { demo: boolean; callbackUrl: string; error: string | null };

/** The way in: single sign-on, or in the demo a choice of people. */
export function SignInCard({ demo, callbackUrl, error }: SignInCardProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    // Back from the identity provider, a browser may show this page as it was left: waiting.
    const startOver = ({ persisted }: PageTransitionEvent) => persisted && setChosen(null);
    window.addEventListener("pageshow", startOver);
    return () => window.removeEventListener("pageshow", startOver);
  }, []);
  const start = (who: string, going: Promise<void>) => {
    setChosen(who);
    setBroken(false);
    going.catch(() => {
      setChosen(null);
      setBroken(true);
    });
  };
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-1">
        <h1 className="text-xl font-semibold">Sign in to Latchkey</h1>
        <p className="text-text-muted">
          The API clients of your Camunda 8 clusters: who made them, why, and with which rights.
        </p>
      </div>
      {(error || isBroken) && <Banner announce tone="bad" title={(error && ERRORS[error]) || OTHER_ERROR} />}
      {demo ? (
        <div className="flex flex-col gap-2">
          {DEMO_PEOPLE.map(({ person, label, variant }) => (
            <Button
              key={person}
              variant={variant}
              pending={chosen === person}
              pendingLabel="Signing in…"
              onClick={() => start(person, signInAs(person, callbackUrl))}
            >
              {label}
            </Button>
          ))}
        </div>
      ) : (
        <Button
          variant="primary"
          pending={chosen !== null}
          pendingLabel="Signing in…"
          onClick={() => start("oidc", signIn(callbackUrl))}
        >
          Sign in with single sign-on
        </Button>
      )}
    </div>
  );
}
