import { LonePage } from "@/components/shell/lone-page";
import { NoPage } from "@/components/shell/no-page";

export const metadata = { title: "Page not found" };

export default function NotFound() {
  return (
    <LonePage>
      <NoPage />
    </LonePage>
  );
}
