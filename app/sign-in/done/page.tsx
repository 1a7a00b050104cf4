import { redirect } from "next/navigation";
import { LonePage } from "@/components/shell/lone-page";
import { SignedInAgain } from "@/components/sign-in/signed-in-again";
import { pageVisitor } from "@/lib/server/door/page";
import { isFresh } from "@/lib/server/identity/session";

export const metadata = { title: "Signed in" };

export default async function SignedInPage() {
  const visitor = await pageVisitor();
  if (!visitor) redirect("/sign-in");
  return (
    <LonePage>
      <SignedInAgain memberId={visitor.facts.memberId} isFresh={isFresh(visitor.session)} />
    </LonePage>
  );
}
