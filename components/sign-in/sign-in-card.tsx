"use client";

import { useCallback, useEffect, useState } from "react";
import { EmergencySignIn } from "@/components/sign-in/emergency-sign-in";
import { Button } from "@/components/ui/button/button";
import { Banner } from "@/components/ui/feedback/banner";
import { signIn, signInAgain, signInAs } from "@/lib/browser/session";

const ERRORS = new Map([
  ["RateLimited", "Too many sign-ins from your address. Wait a minute, then try again."],
  ["NotBegun", "This sign-in began in another browser, or more than 15 minutes ago. Sign in again."],
  ["OAuthSignin", "Your identity provider can't be reached. Try again in a minute."],
  ["OAuthCallback", "Your identity provider did not confirm the sign-in. Try again."],
  ["OtherDomain", "This account does not belong to your organization. Choose another account."],
  ["CredentialsSignin", "The e-mail address or the password is wrong."],
  ["AccessDenied", "Your identity provider denied access."],
]);
const OTHER_ERROR = "Sign-in failed. Try again. If it keeps failing, ask your Latchkey administrator.";

const errorText = (error: string | null) => ERRORS.get(error ?? "") ?? OTHER_ERROR;

const DEMO_PEOPLE = [
  {
    person: "owner",
    label: "Demo owner",
    variant: "primary",
    about: "Can do everything: create, delete and manage members.",
  },
  {
    person: "auditor",
    label: "Demo auditor",
    variant: "secondary",
    about: "Can read everything and change nothing.",
  },
  {
    person: "stranger",
    label: "Demo stranger, without access",
    variant: "secondary",
    about: "Has no role yet. Shows what people see before they get one.",
  },
] as const;

type SignInCardProps = {
  demo: boolean;
  emergency: boolean;
  /** A person who is signed in proves who they are: single sign-on starts at once. */
  isAgain: boolean;
  callbackUrl: string;
  error: string | null;
};

/** Sign-in: single sign-on, or a choice of people in the demo. */
export function SignInCard({ demo, emergency, isAgain, callbackUrl, error }: SignInCardProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const [isBroken, setBroken] = useState(false);
  useEffect(() => {
    // After Back from the identity provider, the browser may restore this page in its pending state.
    const startOver = ({ persisted }: PageTransitionEvent) => persisted && setChosen(null);
    window.addEventListener("pageshow", startOver);
    return () => window.removeEventListener("pageshow", startOver);
  }, []);
  const start = useCallback((who: string, going: Promise<void>) => {
    setChosen(who);
    setBroken(false);
    going.catch(() => {
      setChosen(null);
      setBroken(true);
    });
  }, []);
  const startOidc = useCallback(
    () => start("oidc", isAgain ? signInAgain(callbackUrl) : signIn(callbackUrl)),
    [start, isAgain, callbackUrl],
  );
  useEffect(() => {
    if (isAgain && !demo) startOidc();
  }, [isAgain, demo, startOidc]);
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-col gap-1">
        <h1 className="text-xl font-semibold">{isAgain ? "Sign in again" : "Sign in to Latchkey"}</h1>
        <p className="text-text-muted">
          {isAgain
            ? "Your work stays open in the other tab."
            : "The API clients of your Camunda 8 clusters: who created them, why, and with which scopes."}
        </p>
      </div>
      {(error || isBroken) && <Banner announce tone="bad" title={errorText(error)} />}
      {demo ? (
        <div className="flex flex-col gap-4">
          {DEMO_PEOPLE.map(({ person, label, variant, about }) => (
            <div key={person} className="flex flex-col gap-1">
              <Button
                variant={variant}
                aria-describedby={`about-${person}`}
                pending={chosen === person}
                pendingLabel="Signing in…"
                onClick={() => start(person, signInAs(person, callbackUrl))}
              >
                {label}
              </Button>
              <p id={`about-${person}`} className="text-sm text-text-muted">
                {about}
              </p>
            </div>
          ))}
        </div>
      ) : (
        <Button variant="primary" pending={chosen !== null} pendingLabel="Signing in…" onClick={startOidc}>
          Sign in with single sign-on
        </Button>
      )}
      {emergency && <EmergencySignIn callbackUrl={callbackUrl} words={errorText} />}
    </div>
  );
}
