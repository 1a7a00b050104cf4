import { redirect } from "next/navigation";
import { LonePage } from "@/components/shell/lone-page";
import { NoAccessCard } from "@/components/sign-in/no-access-card";
import { currentVisitor } from "@/lib/server/identity/actor";

export const metadata = { title: "No access yet" };

export default async function NoAccessPage() {
  const visitor = await currentVisitor();
  if (!visitor) redirect("/sign-in");
  if (visitor.actor) redirect("/clusters");
  return (
    <LonePage>
      <NoAccessCard name={visitor.facts.name} />
    </LonePage>
  );
}
