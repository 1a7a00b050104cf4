import { redirect } from "next/navigation";
import { may } from "@/lib/contract/rights";
import { loadPage } from "@/lib/server/door/page";

/** Leads to the first of the settings that this member may see. */
export default async function SettingsPage() {
  const { role } = await loadPage(async (principal) => principal);
  redirect(may(role, "members.manage") ? "/settings/members" : "/settings/sessions");
}
