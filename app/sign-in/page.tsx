import { redirect } from "next/navigation";
import { LonePage } from "@/components/shell/lone-page";
import { SignInCard } from "@/components/sign-in/sign-in-card";
import { pageVisitor } from "@/lib/server/door/page";
import { ownAddress } from "@/lib/server/identity/sign-in";
import { env } from "@/lib/server/platform/env";

export const metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { callbackUrl, error, again } = await searchParams;
  const { demo, breakGlass, appUrl } = env();
  // Signing in again happens in a tab of its own, which tells the others when it is done.
  const isAgain = again === "1";
  const target =
    (typeof callbackUrl === "string" && ownAddress(callbackUrl, appUrl)) ||
    (isAgain ? `${appUrl}/sign-in/done` : appUrl);
  if (!isAgain && error === undefined && (await pageVisitor())) redirect(target);
  return (
    <LonePage>
      <SignInCard
        demo={demo}
        emergency={breakGlass !== null}
        isAgain={isAgain}
        callbackUrl={target}
        error={typeof error === "string" ? error : null}
      />
    </LonePage>
  );
}
