import { redirect } from "next/navigation";
import { LonePage } from "@/components/shell/lone-page";
import { NoAccessCard } from "@/components/sign-in/no-access-card";
import { pageVisitor } from "@/lib/server/door/page";

export const metadata = { title: "No access yet" };

export default async function NoAccessPage() {
  const visitor = await pageVisitor();
  if (!visitor) redirect("/sign-in");
  if (visitor.principal) redirect("/clusters");
  return (
    <LonePage>
      <NoAccessCard name={visitor.facts.name} />
    </LonePage>
  );
}
