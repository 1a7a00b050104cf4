import { redirect } from "next/navigation";
import { LonePage } from "@/components/shell/lone-page";
import { SignInCard } from "@/components/sign-in/sign-in-card";
import { pageVisitor } from "@/lib/server/door/page";
import { ownAddress } from "@/lib/server/identity/sign-in";
import { env } from "@/lib/server/platform/env";

export const metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { callbackUrl, error } = await searchParams;
  const { demo, breakGlass, appUrl } = env();
  const target = (typeof callbackUrl === "string" && ownAddress(callbackUrl, appUrl)) || appUrl;
  if (await pageVisitor()) redirect(target);
  return (
    <LonePage>
      <SignInCard
        demo={demo}
        emergency={breakGlass !== null}
        callbackUrl={target}
        error={typeof error === "string" ? error : null}
      />
    </LonePage>
  );
}
