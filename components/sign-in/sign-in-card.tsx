"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { signIn, signInAs } from "@/lib/browser/session";

const ERRORS = new Map([
  ["RateLimited", "Too many sign-ins from your address. Wait a minute, then try again."],
  ["NotBegun", "This sign-in began in another browser, or more than 15 minutes ago. Sign in again."],
  ["OAuthSignin", "Your identity provider can't be reached. Try again in a minute."],
  ["OAuthCallback", "Your identity provider did not confirm the sign-in. Try again."],
  ["AccessDenied", "Your identity provider denied access."],
]);
const OTHER_ERROR = "Sign-in failed. Try again. If it keeps failing, ask your Latchkey administrator.";

const DEMO_PEOPLE = [
  { person: "owner", label: "Demo owner", variant: "primary" },
  { person: "auditor", label: "Demo auditor", variant: "secondary" },
  { person: "stranger", label: "Demo stranger, without access", variant: "ghost" },
] as const;

type SignInCardProps = { demo: boolean; callbackUrl: string; error: string | null };

/** Sign-in: single sign-on, or a choice of people in the demo. */
export function SignInCard({ demo, callbackUrl, error }: SignInCardProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    // After Back from the identity provider, the browser may restore this page in its pending state.
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
          The API clients of your Camunda 8 clusters: who created them, why, and with which scopes.
        </p>
      </div>
      {(error || isBroken) && <Banner announce tone="bad" title={ERRORS.get(error ?? "") ?? OTHER_ERROR} />}
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
