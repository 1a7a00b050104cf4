import { Waiting } from "@/components/states/waiting";

export default function Loading() {
  return <Waiting label="Loading clients" above="h-8 sm:max-w-80" />;
}
