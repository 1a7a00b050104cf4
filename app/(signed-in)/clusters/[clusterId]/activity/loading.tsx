import { Waiting } from "@/components/states/waiting";

export default function Loading() {
  return <Waiting label="Loading activity" />;
}
